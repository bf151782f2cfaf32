//! What is half written in a conversation. The browser keeps it, so that it outlives a reload,
//! another panel and the end of the session.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::attempt::{Attempt, Attempts};
use crate::pictures::{Attachments, Kind};
use crate::session::use_session;

/// What the browser keeps of one draft.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Kept {
    text: String,
    /// Pictures that the server has.
    #[serde(default)]
    pictures: Vec<Uuid>,
    /// The text that was sent without an answer, and the key it went with: sent again, it takes
    /// effect once.
    #[serde(default)]
    attempt: Option<Attempt>,
}

/// The draft of one conversation.
#[derive(Clone, Copy)]
pub struct Draft {
    pub text: RwSignal<String>,
    pub pictures: Attachments,
    attempts: Attempts,
    /// Where the browser keeps it.
    place: StoredValue<String>,
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

impl Draft {
    /// Takes up what the signed-in person has half written to this conversation.
    pub fn open(conversation: Uuid) -> Self {
        let agent = use_session()
            .profile
            .with_untracked(|profile| profile.as_ref().map(|profile| profile.agent_id))
            .unwrap_or_default();
        let place = format!("copperline-draft-{agent}-{conversation}");
        let kept = storage().and_then(|storage| storage.get_item(&place).ok().flatten());
        let kept: Kept = kept
            .and_then(|kept| serde_json::from_slice(kept.as_bytes()).ok())
            .unwrap_or_default();
        let draft = Self {
            text: RwSignal::new(kept.text),
            pictures: Attachments::of_text(Kind::Ours, &kept.pictures),
            attempts: Attempts::after(kept.attempt),
            place: StoredValue::new(place),
        };
        Effect::new(move |_| {
            draft.text.track();
            draft.pictures.items.track();
            draft.keep();
        });
        draft
    }

    /// Where the browser refuses to keep anything, the draft lives as long as the page.
    fn keep(self) {
        let Some(storage) = storage() else { return };
        let text = self.text.get_untracked();
        let pictures = untrack(|| self.pictures.ids());
        self.place.with_value(|place| {
            if text.is_empty() && pictures.is_empty() {
                let _ = storage.remove_item(place);
            } else if let Ok(kept) = serde_json::to_string(&Kept {
                text,
                pictures,
                attempt: self.attempts.last(),
            }) {
                let _ = storage.set_item(place, &kept);
            }
        });
    }

    /// The key to send this text with: the same as long as it is the same text.
    pub fn key_for(self, text: &str) -> String {
        let key = self.attempts.key_of(text.to_owned());
        self.keep();
        key
    }

    /// Takes out what was sent; what was written meanwhile stays.
    pub fn sent(self, text: &str, pictures: &[Uuid]) {
        self.attempts.end(None);
        self.text
            .try_update(|written| *written = without(written, text));
        self.pictures.sent(pictures);
    }
}

/// What is left of `written` when `sent` has gone.
fn without(written: &str, sent: &str) -> String {
    match written.trim_start().strip_prefix(sent) {
        Some(rest) => rest.trim_start().to_owned(),
        None => written.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c8_what_was_written_while_sending_stays() {
        assert_eq!(without("  Hi Maya ", "Hi Maya"), "");
        assert_eq!(without("Hi Maya\nAre you", "Hi Maya"), "Are you");
        assert_eq!(without("Something else", "Hi Maya"), "Something else");
    }

    #[test]
    fn c8_a_kept_draft_reads_back_as_it_was() {
        let attempt = Some(Attempt::at("a".to_owned(), None));
        let kept = Kept {
            text: "a “b”\n".to_owned(),
            pictures: vec![Uuid::nil()],
            attempt,
        };
        let json = serde_json::to_string(&kept).expect("serializable");
        assert_eq!(serde_json::from_str::<Kept>(&json).expect("readable"), kept);
    }
}
