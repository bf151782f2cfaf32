//! What may become of stages, and how a move is told.

pub mod order;

use copperline_shared::checks::FieldError;
use copperline_shared::money::Micros;
use copperline_shared::pipeline::{MOST_STAGES, PipelineStage};
use uuid::Uuid;

use crate::error::Error;

/// What a thread says of a move: `Quoted · $1,140.00`.
#[must_use]
pub fn detail(stage: &str, amount: Option<Micros>) -> String {
    match amount {
        Some(amount) => format!("{stage} · {amount}"),
        None => stage.to_owned(),
    }
}

/// The stages in their new order, once `moved` stands at `position`; beyond the end is last.
#[must_use]
pub fn moved(mut stages: Vec<Uuid>, moved: Uuid, position: u32) -> Vec<Uuid> {
    stages.retain(|stage| *stage != moved);
    let at = usize::try_from(position).unwrap_or(usize::MAX);
    stages.insert(at.min(stages.len()), moved);
    stages
}

pub(super) fn may_add(stages: &[PipelineStage]) -> Result<(), Error> {
    if stages.len() < MOST_STAGES {
        return Ok(());
    }
    let message = format!("A pipeline has at most {MOST_STAGES} stages. Remove one first.");
    Err(Error::field("name", message))
}

pub(super) fn taken(name: &str) -> FieldError {
    FieldError::new("taken", format!("There is a stage called {name} already"))
}

/// Where the cards of a stage go when it is removed; nowhere when there are none.
pub(super) fn target(
    stages: &[PipelineStage],
    removed: &PipelineStage,
    target: Option<Uuid>,
) -> Result<Option<PipelineStage>, Error> {
    if stages.len() == 1 {
        let message = "A pipeline has at least one stage. Add another one first.";
        return Err(Error::field("stage_id", message));
    }
    let Some(target) = target else {
        if removed.cards == 0 {
            return Ok(None);
        }
        let (who, name) = (removed.cards, &removed.name);
        let message = if who == 1 {
            format!("1 contact stands in {name}. Choose the stage it moves to.")
        } else {
            format!("{who} contacts stand in {name}. Choose the stage they move to.")
        };
        return Err(Error::field("target_stage_id", message));
    };
    let other = stages
        .iter()
        .find(|stage| stage.id == target && stage.id != removed.id);
    other
        .cloned()
        .map(Some)
        .ok_or_else(|| Error::field("target_stage_id", "Choose another stage of this workspace."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use copperline_shared::palette::Colour;

    fn stage(id: u128, cards: u32) -> PipelineStage {
        PipelineStage {
            id: Uuid::from_u128(id),
            name: format!("Stage {id}"),
            colour: Colour::Teal,
            position: 0,
            cards,
            total_micros: Micros::ZERO,
        }
    }

    #[test]
    fn c12_a_move_is_told_with_the_amount_if_there_is_one() {
        assert_eq!(detail("Won", None), "Won");
        assert_eq!(
            detail("Quoted", Some(Micros(1_140_500_000))),
            "Quoted · $1,140.50"
        );
    }

    #[test]
    fn p1_a_moved_stage_stands_where_it_was_put_and_never_beyond_the_end() {
        let [a, b, c] = [1, 2, 3].map(Uuid::from_u128);
        assert_eq!(moved(vec![a, b, c], c, 0), [c, a, b]);
        assert_eq!(moved(vec![a, b, c], a, 1), [b, a, c]);
        assert_eq!(moved(vec![a, b, c], a, 99), [b, c, a]);
        assert_eq!(moved(vec![a, b, c], b, 1), [a, b, c]);
    }

    #[test]
    fn p1_a_stage_with_cards_is_removed_only_with_another_to_take_them() {
        let stages = [stage(1, 2), stage(2, 0)];
        let [first, second] = [stages[0].id, stages[1].id];
        assert_eq!(target(&stages, &stages[1], None).ok(), Some(None));
        assert!(target(&stages, &stages[0], None).is_err());
        assert!(target(&stages, &stages[0], Some(first)).is_err());
        assert!(target(&stages, &stages[0], Some(Uuid::nil())).is_err());
        let to = target(&stages, &stages[0], Some(second)).ok().flatten();
        assert_eq!(to.map(|stage| stage.id), Some(second));
        assert!(target(&stages[1..], &stages[1], None).is_err());
    }
}
