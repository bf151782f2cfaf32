//! What is written on a notepad and not saved yet. The browser keeps it, so that it outlives the
//! connection, another conversation, a reload and the session.

use leptos::prelude::{WithUntracked, window};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::session::use_session;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The text that the typing began with.
    pub base: String,
    pub typed: String,
}

/// Where the browser keeps what the signed-in person has typed of one contact's note.
#[derive(Clone)]
pub struct Place(String);

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

impl Place {
    pub fn of(contact: Uuid) -> Self {
        let agent = use_session()
            .profile
            .with_untracked(|profile| profile.as_ref().map(|profile| profile.agent_id));
        let agent = agent.unwrap_or_default();
        Self(format!("copperline-note-{agent}-{contact}"))
    }

    pub fn read(&self) -> Option<Kept> {
        let kept = storage()?.get_item(&self.0).ok().flatten()?;
        serde_json::from_slice(kept.as_bytes()).ok()
    }

    /// Where the browser refuses to keep anything, it lives as long as the notepad.
    pub fn keep(&self, kept: &Kept) {
        if let (Some(storage), Ok(kept)) = (storage(), serde_json::to_string(kept)) {
            let _ = storage.set_item(&self.0, &kept);
        }
    }

    /// Forgets what is kept, unless something else has been typed since.
    pub fn forget(&self, saved: &str) {
        let typed_since = self
            .read()
            .is_some_and(|kept| super::rules::stored(&kept.typed) != saved);
        if let Some(storage) = storage().filter(|_| !typed_since) {
            let _ = storage.remove_item(&self.0);
        }
    }
}
