//! Above the thread: until when the conversation is put off, or since when its follow-up is due.

use copperline_shared::follow_ups::{FollowUp, FollowUpState};
use leptos::prelude::*;

use super::putting_off::PuttingOff;
use crate::clock::use_clock;
use crate::format;
use crate::session::use_session;
use crate::text;
use crate::ui::{Button, ButtonKind, Icon};

/// Stands there before there is anything to say: what comes then is read out.
#[component]
pub fn FollowUpBar(putting_off: PuttingOff) -> impl IntoView {
    let conversation = putting_off.conversation;
    let follow_up =
        Memo::new(move |_| conversation.with(|conversation| conversation.as_ref()?.follow_up));
    let due = move || {
        let due = |follow_up: FollowUp| follow_up.state == FollowUpState::Due;
        follow_up.get().is_some_and(due)
    };
    view! {
        <div
            class="follow-up-bar"
            class:is-due=due
            class:is-empty=move || follow_up.get().is_none()
            role="status"
        >
            {move || follow_up.get().map(|follow_up| view! { <Bar putting_off follow_up /> })}
        </div>
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
            true => text::follow_ups::due_since(&format::gone(at, now)),
            false => text::follow_ups::until(&format::coming(at, now)),
        }
    };
    let action = match due {
        true => text::follow_ups::DONE,
        false => text::follow_ups::BRING_BACK,
    };
    view! {
        <Icon
            icon=if due { icondata_lu::LuBellRing } else { icondata_lu::LuAlarmClock }
            size=16
        />
        <p>{words}</p>
        <Button kind=ButtonKind::Ghost class="btn-small" on_click=move || putting_off.end()>
            {action}
        </Button>
    }
}
