//! The contacts that the list shows: loaded page by page, kept current by what happens.

mod news;
mod reading;

use std::collections::HashMap;
use std::time::Duration;

use copperline_shared::contacts::{ContactFilter, ContactSort, ListedContact, SortOrder};
use copperline_shared::page::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::address::Address;
use crate::api::Failure;
pub use crate::loaded::Phase;
use crate::pages;
use reading::fetch;

/// Contacts that are read at once.
const PAGE: u32 = 100;
/// How long to wait for more changes before reading again.
const GATHER: Duration = Duration::from_millis(400);

/// Which contacts are listed, and in which order.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    pub filter: ContactFilter,
    sort: ContactSort,
    order: SortOrder,
}

impl Wanted {
    /// Whether a contact who is changed may stand elsewhere, or not be listed any more.
    fn depends_on_fields(&self) -> bool {
        let sorted = matches!(self.sort, ContactSort::Name | ContactSort::Source);
        sorted || self.filter != ContactFilter::default()
    }
}

#[derive(Clone, Copy)]
pub struct Listing {
    pub contacts: RwSignal<Vec<ListedContact>>,
    pub phase: RwSignal<Phase>,
    /// How many there are altogether, once that is known.
    pub count: RwSignal<Option<u32>>,
    /// Why the last further page didn't come.
    pub failure: RwSignal<Option<Failure>>,
    pub wanted: Memo<Wanted>,
    /// Where the next page begins; absent when everything is loaded.
    next: RwSignal<Option<String>>,
    /// A further page is being fetched.
    busy: RwSignal<bool>,
    places: Memo<HashMap<Uuid, usize>>,
    /// The head of the list is in view, so that what is new may push the rows down.
    at_top: Memo<bool>,
    /// Something happened that the rows don't show yet.
    stale: StoredValue<bool>,
    /// A row may stand elsewhere by now, or not match any more.
    moved: StoredValue<bool>,
    waiting: StoredValue<bool>,
    /// Grows with each list asked for, so that an answer that was overtaken is dropped.
    turn: StoredValue<u32>,
}

impl Listing {
    /// Lists what the address says, from now until the component that asked is gone.
    pub fn new(address: Memo<Address>, at_top: Memo<bool>) -> Self {
        let contacts = RwSignal::new(Vec::new());
        let listing = Self {
            contacts,
            phase: RwSignal::new(Phase::Loading),
            count: RwSignal::new(None),
            failure: RwSignal::new(None),
            wanted: Memo::new(move |_| {
                address.with(|address| Wanted {
                    filter: address.filter.clone(),
                    sort: address.sort,
                    order: address.order(),
                })
            }),
            next: RwSignal::new(None),
            busy: RwSignal::new(false),
            places: Memo::new(move |_| {
                contacts.with(|list: &Vec<ListedContact>| {
                    let places = list.iter().enumerate();
                    places.map(|(at, listed)| (listed.contact.id, at)).collect()
                })
            }),
            at_top,
            stale: StoredValue::new(false),
            moved: StoredValue::new(false),
            waiting: StoredValue::new(false),
            turn: StoredValue::new(0),
        };
        Effect::new(move || {
            listing.wanted.track();
            listing.load();
        });
        listing.follow();
        listing
    }

    /// The contact as it is now, tracked.
    pub fn find(self, id: Uuid) -> Option<ListedContact> {
        let at = self.places.with(|places| places.get(&id).copied())?;
        self.contacts.with(|list| list.get(at).cloned())
    }

    pub fn place(self, id: Uuid) -> Option<usize> {
        self.places
            .with_untracked(|places| places.get(&id).copied())
    }

    /// Counts again, and reads the head again where it is in view, once for a burst of changes.
    pub fn freshen_soon(self) {
        self.stale.set_value(true);
        if self.waiting.get_value() {
            return;
        }
        self.waiting.set_value(true);
        set_timeout(
            move || {
                if self
                    .waiting
                    .try_update_value(|waiting| *waiting = false)
                    .is_some()
                {
                    self.count();
                    if self.at_top.get_untracked() {
                        self.freshen();
                    }
                }
            },
            GATHER,
        );
    }

    fn freshen(self) {
        self.stale.set_value(false);
        let moved = self.moved.get_value();
        self.moved.set_value(false);
        let (turn, wanted) = (self.turn.get_value(), self.wanted.get_untracked());
        spawn_local(async move {
            let head = fetch(wanted, None).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            let Ok(head) = head else {
                self.moved.update_value(|now| *now |= moved);
                return;
            };
            // Nobody knows which of the rows further down still belong there: they are read again when
            // somebody goes there. Whoever is there already keeps what they read until they come back.
            let away = moved && !self.at_top.get_untracked();
            if away || self.busy.get_untracked() {
                self.moved.update_value(|now| *now |= moved);
                self.stale.set_value(true);
                return;
            }
            let page = if moved {
                head
            } else {
                let shown = Page {
                    items: self.contacts.get_untracked(),
                    next: self.next.get_untracked(),
                };
                pages::refresh(&shown, head, |listed| listed.contact.id)
            };
            self.next.set(page.next);
            if self.contacts.with_untracked(|list| *list != page.items) {
                self.contacts.set(page.items);
            }
        });
    }

    /// Fetches the first page; shapes stand in until it comes.
    pub fn load(self) {
        self.phase.set(Phase::Loading);
        self.failure.set(None);
        self.busy.set(false);
        self.count.set(None);
        self.moved.set_value(false);
        self.turn.update_value(|turn| *turn += 1);
        self.count();
        let (turn, wanted) = (self.turn.get_value(), self.wanted.get_untracked());
        spawn_local(async move {
            let outcome = fetch(wanted, None).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match outcome {
                Ok(page) => {
                    self.contacts.set(page.items);
                    self.next.set(page.next);
                    self.phase.set(Phase::Ready);
                }
                Err(failure) => self.phase.set(Phase::Failed(failure)),
            }
        });
    }

    fn count(self) {
        let (turn, filter) = (self.turn.get_value(), self.wanted.get_untracked().filter);
        spawn_local(async move {
            let counted = reading::count(filter).await;
            if self.turn.try_get_value() == Some(turn)
                && let Ok(count) = counted
            {
                self.count.set(Some(count));
            }
        });
    }

    /// Fetches the next page, if there is one.
    pub fn more(self) {
        let Some(next) = self
            .next
            .get_untracked()
            .filter(|_| !self.busy.get_untracked())
        else {
            return;
        };
        self.busy.set(true);
        self.failure.set(None);
        let (turn, wanted) = (self.turn.get_value(), self.wanted.get_untracked());
        spawn_local(async move {
            let outcome = fetch(wanted, Some(next)).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match outcome {
                Ok(page) => {
                    let known = self.places.get_untracked();
                    self.contacts.update(|list| {
                        let new = |listed: &ListedContact| !known.contains_key(&listed.contact.id);
                        list.extend(page.items.into_iter().filter(new));
                    });
                    self.next.set(page.next);
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
            self.busy.set(false);
            if self.stale.get_value() && self.at_top.get_untracked() {
                self.freshen_soon();
            }
        });
    }
}
