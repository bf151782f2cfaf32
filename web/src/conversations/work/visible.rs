//! Whether somebody can see the page, and what follows from seeing it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

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

/// Marks the conversation read when it has something unread and the page is on show; once for
/// each change of how much that is.
pub fn mark_read_while_visible(id: Uuid, unread: Signal<u32>, visible: Signal<bool>) {
    Effect::new(move |_| {
        if unread.get() > 0 && visible.get() {
            spawn_local(async move {
                // What fails is tried again with the next message or look.
                let _ = api::call(
                    api::client()
                        .mark_conversation_read()
                        .conversation_id(id)
                        .send(),
                )
                .await;
            });
        }
    });
}
