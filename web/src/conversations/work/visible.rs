//! Whether somebody can see the page, and what follows from seeing it.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::rules;
use crate::api;

/// Whether the browser's tab is the one on show.
pub fn use_visible() -> Signal<bool> {
    let visible = RwSignal::new(!document().hidden());
    let listening = window_event_listener_untyped("visibilitychange", move |_| {
        visible.try_set(!document().hidden());
    });
    on_cleanup(move || listening.remove());
    visible.into()
}

/// What there is to be seen of a conversation: how many messages are unread, and when something
/// last happened in it.
pub type News = (u32, DateTime<Utc>);

/// Marks the conversation read when it is opened or something happens in it, while the page is on
/// show. Marked as unread by hand, here or elsewhere, it stays unread until then.
pub fn mark_read_while_visible(id: Uuid, news: Memo<Option<News>>, visible: Signal<bool>) {
    let seen = StoredValue::new(None::<DateTime<Utc>>);
    Effect::new(move |_| {
        let (Some((unread, activity)), true) = (news.get(), visible.get()) else {
            return;
        };
        let before = seen.get_value();
        seen.set_value(Some(activity));
        if !rules::is_news(unread, activity, before) {
            return;
        }
        spawn_local(async move {
            let client = api::client();
            let request = client.mark_conversation_read().conversation_id(id);
            let marked = api::call(request.send()).await;
            if marked.is_err() {
                // Tried again with the next message or look.
                seen.try_set_value(before);
            }
        });
    });
}
