//! When somebody may be texted: within their state's hours, on the clocks of every zone they may be
//! in.

use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Timelike, Utc,
};
use chrono_tz::Tz;
use copperline_shared::places::{Place, Zone};
use copperline_shared::texting_hours::{TextingHours, TimeOfDay};

/// How far ahead the next permitted moment is looked for: a week has each day once, and the one
/// hour that is missing in spring may be the only one of its week.
const AHEAD: TimeDelta = TimeDelta::days(15);

/// The hours at somebody's place.
#[derive(Clone, Copy, Debug)]
pub struct Permitted<'a> {
    pub hours: &'a TextingHours,
    pub place: &'a Place,
}

/// Of the hours of every state, those that hold in this one, or where none is known.
#[must_use]
pub fn of_state<'a>(all: &'a [TextingHours], state: Option<&str>) -> Option<&'a TextingHours> {
    let of = |state: Option<&str>| all.iter().find(|hours| hours.state.as_deref() == state);
    of(state).or_else(|| of(None))
}

/// A zone's clocks.
///
/// # Panics
/// Never: the list of zones is closed, and a test looks each of them up.
#[must_use]
pub fn clocks(zone: Zone) -> Tz {
    zone.iana().parse().expect("every zone has an IANA name")
}

impl Permitted<'_> {
    fn zones(&self) -> impl Iterator<Item = Tz> {
        self.place.zones.iter().copied().map(clocks)
    }

    /// Whether a text may go at this moment.
    #[must_use]
    pub fn at(&self, moment: DateTime<Utc>) -> bool {
        self.zones()
            .all(|zone| is_within(self.hours, moment.with_timezone(&zone).naive_local()))
    }

    /// The first moment from this one on at which a text may go; `None` where the hours of the
    /// zones never meet.
    #[must_use]
    pub fn next(&self, moment: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.at(moment) {
            return Some(moment);
        }
        // What is permitted begins when hours begin in some zone, or when its clocks are changed,
        // which happens on the hour.
        let mut beginnings: Vec<_> = self
            .zones()
            .flat_map(|zone| self.beginnings(zone, moment))
            .chain(whole_hours(moment))
            .filter(|beginning| *beginning > moment)
            .collect();
        beginnings.sort_unstable();
        beginnings.dedup();
        beginnings.into_iter().find(|beginning| self.at(*beginning))
    }

    /// When the hours begin on the days ahead. Clocks that are put back show a time twice.
    fn beginnings(&self, zone: Tz, from: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        let first = from.with_timezone(&zone).date_naive();
        let days = u64::try_from(AHEAD.num_days()).unwrap_or(0);
        (0..=days)
            .filter_map(|day| first.checked_add_days(Days::new(day)))
            .filter_map(|date| on(date, self.hours.on(date.weekday())?.from))
            .flat_map(|local| {
                let found = zone.from_local_datetime(&local);
                [found.earliest(), found.latest()]
            })
            .flatten()
            .map(|local| local.with_timezone(&Utc))
            .collect()
    }
}

fn whole_hours(from: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
    let into_hour = TimeDelta::seconds(from.timestamp().rem_euclid(3600))
        + TimeDelta::nanoseconds(i64::from(from.timestamp_subsec_nanos()));
    (1..=AHEAD.num_hours()).map(move |hours| from - into_hour + TimeDelta::hours(hours))
}

fn on(date: NaiveDate, time: TimeOfDay) -> Option<NaiveDateTime> {
    let minutes = u32::from(time.minutes());
    date.and_hms_opt(minutes / 60, minutes % 60, 0)
}

fn is_within(hours: &TextingHours, local: NaiveDateTime) -> bool {
    let minutes = u16::try_from(local.hour() * 60 + local.minute()).unwrap_or(u16::MAX);
    let window = hours.on(local.weekday());
    window
        .zip(TimeOfDay::of_minutes(minutes))
        .is_some_and(|(window, time)| window.contains(time))
}

#[cfg(test)]
mod tests;
