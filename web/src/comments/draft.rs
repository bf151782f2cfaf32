//! A half-written comment, or a half-typed change of one. The browser keeps it, apart from the
//! half-written text: neither is ever put in the other's place.

use copperline_shared::agents::Agent;
use copperline_shared::comments::Comment;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::meeting::Base;
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
    /// Of a comment that is being changed: what it was when that began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base: Option<Base>,
}

/// What was half typed, and where the browser keeps it.
#[derive(Clone)]
pub struct Half {
    place: String,
    kept: Kept,
}

impl Half {
    /// Where the browser refuses to keep anything, it lives as long as the page.
    fn keep(&self) {
        if let (Some(storage), Ok(kept)) = (storage(), serde_json::to_string(&self.kept)) {
            let _ = storage.set_item(&self.place, &kept);
        }
    }
}

/// The half-written comment of one conversation, or the half-typed change of one comment.
#[derive(Clone, Copy)]
pub struct CommentDraft {
    pub text: RwSignal<String>,
    /// What the comment that is being changed was when that began; none while none is.
    pub base: RwSignal<Option<Base>>,
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
        Self::at("comment", conversation)
    }

    /// Takes up what the signed-in person has half changed of a comment of theirs.
    pub fn of_change(comment: Uuid) -> Self {
        Self::at("comment-change", comment)
    }

    fn at(what: &str, id: Uuid) -> Self {
        let agent = untrack(|| use_session().agent_id()).unwrap_or_default();
        let place = format!("copperline-{what}-{agent}-{id}");
        let kept = storage().and_then(|storage| storage.get_item(&place).ok().flatten());
        let kept: Kept = kept
            .and_then(|kept| serde_json::from_str(&kept).ok())
            .unwrap_or_default();
        let draft = Self {
            text: RwSignal::new(kept.text),
            base: RwSignal::new(kept.base),
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
        let half = self.half();
        if half.kept.text.is_empty() && half.kept.base.is_none() {
            if let Some(storage) = storage() {
                let _ = storage.remove_item(&half.place);
            }
            return;
        }
        half.keep();
    }

    fn half(self) -> Half {
        Half {
            place: self.place.get_value(),
            kept: Kept {
                text: self.text.get_untracked(),
                chosen: self.chosen.get_value(),
                attempt: self.attempts.last(),
                base: self.base.get_untracked(),
            },
        }
    }

    /// Begins to change a comment.
    pub fn begin(self, comment: &Comment) {
        let (shown, chosen) = rules::editable(comment);
        self.chosen.set_value(chosen);
        self.base.set(Some(Base::of(comment)));
        self.text.set(shown);
    }

    /// Lets what is typed take the place of the comment as it is now.
    pub fn rebase(self, comment: &Comment) {
        self.base.set(Some(Base::of(comment)));
        self.keep();
    }

    /// Ends a change; what was typed of it is gone.
    pub fn end(self) {
        self.chosen.set_value(Vec::new());
        self.base.set(None);
        self.text.set(String::new());
    }

    /// What was typed of a change that differs from what it began with.
    pub fn half_changed(self) -> Option<Half> {
        let base = self.base.get_untracked()?;
        (self.comment() != base.text).then(|| self.half())
    }

    /// Takes up a change where it was left, now or when its comment is drawn again.
    pub fn take_up(self, half: Half) {
        half.keep();
        let Kept {
            text, chosen, base, ..
        } = half.kept;
        self.chosen.try_set_value(chosen);
        self.base.try_set(base);
        self.text.try_set(text);
    }

    /// Takes what was half changed of a comment that is gone, behind what stands here already.
    pub fn take_in(self, half: Half) {
        self.add(&half.kept.text, half.kept.chosen);
    }

    /// Notes that a name in the text is this person's.
    pub fn choose(self, person: Chosen) {
        self.chosen.update_value(|chosen| chosen.push(person));
    }

    /// Takes what was half written elsewhere, behind what stands here already.
    pub fn take_over(self, text: &str, people: &[Agent]) {
        self.add(text, rules::chosen_in(text, people));
    }

    fn add(self, text: &str, people: Vec<Chosen>) {
        self.chosen.update_value(|chosen| chosen.extend(people));
        self.text.update(|written| {
            if !written.is_empty() {
                written.push('\n');
            }
            written.push_str(text.trim());
        });
    }

    /// The comment as it is written down: with ids for those who were chosen.
    pub fn comment(self) -> String {
        let text = self.text.get_untracked();
        let untouched = self.base.with_untracked(|base| {
            let base = base.as_ref().filter(|base| base.shown == text)?;
            Some(base.text.clone())
        });
        untouched.unwrap_or_else(|| {
            self.chosen
                .with_value(|chosen| rules::with_ids(text.trim(), chosen))
        })
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
