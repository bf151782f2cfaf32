//! Above the thread: until when the conversation is put off, or since when its follow-up is due.

use chrono::{DateTime, Utc};
use copperline_shared::conversations::Conversation;
use copperline_shared::follow_ups::{FollowUp, FollowUpState};
use leptos::prelude::*;

use super::menu::PuttingOff;
use crate::clock::use_clock;
use crate::format;
use crate::session::use_session;
use crate::text;
use crate::ui::{Button, ButtonKind, Icon};

/// When a conversation whose follow-up is due returned, or something happened in it since.
pub fn last_due(conversation: Memo<Option<Conversation>>) -> Memo<Option<DateTime<Utc>>> {
    Memo::new(move |_| {
        conversation.with(|conversation| {
            let conversation = conversation.as_ref()?;
            let due = conversation.follow_up?.state == FollowUpState::Due;
            due.then_some(conversation.last_activity_at)
        })
    })
}

#[component]
pub fn FollowUpBar(putting_off: PuttingOff) -> impl IntoView {
    let conversation = putting_off.conversation;
    let follow_up =
        Memo::new(move |_| conversation.with(|conversation| conversation.as_ref()?.follow_up));
    move || {
        follow_up
            .get()
            .map(|follow_up| view! { <Bar putting_off follow_up /> })
    }
}

#[component]
fn Bar(putting_off: PuttingOff, follow_up: FollowUp) -> impl IntoView {
    let (session, clock) = (use_session(), use_clock());
    let due = follow_up.state == FollowUpState::Due;
    let words = move || {
        let zone = session.time_zone();
        let (at, now) = (
            format::in_zone(follow_up.at, &zone),
            format::in_zone(clock.get(), &zone),
        );
        match due {
            true => text::follow_ups::due_since(&format::thread_time(at, now)),
            false => text::follow_ups::until(&format::coming(at, now)),
        }
    };
    let end = move || {
        if let Some(conversation) = putting_off.conversation.get_untracked() {
            putting_off.end(conversation.id, conversation.name);
        }
    };
    let action = match due {
        true => text::follow_ups::DONE,
        false => text::follow_ups::BRING_BACK,
    };
    view! {
        <div class="follow-up-bar" class:is-due=due role="status">
            <Icon
                icon=if due { icondata_lu::LuBellRing } else { icondata_lu::LuAlarmClock }
                size=16
            />
            <p>{words}</p>
            <Button kind=ButtonKind::Ghost class="btn-small" on_click=end>
                {action}
            </Button>
        </div>
    }
}
