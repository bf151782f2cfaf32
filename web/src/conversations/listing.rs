//! The conversations that the list shows: loaded page by page, kept current by what happens.
//!
//! A list that is far from what it could show isn't made whole by changes: when more come than it has
//! room for, it is read anew from its head, as soon as nobody has scrolled in it or selected rows.

mod anew;
mod renewing;
mod taking;

use copperline_shared::conversations::{Conversation, Counts, Tab};
use copperline_shared::filters::Filter;
use copperline_shared::page::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::address::Address;
use super::changes::{self, Change};
use crate::api::{self, Failure, Outcome};
use crate::filtered;
pub use crate::loaded::Phase;
use crate::session::{Session, use_session};
use crate::soon::Soon;
use crate::ui;

/// Conversations of one page.
const PAGE: u32 = 50;

/// Which conversations are listed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wanted {
    tab: Tab,
    filter: Filter,
    search: String,
}

#[derive(Clone, Copy)]
pub struct Listing {
    session: Session,
    pub conversations: RwSignal<Vec<Conversation>>,
    pub phase: RwSignal<Phase>,
    /// A further page is being fetched.
    pub busy: RwSignal<bool>,
    /// Why the last further page didn't come.
    pub failure: RwSignal<Option<Failure>>,
    /// Where the next page begins; absent when everything is loaded.
    pub next: RwSignal<Option<String>>,
    pub(super) wanted: Memo<Wanted>,
    open: Memo<Option<Uuid>>,
    /// How many of each tab the filter lets through; absent until that is known.
    filtered_counts: RwSignal<Option<Counts>>,
    /// Grows with each first page asked for, so that an answer that was overtaken is dropped.
    turn: StoredValue<u32>,
    /// What changes while a page is being fetched, whose answer may be older.
    held: StoredValue<Option<Vec<Change>>>,
    /// How many rows it has room for until it is read again.
    room: StoredValue<usize>,
    /// More came than it has room for.
    outdated: RwSignal<bool>,
    /// Somebody has scrolled in it or selected rows: those stay.
    pub pinned: RwSignal<bool>,
    /// It is read again in a moment.
    waiting: StoredValue<bool>,
    counting: Soon,
}

impl Listing {
    /// Lists what the address says, from now until the component that asked is gone.
    pub fn new(address: Memo<Address>) -> Self {
        let wanted = Memo::new(move |_| {
            address.with(|address| Wanted {
                tab: address.tab,
                filter: address.filter,
                search: address.search.clone(),
            })
        });
        let listing = Self {
            session: use_session(),
            conversations: RwSignal::new(Vec::new()),
            phase: RwSignal::new(Phase::Loading),
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
            next: RwSignal::new(None),
            wanted,
            open: Memo::new(move |_| address.with(|address| address.open)),
            filtered_counts: RwSignal::new(None),
            turn: StoredValue::new(0),
            held: StoredValue::new(None),
            room: StoredValue::new(0),
            outdated: RwSignal::new(false),
            pinned: RwSignal::new(false),
            waiting: StoredValue::new(false),
            counting: Soon::default(),
        };
        listing.load_when_wanted();
        listing.follow();
        listing.follow_filter();
        listing.read_anew_when_outdated();
        listing
    }

    fn load_when_wanted(self) {
        let session = use_session();
        Effect::new(move || {
            let wanted = self.wanted.get();
            let brought = Some(wanted.tab)
                .filter(|_| wanted.search.is_empty())
                .and_then(|tab| session.take_first_page(tab, wanted.filter));
            match brought {
                Some((page, counts)) => {
                    self.filtered_counts.set(counts);
                    self.begin();
                    self.show(page);
                }
                None => {
                    self.load();
                    self.count();
                }
            }
        });
    }

    fn begin(self) -> u32 {
        self.busy.set(false);
        self.failure.set(None);
        self.held.set_value(Some(Vec::new()));
        self.turn.update_value(|turn| *turn += 1);
        self.turn.get_value()
    }

    /// Fetches the first page; shapes stand in until it comes.
    pub fn load(self) {
        self.phase.set(Phase::Loading);
        self.outdated.set(false);
        self.reload();
    }

    /// Fetches the first page; what is shown stays until it comes.
    pub fn reload(self) {
        let turn = self.begin();
        let wanted = self.wanted.get_untracked();
        spawn_local(async move {
            let outcome = fetch(wanted, None, PAGE).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match outcome {
                Ok(page) => self.show(page),
                Err(failure) if self.phase.with_untracked(|phase| *phase == Phase::Loading) => {
                    self.phase.set(Phase::Failed(failure));
                }
                // What is shown was right a moment ago; the frame tells of a lost connection.
                Err(_) => self.held.set_value(None),
            }
        });
    }

    /// Fetches the next page.
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
        self.held.set_value(Some(Vec::new()));
        let (turn, wanted) = (self.turn.get_value(), self.wanted.get_untracked());
        spawn_local(async move {
            let searching = !wanted.search.is_empty();
            let outcome = fetch(wanted, Some(next), PAGE).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match outcome {
                Ok(page) => {
                    self.conversations.update(|list| match searching {
                        true => changes::extend(list, page.items),
                        false => changes::extend_in_order(list, page.items),
                    });
                    self.next.set(page.next);
                    self.make_room();
                    self.apply_held();
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
            self.busy.set(false);
        });
    }

    fn show(self, page: Page<Conversation>) {
        ui::keep_focus(|| {
            let mut list = Vec::with_capacity(page.items.len());
            changes::extend(&mut list, page.items);
            self.conversations.set(list);
            self.next.set(page.next);
            self.make_room();
            self.outdated.set(false);
            self.phase.set(Phase::Ready);
            self.apply_held();
        });
    }
}

async fn fetch(wanted: Wanted, after: Option<String>, limit: u32) -> Outcome<Page<Conversation>> {
    let client = api::client();
    let request = client.list_conversations().tab(wanted.tab).limit(limit);
    let mut request = filtered!(request, wanted.filter);
    if !wanted.search.is_empty() {
        request = request.search(wanted.search);
    }
    if let Some(after) = after {
        request = request.after(after);
    }
    api::call(request.send()).await
}
