//! Beside the composer: that a text would wait, and choosing a moment for it.

use chrono::{DateTime, Utc};
use copperline_shared::messages::{Hold, Message};
use copperline_shared::problem::ErrorCode;
use leptos::prelude::*;

use super::clocks::Clocks;
use super::dialogs::{Shown, use_message_dialogs};
use super::draft::Draft;
use super::offered::OfferedMoments;
use super::sending::{Manner, Sending};
use crate::text;
use crate::ui::{Button, ButtonKind, Icon, Menu, MenuItem, Toasts};

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
            // Whoever has gone elsewhere meanwhile is told in the thread.
            if self.draft.text.try_with_untracked(|_| ()).is_some() {
                tell_of_hold(message, self.clocks, toasts);
            }
        });
    }
}

/// Says so if the chosen moment lies in quiet hours: the text will wait on.
fn tell_of_hold(message: &Message, clocks: Clocks, toasts: Toasts) {
    if let Some(at) = message.leaves_at {
        toasts.warning(text::messages::will_be_sent(&untrack(|| clocks.when(at))));
    }
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
    let dialogs = use_message_dialogs();
    let clocks = writing.clocks;
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
            <OfferedMoments writing />
            <MenuItem icon=icondata_lu::LuCalendarClock on_select=choose>
                {text::messages::CHOOSE_MOMENT}
            </MenuItem>
        </Menu>
    }
}
