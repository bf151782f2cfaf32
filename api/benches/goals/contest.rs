//! Measuring several sides alternately.

use crate::Failure;
use crate::pgbench::Statements;
use crate::wrk::Requests;

/// Connections each side is measured with.
pub const CONNECTIONS: u32 = 8;

/// How long and how often each side is measured.
#[derive(Clone, Copy)]
pub struct Pace {
    pub rounds: usize,
    /// Seconds of each round.
    pub seconds: u32,
}

/// What a side achieved: in one round, or in the median of them.
#[derive(Clone, Copy, Default)]
pub struct Figures {
    pub per_second: f64,
    /// Milliseconds.
    pub p50: f64,
    /// Milliseconds.
    pub p95: f64,
    /// Milliseconds; of all rounds the longest.
    pub longest: f64,
}

/// Somebody who does the work that is measured.
pub enum Side {
    Http(Requests),
    Sql(Statements),
}

impl Side {
    async fn round(&self, round: usize, seconds: u32) -> Result<Figures, Failure> {
        match self {
            Self::Http(requests) => requests.send(round, seconds).await,
            Self::Sql(statements) => statements.run(seconds).await,
        }
    }
}

/// Measures the sides one after the other, round by round; gives each side's medians.
pub async fn alternately<const N: usize>(
    sides: [Side; N],
    pace: Pace,
) -> Result<[Figures; N], Failure> {
    for side in &sides {
        // Caches and plans are warm before anything counts. Its requests are those of round 0.
        side.round(0, 1).await?;
    }
    let mut rounds = [const { Vec::new() }; N];
    for round in 1..=pace.rounds {
        for (side, rounds) in sides.iter().zip(&mut rounds) {
            rounds.push(side.round(round, pace.seconds).await?);
        }
    }
    Ok(rounds.map(|rounds| medians(&rounds)))
}

fn medians(rounds: &[Figures]) -> Figures {
    Figures {
        per_second: median(rounds.iter().map(|round| round.per_second)),
        p50: median(rounds.iter().map(|round| round.p50)),
        p95: median(rounds.iter().map(|round| round.p95)),
        longest: rounds.iter().map(|round| round.longest).fold(0.0, f64::max),
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    percentile(&values, 50)
}

/// The value at a percentile of sorted values; 0 when there are none.
pub fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get(last * percent / 100).copied().unwrap_or(0.0)
}
