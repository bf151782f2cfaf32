//! Telling as it comes: the count on the bell, and a notice that leads there.

use std::time::Duration;

use copperline_shared::comments::Comment;
use copperline_shared::notifications::{Notification, NotificationKind};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::list;
use crate::api;
use crate::live::{Gist, use_live};
use crate::session::{Session, use_session};
use crate::text;
use crate::ui::{Tone, use_toasts};

/// How long to wait for more changes before counting again.
const GATHER: Duration = Duration::from_millis(120);

/// Follows what one is told, for as long as one is signed in.
pub fn tell() {
    let (session, live, toasts) = (use_session(), use_live(), use_toasts());
    let (location, navigate) = (use_location(), use_navigate());
    let counting = StoredValue::new(false);
    Effect::new(move |before: Option<u32>| {
        let resets = live.resets.get();
        if before.is_some_and(|before| before != resets) {
            count_soon(session, counting);
        }
        resets
    });
    let navigate = StoredValue::new_local(navigate);
    live.on_gist(move |gist| {
        let Gist::NotificationsChanged { notification } = gist else {
            return;
        };
        count_soon(session, counting);
        let path = location.pathname.get_untracked();
        if let Some(told) = notification.as_ref().filter(|told| !is_open(&path, told)) {
            let (id, href) = (told.id, list::href(told));
            let go = move || {
                list::mark_read(id);
                navigate.with_value(|navigate| navigate(&href, NavigateOptions::default()));
            };
            let words = list::words(told);
            toasts.with_action(Tone::Neutral, words, text::notifications::OPEN, go);
        }
    });
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
fn count_soon(session: Session, counting: StoredValue<bool>) {
    if counting.try_get_value() != Some(false) {
        return;
    }
    counting.set_value(true);
    set_timeout(
        move || {
            if counting.try_set_value(false).is_some() {
                return;
            }
            spawn_local(async move {
                let client = api::client();
                let newest = api::call(client.list_notifications().limit(1_u32).send()).await;
                if let Ok(newest) = newest {
                    session.unread_notifications.set(newest.unread);
                }
            });
        },
        GATHER,
    );
}
