//! Adding funds from a card.

use copperline_shared::billing::{AddFunds, Card};
use copperline_shared::money::Micros;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{Work, rules};
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, Choice, Select, TextField, standing};
use crate::{api, format, text};

#[component]
pub fn AddFundsForm(work: Work) -> impl IntoView {
    let cards = Memo::new(move |_| {
        work.billing
            .value
            .with(|b| b.as_ref().map(|b| b.cards.clone()).unwrap_or_default())
    });
    let amount = RwSignal::new(rules::AMOUNTS[1].to_string());
    view! { <FundsForm work cards amount /> }
}

fn card_choices(cards: &[Card]) -> Vec<Choice> {
    cards
        .iter()
        .map(|card| {
            Choice::new(
                card.id.to_string(),
                text::billing::card(&card.brand, &card.last_four),
            )
        })
        .collect()
}

#[component]
fn FundsForm(work: Work, cards: Memo<Vec<Card>>, amount: RwSignal<String>) -> impl IntoView {
    let primary = cards.with_untracked(|cards| cards.first().map(|card| card.id.to_string()));
    let card = RwSignal::new(primary.unwrap_or_default());
    let submission = Submission::new();
    let typed_wrong = RwSignal::new(None::<String>);
    let parsed = Memo::new(move |_| Micros::parse(&amount.get()).ok());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if submission.busy.get_untracked() {
            return;
        }
        let amount_micros = match Micros::parse(&amount.get_untracked()) {
            Ok(amount_micros) => amount_micros,
            Err(error) => return typed_wrong.set(Some(error.message)),
        };
        typed_wrong.set(None);
        let body = AddFunds {
            amount_micros,
            card_id: card.get_untracked().parse().ok(),
        };
        let key = submission.key(&body);
        let request = async move {
            api::call(
                api::client()
                    .add_funds()
                    .idempotency_key(key)
                    .body(body)
                    .send(),
            )
            .await
        };
        // How it ends is told by an event, usually within the second.
        submission.run(request, move |_payment| work.payments.reload());
    };
    let wrong = standing(move || typed_wrong.get(), move || amount.get());
    let refused = submission.error_of("amount_micros", amount);
    let amount_error = MaybeProp::derive(move || wrong.get().or_else(|| refused.get()));
    let button = move || match parsed.get() {
        Some(amount) => text::billing::add(&format::money(amount.0)),
        None => text::billing::ADD_FUNDS.to_owned(),
    };
    view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission fields=&["amount_micros", "card_id"] />
            <AmountChoices amount />
            <div class="field-pair">
                <TextField
                    label=text::billing::AMOUNT
                    value=amount
                    prefix="$"
                    inputmode="decimal"
                    help=text::billing::AMOUNT_HELP
                    error=amount_error
                />
                <Select
                    label=text::billing::CARD
                    value=card
                    choices=Signal::derive(move || cards.with(|cards| card_choices(cards)))
                    error=submission.error_of("card_id", card)
                />
            </div>
            <div>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {button}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn AmountChoices(amount: RwSignal<String>) -> impl IntoView {
    let choice = move |dollars: u32| {
        let chosen = Signal::derive(move || amount.get().trim() == dollars.to_string());
        let choose = Callback::new(move |()| amount.set(dollars.to_string()));
        view! {
            <Button pressed=chosen on_click=choose class="btn-choice">
                {format!("${dollars}")}
            </Button>
        }
    };
    view! {
        <div class="choice-row" role="group" aria-label=text::billing::AMOUNTS>
            {rules::AMOUNTS.map(choice).into_iter().collect_view()}
        </div>
    }
}
