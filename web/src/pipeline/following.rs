//! Keeping the board current with what happens, without touching what stays as it is.

use copperline_shared::conversations::Conversation;
use copperline_shared::events::Event;
use copperline_shared::pipeline::{PipelineCard, PipelineStage};
use leptos::prelude::*;
use uuid::Uuid;

use super::board::{Board, Phase};
use super::cards::{self, Entry};
use crate::live::{Connection, use_live};
use crate::session::{Standing, use_session};
use crate::ui;

/// What may change the board.
#[derive(Clone, Debug)]
pub enum News {
    Card(PipelineCard, Vec<PipelineStage>),
    Removed(Uuid, Vec<PipelineStage>),
    Conversation(Box<Conversation>),
}

impl Board {
    pub(super) fn follow(self) {
        let (session, live) = (use_session(), use_live());
        live.on(move |event| match event {
            Event::PipelineCardChanged { card, stages } => {
                self.note_change(card.contact_id);
                self.hear(News::Card(card.clone(), stages.clone()));
            }
            Event::PipelineCardRemoved { contact_id, stages } => {
                self.note_change(*contact_id);
                self.hear(News::Removed(*contact_id, stages.clone()));
            }
            Event::ConversationChanged { conversation } => {
                self.hear(News::Conversation(Box::new(conversation.clone())));
            }
            Event::PipelineStagesChanged { stages, reread } => {
                self.take_stages(stages.clone());
                if reread.is_some() {
                    self.reload(true);
                }
            }
            _ => {}
        });
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

    fn hear(self, news: News) {
        self.held.update_value(|held| {
            if let Some(held) = held {
                held.push(news.clone());
            }
        });
        if self.phase.with_untracked(|phase| *phase == Phase::Ready) {
            ui::keep_focus(|| self.apply(news));
        }
    }

    /// Once an answer is shown: what happened since it was asked for.
    pub(super) fn apply_held(self) {
        let held = self.held.try_update_value(Option::take).flatten();
        for news in held.unwrap_or_default() {
            self.apply(news);
        }
    }

    fn apply(self, news: News) {
        match news {
            News::Card(card, stages) => {
                self.take_sums(stages);
                self.take_card(card);
            }
            News::Removed(contact, stages) => {
                self.take_sums(stages);
                self.take_out(contact);
            }
            News::Conversation(conversation) => self.take_conversation(*conversation),
        }
    }

    /// Takes a card as it is now. Of what a search found, only what is shown is moved.
    pub fn take_card(self, card: PipelineCard) {
        let known = self.card(card.contact_id);
        if known.is_none() && !self.search.with_untracked(String::is_empty) {
            return;
        }
        let stays = known.as_ref().is_some_and(|known| {
            (known.stage_id, &known.sort_key) == (card.stage_id, &card.sort_key)
        });
        if stays {
            self.renew(card);
            return;
        }
        let entry = match self.take_out(card.contact_id) {
            Some(entry) => {
                entry.card.set(card.clone());
                Entry {
                    key: card.sort_key.clone(),
                    ..entry
                }
            }
            None => Entry::new(card.clone()),
        };
        let column = self.column(card.stage_id);
        let complete = column.next.with_untracked(Option::is_none);
        column.entries.update(|list| {
            cards::insert(list, entry, complete);
        });
    }

    /// Takes what a card shows, where its place is the same.
    fn renew(self, card: PipelineCard) {
        self.column(card.stage_id).entries.with_untracked(|list| {
            let entry = list.iter().find(|entry| entry.contact == card.contact_id);
            if let Some(entry) = entry
                && entry.card.with_untracked(|known| *known != card)
            {
                entry.card.set(card);
            }
        });
    }

    fn take_conversation(self, conversation: Conversation) {
        if let Some(known) = self.card(conversation.contact_id) {
            self.renew(PipelineCard {
                name: conversation.name,
                hot: conversation.hot,
                unread_count: conversation.unread_count,
                ..known
            });
        }
    }

    /// Takes the counts and totals of some stages as they are now.
    pub fn take_sums(self, told: Vec<PipelineStage>) {
        self.stages.update(|stages| {
            for stage in stages {
                if let Some(now) = told.iter().find(|now| now.id == stage.id) {
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
