//! What the carrier does with the next text to the phone, and with what the phone sends.

use copperline_shared::simulator::NextDelivery;
use leptos::prelude::*;

use super::phone::Handling;
use super::rules::{Asked, WAYS, Way};
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Choice, Select, TextField};
use crate::{api, text};

/// What is chosen, with the details of each way kept while another is tried.
#[derive(Clone, Copy)]
struct Form {
    way: RwSignal<Way>,
    error_code: RwSignal<String>,
    seconds: RwSignal<String>,
    asked: StoredValue<Asked>,
}

impl Form {
    fn new(next: &NextDelivery) -> Self {
        let form = Self {
            way: RwSignal::new(Way::Deliver),
            error_code: RwSignal::new(text::simulator::ERRORS[0].0.to_owned()),
            seconds: RwSignal::new("10".to_owned()),
            asked: StoredValue::new(Asked::default()),
        };
        form.take(next);
        form
    }

    /// Shows what the carrier holds.
    fn take(self, next: &NextDelivery) {
        self.way.set(Way::of(next));
        match next {
            NextDelivery::Fail { error_code } | NextDelivery::Refuse { error_code } => {
                self.error_code.set(error_code.clone());
            }
            NextDelivery::Lag { seconds } => self.seconds.set(seconds.to_string()),
            NextDelivery::Deliver | NextDelivery::Twice | NextDelivery::OutOfOrder => {}
        }
    }

    /// What is chosen; tracked.
    fn wish(self) -> Option<NextDelivery> {
        self.way
            .get()
            .with(&self.error_code.get(), &self.seconds.get())
    }
}

#[component]
pub fn Behaviour(handling: Handling) -> impl IntoView {
    let held = Memo::new(move |_| {
        handling.thread.value.with(|thread| {
            thread
                .as_ref()
                .map_or(NextDelivery::Deliver, |thread| thread.next_delivery.clone())
        })
    });
    let form = Form::new(&held.get_untracked());
    let submission = Submission::new();
    // The carrier goes back to delivering once a text has been dealt with.
    Effect::new(move || {
        let held = held.get();
        if form.asked.with_value(|asked| asked.is_overruled_by(&held)) {
            form.take(&held);
        }
    });
    Effect::new(move |before: Option<Option<NextDelivery>>| {
        let wish = form.wish();
        if let Some(wanted) = &wish
            && before.is_some()
            && *wanted != held.get_untracked()
        {
            set(handling, submission, form.asked, wanted.clone());
        }
        wish
    });
    view! {
        <fieldset class="check-list">
            <legend class="handset-legend">{text::simulator::NEXT}</legend>
            <p class="field-help">{text::simulator::NEXT_LEAD}</p>
            <FailureBanner submission fields=&["error_code", "seconds"] />
            {WAYS.map(|way| view! { <WayChoice way form submission /> }).into_iter().collect_view()}
        </fieldset>
        <p class="handset-will" role="status">
            {move || text::simulator::will_happen(&held.get())}
        </p>
        <Copies handling />
    }
}

/// Tells the carrier; the newest wish holds, so nothing waits for an earlier one.
fn set(handling: Handling, submission: Submission, asked: StoredValue<Asked>, wish: NextDelivery) {
    let phone = handling.address.get_value();
    asked.update_value(|asked| asked.begin(wish.clone()));
    leptos::task::spawn_local(async move {
        let client = api::client();
        let outcome = api::call(client.set_next_delivery().phone(phone).body(wish).send()).await;
        asked.try_update_value(Asked::end);
        submission.failure.try_set(outcome.err());
        handling.thread.reload();
    });
}

#[component]
fn WayChoice(way: Way, form: Form, submission: Submission) -> impl IntoView {
    let chosen = move || form.way.get() == way;
    let codes = || {
        text::simulator::ERRORS
            .into_iter()
            .map(|(code, words)| Choice::new(code, text::simulator::error_choice(code, words)))
            .collect::<Vec<_>>()
    };
    let unreadable = MaybeProp::derive(move || {
        form.wish()
            .is_none()
            .then(|| text::simulator::SECONDS_WRONG.to_owned())
    });
    let details = move || match way {
        Way::Fail | Way::Refuse => view! {
            <Select
                label=text::simulator::CARRIER_ERROR
                value=form.error_code
                choices=codes()
                error=submission.error_of("error_code", form.error_code)
            />
        }
        .into_any(),
        Way::Lag => view! {
            <TextField
                label=text::simulator::SECONDS
                value=form.seconds
                inputmode="numeric"
                error=unreadable
            />
        }
        .into_any(),
        Way::Deliver | Way::Twice | Way::OutOfOrder => ().into_any(),
    };
    view! {
        <div class="way">
            <label class="check-row">
                <input
                    type="radio"
                    name="next-delivery"
                    class="radio radio-primary radio-sm"
                    prop:checked=chosen
                    on:change=move |_| form.way.set(way)
                />
                <span class="check-label">{way.label()}</span>
            </label>
            <Show when=chosen>
                {details}
            </Show>
        </div>
    }
}

#[component]
fn Copies(handling: Handling) -> impl IntoView {
    let choices: Vec<Choice> = text::simulator::COPY_COUNTS
        .into_iter()
        .map(|(count, words)| Choice::new(count.to_string(), words))
        .collect();
    view! {
        <div class="handset-copies">
            <p class="handset-legend">{text::simulator::MINE}</p>
            <Select label=text::simulator::COPIES value=handling.copies choices />
        </div>
    }
}
