//! Recording by hand that a contact agreed to texts: how, when, and what would prove it.

use chrono::{DateTime, Utc};
use copperline_shared::consent::{ConsentHow, RecordConsent};
use copperline_shared::contacts::Contact;
use leptos::{ev::SubmitEvent, prelude::*};

use crate::format::{self, LocalTime};
use crate::session::use_session;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{
    Button, ButtonKind, Choice, Dialog, Select, TextArea, TextField, focus_first_invalid,
    use_toasts,
};
use crate::{api, text};

#[component]
pub fn RecordDialog(contact: Signal<Contact>, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog open title=text::contacts::RECORD_CONSENT>
            <Form contact open />
        </Dialog>
    }
}

/// The moment that a date and a time name, on the workspace's clock.
fn moment(date: &str, time: &str, zone: &str) -> Option<DateTime<Utc>> {
    let local = LocalTime::parse_from_str(&format!("{date}T{time}"), "%Y-%m-%dT%H:%M");
    Some(format::moment_of(local.ok()?, zone))
}

/// Stays open, with what was typed, until it is recorded.
#[component]
fn Form(contact: Signal<Contact>, open: RwSignal<bool>) -> impl IntoView {
    let (submission, toasts) = (Submission::new(), use_toasts());
    let zone = untrack(|| use_session().time_zone());
    let now = format::in_zone(format::now(), &zone);
    let date = RwSignal::new(now.format("%Y-%m-%d").to_string());
    let time = RwSignal::new(now.format("%H:%M").to_string());
    let (how, note) = (RwSignal::new("0".to_owned()), RwSignal::new(String::new()));
    let choices: Vec<Choice> = ConsentHow::ALL
        .iter()
        .enumerate()
        .map(|(at, how)| Choice::new(at.to_string(), how.words()))
        .collect();
    let wrong = RwSignal::new(None::<String>);
    let refused = submission.error_while("given_at", move || (date.get(), time.get()));
    let error = MaybeProp::derive(move || wrong.get().or_else(|| refused.get()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let given_at = moment(&date.get_untracked(), &time.get_untracked(), &zone);
        let unreadable = given_at.is_none();
        wrong.set(unreadable.then(|| text::contacts::RECORD_WHEN.to_owned()));
        let Some(given_at) = given_at else {
            focus_first_invalid();
            return;
        };
        let at: usize = how.get_untracked().parse().unwrap_or_default();
        let body = RecordConsent {
            how: ConsentHow::ALL.get(at).copied().unwrap_or_default(),
            given_at,
            note: note.get_untracked(),
        };
        let (id, key) = (
            contact.with_untracked(|contact| contact.id),
            submission.key(&body),
        );
        let request = async move {
            let client = api::client();
            let request = client.record_consent().contact_id(id).idempotency_key(key);
            api::call(request.body(body).send()).await
        };
        submission.run(request, move |_entry| {
            toasts.done(text::contacts::CONSENT_RECORDED);
            // The record follows by its event, here and in every other browser.
            open.set(false);
        });
    };
    view! {
        <form class="dialog-form" on:submit=submit novalidate>
            <p>{text::contacts::RECORD_LEAD}</p>
            <FailureBanner submission fields=&["given_at", "note"] />
            <Select label=text::contacts::RECORD_HOW value=how choices=Signal::stored(choices) />
            <div class="follow-up-fields">
                <TextField label=text::follow_ups::DATE kind="date" value=date error />
                <TextField label=text::follow_ups::TIME kind="time" value=time />
            </div>
            <TextArea
                label=text::contacts::RECORD_NOTE
                value=note
                error=submission.error_of("note", note)
                help=text::contacts::RECORD_NOTE_HELP
                optional_field=true
            />
            <div class="dialog-actions">
                <Button on_click=move || open.set(false)>{text::common::CANCEL}</Button>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::contacts::RECORD_SAVE}
                </Button>
            </div>
        </form>
    }
}
