//! Choosing the moment until which a conversation is put off, on the workspace's clock.

use chrono::{DateTime, Utc};
use copperline_shared::follow_ups::check_until;
use leptos::{ev::SubmitEvent, prelude::*};

use super::presets;
use super::putting_off::{PuttingOff, ask, decided};
use crate::format::{self, LocalTime};
use crate::submission::{FailureBanner, Submission};
use crate::text;
use crate::ui::{Button, ButtonKind, Dialog, TextField, focus_first_invalid, standing};

#[component]
pub fn ChooseDialog(open: RwSignal<bool>, putting_off: PuttingOff) -> impl IntoView {
    view! {
        <Dialog open title=text::follow_ups::FOLLOW_UP>
            <Choose open putting_off />
        </Dialog>
    }
}

/// The moment that a date and a time name, or why nothing can be put off until then.
fn moment(date: &str, time: &str, zone: &str) -> Result<DateTime<Utc>, String> {
    let text = format!("{date}T{time}");
    let local = LocalTime::parse_from_str(&text, "%Y-%m-%dT%H:%M");
    let local = local.map_err(|_unreadable| text::follow_ups::WRONG.to_owned())?;
    let until = check_until(format::moment_of(local, zone), format::now());
    until.map_err(|error| error.message)
}

/// Stays open, with what was chosen, until the conversation is put off.
#[component]
fn Choose(open: RwSignal<bool>, putting_off: PuttingOff) -> impl IntoView {
    let zone = putting_off.zone();
    let now = format::in_zone(format::now(), &zone);
    let first = presets::mornings(now).into_iter().next().unwrap_or(now);
    let date = RwSignal::new(first.format("%Y-%m-%d").to_string());
    let time = RwSignal::new(first.format("%H:%M").to_string());
    let wrong = RwSignal::new(None::<String>);
    let submission = Submission::new();
    let chosen = move || (date.get(), time.get());
    let here = standing(move || wrong.get(), chosen);
    let refused = submission.error_while("until", chosen);
    let error = MaybeProp::derive(move || here.get().or_else(|| refused.get()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(before) = putting_off.conversation.get_untracked() else {
            return;
        };
        let chosen = moment(&date.get_untracked(), &time.get_untracked(), &zone);
        wrong.set(chosen.as_ref().err().cloned());
        let Ok(until) = chosen else {
            focus_first_invalid();
            return;
        };
        let request = ask(before.id, decided(&before, until));
        submission.run(request, move |now| {
            open.set(false);
            putting_off.was_put_off(&before, now);
        });
    };
    view! {
        <form on:submit=submit>
            <FailureBanner submission fields=&["until"] />
            <div class="follow-up-fields">
                <TextField label=text::follow_ups::DATE kind="date" value=date error autofocus=true />
                <TextField label=text::follow_ups::TIME kind="time" value=time />
            </div>
            <div class="dialog-actions">
                <Button on_click=Callback::new(move |()| open.set(false))>{text::common::CANCEL}</Button>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::follow_ups::PUT_OFF_ACTION}
                </Button>
            </div>
        </form>
    }
}
