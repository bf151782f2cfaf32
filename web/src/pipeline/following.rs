//! Keeping the board current with what happens, without touching what stays as it is.

use std::collections::{HashMap, HashSet};

use copperline_shared::events::Event;
use copperline_shared::pipeline::{PipelineCard, PipelineStage};
use leptos::prelude::*;
use uuid::Uuid;

use super::board::{Board, Phase};
use super::cards::{self, Entry};
use super::news::{Fate, News, Told};
use crate::live::{Connection, use_live};
use crate::session::{Standing, use_session};
use crate::ui;

impl Board {
    pub(super) fn follow(self) {
        let (session, live) = (use_session(), use_live());
        live.on_all(move |events| self.take(events));
        Effect::new(move |before: Option<u32>| {
            let resets = live.resets.get();
            if before.is_some_and(|before| before != resets) {
                self.reload(true);
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
    }

    fn take(self, events: &[&Event]) {
        let (mut news, mut rereads) = (Vec::new(), false);
        for event in events {
            match event {
                Event::PipelineCardChanged { card, stages } => {
                    self.note_change(card.contact_id);
                    news.push(News::Card(card.clone(), stages.clone()));
                }
                Event::PipelineCardRemoved { contact_id, stages } => {
                    self.note_change(*contact_id);
                    news.push(News::Removed(*contact_id, stages.clone()));
                }
                Event::ConversationChanged { conversation } => {
                    news.push(News::Conversation(Box::new(conversation.clone())));
                }
                Event::PipelineStagesChanged { stages, reread } => {
                    // Its sums are newer than those of the cards before.
                    self.hear(std::mem::take(&mut news));
                    self.take_stages(stages.clone());
                    rereads |= reread.is_some();
                }
                _ => {}
            }
        }
        self.hear(news);
        if rereads {
            self.reload(true);
        }
    }

    fn note_change(self, contact: Uuid) {
        self.changes.update_value(|changes| {
            *changes.entry(contact).or_default() += 1;
        });
    }

    /// How often a contact's card has changed so far.
    pub fn changes_of(self, contact: Uuid) -> u32 {
        let known = self
            .changes
            .try_with_value(|changes| changes.get(&contact).copied());
        known.flatten().unwrap_or_default()
    }

    fn hear(self, news: Vec<News>) {
        if news.is_empty() {
            return;
        }
        self.held.update_value(|held| {
            if let Some(held) = held {
                held.extend_from_slice(&news);
            }
        });
        if self.phase.with_untracked(|phase| *phase == Phase::Ready) {
            ui::keep_focus(|| self.apply(news));
        }
    }

    /// Once an answer is shown: what happened since it was asked for.
    pub(super) fn apply_held(self) {
        let held = self.held.try_update_value(Option::take).flatten();
        self.apply(held.unwrap_or_default());
    }

    /// Takes a card as it is now.
    pub fn take_card(self, card: PipelineCard) {
        self.apply(vec![News::Card(card, Vec::new())]);
    }

    /// Changes each column once, whatever is told. Of what a search found, only what is shown is moved.
    fn apply(self, news: Vec<News>) {
        let Told { sums, fates } = Told::of(news);
        if !sums.is_empty() {
            self.take_sums(&sums);
        }
        let searching = !self.search.with_untracked(String::is_empty);
        let mut shown = self.shown(&fates);
        let mut moves: HashMap<Uuid, Moves> = HashMap::new();
        for (contact, fate) in fates {
            match (fate, shown.remove(&contact)) {
                (Fate::Shows(face), Some((_, entry))) => {
                    let mut card = entry.card.get_untracked();
                    face.put_on(&mut card);
                    entry.now(card);
                }
                (Fate::Removed, Some((stage, _))) => {
                    moves.entry(stage).or_default().leave.insert(contact);
                }
                (Fate::Card(card), Some((stage, entry))) => {
                    let to = card.stage_id;
                    let stays = (stage, &entry.key) == (to, &card.sort_key);
                    let entry = entry.now(card);
                    if !stays {
                        moves.entry(stage).or_default().leave.insert(contact);
                        moves.entry(to).or_default().come.push(entry);
                    }
                }
                (Fate::Card(card), None) if !searching => {
                    let come = &mut moves.entry(card.stage_id).or_default().come;
                    come.push(Entry::new(card));
                }
                (_, None) => {}
            }
        }
        self.move_cards(moves);
    }

    /// The stages and cards of those that are told of, as far as they are loaded.
    fn shown(self, fates: &HashMap<Uuid, Fate>) -> HashMap<Uuid, (Uuid, Entry)> {
        let mut shown = HashMap::new();
        for stage in self.stage_ids() {
            self.column(stage).entries.with_untracked(|list| {
                let told = list
                    .iter()
                    .filter(|entry| fates.contains_key(&entry.contact));
                shown.extend(told.map(|entry| (entry.contact, (stage, entry.clone()))));
            });
        }
        shown
    }

    fn move_cards(self, moves: HashMap<Uuid, Moves>) {
        let mut have_room = true;
        for (stage, Moves { leave, come }) in moves {
            let column = self.column(stage);
            let complete = column.next.with_untracked(Option::is_none);
            let room = column.room.get_value();
            column.entries.update(|list| {
                have_room &= cards::change(list, &leave, come, (complete, room));
            });
        }
        if !have_room {
            self.renew_soon();
        }
    }

    /// Takes the counts and totals of some stages as they are now.
    fn take_sums(self, told: &HashMap<Uuid, PipelineStage>) {
        self.stages.update(|stages| {
            for stage in stages {
                if let Some(now) = told.get(&stage.id) {
                    stage.cards = now.cards;
                    stage.total_micros = now.total_micros;
                }
            }
        });
    }

    /// Takes all stages as they are now. The cards of one that is gone are read where they went.
    pub fn take_stages(self, stages: Vec<PipelineStage>) {
        if self.stages.with_untracked(|known| *known != stages) {
            ui::keep_focus(|| self.stages.set(stages));
        }
    }
}

/// Who leaves a column, and which cards come to it.
#[derive(Default)]
struct Moves {
    leave: HashSet<Uuid>,
    come: Vec<Entry>,
}
