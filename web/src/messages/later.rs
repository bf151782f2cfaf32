//! Beside the composer: that a text would wait, and choosing a moment for it.

use chrono::{DateTime, Datelike, Days, NaiveTime, Timelike, Utc, Weekday};
use copperline_shared::messages::{Hold, Message, SendMessage};
use copperline_shared::problem::ErrorCode;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::clocks::Clocks;
use super::dialogs::{Shown, use_message_dialogs};
use super::draft::Draft;
use super::sending::{Manner, Sending, picture_ids};
use crate::format::{self, LocalTime};
use crate::ui::{Button, ButtonKind, Icon, Menu, MenuItem, Toasts, Tone, use_toasts};
use crate::{api, text};

/// What is being written, and in whose time its moments are told.
#[derive(Clone, Copy)]
pub struct Writing {
    pub draft: Draft,
    pub sending: Sending,
    pub clocks: Clocks,
}

impl Writing {
    /// Schedules what is written; `done` is called when the server has taken it.
    pub fn schedule(self, at: DateTime<Utc>, toasts: Toasts, done: impl FnOnce() + 'static) {
        let empty = self
            .draft
            .text
            .with_untracked(|text| text.trim().is_empty());
        if empty && self.draft.pictures.items.with_untracked(Vec::is_empty) {
            let words = text::messages::WRITE_FIRST.to_owned();
            self.sending.error.set(Some(words));
            return;
        }
        let manner = Manner {
            later: Some(at),
            anyway: false,
        };
        self.sending.send_so(self.draft, manner, move |message| {
            done();
            tell_of_hold(message.clone(), self.clocks, toasts);
        });
    }
}

/// Says so if the chosen moment lies in quiet hours: the text will wait on.
fn tell_of_hold(message: Message, clocks: Clocks, toasts: Toasts) {
    spawn_local(async move {
        let request = SendMessage {
            conversation_id: Some(message.conversation_id),
            picture_ids: picture_ids(&message),
            body: message.body,
            send_at: message.due_at,
            ..SendMessage::default()
        };
        // A notice more or less: the thread tells it at the moment itself.
        let checked = api::call(api::client().check_message().body(request).send()).await;
        if let Some(hold) = checked.ok().and_then(|checked| checked.hold) {
            let words = untrack(|| would_wait(&hold, clocks));
            toasts.with_action(Tone::Warning, words, text::common::CLOSE, || {});
        }
    });
}

/// "Will be sent tomorrow 8:00 am, Maya’s time: quiet hours"; tracked.
pub fn would_wait(hold: &Hold, clocks: Clocks) -> String {
    match hold.code {
        ErrorCode::Pace => text::messages::WAITS_FOR_PACE.to_owned(),
        _ => text::messages::will_be_sent(&clocks.when(hold.until)),
    }
}

/// Above the text: that it would wait, until when and why.
#[component]
pub fn WouldWait(writing: Writing, #[prop(into)] hold: Signal<Option<Hold>>) -> impl IntoView {
    let Writing {
        draft,
        sending,
        clocks,
    } = writing;
    let words = Memo::new(move |_| hold.with(|hold| hold.as_ref().map(|h| would_wait(h, clocks))));
    let detail = move || hold.with(|hold| hold.as_ref().map(|hold| hold.detail.clone()));
    let may = Memo::new(move |_| {
        hold.with(|hold| hold.as_ref().is_some_and(|hold| hold.may_send_anyway))
    });
    let anyway = move || {
        let manner = Manner {
            later: None,
            anyway: true,
        };
        sending.send_so(draft, manner, |_| {});
    };
    view! {
        <div class="composer-notice" role="status" hidden=move || words.with(Option::is_none)>
            <Icon icon=icondata_lu::LuClock size=16 />
            <span title=detail>{words}</span>
            <Show when=move || may.get()>
                <Button kind=ButtonKind::Ghost class="btn-small" busy=sending.busy on_click=anyway>
                    {text::messages::SEND_ANYWAY}
                </Button>
            </Show>
        </div>
    }
}

/// The menu with moments to choose from.
#[component]
pub fn SendLater(writing: Writing) -> impl IntoView {
    let (dialogs, toasts) = (use_message_dialogs(), use_toasts());
    let clocks = writing.clocks;
    let moments = move || {
        let zone = untrack(|| clocks.nearest());
        let now = format::in_zone(format::now(), &zone);
        presets(now)
            .into_iter()
            .map(|local| {
                let at = format::moment_of(local, &zone);
                let words = text::messages::capital(&format::coming(local, now));
                let ours = untrack(|| clocks.ours_too(at));
                view! {
                    <MenuItem on_select=Callback::new(move |()| writing.schedule(at, toasts, || {}))>
                        <span class="menu-words">
                            {words} {ours.map(|ours| view! { <small>{ours}</small> })}
                        </span>
                    </MenuItem>
                }
            })
            .collect_view()
    };
    let choose = Callback::new(move |()| dialogs.show(Shown::Later(writing)));
    view! {
        <Menu label=text::messages::SCHEDULE icon=icondata_lu::LuClock place="menu-up-start">
            <p class="menu-heading" role="presentation">
                {move || {
                    let whose = match clocks.theirs() {
                        Some(_) => text::messages::time_of(&clocks.name()),
                        None => text::messages::WORKSPACE_TIME.to_owned(),
                    };
                    text::messages::send_later_by(&whose)
                }}
            </p>
            {moments}
            <MenuItem icon=icondata_lu::LuCalendarClock on_select=choose>
                {text::messages::CHOOSE_MOMENT}
            </MenuItem>
        </Menu>
    }
}

/// Times to offer: this evening, tomorrow morning and Monday morning, as far as they lie ahead and
/// differ.
fn presets(now: LocalTime) -> Vec<LocalTime> {
    let at = |days: u64, hour: u32| {
        let date = now.date().checked_add_days(Days::new(days))?;
        Some(date.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?))
    };
    let evening = (now.hour() < 17).then(|| at(0, 18)).flatten();
    let until_monday = 7 - u64::from(now.weekday().num_days_from_monday());
    let monday = (now.weekday() != Weekday::Sun)
        .then(|| at(until_monday, 9))
        .flatten();
    [evening, at(1, 9), monday].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> LocalTime {
        text.parse().expect("a date and time")
    }

    #[test]
    fn c8_moments_offered_lie_ahead_and_each_is_there_once() {
        // A Saturday.
        assert_eq!(
            presets(at("2026-11-28T10:14:00")),
            [
                at("2026-11-28T18:00:00"),
                at("2026-11-29T09:00:00"),
                at("2026-11-30T09:00:00")
            ]
        );
        // A Sunday evening: tomorrow is Monday.
        assert_eq!(
            presets(at("2026-11-29T19:00:00")),
            [at("2026-11-30T09:00:00")]
        );
        // On a Monday the next one is meant.
        assert_eq!(
            presets(at("2026-11-30T19:00:00")),
            [at("2026-12-01T09:00:00"), at("2026-12-07T09:00:00")]
        );
    }
}
