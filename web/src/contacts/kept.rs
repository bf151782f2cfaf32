//! What is half typed of a contact. The browser keeps it, as it keeps what is half written to them
//! (`messages/draft.rs`), so that it outlives another conversation, a reload and the session.

use std::collections::BTreeMap;

use copperline_shared::contacts::Contact;
use leptos::prelude::window;
use serde::{Deserialize, Serialize};

use super::fields::Field;
use crate::session::use_session;

/// A field that differs from the contact as the typing began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Half {
    /// What the contact had there.
    pub base: String,
    pub typed: String,
}

/// The half-typed fields by the name the api uses.
pub type Halves = BTreeMap<String, Half>;

/// Where the browser keeps what the signed-in person has half typed of one contact.
#[derive(Clone)]
pub struct Place(String);

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

impl Place {
    pub fn of(contact: &Contact) -> Self {
        use leptos::prelude::WithUntracked;
        let agent = use_session()
            .profile
            .with_untracked(|profile| profile.as_ref().map(|profile| profile.agent_id));
        let agent = agent.unwrap_or_default();
        Self(format!("copperline-contact-{agent}-{}", contact.id))
    }

    /// What was half typed when the contact was left; none where all of it has been saved since.
    pub fn read(&self, now: &Contact) -> Option<Halves> {
        let kept = storage()?.get_item(&self.0).ok().flatten()?;
        let halves = open(serde_json::from_slice(kept.as_bytes()).ok()?, now);
        (!halves.is_empty()).then_some(halves)
    }

    /// Where the browser refuses to keep anything, it lives as long as the form.
    pub fn keep(&self, halves: &Halves) {
        let Some(storage) = storage() else { return };
        if halves.is_empty() {
            let _ = storage.remove_item(&self.0);
        } else if let Ok(kept) = serde_json::to_string(halves) {
            let _ = storage.set_item(&self.0, &kept);
        }
    }

    pub fn forget(&self) {
        self.keep(&Halves::new());
    }
}

/// Without the fields that are by now what was typed.
fn open(mut halves: Halves, now: &Contact) -> Halves {
    for field in Field::ALL {
        let saved = |half: &Half| half.typed.trim() == field.of(now);
        if halves.get(field.name()).is_some_and(saved) {
            halves.remove(field.name());
        }
    }
    halves
}

#[cfg(test)]
mod tests {
    use super::super::fields::tests::maya;
    use super::*;

    #[test]
    fn c10_what_was_saved_since_is_no_longer_half_typed() {
        let half = |base: &str, typed: &str| Half {
            base: base.to_owned(),
            typed: typed.to_owned(),
        };
        let halves = Halves::from([
            ("first_name".to_owned(), half("May", "Maya")),
            ("email".to_owned(), half("", "maya@")),
        ]);
        let left = open(halves, &maya());
        assert_eq!(left.keys().collect::<Vec<_>>(), ["email"]);
    }
}
