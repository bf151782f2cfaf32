//! Where the rows of the list stand, and moving the focus between them: most are drawn only when it
//! comes to them (C19).

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::listing::Listing;
use super::rows::{ROW_HEIGHT, STOP};
use crate::ui::{self, Windowed};

/// A row. One that moves is drawn anew in its place; all others stay.
pub type Key = (Uuid, DateTime<Utc>);

#[derive(Clone, Copy)]
pub struct Places {
    pub windowed: Windowed,
    /// The rows from the first one on.
    pub keys: Memo<Vec<Key>>,
    /// The row that has the focus, or had it last.
    pub focused: RwSignal<Option<Uuid>>,
    /// The row at which the Tab key stops, and its place.
    pub stop: Memo<Option<(Uuid, usize)>>,
}

impl Places {
    /// The rows of a list; `open` is the open conversation.
    pub fn new(listing: Listing, open: Memo<Option<Uuid>>) -> Self {
        let keys = Memo::new(move |_| {
            listing.conversations.with(|list| {
                let keys = list.iter().map(|row| (row.id, row.last_activity_at));
                keys.collect::<Vec<Key>>()
            })
        });
        let focused = RwSignal::new(None::<Uuid>);
        let stop = Memo::new(move |_| {
            let (focused, open) = (focused.get(), open.get());
            keys.with(|keys| {
                let known = |id: Uuid| Some((id, place(keys, id)?));
                let first = || keys.first().map(|(id, _)| (*id, 0));
                focused
                    .and_then(known)
                    .or_else(|| open.and_then(known))
                    .or_else(first)
            })
        });
        let places = Self {
            windowed: Windowed::new(),
            keys,
            focused,
            stop,
        };
        places.hand_focus_on();
        places.come_back_from(open);
        places
    }

    /// Where a conversation's row stands, tracked.
    pub fn of(self, id: Uuid) -> Option<usize> {
        self.keys.with(|keys| place(keys, id))
    }

    /// Gives the focus to the row at a place, in view: to that of its elements which has this id.
    pub fn focus(self, at: usize, element_id: fn(Uuid) -> String) {
        let id = |keys: &Vec<Key>| keys.get(at).map(|(id, _)| *id);
        let Some(id) = self.keys.with_untracked(id) else {
            return;
        };
        self.windowed.show(at, ROW_HEIGHT);
        self.focused.set(Some(id));
        spawn_local(async move {
            // The row is drawn first.
            leptos::task::tick().await;
            ui::focus_in_place(&element_id(id));
        });
    }

    /// A row that leaves with the focus hands it to the one that comes to stand in its place.
    fn hand_focus_on(self) {
        Effect::new(move |stood: Option<Option<usize>>| {
            let focused = self.focused.get()?;
            if let Some(at) = self.of(focused) {
                return Some(at);
            }
            let stood = stood.flatten().unwrap_or_default();
            let next = self.keys.with_untracked(|keys| heir(keys, stood));
            self.focused.set(next);
            spawn_local(async {
                leptos::task::tick().await;
                ui::focus_when_lost(STOP);
            });
            Some(stood)
        });
    }

    /// Whoever closes a conversation is at its row.
    fn come_back_from(self, open: Memo<Option<Uuid>>) {
        Effect::new(move |before: Option<Option<Uuid>>| {
            let now = open.get();
            if let (Some(Some(left)), None) = (before, now)
                && untrack(|| self.of(left)).is_some()
            {
                self.focused.set(Some(left));
            }
            now
        });
    }
}

fn place(keys: &[Key], id: Uuid) -> Option<usize> {
    keys.iter().position(|(known, _)| *known == id)
}

/// The row that stands where another stood, or the last one.
fn heir(keys: &[Key], stood: usize) -> Option<Uuid> {
    keys.get(stood).or(keys.last()).map(|(id, _)| *id)
}

/// Which of so many rows a key leads to, from the one at a place.
pub fn target(key: &str, at: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowDown" => Some((at + 1).min(last)),
        "ArrowUp" => Some(at.saturating_sub(1)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c19_the_arrows_lead_to_every_row_drawn_or_not() {
        assert_eq!(target("ArrowDown", 40, 2_000), Some(41));
        assert_eq!(target("ArrowDown", 1_999, 2_000), Some(1_999));
        assert_eq!(target("ArrowUp", 40, 2_000), Some(39));
        assert_eq!(target("ArrowUp", 0, 2_000), Some(0));
        assert_eq!(target("End", 0, 2_000), Some(1_999));
        assert_eq!(target("Home", 40, 2_000), Some(0));
        assert_eq!(target("j", 40, 2_000), None);
        assert_eq!(target("End", 0, 0), None);
    }

    #[test]
    fn c19_a_row_that_leaves_hands_the_focus_to_the_next_one() {
        let keys: Vec<Key> = (1..=3)
            .map(|id| (Uuid::from_u128(id), DateTime::UNIX_EPOCH))
            .collect();
        assert_eq!(heir(&keys, 1), Some(Uuid::from_u128(2)));
        assert_eq!(heir(&keys, 3), Some(Uuid::from_u128(3)));
        assert_eq!(heir(&[], 0), None);
    }
}
