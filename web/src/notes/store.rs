//! The state of one notepad: what is typed, what stands on the server, and how the two meet.

use std::time::Duration;

use copperline_shared::events::Event;
use copperline_shared::notes::{Note, check_text};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::kept::{Kept, Place};
use super::rules::{self, Meeting, stored};
use crate::api::{self, Failure};
use crate::live::{Connection, use_live};
use crate::session::{Standing, use_session};
use crate::text;

/// How long after the last key a note is saved: well within a second.
const PAUSE: Duration = Duration::from_millis(600);
/// How long to wait before a save that got no answer is tried again.
pub const AGAIN: Duration = Duration::from_secs(4);

/// How the typed text stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    Saved,
    /// It is about to be saved, or under way.
    Saving,
    /// Why it is not saved; the browser keeps it.
    Failed(String),
}

#[derive(Clone, Copy)]
pub struct Pad {
    pub(super) contact: Uuid,
    /// What is typed.
    pub text: RwSignal<String>,
    /// The note as the server had it last; none until it is read.
    pub standing: RwSignal<Option<Note>>,
    pub status: RwSignal<Status>,
    /// Why the note could not be read.
    pub failure: RwSignal<Option<Failure>>,
    /// What somebody else has saved meanwhile, until the person decides.
    pub conflict: RwSignal<Option<Note>>,
    /// The text that the typing began with.
    pub(super) base: StoredValue<String>,
    pub(super) place: StoredValue<Place>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// The text on its way to the server, or sent without an answer.
    pub(super) attempted: StoredValue<Option<String>>,
    pub(super) busy: StoredValue<bool>,
    /// The newest revision that was told of.
    told: StoredValue<u32>,
}

impl Pad {
    pub fn open(contact: Uuid) -> Self {
        let pad = Self {
            contact,
            text: RwSignal::new(String::new()),
            standing: RwSignal::new(None),
            status: RwSignal::new(Status::Saved),
            failure: RwSignal::new(None),
            conflict: RwSignal::new(None),
            base: StoredValue::new(String::new()),
            place: StoredValue::new(Place::of(contact)),
            timer: StoredValue::new(None),
            attempted: StoredValue::new(None),
            busy: StoredValue::new(false),
            told: StoredValue::new(0),
        };
        pad.follow();
        Effect::new(move || {
            pad.text.track();
            pad.typed();
        });
        on_cleanup(move || pad.leave());
        pad
    }

    fn follow(self) {
        let (session, live) = (use_session(), use_live());
        live.on(move |event| match event {
            Event::NoteChanged {
                contact_id,
                revision,
            } if *contact_id == self.contact => {
                self.told
                    .update_value(|told| *told = (*told).max(*revision));
                self.catch_up();
            }
            _ => {}
        });
        // Now, after events were missed, after signing in again, and once the server is back.
        let able = Memo::new(move |_| {
            session.standing.get() == Standing::SignedIn
                && live.connection.get() != Connection::Lost
        });
        Effect::new(move || {
            live.resets.track();
            if able.get() {
                self.read();
            }
        });
    }

    /// Reads the note, and saves what waits for it.
    pub fn read(self) {
        spawn_local(async move {
            let client = api::client();
            let outcome = api::call(client.read_note().contact_id(self.contact).send()).await;
            if self.busy.try_get_value() != Some(false) {
                // A save is under way: its answer is newer.
                return;
            }
            match outcome {
                Ok(note) => {
                    self.failure.set(None);
                    self.take(note);
                }
                Err(failure) if self.standing.with_untracked(Option::is_none) => {
                    self.failure.set(Some(failure));
                }
                Err(_) => {}
            }
        });
    }

    /// Reads again when somebody saved what this notepad doesn't know.
    pub(super) fn catch_up(self) {
        let known = self
            .standing
            .with_untracked(|note| note.as_ref().map(|note| note.revision));
        if !self.busy.get_value() && known.is_some_and(|known| known < self.told.get_value()) {
            self.read();
        }
    }

    /// The note as the server has it: what is typed from now on begins with it.
    pub(super) fn stand_on(self, note: Note) {
        self.base.set_value(note.text.clone());
        self.standing.set(Some(note));
    }

    /// Takes in what stands on the server, without touching what is half typed.
    fn take(self, note: Note) {
        let first = self.standing.with_untracked(Option::is_none);
        let (meeting, shown) = if first {
            let kept = self.place.with_value(Place::read);
            if let Some(kept) = &kept {
                self.base.set_value(kept.base.clone());
            }
            rules::meet_again(kept, &note)
        } else {
            let typed = self.text.get_untracked();
            match rules::meet(&typed, &self.base.get_value(), &note) {
                Meeting::Show if stored(&typed) == note.text => (Meeting::Show, typed),
                Meeting::Show => (Meeting::Show, note.text.clone()),
                meeting => (meeting, typed),
            }
        };
        if meeting == Meeting::Conflict {
            return self.disagree(note, shown);
        }
        self.conflict.set(None);
        self.stand_on(note);
        if self.text.with_untracked(|text| *text != shown) {
            self.text.set(shown);
        }
        self.settle();
    }

    /// Both texts are shown; nothing is saved until the person has decided.
    pub(super) fn disagree(self, theirs: Note, mine: String) {
        self.standing.set(Some(theirs.clone()));
        self.conflict.set(Some(theirs));
        if self.text.with_untracked(|text| *text != mine) {
            self.text.set(mine);
        }
        self.status
            .set(Status::Failed(text::notes::CONFLICT.to_owned()));
    }

    /// Keeps what was typed and saves it in a moment.
    fn typed(self) {
        if self.standing.with_untracked(Option::is_none) {
            return;
        }
        self.settle();
    }

    /// Says how the typed text stands, and does what follows from it.
    pub(super) fn settle(self) {
        let (typed, base) = (self.text.get_untracked(), self.base.get_value());
        let disputed = self.conflict.with_untracked(Option::is_some);
        if stored(&typed) == base && !disputed {
            self.stop_timer();
            self.place.with_value(|place| place.forget(&base));
            self.status.set(Status::Saved);
            return;
        }
        self.place.with_value(|place| {
            place.keep(&Kept {
                base,
                typed: typed.clone(),
            });
        });
        if disputed {
            return;
        }
        if let Err(error) = check_text(&typed) {
            self.stop_timer();
            self.status.set(Status::Failed(error.message));
            return;
        }
        self.status.set(Status::Saving);
        self.save_after(PAUSE);
    }

    pub(super) fn stop_timer(self) {
        let timer = self.timer.try_update_value(Option::take).flatten();
        if let Some(timer) = timer {
            timer.clear();
        }
    }

    pub(super) fn save_after(self, pause: Duration) {
        self.stop_timer();
        let timer = set_timeout_with_handle(move || self.save(false), pause);
        self.timer.set_value(timer.ok());
    }
}
