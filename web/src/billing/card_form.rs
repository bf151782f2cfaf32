//! Adding a card: its number goes to the processor, which gives an id to save.

use copperline_shared::billing::{AddCard, Card};
use copperline_shared::simulator::SimulatedCard;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{Work, rules};
use crate::api::Outcome;
use crate::attempt::Attempts;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Banner, Button, ButtonKind, Dialog, TextField, use_toasts};
use crate::{api, text};

/// What is typed; it stays when the dialog is closed by mistake.
#[derive(Clone, Copy)]
struct Form {
    number: RwSignal<String>,
    expiry: RwSignal<String>,
    cvc: RwSignal<String>,
    /// What was stored with the processor and is not yet known to be saved.
    stored: StoredValue<Option<(SimulatedCard, AddCard)>>,
    attempts: Attempts,
}

impl Form {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            number: empty(),
            expiry: empty(),
            cvc: empty(),
            stored: StoredValue::new(None),
            attempts: Attempts::after(None),
        }
    }

    fn clear(self) {
        for field in [self.number, self.expiry, self.cvc] {
            field.set(String::new());
        }
    }

    /// As the processor takes it, which checks all of it at once: an expiry that can't be read is
    /// no month of no year.
    fn card(self) -> SimulatedCard {
        let expiry = rules::expiry(&self.expiry.get_untracked());
        let (expiry_month, expiry_year) = expiry.unwrap_or_default();
        SimulatedCard {
            number: self.number.get_untracked(),
            expiry_month,
            expiry_year,
            cvc: self.cvc.get_untracked().trim().to_owned(),
        }
    }
}

#[component]
pub fn CardDialog(work: Work) -> impl IntoView {
    let form = Form::new();
    view! {
        <Dialog open=work.adding_card title=text::billing::ADD_CARD>
            <CardForm work form />
        </Dialog>
    }
}

/// Stores the card with the processor and saves what it answers. A card whose saving got no answer is
/// not stored again.
async fn add(form: Form, card: SimulatedCard) -> Outcome<Card> {
    let known = form.stored.try_get_value().flatten();
    let body = match known.filter(|(of, _)| *of == card) {
        Some((_, body)) => body,
        None => {
            let body = store(card.clone()).await?;
            form.stored.try_set_value(Some((card, body.clone())));
            body
        }
    };
    let key = form.attempts.key(&body);
    let client = api::client();
    let request = client.add_card().idempotency_key(key).body(body);
    let outcome = api::call(request.send()).await;
    if form.attempts.end(outcome.as_ref().err()) {
        form.stored.try_set_value(None);
    }
    outcome
}

async fn store(card: SimulatedCard) -> Outcome<AddCard> {
    let client = api::client();
    let stored = api::call(client.store_simulated_card().body(card).send()).await?;
    Ok(AddCard {
        payment_method: stored.payment_method,
    })
}

#[component]
fn CardForm(work: Work, form: Form) -> impl IntoView {
    let toasts = use_toasts();
    let submission = Submission::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        submission.run(add(form, form.card()), move |_card| {
            form.clear();
            work.adding_card.set(false);
            work.billing.reload();
            toasts.done(text::billing::CARD_ADDED);
        });
    };
    let refused = submission.error_of("expiry_year", form.expiry);
    let expiry_error = MaybeProp::derive(move || {
        let refused = refused.get()?;
        let readable = form.expiry.with(|expiry| rules::expiry(expiry).is_some());
        Some(if readable {
            refused
        } else {
            text::billing::EXPIRY_WRONG.to_owned()
        })
    });
    view! {
        <form novalidate on:submit=submit>
            <Banner title=text::billing::SIMULATED_CARD>
                <p>{text::billing::SIMULATED_CARD_LEAD}</p>
            </Banner>
            <FailureBanner submission fields=&["number", "expiry_year", "cvc"] />
            <TextField
                label=text::billing::CARD_NUMBER
                value=form.number
                inputmode="numeric"
                placeholder=text::billing::CARD_NUMBER_EXAMPLE
                autofocus=true
                error=submission.error_of("number", form.number)
            />
            <div class="field-pair">
                <TextField
                    label=text::billing::EXPIRY
                    value=form.expiry
                    placeholder=text::billing::EXPIRY_EXAMPLE
                    error=expiry_error
                />
                <TextField
                    label=text::billing::CVC
                    value=form.cvc
                    inputmode="numeric"
                    placeholder=text::billing::CVC_EXAMPLE
                    error=submission.error_of("cvc", form.cvc)
                />
            </div>
            <div class="dialog-actions">
                <Button on_click=Callback::new(move |()| work.adding_card.set(false))>
                    {text::common::CANCEL}
                </Button>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::billing::ADD_CARD}
                </Button>
            </div>
        </form>
    }
}
