//! How much a number sends in a minute. Each text gets the first second at which its segments fit
//! within any sixty seconds; one that has to wait keeps that second reserved, so that a thousand texts
//! at once are each asked about twice, and not once for each minute they take.

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::messages::{Check, GateCheck};
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use super::{Asked, hold, pass};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::messages::queries;
use crate::numbers::queries::Sender as Number;

/// The seconds that are looked at together.
const WINDOW: usize = 60;
/// A reserved second that passed longer ago counts for nothing: its text was kept by something else,
/// and the number has sent others since.
const SLOT_LASTS: TimeDelta = TimeDelta::seconds(60);

/// What a number has sent and promised to send in the minute that ends with its newest second.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// Seconds since 1970.
    pub newest: i64,
    /// Segments by second, backwards from the newest; none is missing that isn't zero.
    pub segments: Vec<i32>,
}

impl Pace {
    /// The first second from `now` on at which so many segments fit. A text that is longer than the
    /// limit goes alone.
    fn next(&self, now: i64, segments: i32, limit: i64) -> i64 {
        let from = now.max(self.newest);
        let fits = |second: &i64| {
            let taken = self.taken(*second);
            taken == 0 || taken + i64::from(segments) <= limit
        };
        // A whole window later nothing is taken any more.
        let last = from + i64::try_from(WINDOW).unwrap_or(i64::MAX);
        (from..last).find(fits).unwrap_or(last)
    }

    /// What is taken in the window that ends with this second, which is the newest or a later one.
    fn taken(&self, second: i64) -> i64 {
        let ago = usize::try_from(second - self.newest).unwrap_or(0);
        let kept = WINDOW.saturating_sub(ago);
        self.segments
            .iter()
            .take(kept)
            .copied()
            .map(i64::from)
            .sum()
    }

    /// Takes a second, which is the newest or a later one.
    fn take(&mut self, second: i64, segments: i32) {
        let ago = usize::try_from(second - self.newest).unwrap_or(0);
        let mut shifted = vec![0; ago.min(WINDOW)];
        shifted.extend_from_slice(&self.segments);
        shifted.truncate(WINDOW);
        if let Some(now) = shifted.first_mut() {
            *now = now.saturating_add(segments);
        } else {
            shifted.push(segments);
        }
        *self = Self {
            newest: second,
            segments: shifted,
        };
    }
}

/// When the text may leave: now, or in the second that is its own. Locks the number's pace until the
/// transaction ends and writes the reservation down.
pub(super) async fn reserve(
    connection: &mut Connection,
    workspace: WorkspaceId,
    number: Uuid,
    asked: &Asked<'_>,
) -> Result<DateTime<Utc>, Error> {
    if let Some(slot) = reserved(asked) {
        return Ok(slot);
    }
    let mut pace = queries::lock_pace(connection, workspace, number).await?;
    let second = pace.next(asked.now.timestamp(), asked.segments, i64::from(asked.pace));
    pace.take(second, asked.segments);
    queries::keep_pace(connection, workspace, number, &pace).await?;
    Ok(moment(second))
}

/// When a text of this length could leave, as things are.
pub(super) async fn look(
    connection: &mut Connection,
    workspace: WorkspaceId,
    number: Uuid,
    asked: &Asked<'_>,
) -> Result<DateTime<Utc>, Error> {
    if let Some(slot) = reserved(asked) {
        return Ok(slot);
    }
    let pace = queries::pace(connection, workspace, number).await?;
    let now = asked.now.timestamp();
    Ok(moment(pace.unwrap_or_default().next(
        now,
        asked.segments,
        i64::from(asked.pace),
    )))
}

/// The second that was reserved for the text, if it has come and not long gone.
fn reserved(asked: &Asked<'_>) -> Option<DateTime<Utc>> {
    asked
        .slot
        .filter(|slot| *slot <= asked.now && asked.now - *slot < SLOT_LASTS)
}

fn moment(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

pub(super) fn check(asked: &Asked<'_>, number: &Number, slot: DateTime<Utc>) -> GateCheck {
    let (phone, pace) = (number.phone.formatted(), asked.pace);
    if slot <= asked.now {
        let detail = format!("{phone} sends at most {pace} segments a minute, and has room.");
        return pass(Check::Pace, detail);
    }
    hold(
        Check::Pace,
        ErrorCode::Pace,
        slot,
        format!(
            "{phone} sends at most {pace} segments a minute. It is this text's turn in a moment."
        ),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn x3_a_number_sends_until_its_minute_is_full_and_goes_on_as_it_empties() {
        let mut pace = Pace::default();
        let mut send = |now, segments| {
            let second = pace.next(now, segments, 6);
            pace.take(second, segments);
            second
        };
        assert_eq!(
            [send(1000, 2), send(1000, 2), send(1010, 2)],
            [1000, 1000, 1010]
        );
        // Two segments leave the window with the second of the first texts.
        assert_eq!(send(1011, 1), 1060);
        assert_eq!(send(1012, 3), 1060);
        assert_eq!(send(1013, 1), 1070);
    }

    #[test]
    fn x3_a_text_longer_than_the_limit_goes_alone() {
        let mut pace = Pace::default();
        assert_eq!(pace.next(1000, 11, 5), 1000);
        pace.take(1000, 11);
        assert_eq!(pace.next(1001, 1, 5), 1060);
    }

    proptest! {
        #[test]
        fn x3_no_sixty_seconds_hold_more_than_the_limit(
            limit in 11_i64..80,
            texts in prop::collection::vec((0_i64..20, 1_i32..=11), 1..80),
        ) {
            let (mut pace, mut now, mut sent) = (Pace::default(), 1_000_000, Vec::new());
            for (pause, segments) in texts {
                now += pause;
                let second = pace.next(now, segments, limit);
                prop_assert!(second >= now);
                pace.take(second, segments);
                sent.push((second, segments));
            }
            prop_assert!(sent.is_sorted_by_key(|(second, _)| *second));
            for (first, _) in &sent {
                let within = sent.iter().filter(|(second, _)| (*first..first + 60).contains(second));
                let total: i64 = within.map(|(_, segments)| i64::from(*segments)).sum();
                prop_assert!(total <= limit, "{total} from {first}");
            }
        }
    }
}
