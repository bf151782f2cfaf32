//! A list that more came to than it has room for begins again from its head, as after a gap; but nobody
//! loses the place they scrolled to, or what they selected.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Listing, PAGE, fetch};
use crate::live::{Connection, use_live};

/// How long to wait before a list that couldn't be read is tried again.
const AFTER_FAILURE: Duration = Duration::from_secs(3);

impl Listing {
    pub(super) fn read_anew_when_outdated(self) {
        let live = use_live();
        let due = move || self.outdated.get() && !self.pinned.get();
        Effect::new(move || {
            if due() && live.connection.get() == Connection::Open {
                self.renew_soon();
            }
        });
    }

    pub(super) fn begins_anew(self) -> bool {
        self.outdated.get_untracked() && !self.pinned.get_untracked()
    }

    pub(super) fn read_anew(self) {
        let (turn, wanted) = (self.begin(), self.wanted.get_untracked());
        spawn_local(async move {
            let outcome = fetch(wanted, None, PAGE).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match outcome {
                Ok(page) if self.begins_anew() => self.show(page),
                // Somebody has scrolled meanwhile, or selected rows: later.
                Ok(_) => self.held.set_value(None),
                Err(_) => {
                    self.held.set_value(None);
                    set_timeout(move || self.remind(), AFTER_FAILURE);
                }
            }
        });
    }

    /// Says once more that it is outdated.
    fn remind(self) {
        if self.outdated.try_get_untracked() == Some(true) {
            self.outdated.set(true);
        }
    }
}
