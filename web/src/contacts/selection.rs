//! Which contacts are selected by their bubbles (P6).

use copperline_shared::events::Event;
use leptos::prelude::*;
use uuid::Uuid;

use super::listing::Listing;
use crate::conversations::Selected;
use crate::live::use_live;

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
    /// The selection of a list, emptied whenever that shows others.
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
        // One that is gone is not selected any more: nobody sees that it is.
        use_live().on(move |event| {
            if let Event::ContactsMerged {
                merged_id: gone, ..
            }
            | Event::ContactErased {
                contact_id: gone, ..
            } = event
            {
                selected.maybe_update(|selected| selected.ids.remove(gone));
            }
        });
        selection
    }

    pub fn clear(self) {
        self.anchor.set_value(None);
        self.selected.set(Selected::default());
    }

    /// Selects all that match, `count` of them.
    pub fn select_all(self, count: u32) {
        self.selected.set(Selected {
            all: Some(count),
            ids: Default::default(),
        });
    }

    /// Turns the selection of a row over; when it `extends`, of all rows since the last one.
    pub fn toggle(self, id: Uuid, extends: bool) {
        let anchor = self.anchor.get_value().filter(|_| extends);
        let order: Vec<Uuid> = self
            .listing
            .contacts
            .with_untracked(|list| list.iter().map(|listed| listed.contact.id).collect());
        self.selected
            .update(|selected| selected.toggle(id, anchor, &order));
        self.anchor.set_value(Some(id));
    }
}
