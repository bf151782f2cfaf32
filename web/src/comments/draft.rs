//! A half-written comment. The browser keeps it, apart from the half-written text: neither is ever
//! put in the other's place.

use copperline_shared::agents::Agent;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::{self, Chosen};
use crate::attempt::{Attempt, Attempts};
use crate::session::use_session;

/// What the browser keeps of one draft.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Kept {
    text: String,
    #[serde(default)]
    chosen: Vec<Chosen>,
    /// What was written without an answer, and the key it went with.
    #[serde(default)]
    attempt: Option<Attempt>,
}

/// The half-written comment of one conversation.
#[derive(Clone, Copy)]
pub struct CommentDraft {
    pub text: RwSignal<String>,
    /// Who was chosen from the list so far.
    chosen: StoredValue<Vec<Chosen>>,
    attempts: Attempts,
    place: StoredValue<String>,
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

impl CommentDraft {
    /// Takes up what the signed-in person has half written here.
    pub fn open(conversation: Uuid) -> Self {
        let agent = untrack(|| use_session().agent_id()).unwrap_or_default();
        let place = format!("copperline-comment-{agent}-{conversation}");
        let kept = storage().and_then(|storage| storage.get_item(&place).ok().flatten());
        let kept: Kept = kept
            .and_then(|kept| serde_json::from_str(&kept).ok())
            .unwrap_or_default();
        let draft = Self {
            text: RwSignal::new(kept.text),
            chosen: StoredValue::new(kept.chosen),
            attempts: Attempts::after(kept.attempt),
            place: StoredValue::new(place),
        };
        Effect::new(move |_| {
            draft.text.track();
            draft.keep();
        });
        draft
    }

    /// Where the browser refuses to keep anything, the draft lives as long as the page.
    fn keep(self) {
        let Some(storage) = storage() else { return };
        let text = self.text.get_untracked();
        self.place.with_value(|place| {
            if text.is_empty() {
                let _ = storage.remove_item(place);
                return;
            }
            let kept = Kept {
                text,
                chosen: self.chosen.get_value(),
                attempt: self.attempts.last(),
            };
            if let Ok(kept) = serde_json::to_string(&kept) {
                let _ = storage.set_item(place, &kept);
            }
        });
    }

    /// Notes that a name in the text is this person's.
    pub fn choose(self, person: Chosen) {
        self.chosen.update_value(|chosen| chosen.push(person));
    }

    /// Takes what was half written elsewhere, behind what stands here already.
    pub fn take_over(self, text: &str, people: &[Agent]) {
        let text = text.trim();
        self.chosen
            .update_value(|chosen| chosen.extend(rules::chosen_in(text, people)));
        self.text.update(|written| {
            if !written.is_empty() {
                written.push('\n');
            }
            written.push_str(text);
        });
    }

    /// The comment as it is written down: with ids for those who were chosen.
    pub fn comment(self) -> String {
        let text = self.text.get_untracked();
        self.chosen
            .with_value(|chosen| rules::with_ids(text.trim(), chosen))
    }

    /// The key to write it with: the same as long as it is the same comment.
    pub fn key_for(self, comment: &str) -> String {
        let key = self.attempts.key_of(comment.to_owned());
        self.keep();
        key
    }

    /// Takes out what was written down; what was typed meanwhile stays.
    pub fn written(self, text: &str) {
        self.attempts.end(None);
        self.text.try_update(|typed| {
            if let Some(rest) = typed.trim_start().strip_prefix(text.trim()) {
                *typed = rest.trim_start().to_owned();
            }
            if typed.is_empty() {
                self.chosen.set_value(Vec::new());
            }
        });
    }
}
