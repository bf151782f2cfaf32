//! Telling as it comes: the count on the bell, and a notice that leads there. Of many at once, such as
//! when a thousand conversations are assigned, only a few have notices of their own.

use std::time::Duration;

use copperline_shared::comments::Comment;
use copperline_shared::notifications::{Notification, NotificationKind};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::list;
use crate::api;
use crate::live::{Gist, use_live};
use crate::session::{Session, use_session};
use crate::soon::Soon;
use crate::text;
use crate::ui::{Toasts, Tone, use_toasts};

/// How long to wait for more changes before counting again.
const GATHER: Duration = Duration::from_millis(120);
/// So many have notices of their own of those that come within a burst.
const AT_ONCE: u32 = 3;
const BURST: Duration = Duration::from_secs(2);

/// What came within a burst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Burst {
    told: u32,
    more: u32,
}

impl Burst {
    /// Whether another one has a notice of its own.
    fn take(&mut self) -> bool {
        let own = self.told < AT_ONCE;
        let of = if own { &mut self.told } else { &mut self.more };
        *of += 1;
        own
    }
}

/// Follows what one is told, for as long as one is signed in.
pub fn tell() {
    let (session, live, toasts) = (use_session(), use_live(), use_toasts());
    let (location, navigate) = (use_location(), use_navigate());
    let (counting, burst) = (Soon::default(), StoredValue::new(Burst::default()));
    Effect::new(move |before: Option<u32>| {
        let resets = live.resets.get();
        if before.is_some_and(|before| before != resets) {
            count_soon(session, counting);
        }
        resets
    });
    let navigate = StoredValue::new_local(navigate);
    let notice = move |told: &Notification| {
        let (id, href) = (told.id, list::href(told));
        let go = move || {
            list::mark_read(id);
            navigate.with_value(|navigate| navigate(&href, NavigateOptions::default()));
        };
        let words = list::words(told);
        toasts.with_action(Tone::Neutral, words, text::notifications::OPEN, go);
    };
    live.on_gists(move |gists| {
        let mut changes = false;
        let path = location.pathname.get_untracked();
        for gist in gists {
            let Gist::NotificationsChanged { notification } = gist else {
                continue;
            };
            changes = true;
            if let Some(told) = notification.as_ref().filter(|told| !is_open(&path, told))
                && is_own(burst, toasts)
            {
                notice(told);
            }
        }
        if changes {
            count_soon(session, counting);
        }
    });
}

/// Whether another notification has a notice of its own; how many have none is told when the burst is
/// over.
fn is_own(burst: StoredValue<Burst>, toasts: Toasts) -> bool {
    if burst.get_value() == Burst::default() {
        set_timeout(
            move || {
                let over = burst.try_update_value(std::mem::take);
                let more = over.map_or(0, |over| over.more);
                if more > 0 {
                    toasts.news(text::notifications::more(more));
                }
            },
            BURST,
        );
    }
    burst.try_update_value(Burst::take).unwrap_or_default()
}

/// What is told of stands before one's eyes already: a new comment, or whose the conversation is. A
/// reminder doesn't, nor a comment that was changed: the conversation looks as it did before, or changed
/// far above.
fn is_open(path: &str, told: &Notification) -> bool {
    let is_new = |comment: &Comment| comment.edited_at.is_none();
    told.kind != NotificationKind::FollowUpDue
        && told.comment.as_ref().is_none_or(is_new)
        && path.ends_with(&told.conversation_id.to_string())
        && !document().hidden()
}

/// Asks how many are unread, once for a burst of changes.
fn count_soon(session: Session, counting: Soon) {
    counting.ask(GATHER, move || async move {
        let client = api::client();
        let newest = api::call(client.list_notifications().limit(1_u32).send()).await;
        if let Ok(newest) = newest {
            session.unread_notifications.set(newest.unread);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::Burst;

    #[test]
    fn c18_of_a_thousand_assigned_at_once_three_have_notices_of_their_own() {
        let mut burst = Burst::default();
        let own = (0..1_000).filter(|_| burst.take()).count();
        let expected = Burst { told: 3, more: 997 };
        assert_eq!((own, burst), (3, expected));
    }
}
