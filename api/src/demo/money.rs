//! When the demo's owner would have added funds, so that the balance never fell below zero.

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::money::Micros;

/// A payment that succeeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TopUp {
    pub at: DateTime<Utc>,
    pub amount: Micros,
}

/// What people add at once, in dollars.
const USUAL: [i64; 9] = [25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

/// Plans a top-up whenever the next movement would leave less than a tenth of the usual amount.
/// Movements are in micro-dollars, charges negative.
#[must_use]
pub fn top_ups(opened: DateTime<Utc>, mut movements: Vec<(DateTime<Utc>, i64)>) -> Vec<TopUp> {
    movements.sort_unstable();
    let spent: i64 = movements.iter().map(|(_, amount)| -amount).sum();
    let usual = USUAL
        .into_iter()
        .filter_map(Micros::from_dollars)
        .find(|usual| usual.0 * 12 >= spent)
        .unwrap_or(Micros(10_000_000_000));
    let mut planned = vec![TopUp {
        at: opened + TimeDelta::minutes(20),
        amount: usual,
    }];
    let mut balance = usual.0;
    for (at, amount) in movements {
        while balance + amount < usual.0 / 10 {
            planned.push(TopUp {
                at: at - TimeDelta::minutes(3),
                amount: usual,
            });
            balance += usual.0;
        }
        balance += amount;
    }
    planned
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn m2_the_demo_never_spends_what_it_has_not(prices in prop::collection::vec(1..200_000_i64, 0..200)) {
            let opened = DateTime::from_timestamp(1_700_000_000, 0).expect("a time");
            let at = |minute: usize| opened + TimeDelta::minutes(i64::try_from(minute).expect("few") + 60);
            let movements: Vec<_> =
                prices.iter().enumerate().map(|(index, price)| (at(index), -price)).collect();
            let mut all: Vec<_> = top_ups(opened, movements.clone())
                .into_iter()
                .map(|top_up| (top_up.at, top_up.amount.0))
                .chain(movements)
                .collect();
            all.sort_by_key(|(at, amount)| (*at, -amount));
            let mut balance = 0;
            for (_, amount) in all {
                balance += amount;
                prop_assert!(balance >= 0);
            }
        }
    }
}
