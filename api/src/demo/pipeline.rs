//! Where the demo's contacts stand on the pipeline, and what they were quoted.

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::money::Micros;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::threads::{By, Text};
use crate::pipeline::rules::order;

/// A contact's card.
#[derive(Clone, Debug)]
pub struct Card {
    /// Which of the stages a workspace starts with, from the left.
    pub stage: usize,
    pub amount: Option<Micros>,
    pub sort_key: String,
    pub entered_at: DateTime<Utc>,
}

/// How a thread went.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    pub opted_out: bool,
    pub interested: bool,
}

const NEW_LEAD: usize = 0;
const CONTACTED: usize = 1;
const QUOTED: usize = 2;
const APPLICATION: usize = 3;
const WON: usize = 4;
const LOST: usize = 5;

/// Draws the card of the thread with this index of so many; the newest come on top.
pub fn card(
    (index, of): (u32, u32),
    line: usize,
    texts: &[Text],
    outcome: Outcome,
    now: DateTime<Utc>,
) -> Option<Card> {
    // A source of its own: what is said in the threads doesn't depend on it.
    let random = &mut StdRng::seed_from_u64(u64::from(index));
    let last = texts.last()?.at;
    let answered = texts.iter().any(|text| text.by == By::Contact);
    let stage = stage(random, outcome, answered, now - last)?;
    let quoted = match stage {
        QUOTED | APPLICATION | WON => true,
        LOST => outcome.interested,
        _ => false,
    };
    let later = TimeDelta::minutes(random.random_range(2..240));
    Some(Card {
        stage,
        amount: quoted.then(|| amount(random, line)),
        sort_key: order::nth(of - index),
        entered_at: (last + later).min(now),
    })
}

fn stage(random: &mut StdRng, outcome: Outcome, answered: bool, quiet: TimeDelta) -> Option<usize> {
    let chance = random.random_range(0..100);
    match (outcome.opted_out, answered, outcome.interested) {
        (true, _, _) => (chance < 40).then_some(LOST),
        (_, false, _) if quiet < TimeDelta::days(10) => (chance < 70).then_some(NEW_LEAD),
        (_, false, _) => None,
        (_, _, false) if chance < 45 => Some(CONTACTED),
        (_, _, false) => (chance < 55).then_some(LOST),
        (_, _, true) if quiet < TimeDelta::days(21) => match chance {
            0..20 => Some(CONTACTED),
            20..65 => Some(QUOTED),
            65..85 => Some(APPLICATION),
            85..93 => Some(WON),
            _ => None,
        },
        (_, _, true) => match chance {
            0..15 => Some(QUOTED),
            15..22 => Some(APPLICATION),
            22..48 => Some(WON),
            48..72 => Some(LOST),
            _ => None,
        },
    }
}

/// A year's premium, a commission, a roof: as the line of business has it.
fn amount(random: &mut StdRng, line: usize) -> Micros {
    let cents = match line {
        0 => random.random_range(3_900..24_000) * 12,
        1 => random.random_range(120..380) * 5_000,
        _ => random.random_range(145..390) * 10_000,
    };
    Micros::from_cents(cents).unwrap_or_default()
}
