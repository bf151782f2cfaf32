//! The board as the page knows it: its stages, and of each column the cards that are loaded.

use std::collections::HashMap;
use std::future::Future;
use std::time::Duration;

use copperline_shared::pipeline::{Pipeline, PipelineCard, PipelineStage};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::cards::{self, Entry, Seen, Spot};
use super::news::News;
use super::reading::fetch_page;
use crate::api::Failure;
pub use crate::loaded::Phase;
use crate::soon::Soon;
use crate::ui;

/// Cards of each column that come with the board.
pub const FIRST_CARDS: u32 = 40;
/// So many may join what was read of a column: few enough to be drawn in a moment.
const ROOM: usize = 100;
/// How long to wait before a board is read again whose columns have no room for what came.
const GATHER: Duration = Duration::from_secs(1);

/// What is loaded of a stage.
#[derive(Clone, Copy)]
pub struct Column {
    pub stage: Uuid,
    pub entries: RwSignal<Vec<Entry>>,
    /// Where the next page begins; absent when everything is loaded.
    pub next: RwSignal<Option<String>>,
    pub busy: RwSignal<bool>,
    /// Why the last further page didn't come.
    pub failure: RwSignal<Option<Failure>>,
    /// How many cards it has room for until it is read again.
    pub room: StoredValue<usize>,
}

impl Column {
    fn make_room(self, read: usize) {
        self.room.set_value(read + ROOM);
    }
}

#[derive(Clone, Copy)]
pub struct Board {
    /// From the left.
    pub stages: RwSignal<Vec<PipelineStage>>,
    pub phase: RwSignal<Phase>,
    pub search: Memo<String>,
    /// What screen readers are told of moves.
    pub said: RwSignal<String>,
    columns: StoredValue<HashMap<Uuid, Column>>,
    /// Whose the columns are that come later.
    owner: StoredValue<Owner>,
    /// Grows with each board asked for, so that an answer that was overtaken is dropped.
    turn: StoredValue<u32>,
    /// What happens while an answer is awaited that may be older.
    pub(super) held: StoredValue<Option<Vec<News>>>,
    /// How often each contact's card has changed, to tell an answer that was overtaken.
    pub(super) changes: StoredValue<HashMap<Uuid, u32>>,
    /// More came than its columns have room for.
    outdated: StoredValue<bool>,
    renewing: Soon,
}

impl Board {
    /// Reads the board, from now until the component that asked is gone.
    pub fn new(search: Memo<String>) -> Self {
        let board = Self {
            stages: RwSignal::new(Vec::new()),
            phase: RwSignal::new(Phase::Loading),
            search,
            said: RwSignal::new(String::new()),
            columns: StoredValue::new(HashMap::new()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            turn: StoredValue::new(0),
            held: StoredValue::new(None),
            changes: StoredValue::new(HashMap::new()),
            outdated: StoredValue::new(false),
            renewing: Soon::default(),
        };
        Effect::new(move |before: Option<String>| {
            let search = search.get();
            if before.is_some_and(|before| before != search) {
                board.reload(false);
            } else {
                board.load();
            }
            search
        });
        board.follow();
        board
    }

    /// Whether the screen is still there.
    pub fn stands(self) -> bool {
        self.turn.try_get_value().is_some()
    }

    /// The column of a stage; an empty one when nothing of it is loaded.
    pub fn column(self, stage: Uuid) -> Column {
        if let Some(known) = self
            .columns
            .with_value(|columns| columns.get(&stage).copied())
        {
            return known;
        }
        let column = self.owner.with_value(|owner| {
            owner.with(|| Column {
                stage,
                entries: RwSignal::new(Vec::new()),
                next: RwSignal::new(None),
                busy: RwSignal::new(false),
                failure: RwSignal::new(None),
                room: StoredValue::new(ROOM),
            })
        });
        self.columns.update_value(|columns| {
            columns.insert(stage, column);
        });
        column
    }

    pub fn stage(self, id: Uuid) -> Option<PipelineStage> {
        self.stages
            .with(|stages| stages.iter().find(|stage| stage.id == id).cloned())
    }

    pub fn stage_name(self, id: Uuid) -> String {
        untrack(|| self.stage(id))
            .map(|stage| stage.name)
            .unwrap_or_default()
    }

    pub(super) fn stage_ids(self) -> Vec<Uuid> {
        self.stages
            .with_untracked(|stages| stages.iter().map(|stage| stage.id).collect())
    }

    /// Every stage with the contacts that are loaded, from the left.
    pub fn seen(self) -> Seen {
        let contacts = |stage: Uuid| {
            self.column(stage)
                .entries
                .with_untracked(|list| list.iter().map(|entry| entry.contact).collect())
        };
        let stages = self.stage_ids().into_iter();
        stages.map(|stage| (stage, contacts(stage))).collect()
    }

    /// A contact's card, if it is loaded.
    pub fn card(self, contact: Uuid) -> Option<PipelineCard> {
        self.stage_ids().into_iter().find_map(|stage| {
            self.column(stage).entries.with_untracked(|list| {
                let entry = list.iter().find(|entry| entry.contact == contact)?;
                Some(entry.card.get_untracked())
            })
        })
    }

    /// Where a contact's card is shown.
    pub fn spot_of(self, contact: Uuid) -> Option<Spot> {
        let seen = self.seen();
        let (stage, contacts) = seen
            .iter()
            .find(|(_, contacts)| contacts.contains(&contact))?;
        let place = contacts.iter().position(|known| *known == contact)?;
        Some(cards::spot(&seen, *stage, place, contact))
    }

    /// Takes a contact's card out of its column.
    pub(super) fn take_out(self, contact: Uuid) -> Option<Entry> {
        self.stage_ids().into_iter().find_map(|stage| {
            let entries = self.column(stage).entries;
            let at = entries
                .with_untracked(|list| list.iter().position(|entry| entry.contact == contact))?;
            entries.try_update(|list| list.remove(at))
        })
    }

    fn begin(self) -> u32 {
        self.held.set_value(Some(Vec::new()));
        self.turn.update_value(|turn| *turn += 1);
        self.turn.get_value()
    }

    /// Reads the board; shapes stand in until it comes.
    pub fn load(self) {
        self.phase.set(Phase::Loading);
        self.reload(false);
    }

    /// Reads the board; what is shown stays until it comes. To `keep` what was loaded further down
    /// is to read as much of it again.
    pub fn reload(self, keep: bool) {
        spawn_local(self.read(keep));
    }

    /// More came than its columns have room for: in a moment it is read again.
    pub(super) fn renew_soon(self) {
        self.outdated.set_value(true);
        self.renewing.ask(GATHER, move || self.read(true));
    }

    fn read(self, keep: bool) -> impl Future<Output = ()> {
        let turn = self.begin();
        let search = self.search.get_untracked();
        async move {
            let outcome = self.fetch(search, keep).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match outcome {
                Ok(pipeline) => self.show(pipeline),
                Err(failure) if self.phase.with_untracked(|phase| *phase != Phase::Ready) => {
                    self.phase.set(Phase::Failed(failure));
                }
                // What is shown was right a moment ago; the frame tells of a lost connection.
                Err(_) => {
                    self.held.set_value(None);
                    if self.outdated.get_value() {
                        self.renew_soon();
                    }
                }
            }
        }
    }

    fn show(self, pipeline: Pipeline) {
        ui::keep_focus(|| {
            let mut stages = Vec::with_capacity(pipeline.columns.len());
            for column in pipeline.columns {
                let shown = self.column(column.stage.id);
                let cards = column.cards.items;
                shown.make_room(cards.len());
                shown.entries.update(|list| cards::renew(list, cards));
                shown.next.set(column.cards.next);
                shown.failure.set(None);
                stages.push(column.stage);
            }
            self.stages.set(stages);
            self.outdated.set_value(false);
            self.phase.set(Phase::Ready);
            self.apply_held();
        });
    }

    /// Fetches the next page of a column.
    pub fn more(self, stage: Uuid) {
        let column = self.column(stage);
        let next = column.next.get_untracked();
        let Some(next) = next.filter(|_| !column.busy.get_untracked()) else {
            return;
        };
        column.busy.set(true);
        column.failure.set(None);
        let (turn, search) = (self.turn.get_value(), self.search.get_untracked());
        self.held.update_value(|held| {
            held.get_or_insert_default();
        });
        spawn_local(async move {
            let outcome = fetch_page(stage, search, next).await;
            if column.busy.try_set(false).is_some() || self.turn.try_get_value() != Some(turn) {
                return;
            }
            match outcome {
                Ok(page) => {
                    column
                        .entries
                        .update(|list| cards::extend(list, page.items));
                    column.make_room(column.entries.with_untracked(Vec::len));
                    column.next.set(page.next);
                }
                Err(failure) => column.failure.set(Some(failure)),
            }
            self.apply_held();
        });
    }
}
