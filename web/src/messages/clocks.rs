//! Whose time a moment is told in: the contact's where it is known, and the workspace's.

use chrono::{DateTime, Utc};
use copperline_shared::contacts::Contact;
use leptos::prelude::*;

use crate::contacts::place;
use crate::format::{self, LocalTime};
use crate::session::use_session;
use crate::text;

/// The clocks of a contact's place and of the workspace.
#[derive(Clone, Copy)]
pub struct Clocks {
    /// Whom the contact is called by.
    name: Signal<String>,
    /// The contact's IANA time zone.
    theirs: Signal<Option<&'static str>>,
    /// The workspace's.
    ours: Signal<String>,
    now: Signal<DateTime<Utc>>,
}

impl Clocks {
    /// Those of a contact who may change while they are shown.
    pub fn of(contact: Memo<Option<Contact>>, now: Signal<DateTime<Utc>>) -> Self {
        let name = move || {
            let first_name = contact.with(|contact| contact.as_ref().map(|c| c.first_name.clone()));
            text::contacts::called(&first_name.unwrap_or_default())
        };
        let theirs = move || {
            contact.with(|contact| {
                let contact = contact.as_ref()?;
                place::zone(&contact.state, &contact.zip, &contact.phone)
            })
        };
        Self::new(Signal::derive(name), Signal::derive(theirs), now)
    }

    pub fn new(
        name: Signal<String>,
        theirs: Signal<Option<&'static str>>,
        now: Signal<DateTime<Utc>>,
    ) -> Self {
        let session = use_session();
        Self {
            name,
            theirs,
            ours: Memo::new(move |_| session.time_zone()).into(),
            now,
        }
    }

    /// The contact's name; tracked.
    pub fn name(self) -> String {
        self.name.get()
    }

    /// The contact's zone; tracked.
    pub fn theirs(self) -> Option<&'static str> {
        self.theirs.get()
    }

    /// The workspace's zone; tracked.
    pub fn ours(self) -> String {
        self.ours.get()
    }

    /// The contact's zone, or else the workspace's; tracked.
    pub fn nearest(self) -> String {
        self.theirs().map_or_else(|| self.ours(), str::to_owned)
    }

    /// The present moment; tracked.
    pub fn now(self) -> DateTime<Utc> {
        self.now.get()
    }

    /// What the clocks of a zone show at a moment, in words: "tomorrow 8:00 am"; tracked.
    pub fn told_in(self, at: DateTime<Utc>, zone: &str) -> String {
        told(format::in_zone(at, zone), format::in_zone(self.now(), zone))
    }

    /// When it is, with whose time that is where it matters: "tomorrow 8:00 am, Maya’s time";
    /// tracked.
    pub fn when(self, at: DateTime<Utc>) -> String {
        let ours = self.told_in(at, &self.ours());
        let Some(zone) = self.theirs() else {
            return text::messages::our_time(&ours);
        };
        let theirs = self.told_in(at, zone);
        if theirs == ours {
            theirs
        } else {
            text::messages::their_time(&theirs, &self.name())
        }
    }

    /// When it is by the clocks that [`when`](Self::when) names, without naming them again; tracked.
    pub fn nearest_when(self, at: DateTime<Utc>) -> String {
        self.told_in(at, &self.nearest())
    }

    /// When it is by the workspace's clocks, where the contact's show another time; tracked.
    pub fn ours_too(self, at: DateTime<Utc>) -> Option<String> {
        let ours = self.told_in(at, &self.ours());
        let theirs = self.told_in(at, self.theirs()?);
        (theirs != ours).then(|| text::messages::our_time(&ours))
    }
}

fn told(then: LocalTime, now: LocalTime) -> String {
    format::coming(then, now)
}
