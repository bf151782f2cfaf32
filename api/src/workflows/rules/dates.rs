//! When the steps of a workflow are done: what the engine and the dry run both go by (P4).
//!
//! A wait counts from when the step before it was done. Days and times of day are those of the
//! contact's place, so that nine o'clock stays nine o'clock when the clocks are changed. A text waits
//! for the hours at which the contact may be texted.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use copperline_shared::texting_hours::TimeOfDay;
use copperline_shared::workflows::{WaitUnit, WorkflowStep};

use crate::texting_hours::rules::{Permitted, clocks};

/// The contact's hours and clocks.
#[derive(Clone, Copy, Debug)]
pub struct Clocks<'a> {
    pub permitted: Permitted<'a>,
    /// By which days and times of day are counted.
    pub zone: Tz,
}

impl<'a> Clocks<'a> {
    /// The contact's clocks, or those of the workspace where the contact may be in several zones.
    #[must_use]
    pub fn of(permitted: Permitted<'a>, workspace: Tz) -> Self {
        let zone = permitted.place.zone().map_or(workspace, clocks);
        Self { permitted, zone }
    }
}

/// A step and its moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub place: usize,
    /// When it would be done if there were no quiet hours.
    pub wished_at: DateTime<Utc>,
    pub at: DateTime<Utc>,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Step(Due),
    /// Nothing: it is done.
    End,
    /// A text for which there is no hour at any time.
    Never {
        place: usize,
    },
}

/// The next step that does something, from `place` on, when what came before it was done at
/// `moment`.
#[must_use]
pub fn next(
    steps: &[WorkflowStep],
    place: usize,
    moment: DateTime<Utc>,
    clocks: &Clocks<'_>,
) -> Next {
    let (mut at, first) = (moment, place);
    for (place, step) in steps.iter().enumerate().skip(first) {
        match step {
            WorkflowStep::Wait { amount, unit } => at = after(at, *amount, *unit, clocks.zone),
            // After a wait of days it is a time of that very day.
            WorkflowStep::WaitUntil { time } if place > first && counts_days(&steps[place - 1]) => {
                at = that_day(at, *time, clocks.zone);
            }
            WorkflowStep::WaitUntil { time } => at = until(at, *time, clocks.zone),
            WorkflowStep::Send { .. } | WorkflowStep::SendTemplate { .. } => {
                let Some(permitted) = clocks.permitted.next(at) else {
                    return Next::Never { place };
                };
                return Next::Step(Due {
                    place,
                    wished_at: at,
                    at: permitted,
                });
            }
            WorkflowStep::AddTag { .. }
            | WorkflowStep::RemoveTag { .. }
            | WorkflowStep::MoveToStage { .. }
            | WorkflowStep::MarkHot
            | WorkflowStep::Assign { .. }
            | WorkflowStep::Stop => {
                return Next::Step(Due {
                    place,
                    wished_at: at,
                    at,
                });
            }
        }
    }
    Next::End
}

/// All steps that would be done, each at its moment, until one that never can be.
#[must_use]
pub fn plan(
    steps: &[WorkflowStep],
    start: DateTime<Utc>,
    clocks: &Clocks<'_>,
) -> (Vec<Due>, Option<usize>) {
    let (mut plan, mut place, mut moment) = (Vec::new(), 0, start);
    loop {
        match next(steps, place, moment, clocks) {
            Next::End => return (plan, None),
            Next::Never { place } => return (plan, Some(place)),
            Next::Step(due) => {
                plan.push(due);
                if steps[due.place] == WorkflowStep::Stop {
                    return (plan, None);
                }
                (place, moment) = (due.place + 1, due.at);
            }
        }
    }
}

/// So long after a moment. A day later is the same time of day.
fn after(moment: DateTime<Utc>, amount: u32, unit: WaitUnit, zone: Tz) -> DateTime<Utc> {
    match unit {
        WaitUnit::Minutes => moment + TimeDelta::minutes(i64::from(amount)),
        WaitUnit::Hours => moment + TimeDelta::hours(i64::from(amount)),
        WaitUnit::Days => {
            let local = moment.with_timezone(&zone).naive_local();
            let later = local.checked_add_days(Days::new(u64::from(amount)));
            later.map_or(moment, |later| at_clock(later, zone))
        }
    }
}

fn counts_days(step: &WorkflowStep) -> bool {
    matches!(
        step,
        WorkflowStep::Wait {
            unit: WaitUnit::Days,
            ..
        }
    )
}

/// When it is this late on the day of a moment; midnight is that day's end.
fn that_day(moment: DateTime<Utc>, time: TimeOfDay, zone: Tz) -> DateTime<Utc> {
    let day = moment.with_timezone(&zone).date_naive();
    let day = if u32::from(time.minutes()) < 24 * 60 {
        Some(day)
    } else {
        day.checked_add_days(Days::new(1))
    };
    let local = day.and_then(|day| on(day, time));
    local.map_or(moment, |local| at_clock(local, zone))
}

/// The first moment after this one at which it is this late.
fn until(moment: DateTime<Utc>, time: TimeOfDay, zone: Tz) -> DateTime<Utc> {
    let today = moment.with_timezone(&zone).date_naive();
    (0..=2)
        .filter_map(|days| on(today.checked_add_days(Days::new(days))?, time))
        .map(|local| at_clock(local, zone))
        .find(|at| *at > moment)
        .unwrap_or(moment)
}

fn on(date: NaiveDate, time: TimeOfDay) -> Option<NaiveDateTime> {
    // Midnight at the end of a day is the next one's beginning, and comes up again every day.
    let minutes = u32::from(time.minutes()) % (24 * 60);
    Some(date.and_time(NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)?))
}

/// When a clock shows this. Of a time that it shows twice the first counts; one that it leaves out
/// comes with the hour after it.
fn at_clock(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let shown = |local: NaiveDateTime| zone.from_local_datetime(&local).earliest();
    let found = shown(local).or_else(|| {
        let whole = local.and_utc().timestamp().div_euclid(60) * 60;
        (1..=24 * 60).find_map(|minute| {
            let later = DateTime::from_timestamp(whole + minute * 60, 0)?;
            shown(later.naive_utc())
        })
    });
    found.map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests;
