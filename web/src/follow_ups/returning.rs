//! A conversation whose moment comes: when it returned, and whether anybody has seen that.

use chrono::{DateTime, Utc};
use copperline_shared::conversations::Conversation;
use copperline_shared::follow_ups::FollowUpState;
use leptos::prelude::*;

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

/// When the open conversation returned by itself, until somebody does anything in the page or comes
/// back to it: that it stands open in a browser doesn't say that anybody sees it, and nothing in it
/// has changed.
pub fn unseen_return(conversation: Memo<Option<Conversation>>) -> Signal<Option<DateTime<Utc>>> {
    let looks = use_looks();
    let standing = Memo::new(move |before: Option<&Standing>| {
        let now = conversation.with(|conversation| {
            let conversation = conversation.as_ref()?;
            let state = conversation.follow_up.map(|follow_up| follow_up.state);
            Some((state, conversation.last_activity_at))
        });
        let (state, activity) = now.unwrap_or_default();
        follow(
            before.copied().unwrap_or_default(),
            state,
            (activity, looks.get()),
        )
    });
    Signal::derive(move || standing.get().returned.map(|(at, _)| at))
}

/// How often somebody has shown to be there.
fn use_looks() -> RwSignal<u32> {
    let looks = RwSignal::new(0_u32);
    for sign in ["focus", "visibilitychange", "pointerdown", "keydown"] {
        let listening = window_event_listener_untyped(sign, move |_| {
            looks.try_update(|looks| *looks = looks.wrapping_add(1));
        });
        on_cleanup(move || listening.remove());
    }
    looks
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Standing {
    state: Option<FollowUpState>,
    /// When it returned, and how often somebody had looked by then.
    returned: Option<(DateTime<Utc>, u32)>,
}

/// `now` is when something last happened in it, and how often somebody has looked.
fn follow(before: Standing, state: Option<FollowUpState>, now: (DateTime<Utc>, u32)) -> Standing {
    let waited = before.state == Some(FollowUpState::Waiting);
    let returns = waited && state == Some(FollowUpState::Due);
    let returned = (returns || before.returned == Some(now)).then_some(now);
    Standing { state, returned }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).expect("a moment")
    }

    const WAITS: Option<FollowUpState> = Some(FollowUpState::Waiting);
    const DUE: Option<FollowUpState> = Some(FollowUpState::Due);

    #[test]
    fn c20_a_return_is_unseen_until_somebody_shows_to_be_there() {
        let waits = follow(Standing::default(), WAITS, (at(1), 7));
        assert_eq!(waits.returned, None);
        let due = follow(waits, DUE, (at(2), 7));
        assert_eq!(due.returned, Some((at(2), 7)));
        let same = follow(due, DUE, (at(2), 7));
        assert_eq!(same, due);
        assert_eq!(follow(same, DUE, (at(2), 8)).returned, None, "looked at");
        assert_eq!(follow(same, DUE, (at(3), 7)).returned, None, "a text came");
    }

    #[test]
    fn c20_one_that_is_opened_when_it_is_due_is_seen() {
        let opened = follow(Standing::default(), DUE, (at(2), 0));
        assert_eq!(opened.returned, None);
    }
}
