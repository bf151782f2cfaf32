//! Moving a card: shown at once, undone on request, taken back when the server refuses.

use copperline_shared::money::Micros;
use copperline_shared::pipeline::{MovePipelineCard, PipelineCard, PutPipelineCard};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::board::Board;
use super::cards::{self, Entry, Spot};
use crate::api::{self, Outcome};
use crate::text;
use crate::ui::{self, Toasts};

/// Moves a contact's card to a spot, with a notice that can take it back.
pub fn move_card(board: Board, contact: Uuid, to: Spot, toasts: Toasts) {
    let Some((card, from)) = board.card(contact).zip(board.spot_of(contact)) else {
        return;
    };
    if from == to {
        return;
    }
    let stage = board.stage_name(to.stage);
    let words = if from.stage == to.stage {
        text::pipeline::moved_within(&card.name, &stage)
    } else {
        text::pipeline::moved(&card.name, &stage)
    };
    let about = about(contact);
    toasts.withdraw(&about);
    send(board, card, (from, to), toasts, move || {
        toasts.undoable(about, words, move || undo(board, contact, from, toasts));
    });
}

/// Moves a card back; the board may be gone by then, or show something else.
fn undo(board: Board, contact: Uuid, from: Spot, toasts: Toasts) {
    let shown = match board.stands() {
        true => board.card(contact).zip(board.spot_of(contact)),
        false => None,
    };
    match shown {
        Some((card, now)) => send(board, card, (now, from), toasts, || {}),
        None => spawn_local(async move {
            if let Err(failure) = ask(contact, from).await {
                toasts.problem(failure.when_doing(text::common::NOT_CHANGED));
            }
        }),
    }
}

async fn ask(contact: Uuid, to: Spot) -> Outcome<PipelineCard> {
    let body = MovePipelineCard {
        stage_id: to.stage,
        above: to.above,
        below: to.below,
    };
    let client = api::client();
    let request = client.move_pipeline_card().contact_id(contact).body(body);
    api::call(request.send()).await
}

fn about(contact: Uuid) -> String {
    format!("card {contact}")
}

/// Shows a move and asks for it; `done` is called once it is so.
fn send(
    board: Board,
    card: PipelineCard,
    (from, to): (Spot, Spot),
    toasts: Toasts,
    done: impl FnOnce() + 'static,
) {
    let contact = card.contact_id;
    show(board, card.clone(), to);
    let changes = board.changes_of(contact);
    spawn_local(async move {
        let outcome = ask(contact, to).await;
        // What has happened to the card meanwhile is newer than this answer.
        let newest = board.changes_of(contact) == changes;
        match outcome {
            Ok(moved) => {
                if newest && board.stands() {
                    ui::keep_focus(|| board.take_card(moved));
                }
                done();
            }
            Err(failure) => {
                toasts.problem(failure.when_doing(text::common::NOT_CHANGED));
                if newest && board.stands() {
                    show(board, card, from);
                    board.reload(true);
                }
            }
        }
    });
}

/// Shows a card in a spot before the server has said so.
fn show(board: Board, card: PipelineCard, to: Spot) {
    ui::keep_focus(|| {
        let Some(entry) = board.take_out(card.contact_id) else {
            return;
        };
        let column = board.column(to.stage);
        let key = column
            .entries
            .with_untracked(|list| cards::provisional(list, to));
        let left = entry.card.with_untracked(|card| card.stage_id);
        entry.card.update(|card| {
            card.sort_key.clone_from(&key);
            if card.stage_id != to.stage {
                card.stage_id = to.stage;
                card.entered_at = crate::format::now();
            }
        });
        column.entries.update(|list| {
            cards::insert(list, Entry { key, ..entry }, true);
        });
        shift_sums(board, (left, to.stage), card.amount_micros);
    });
}

/// What a move does to the counts and totals; the server's own figures follow.
fn shift_sums(board: Board, (left, entered): (Uuid, Uuid), amount: Option<Micros>) {
    if left == entered {
        return;
    }
    let amount = amount.unwrap_or_default();
    board.stages.update(|stages| {
        for stage in stages {
            let total = stage.total_micros;
            if stage.id == left {
                stage.cards = stage.cards.saturating_sub(1);
                stage.total_micros = total.checked_sub(amount).unwrap_or(total);
            } else if stage.id == entered {
                stage.cards = stage.cards.saturating_add(1);
                stage.total_micros = total.checked_add(amount).unwrap_or(total);
            }
        }
    });
}

/// Puts a contact where it stood, or takes it off again: what undoes the dialog.
pub async fn restore(contact: Uuid, before: Option<PipelineCard>) -> Outcome<()> {
    let client = api::client();
    match before {
        Some(card) => {
            let body = PutPipelineCard {
                stage_id: card.stage_id,
                amount_micros: card.amount_micros,
            };
            let request = client.put_pipeline_card().contact_id(contact).body(body);
            api::call(request.send()).await.map(|_| ())
        }
        None => {
            let request = client.remove_pipeline_card().contact_id(contact);
            api::call(request.send()).await
        }
    }
}

/// A notice whose Undo puts a contact back where it stood.
pub fn tell(words: String, contact: Uuid, before: Option<PipelineCard>, toasts: Toasts) {
    toasts.undoable(about(contact), words, move || {
        let before = before.clone();
        spawn_local(async move {
            if let Err(failure) = restore(contact, before).await {
                toasts.problem(failure.when_doing(text::common::NOT_CHANGED));
            }
        });
    });
}

/// Takes a contact off the pipeline.
pub fn take_off(card: PipelineCard, toasts: Toasts) {
    spawn_local(async move {
        let contact = card.contact_id;
        let client = api::client();
        let request = client.remove_pipeline_card().contact_id(contact);
        match api::call(request.send()).await {
            Ok(()) => {
                let words = text::pipeline::taken_off(&card.name);
                tell(words, contact, Some(card), toasts);
            }
            Err(failure) => toasts.problem(failure.when_doing(text::common::NOT_CHANGED)),
        }
    });
}
