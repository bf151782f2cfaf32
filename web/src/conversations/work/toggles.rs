//! Hot, archived and unread: shown at once, undone on request, taken back when the server refuses.

use copperline_shared::conversations::{Conversation, UpdateConversation};
use copperline_shared::follow_ups::{FollowUp, FollowUpState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::opened::Opened;
use crate::api;
use crate::text;
use crate::ui::Toasts;

/// What can be switched on a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toggle {
    Hot,
    Archived,
    Unread,
}

impl Toggle {
    pub const fn of(self, conversation: &Conversation) -> bool {
        match self {
            Self::Hot => conversation.hot,
            Self::Archived => conversation.archived,
            Self::Unread => conversation.unread_count > 0,
        }
    }

    fn set(self, conversation: &mut Conversation, on: bool) {
        match self {
            Self::Hot => conversation.hot = on,
            Self::Archived => conversation.archived = on,
            // Its last message counts as unread.
            Self::Unread => conversation.unread_count = u32::from(on),
        }
    }

    fn change(self, on: bool) -> UpdateConversation {
        match self {
            Self::Hot => UpdateConversation {
                hot: Some(on),
                ..Default::default()
            },
            Self::Archived => UpdateConversation {
                archived: Some(on),
                ..Default::default()
            },
            Self::Unread => UpdateConversation {
                unread: Some(on),
                ..Default::default()
            },
        }
    }

    /// Said of a switch that the server didn't hear of.
    const fn not_done(self, on: bool) -> &'static str {
        match (self, on) {
            (Self::Hot, true) => text::conversations::NOT_MADE_HOT,
            (Self::Hot, false) => text::conversations::NOT_MADE_COOL,
            (Self::Archived, true) => text::conversations::NOT_ARCHIVED,
            (Self::Archived, false) => text::conversations::NOT_UNARCHIVED,
            (Self::Unread, true) => text::conversations::NOT_MADE_UNREAD,
            (Self::Unread, false) => text::conversations::NOT_MADE_READ,
        }
    }

    fn notice(self, on: bool, of: &Conversation) -> String {
        let name = &of.name;
        let waits = |follow_up: FollowUp| follow_up.state == FollowUpState::Waiting;
        match (self, on) {
            (Self::Hot, true) => text::conversations::made_hot(name),
            (Self::Hot, false) => text::conversations::made_cool(name),
            (Self::Archived, true) => text::conversations::archived(name),
            (Self::Archived, false) if of.follow_up.is_some_and(waits) => {
                text::follow_ups::unarchived(name)
            }
            (Self::Archived, false) => text::conversations::unarchived(name),
            (Self::Unread, true) => text::conversations::made_unread(name),
            (Self::Unread, false) => text::conversations::made_read(name),
        }
    }
}

/// Switches something of the open conversation on or off, with a notice that can take it back. A
/// press while the last one is under way counts for nothing.
pub fn switch(opened: Opened, toggle: Toggle, toasts: Toasts) {
    if opened.switching.get_value() {
        return;
    }
    let known = opened
        .detail
        .with_untracked(|detail| detail.as_ref().map(|detail| detail.conversation.clone()));
    let Some(conversation) = known else { return };
    let on = !toggle.of(&conversation);
    show(opened, toggle, on);
    let id = conversation.id;
    let about = format!("{toggle:?} {id}");
    opened.switching.set_value(true);
    spawn_local(async move {
        let done = put(opened, id, toggle, on, toasts).await;
        opened.switching.try_set_value(false);
        if !done {
            return;
        }
        let words = toggle.notice(on, &conversation);
        toasts.undoable(about, words, move || {
            show(opened, toggle, !on);
            spawn_local(async move {
                put(opened, id, toggle, !on, toasts).await;
            });
        });
    });
}

/// Whether the server did it; when not, the switch goes back and the notice says why.
async fn put(opened: Opened, id: Uuid, toggle: Toggle, on: bool, toasts: Toasts) -> bool {
    let client = api::client();
    let request = client
        .update_conversation()
        .conversation_id(id)
        .body(toggle.change(on));
    match api::call(request.send()).await {
        Ok(conversation) => {
            opened.take_conversation(conversation);
            true
        }
        Err(failure) => {
            show(opened, toggle, !on);
            toasts.problem(failure.when_doing(toggle.not_done(on)));
            false
        }
    }
}

/// The conversation may not be open any more: then there is nothing to show.
fn show(opened: Opened, toggle: Toggle, on: bool) {
    opened.detail.try_update(|detail| {
        if let Some(detail) = detail {
            toggle.set(&mut detail.conversation, on);
        }
    });
}
