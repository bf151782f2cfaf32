//! Many changes at once come to what they would come to one after another, but the list is gone through
//! only once for all of them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use copperline_shared::conversations::Conversation;
use uuid::Uuid;

use super::{Fit, Shown, fit, key};

/// What happened to a conversation.
#[derive(Clone, Debug)]
pub enum Change {
    /// It is so now.
    Now(Box<Conversation>),
    /// It is no more, or part of another.
    Gone(Uuid),
}

/// What came of changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    pub changed: bool,
    /// Only the api knows whether some of the conversations belong to the list.
    pub ask: bool,
    /// Some belong to the list, but it has no room for them.
    pub left_out: bool,
}

/// Applies the changes to a list that has room for so many rows.
///
/// The list is ordered by last activity, then id, the newest first.
pub fn apply_all(
    list: &mut Vec<Conversation>,
    changes: Vec<Change>,
    shown: Shown<'_>,
    room: usize,
) -> Applied {
    let mut rows = Rows::of(std::mem::take(list));
    let mut applied = Applied::default();
    for change in changes {
        match change {
            Change::Now(changed) => rows.take(*changed, (shown, room), &mut applied),
            Change::Gone(id) => applied.changed |= rows.remove(id),
        }
    }
    *list = if shown.searching || !applied.changed {
        rows.in_place()
    } else {
        rows.in_order()
    };
    applied
}

/// A row's place in the list's order, from its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place((DateTime<Utc>, Uuid));

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        #[cfg(test)]
        tests::note_comparison();
        self.0.cmp(&other.0)
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The list, such that each row is found by its id and moved without moving others.
struct Rows {
    /// As they stood, then those that came; empty where one has left.
    rows: Vec<Option<Conversation>>,
    by_id: HashMap<Uuid, usize>,
    by_place: BTreeMap<Place, usize>,
}

impl Rows {
    fn of(list: Vec<Conversation>) -> Self {
        let rows = || list.iter().enumerate();
        let by_id = rows().map(|(at, row)| (row.id, at)).collect();
        let by_place = rows().map(|(at, row)| (Place(key(row)), at)).collect();
        Self {
            by_id,
            by_place,
            rows: list.into_iter().map(Some).collect(),
        }
    }

    fn in_place(self) -> Vec<Conversation> {
        self.rows.into_iter().flatten().collect()
    }

    fn in_order(self) -> Vec<Conversation> {
        let Self {
            mut rows, by_place, ..
        } = self;
        let newest_first = by_place.into_values().rev();
        newest_first.filter_map(|at| rows[at].take()).collect()
    }

    fn take(
        &mut self,
        changed: Conversation,
        (shown, room): (Shown<'_>, usize),
        applied: &mut Applied,
    ) {
        let at = self.by_id.get(&changed.id).copied();
        let fit = match (fit(shown, &changed), at) {
            // It was let through: the tags and the stage tell of their own changes.
            (Fit::Unknown, Some(_)) => Fit::Yes,
            (fit, _) => fit,
        };
        match (fit, at) {
            (Fit::No, None) => {}
            (Fit::No, Some(_)) => applied.changed |= self.remove(changed.id),
            (_, Some(at)) if shown.searching => {
                self.renew(at, changed);
                applied.changed = true;
            }
            (_, Some(at)) => applied.changed |= self.put(at, changed),
            (_, None) if shown.searching => {}
            // It stands in a page that is yet to be loaded.
            (_, None) if !shown.complete && self.is_beyond(&changed) => {}
            (Fit::Unknown, None) => applied.ask = true,
            (Fit::Yes, None) if self.by_id.len() >= room => applied.left_out = true,
            (Fit::Yes, None) => {
                let at = self.rows.len();
                self.rows.push(None);
                self.by_id.insert(changed.id, at);
                applied.changed |= self.put(at, changed);
            }
        }
    }

    /// Whether it would stand below all rows.
    fn is_beyond(&self, changed: &Conversation) -> bool {
        let last = self.by_place.first_key_value();
        last.is_none_or(|(last, _)| Place(key(changed)) < *last)
    }

    /// Whether it was there.
    fn remove(&mut self, id: Uuid) -> bool {
        let Some(at) = self.by_id.remove(&id) else {
            return false;
        };
        if let Some(row) = self.rows[at].take() {
            self.by_place.remove(&Place(key(&row)));
        }
        true
    }

    /// Shows it so, where its time says; whether that is anything new.
    fn put(&mut self, at: usize, now: Conversation) -> bool {
        if self.rows[at].as_ref() == Some(&now) {
            return false;
        }
        let place = Place(key(&now));
        if let Some(before) = self.rows[at].replace(now) {
            self.by_place.remove(&Place(key(&before)));
        }
        self.by_place.insert(place, at);
        true
    }

    /// Shows it so where a search found it, with what was found.
    fn renew(&mut self, at: usize, now: Conversation) {
        if let Some(row) = &mut self.rows[at] {
            let hit = row.hit.take();
            *row = Conversation { hit, ..now };
        }
    }
}

#[cfg(test)]
mod tests;
