//! The conversations that the list shows: loaded page by page, kept current by what happens.

mod renewing;

use copperline_shared::conversations::{Conversation, Counts, Tab};
use copperline_shared::filters::Filter;
use copperline_shared::page::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::address::Address;
use super::changes::{self, Shown};
use crate::api::{self, Failure, Outcome};
use crate::filtered;
use crate::live::{Connection, Gist, use_live};
pub use crate::loaded::Phase;
use crate::session::{Session, Standing, use_session};
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
    held: StoredValue<Option<Vec<Conversation>>>,
    /// What is asked again in a moment.
    waiting: StoredValue<renewing::Waiting>,
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
            waiting: StoredValue::new(renewing::Waiting::default()),
        };
        listing.load_when_wanted();
        listing.follow();
        listing.follow_filter();
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

    fn follow(self) {
        let (session, live) = (use_session(), use_live());
        live.on_gist(move |gist| match gist {
            Gist::ConversationChanged { conversation } => self.change(conversation),
            Gist::ContactErased {
                conversation_id: Some(id),
            }
            | Gist::ContactsMerged {
                merged_conversation_id: Some(id),
                ..
            } => self
                .conversations
                .update(|list| list.retain(|known| known.id != *id)),
            _ => {}
        });
        Effect::new(move |before: Option<u32>| {
            let resets = live.resets.get();
            if before.is_some_and(|before| before != resets) {
                self.reload();
                self.count();
            }
            resets
        });
        Effect::new(move || {
            let able = session.standing.get() == Standing::SignedIn
                && live.connection.get() == Connection::Open;
            if able
                && self
                    .phase
                    .with_untracked(|phase| matches!(phase, Phase::Failed(_)))
            {
                self.load();
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
            let outcome = fetch(wanted, Some(next), PAGE).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match outcome {
                Ok(page) => {
                    self.conversations
                        .update(|list| changes::extend(list, page.items));
                    self.next.set(page.next);
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
            self.phase.set(Phase::Ready);
            self.apply_held();
        });
    }

    /// Takes in how a conversation is now.
    pub fn change(self, changed: &Conversation) {
        self.held.update_value(|held| {
            if let Some(held) = held {
                held.push(changed.clone());
            }
        });
        if self.phase.with_untracked(|phase| *phase == Phase::Ready) {
            ui::keep_focus(|| self.apply(changed));
        }
    }

    /// Once an answer is shown: what changed since it was asked for.
    fn apply_held(self) {
        for changed in self
            .held
            .try_update_value(Option::take)
            .flatten()
            .unwrap_or_default()
        {
            self.apply(&changed);
        }
    }

    fn apply(self, changed: &Conversation) {
        let groups = self.own_groups();
        let shown = self.shown(&groups);
        let mut outcome = changes::Outcome::Same;
        self.conversations.maybe_update(|list| {
            outcome = changes::apply(list, changed, shown);
            outcome == changes::Outcome::Changed
        });
        if outcome == changes::Outcome::Ask {
            self.renew_soon();
        }
    }

    /// `groups` are those of the signed-in agent.
    fn shown(self, groups: &[Uuid]) -> Shown<'_> {
        self.wanted.with_untracked(|wanted| Shown {
            tab: wanted.tab,
            filter: wanted.filter,
            me: untrack(|| self.session.agent_id()),
            groups,
            open: self.open.get_untracked(),
            searching: !wanted.search.is_empty(),
            complete: self.next.with_untracked(Option::is_none),
        })
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
