//! A card on its way, by pointer or by keys: where it came from, where it would go.
//!
//! Nothing on the board moves until it is put down; a line shows the place. What others do
//! meanwhile goes on around it, because the place is known by its neighbours.

use copperline_shared::pipeline::PipelineCard;
use leptos::prelude::*;
use uuid::Uuid;

use super::board::Board;
use super::cards::{self, Spot};
use super::moves::move_card;
use crate::text;
use crate::ui::Toasts;

/// How it is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Pointer,
    Keys,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Drag {
    pub card: PipelineCard,
    pub by: By,
    /// Where it would be put down; nowhere while the pointer is off the board.
    pub over: Option<Spot>,
}

#[derive(Clone, Copy)]
pub struct Dragging {
    pub board: Board,
    pub drag: RwSignal<Option<Drag>>,
    /// Where the pointer is, in CSS pixels of the window.
    pub pointer: RwSignal<(i32, i32)>,
    /// The contact whose card is on its way.
    pub contact: Memo<Option<Uuid>>,
    /// Where it would be put down.
    pub over: Memo<Option<Spot>>,
    toasts: Toasts,
}

impl Dragging {
    pub fn new(board: Board, toasts: Toasts) -> Self {
        let drag = RwSignal::new(None::<Drag>);
        Self {
            board,
            drag,
            pointer: RwSignal::new((0, 0)),
            contact: Memo::new(move |_| {
                drag.with(|drag| drag.as_ref().map(|drag| drag.card.contact_id))
            }),
            over: Memo::new(move |_| drag.with(|drag| drag.as_ref()?.over)),
            toasts,
        }
    }

    pub fn is_by(self, by: By) -> bool {
        self.drag
            .with(|drag| drag.as_ref().is_some_and(|drag| drag.by == by))
    }

    /// Takes a card up.
    pub fn begin(self, contact: Uuid, by: By) {
        let Some((card, over)) = self.board.card(contact).zip(self.board.spot_of(contact)) else {
            return;
        };
        if by == By::Keys {
            let (stage, place, of) = self.in_words(over, contact);
            self.say(text::pipeline::picked_up(&card.name, &stage, place, of));
        }
        self.drag.set(Some(Drag {
            card,
            by,
            over: Some(over),
        }));
    }

    /// Notes where it would be put down.
    pub fn hover(self, over: Option<Spot>) {
        self.drag.maybe_update(|drag| match drag {
            Some(drag) if drag.over != over => {
                drag.over = over;
                true
            }
            _ => false,
        });
    }

    /// Follows an arrow key to another place; whether the key was one.
    pub fn step(self, key: &str) -> bool {
        if !key.starts_with("Arrow") {
            return false;
        }
        let now = self
            .drag
            .with_untracked(|drag| Some((drag.as_ref()?.card.contact_id, drag.as_ref()?.over?)));
        let Some((contact, from)) = now else {
            return false;
        };
        if let Some(to) = cards::step(&self.board.seen(), from, key, contact) {
            self.hover(Some(to));
            let (stage, place, of) = self.in_words(to, contact);
            self.say(text::pipeline::at(&stage, place, of));
            if to.below.is_none() {
                self.board.more(to.stage);
            }
        }
        true
    }

    /// Puts the card down where it is.
    pub fn put_down(self) {
        let Some(drag) = self.drag.try_update(Option::take).flatten() else {
            return;
        };
        if let Some(to) = drag.over {
            if drag.by == By::Keys {
                let stage = self.board.stage_name(to.stage);
                self.say(text::pipeline::put_down(&drag.card.name, &stage));
            }
            move_card(self.board, drag.card.contact_id, to, self.toasts);
        }
    }

    /// Puts it back where it came from.
    pub fn cancel(self) {
        let Some(drag) = self.drag.try_update(Option::take).flatten() else {
            return;
        };
        self.say(text::pipeline::put_back(&drag.card.name));
    }

    fn say(self, words: String) {
        self.board.said.set(words);
    }

    /// A spot's stage, its place counted from 1, and of how many.
    fn in_words(self, spot: Spot, contact: Uuid) -> (String, usize, u32) {
        let place = cards::place(&self.board.seen(), spot, contact) + 1;
        let stage = untrack(|| self.board.stage(spot.stage));
        let Some(stage) = stage else {
            return (String::new(), place, 0);
        };
        // Where it comes from it is counted already.
        let here = self
            .board
            .spot_of(contact)
            .is_some_and(|spot| spot.stage == stage.id);
        (stage.name, place, stage.cards + u32::from(!here))
    }
}
