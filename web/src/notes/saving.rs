//! Saving what is typed on a notepad, and what follows from the answer.

use copperline_shared::notes::{Note, SaveNote, check_text};
use copperline_shared::problem::ErrorCode;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::rules;
use super::store::{AGAIN, Pad, Status};
use crate::api::{self, Failure, Outcome};
use crate::text;

impl Pad {
    /// Sends what is typed, one text at a time.
    pub fn save(self, new_version: bool) {
        let Some(false) = self.busy.try_get_value() else {
            return;
        };
        self.stop_timer();
        let Some(revision) = self
            .standing
            .with_untracked(|note| note.as_ref().map(|note| note.revision))
        else {
            return;
        };
        let Ok(text) = check_text(&self.text.get_untracked()) else {
            return;
        };
        if text == self.base.get_value() {
            return self.settle();
        }
        self.busy.set_value(true);
        self.status.set(Status::Saving);
        self.attempted.set_value(Some(text.clone()));
        let body = SaveNote {
            text,
            revision,
            new_version,
        };
        spawn_local(async move {
            let outcome = put(self.contact, body).await;
            if self.busy.try_update_value(|busy| *busy = false).is_some() {
                self.answered(outcome);
                self.catch_up();
            }
        });
    }

    fn answered(self, outcome: Outcome<Note>) {
        match outcome {
            Ok(note) => {
                self.attempted.set_value(None);
                self.stand_on(note);
                self.settle();
            }
            Err(failure) => match current(&failure) {
                Some(now) if self.is_own(&now) => {
                    self.stand_on(now);
                    self.save(false);
                }
                Some(now) => self.disagree(now, self.text.get_untracked()),
                None => self.failed(&failure),
            },
        }
    }

    fn is_own(self, now: &Note) -> bool {
        let attempted = self.attempted.get_value();
        self.base
            .with_value(|base| rules::is_own(attempted.as_deref(), base, now))
    }

    fn failed(self, failure: &Failure) {
        let ended = failure.code() == Some(ErrorCode::Unauthenticated);
        self.status.set(Status::Failed(if ended {
            text::notes::SIGN_IN.to_owned()
        } else {
            match failure {
                Failure::Offline => text::notes::OFFLINE.to_owned(),
                Failure::Refused(problem) => problem.detail.clone(),
            }
        }));
        // Signing in saves it, and a text that is refused needs another one.
        let lasting = matches!(failure, Failure::Refused(problem) if problem.status < 500);
        if !lasting {
            self.save_after(AGAIN);
        }
    }

    /// Settles a conflict with this text, which takes the place of theirs.
    pub fn decide(self, text: String) {
        let Some(theirs) = self.conflict.get_untracked() else {
            return;
        };
        self.conflict.set(None);
        self.stand_on(theirs);
        if self.text.with_untracked(|typed| *typed != text) {
            self.text.set(text);
        }
        self.settle();
        self.save(true);
    }

    /// Puts an earlier text in the place of the present one, which stays among the versions.
    pub fn restore(self, text: String) {
        self.text.set(text);
        self.save(true);
    }

    /// Whoever goes elsewhere within the pause doesn't wait for it. What fails now is kept.
    pub(super) fn leave(self) {
        self.stop_timer();
        let disputed = self.conflict.try_with_untracked(Option::is_some);
        let standing = self.standing.try_get_untracked().flatten();
        let typed = self.text.try_get_untracked();
        let place = self.place.try_get_value();
        let (Some(false), Some(standing), Some(typed), Some(place)) =
            (disputed, standing, typed, place)
        else {
            return;
        };
        let Ok(text) = check_text(&typed) else {
            return;
        };
        if text == standing.text {
            return;
        }
        let (contact, body) = (
            self.contact,
            SaveNote {
                text: text.clone(),
                revision: standing.revision,
                new_version: false,
            },
        );
        spawn_local(async move {
            if put(contact, body).await.is_ok() {
                place.forget(&text);
            }
        });
    }
}

async fn put(contact: Uuid, body: SaveNote) -> Outcome<Note> {
    let client = api::client();
    api::call(client.save_note().contact_id(contact).body(body).send()).await
}

/// The note as it is, where a save was made on an older one.
fn current(failure: &Failure) -> Option<Note> {
    match failure {
        Failure::Refused(problem) if problem.code == ErrorCode::NoteChanged => {
            serde_json::from_value(problem.current.clone()?).ok()
        }
        _ => None,
    }
}
