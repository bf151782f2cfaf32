//! The contacts that the list shows: loaded page by page, kept current by what happens.

use std::collections::HashMap;
use std::time::Duration;

use copperline_shared::contacts::{ContactFilter, ContactSort, ListedContact, SortOrder};
use copperline_shared::events::Event;
use copperline_shared::page::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::address::Address;
use crate::api::{self, Failure, Outcome};
use crate::live::{Connection, use_live};
use crate::pages;
use crate::session::{Standing, use_session};

/// Contacts that are read at once.
const PAGE: u32 = 100;
/// How long to wait for more changes before reading again.
const GATHER: Duration = Duration::from_millis(400);

/// How the first page stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    Loading,
    Ready,
    Failed(Failure),
}

/// Which contacts are listed, and in which order.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    pub filter: ContactFilter,
    sort: ContactSort,
    order: SortOrder,
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

    fn follow(self) {
        let (session, live) = (use_session(), use_live());
        live.on(move |event| self.take(event));
        Effect::new(move |before: Option<u32>| {
            let resets = live.resets.get();
            if before.is_some_and(|before| before != resets) {
                self.freshen_soon();
            }
            resets
        });
        Effect::new(move || {
            let able = session.standing.get() == Standing::SignedIn
                && live.connection.get() == Connection::Open;
            let failed = |phase: &Phase| matches!(phase, Phase::Failed(_));
            if able && self.phase.with_untracked(failed) {
                self.load();
            }
        });
        Effect::new(move || {
            if self.at_top.get() && self.stale.get_value() {
                self.freshen_soon();
            }
        });
    }

    /// Takes in what happened to a contact that is shown. Somebody who isn't may be new.
    fn take(self, event: &Event) {
        match event {
            Event::ContactChanged { contact } => {
                if !self.change(contact.id, |listed| listed.contact = contact.clone()) {
                    self.freshen_soon();
                }
            }
            Event::ContactTagsChanged { tags } => {
                self.change(tags.contact_id, |listed| {
                    listed.tag_ids.clone_from(&tags.tag_ids);
                });
                if self
                    .wanted
                    .with_untracked(|wanted| wanted.filter.tag_id.is_some())
                {
                    self.freshen_soon();
                }
            }
            Event::PipelineCardChanged { card, .. } => {
                self.change(card.contact_id, |listed| {
                    listed.stage_id = Some(card.stage_id);
                    listed.conversation_id = Some(card.conversation_id);
                });
                self.freshen_if_staged();
            }
            Event::PipelineCardRemoved { contact_id, .. } => {
                self.change(*contact_id, |listed| listed.stage_id = None);
                self.freshen_if_staged();
            }
            Event::ContactsMerged {
                merged_id: gone, ..
            }
            | Event::ContactErased {
                contact_id: gone, ..
            } => {
                self.contacts.maybe_update(|list| {
                    let before = list.len();
                    list.retain(|listed| listed.contact.id != *gone);
                    list.len() != before
                });
                self.freshen_soon();
            }
            Event::ConversationChanged { conversation } => {
                self.change(conversation.contact_id, |listed| {
                    listed.conversation_id = Some(conversation.id);
                });
            }
            _ => {}
        }
    }

    fn freshen_if_staged(self) {
        if self
            .wanted
            .with_untracked(|wanted| wanted.filter.stage_id.is_some())
        {
            self.freshen_soon();
        }
    }

    /// Changes a contact that is loaded; whether it is.
    fn change(self, id: Uuid, change: impl FnOnce(&mut ListedContact)) -> bool {
        let Some(at) = self
            .places
            .try_with_untracked(|places| places.get(&id).copied())
            .flatten()
        else {
            return false;
        };
        self.contacts.maybe_update(|list| {
            let Some(listed) = list.get_mut(at) else {
                return false;
            };
            let before = listed.clone();
            change(listed);
            *listed != before
        });
        true
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
        let (turn, wanted) = (self.turn.get_value(), self.wanted.get_untracked());
        spawn_local(async move {
            let Ok(head) = fetch(wanted, None).await else {
                return;
            };
            if self.turn.try_get_value() != Some(turn) || self.busy.get_untracked() {
                return;
            }
            let shown = Page {
                items: self.contacts.get_untracked(),
                next: self.next.get_untracked(),
            };
            let page = pages::refresh(&shown, head, |listed| listed.contact.id);
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
            let counted = count(filter).await;
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
        });
    }
}

async fn fetch(wanted: Wanted, after: Option<String>) -> Outcome<Page<ListedContact>> {
    let client = api::client();
    let mut request = client
        .list_contacts()
        .sort(wanted.sort)
        .order(wanted.order)
        .limit(PAGE);
    let ContactFilter {
        search,
        tag_id,
        stage_id,
        source,
        opted_out,
    } = wanted.filter;
    if let Some(search) = search {
        request = request.search(search);
    }
    if let Some(tag) = tag_id {
        request = request.tag_id(tag);
    }
    if let Some(stage) = stage_id {
        request = request.stage_id(stage);
    }
    if let Some(source) = source {
        request = request.source(source);
    }
    if let Some(opted_out) = opted_out {
        request = request.opted_out(opted_out);
    }
    if let Some(after) = after {
        request = request.after(after);
    }
    api::call(request.send()).await
}

/// How many contacts match.
pub async fn count(filter: ContactFilter) -> Outcome<u32> {
    let client = api::client();
    let mut request = client.count_contacts();
    if let Some(search) = filter.search {
        request = request.search(search);
    }
    if let Some(tag) = filter.tag_id {
        request = request.tag_id(tag);
    }
    if let Some(stage) = filter.stage_id {
        request = request.stage_id(stage);
    }
    if let Some(source) = filter.source {
        request = request.source(source);
    }
    if let Some(opted_out) = filter.opted_out {
        request = request.opted_out(opted_out);
    }
    Ok(api::call(request.send()).await?.count)
}
