//! Which conversations are selected by their action bubbles (C6).

use std::collections::HashSet;

use copperline_shared::conversations::Conversation;
use leptos::prelude::*;
use uuid::Uuid;

use super::listing::Listing;

/// What is selected: some rows, or all that match but some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selected {
    /// All that the list's tab and search match, and how many those are.
    pub all: Option<u32>,
    /// The selected ones; of all, those that are not.
    pub ids: HashSet<Uuid>,
}

impl Selected {
    pub fn holds(&self, id: Uuid) -> bool {
        self.ids.contains(&id) != self.all.is_some()
    }

    pub fn count(&self) -> u32 {
        let ids = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        match self.all {
            Some(all) => all.saturating_sub(ids),
            None => ids,
        }
    }

    fn put(&mut self, id: Uuid, on: bool) {
        if on == self.all.is_some() {
            self.ids.remove(&id);
        } else {
            self.ids.insert(id);
        }
    }

    /// Selects a row or not; with `anchor` also those between it and the row, of a list in `order`.
    pub fn toggle(&mut self, id: Uuid, anchor: Option<Uuid>, order: &[Uuid]) {
        let on = !self.holds(id);
        let at = |id: Uuid| order.iter().position(|other| *other == id);
        match anchor.and_then(at).zip(at(id)) {
            Some((from, to)) => {
                for between in &order[from.min(to)..=from.max(to)] {
                    self.put(*between, on);
                }
            }
            None => self.put(id, on),
        }
    }
}

/// The list's selection.
#[derive(Clone, Copy)]
pub struct Selection {
    pub selected: RwSignal<Selected>,
    /// Something is selected.
    pub active: Memo<bool>,
    /// The row that was selected last, from which a range goes.
    anchor: StoredValue<Option<Uuid>>,
    listing: Listing,
}

impl Selection {
    /// The selection of a list, emptied whenever that shows another tab or search.
    pub fn new(listing: Listing) -> Self {
        let selected = RwSignal::new(Selected::default());
        let selection = Self {
            selected,
            active: Memo::new(move |_| selected.with(|selected| selected.count() > 0)),
            anchor: StoredValue::new(None),
            listing,
        };
        Effect::new(move |before: Option<()>| {
            listing.wanted.track();
            if before.is_some() {
                selection.clear();
            }
        });
        selection.drop_what_left();
        selection
    }

    /// A row that has left the list is not selected any more: nobody sees that it is.
    fn drop_what_left(self) {
        Effect::new(move || {
            self.listing.conversations.track();
            let chosen = self.selected.with_untracked(|selected| {
                let some = selected.all.is_none() && !selected.ids.is_empty();
                some.then(|| selected.ids.clone())
            });
            let Some(mut gone) = chosen else {
                return;
            };
            self.listing.conversations.with_untracked(|list| {
                for row in list {
                    gone.remove(&row.id);
                }
            });
            self.selected.maybe_update(|selected| {
                selected.ids.retain(|id| !gone.contains(id));
                !gone.is_empty()
            });
        });
    }

    pub fn clear(self) {
        self.anchor.set_value(None);
        self.selected.maybe_update(|selected| {
            let changes = *selected != Selected::default();
            *selected = Selected::default();
            changes
        });
    }

    /// Selects all that match, `count` of them.
    pub fn select_all(self, count: u32) {
        self.selected.set(Selected {
            all: Some(count),
            ids: HashSet::new(),
        });
    }

    /// Turns the selection of a row over; when it `extends`, of all rows since the last one.
    pub fn toggle(self, id: Uuid, extends: bool) {
        let anchor = self.anchor.get_value().filter(|_| extends);
        let order: Vec<Uuid> = self
            .listing
            .conversations
            .with_untracked(|list| list.iter().map(|row| row.id).collect());
        self.selected
            .update(|selected| selected.toggle(id, anchor, &order));
        self.anchor.set_value(Some(id));
    }

    /// Whether all selected rows that are loaded are so, tracked.
    pub fn every(self, is: fn(&Conversation) -> bool) -> bool {
        self.selected.with(|selected| {
            self.listing
                .conversations
                .with(|list| list.iter().filter(|row| selected.holds(row.id)).all(is))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(id: u128) -> Uuid {
        Uuid::from_u128(id)
    }

    fn order() -> Vec<Uuid> {
        (1..=5).map(id).collect()
    }

    fn held(selected: &Selected) -> Vec<u128> {
        let held = order().into_iter().filter(|id| selected.holds(*id));
        held.map(|id| id.as_u128()).collect()
    }

    #[test]
    fn c6_a_range_goes_from_the_last_row_to_this_one_either_way() {
        let mut selected = Selected::default();
        selected.toggle(id(4), None, &order());
        selected.toggle(id(2), Some(id(4)), &order());
        assert_eq!(held(&selected), [2, 3, 4]);
        selected.toggle(id(3), Some(id(2)), &order());
        assert_eq!(held(&selected), [4], "a range is turned over as its end is");
        selected.toggle(id(5), Some(id(9)), &order());
        assert_eq!(held(&selected), [4, 5], "the last row is gone");
    }

    #[test]
    fn c6_all_that_match_can_be_selected_but_some() {
        let mut selected = Selected {
            all: Some(50_000),
            ids: HashSet::new(),
        };
        assert_eq!(held(&selected), [1, 2, 3, 4, 5]);
        selected.toggle(id(2), None, &order());
        assert_eq!(
            (held(&selected), selected.count()),
            (vec![1, 3, 4, 5], 49_999)
        );
        selected.toggle(id(2), None, &order());
        assert_eq!(selected.count(), 50_000);
    }
}
