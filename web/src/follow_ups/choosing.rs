//! Choosing the moment until which a conversation is put off, on the workspace's clock.

use chrono::{DateTime, Utc};
use leptos::{ev::SubmitEvent, prelude::*};

use super::menu::PuttingOff;
use super::presets;
use crate::format::{self, LocalTime};
use crate::text;
use crate::ui::{Button, ButtonKind, Dialog, TextField};

#[component]
pub fn ChooseDialog(open: RwSignal<bool>, putting_off: PuttingOff) -> impl IntoView {
    view! {
        <Dialog open title=text::follow_ups::FOLLOW_UP>
            <Choose open putting_off />
        </Dialog>
    }
}

/// The moment that a date and a time name; `None` while they don't.
fn moment(date: &str, time: &str, zone: &str) -> Option<DateTime<Utc>> {
    let text = format!("{date}T{time}");
    let local = LocalTime::parse_from_str(&text, "%Y-%m-%dT%H:%M").ok()?;
    Some(format::moment_of(local, zone))
}

#[component]
fn Choose(open: RwSignal<bool>, putting_off: PuttingOff) -> impl IntoView {
    let zone = putting_off.zone();
    let now = format::in_zone(format::now(), &zone);
    let first = presets::mornings(now).into_iter().next().unwrap_or(now);
    let date = RwSignal::new(first.format("%Y-%m-%d").to_string());
    let time = RwSignal::new(first.format("%H:%M").to_string());
    let error = RwSignal::new(None::<String>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let chosen = moment(&date.get_untracked(), &time.get_untracked(), &zone);
        match chosen {
            None => error.set(Some(text::follow_ups::WRONG.to_owned())),
            Some(until) if until <= format::now() => {
                error.set(Some(text::follow_ups::PAST.to_owned()));
            }
            Some(until) => {
                open.set(false);
                putting_off.put_off(until);
            }
        }
    };
    view! {
        <form on:submit=submit>
            <div class="follow-up-fields">
                <TextField label=text::follow_ups::DATE kind="date" value=date error autofocus=true />
                <TextField label=text::follow_ups::TIME kind="time" value=time />
            </div>
            <div class="dialog-actions">
                <Button on_click=Callback::new(move |()| open.set(false))>{text::common::CANCEL}</Button>
                <Button kind=ButtonKind::Main submit=true>
                    {text::follow_ups::PUT_OFF_ACTION}
                </Button>
            </div>
        </form>
    }
}
