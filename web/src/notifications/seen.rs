//! What one is told of is read once it has been on show.

use chrono::{DateTime, Utc};
use copperline_shared::notifications::ReadNotifications;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::api;
use crate::session::use_session;

/// Marks a conversation's notifications as read while it is on show. `told` is when the newest thing
/// happened in it that the signed-in agent is told of.
pub fn mark_seen(conversation: Uuid, told: Memo<Option<DateTime<Utc>>>, visible: Signal<bool>) {
    let session = use_session();
    let seen = StoredValue::new(None::<DateTime<Utc>>);
    Effect::new(move |_| {
        let unread = session.unread_notifications.get() > 0;
        let Some(until) = told.get().filter(|_| unread && visible.get()) else {
            return;
        };
        let before = seen.get_value();
        if before == Some(until) {
            return;
        }
        seen.set_value(Some(until));
        spawn_local(async move {
            let body = ReadNotifications {
                until,
                conversation_id: Some(conversation),
            };
            let client = api::client();
            let read = api::call(client.read_notifications().body(body).send()).await;
            if read.is_err() {
                // Tried again with the next one or look.
                seen.try_set_value(before);
            }
        });
    });
}
