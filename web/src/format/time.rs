//! Moments in the workspace's time zone.
//!
//! The browser knows the world's time zones, so [`in_zone`] asks it; everything after
//! that is plain arithmetic on the local date and time.

use std::cell::RefCell;
use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};
use js_sys::{Array, Function, Intl::DateTimeFormat, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::dates::{in_month, in_year, month, short, weekday};

/// A date and time on the wall clock of a place.
pub type LocalTime = NaiveDateTime;

/// The current moment by the browser's clock.
pub fn now() -> DateTime<Utc> {
    from_epoch(js_sys::Date::now())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "epoch milliseconds fit in 53 bits"
)]
fn from_epoch(milliseconds: f64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(milliseconds as i64).unwrap_or_default()
}

thread_local! {
    /// Making a formatter takes the browser about as long as laying out a row, so each is kept.
    static FORMATS: RefCell<HashMap<String, DateTimeFormat>> = RefCell::default();
}

/// The wall clock of an IANA time zone (`America/Chicago`) at a moment; UTC when the browser
/// doesn't know the zone.
pub fn in_zone(at: DateTime<Utc>, zone: &str) -> LocalTime {
    FORMATS.with_borrow_mut(|formats| {
        let format = formats
            .entry(zone.to_owned())
            .or_insert_with(|| formatter(zone).unwrap_or_else(utc_formatter));
        parts(format, at).unwrap_or_else(|| at.naive_utc())
    })
}

fn utc_formatter() -> DateTimeFormat {
    formatter("UTC").expect("every browser knows UTC")
}

fn formatter(zone: &str) -> Option<DateTimeFormat> {
    let options = Object::new();
    for (name, value) in [
        ("timeZone", zone),
        ("hourCycle", "h23"),
        ("year", "numeric"),
        ("month", "numeric"),
        ("day", "numeric"),
        ("hour", "numeric"),
        ("minute", "numeric"),
        ("second", "numeric"),
    ] {
        Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?;
    // `DateTimeFormat::new` would throw past us on an unknown zone; `construct` returns the error.
    let made = Reflect::construct(
        class.unchecked_ref::<Function>(),
        &Array::of2(&"en-US".into(), &options),
    );
    made.ok().map(JsCast::unchecked_into)
}

fn parts(format: &DateTimeFormat, at: DateTime<Utc>) -> Option<LocalTime> {
    let date = js_sys::Date::new(&JsValue::from_f64(at.timestamp_millis() as f64));
    let mut values = HashMap::new();
    for part in format.format_to_parts(&date).iter() {
        let kind = Reflect::get(&part, &"type".into()).ok()?.as_string()?;
        let value = Reflect::get(&part, &"value".into()).ok()?.as_string()?;
        if let Ok(value) = value.parse::<u32>() {
            values.insert(kind, value);
        }
    }
    let get = |name: &str| values.get(name).copied();
    NaiveDate::from_ymd_opt(
        i32::try_from(get("year")?).ok()?,
        get("month")?,
        get("day")?,
    )?
    .and_hms_opt(get("hour")?, get("minute")?, get("second")?)
}

/// The time beside a list row: `9:42 am` today, `Yesterday`, `Thu` within the week, `Nov 3`, and
/// `Nov 3, 2025` in another year.
pub fn row_time(then: LocalTime, now: LocalTime) -> String {
    match days_ago(then, now) {
        ..=0 => clock(then),
        1 => "Yesterday".to_owned(),
        2..=6 => short(weekday(then.date())).to_owned(),
        _ => short_date(then, now),
    }
}

/// The time below a bubble: `9:42 am` today, `Thu 4:03 pm` within the week, else `Nov 3, 4:03 pm`.
pub fn thread_time(then: LocalTime, now: LocalTime) -> String {
    let clock = clock(then);
    match days_ago(then, now) {
        ..=0 => clock,
        1 => format!("Yesterday {clock}"),
        2..=6 => format!("{} {clock}", short(weekday(then.date()))),
        _ => format!("{}, {clock}", short_date(then, now)),
    }
}

/// A moment gone by, inside a sentence: `9:42 am` today, `yesterday 4:03 pm`, else as below a bubble.
pub fn gone(then: LocalTime, now: LocalTime) -> String {
    match days_ago(then, now) {
        1 => format!("yesterday {}", clock(then)),
        _ => thread_time(then, now),
    }
}

/// A moment to come, inside a sentence: `today 8:00 pm`, `tomorrow 8:00 am`, `Thursday 9:00 am` within
/// the week, else `Dec 3, 9:00 am`.
pub fn coming(then: LocalTime, now: LocalTime) -> String {
    let clock = clock(then);
    match -days_ago(then, now) {
        ..=0 => format!("today {clock}"),
        1 => format!("tomorrow {clock}"),
        2..=6 => format!("{} {clock}", weekday(then.date())),
        _ => format!("{}, {clock}", short_date(then, now)),
    }
}

/// The moment at which the clocks of a zone show this time; where they never do, because they are put
/// forward, about as much later.
pub fn moment_of(local: LocalTime, zone: &str) -> DateTime<Utc> {
    moment_by(local, |at| in_zone(at, zone))
}

fn moment_by(local: LocalTime, clocks: impl Fn(DateTime<Utc>) -> LocalTime) -> DateTime<Utc> {
    // The first guess may lie on the other side of a change of the clocks.
    let mut at = local.and_utc();
    for _ in 0..2 {
        let ahead = clocks(at) - at.naive_utc();
        at = local.and_utc() - ahead;
    }
    at
}

/// A moment in full, for tooltips and tables: `Thursday, Nov 19, 2026, 4:03 pm`.
pub fn long_time(then: LocalTime) -> String {
    let date = then.date();
    format!("{}, {}, {}", weekday(date), in_year(date), clock(then))
}

/// The hour alone, below a bubble whose day stands above: `4:03 pm`.
pub fn clock_time(at: LocalTime) -> String {
    clock(at)
}

/// A date inside a sentence: `Nov 3`, and `Nov 3, 2025` in another year.
pub fn date(then: LocalTime, now: LocalTime) -> String {
    short_date(then, now)
}

/// The heading of a day in a thread: `Today`, `Yesterday`, `Thursday, Nov 19`, and with the year
/// in another one.
pub fn day(then: NaiveDate, now: LocalTime) -> String {
    match (now.date() - then).num_days() {
        ..=0 => "Today".to_owned(),
        1 => "Yesterday".to_owned(),
        _ if then.year() == now.year() => format!("{}, {}", weekday(then), in_month(then)),
        _ => format!("{}, {}", weekday(then), in_year(then)),
    }
}

/// A date of birth in full: `March 14, 1988`.
pub fn birthday(date: NaiveDate) -> String {
    format!("{} {}, {}", month(date), date.day(), date.year())
}

fn days_ago(then: LocalTime, now: LocalTime) -> i64 {
    (now.date() - then.date()).num_days()
}

fn clock(at: LocalTime) -> String {
    let (afternoon, hour) = at.hour12();
    let half = if afternoon { "pm" } else { "am" };
    format!("{hour}:{:02} {half}", at.minute())
}

fn short_date(then: LocalTime, now: LocalTime) -> String {
    let date = then.date();
    if date.year() == now.year() {
        in_month(date)
    } else {
        in_year(date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> LocalTime {
        text.parse().expect("a date and time")
    }

    #[test]
    fn c1_a_rows_time_grows_coarser_with_age() {
        let now = at("2026-11-21T10:14:00");
        assert_eq!(row_time(at("2026-11-21T09:42:00"), now), "9:42 am");
        assert_eq!(row_time(at("2026-11-21T00:05:00"), now), "12:05 am");
        assert_eq!(row_time(at("2026-11-20T23:59:00"), now), "Yesterday");
        assert_eq!(row_time(at("2026-11-19T16:03:00"), now), "Thu");
        assert_eq!(row_time(at("2026-11-14T16:03:00"), now), "Nov 14");
        assert_eq!(row_time(at("2025-11-03T16:03:00"), now), "Nov 3, 2025");
    }

    #[test]
    fn c7_a_bubbles_time_always_tells_the_hour() {
        let now = at("2026-11-21T10:14:00");
        assert_eq!(thread_time(at("2026-11-21T09:42:00"), now), "9:42 am");
        assert_eq!(
            thread_time(at("2026-11-20T12:00:00"), now),
            "Yesterday 12:00 pm"
        );
        assert_eq!(thread_time(at("2026-11-19T16:03:00"), now), "Thu 4:03 pm");
        assert_eq!(
            thread_time(at("2026-11-03T16:03:00"), now),
            "Nov 3, 4:03 pm"
        );
    }

    #[test]
    fn c20_a_moment_gone_by_is_named_in_a_sentence() {
        let now = at("2026-11-21T10:14:00");
        assert_eq!(gone(at("2026-11-21T09:42:00"), now), "9:42 am");
        assert_eq!(gone(at("2026-11-20T12:00:00"), now), "yesterday 12:00 pm");
        assert_eq!(gone(at("2026-11-19T16:03:00"), now), "Thu 4:03 pm");
    }

    #[test]
    fn c7_a_day_of_a_thread_is_named_as_people_would() {
        let now = at("2026-11-21T10:14:00");
        assert_eq!(day(at("2026-11-21T00:00:00").date(), now), "Today");
        assert_eq!(day(at("2026-11-20T00:00:00").date(), now), "Yesterday");
        assert_eq!(
            day(at("2026-11-19T00:00:00").date(), now),
            "Thursday, Nov 19"
        );
        assert_eq!(
            day(at("2025-11-19T00:00:00").date(), now),
            "Wednesday, Nov 19, 2025"
        );
    }

    #[test]
    fn a_clock_that_runs_ahead_shows_the_hour_rather_than_nonsense() {
        let now = at("2026-11-21T23:59:00");
        assert_eq!(row_time(at("2026-11-22T00:01:00"), now), "12:01 am");
    }

    #[test]
    fn c8_a_moment_to_come_is_named_as_people_would() {
        let now = at("2026-11-28T10:14:00");
        assert_eq!(coming(at("2026-11-28T20:00:00"), now), "today 8:00 pm");
        assert_eq!(coming(at("2026-11-29T08:00:00"), now), "tomorrow 8:00 am");
        assert_eq!(coming(at("2026-11-30T09:00:00"), now), "Monday 9:00 am");
        assert_eq!(coming(at("2026-12-05T09:00:00"), now), "Dec 5, 9:00 am");
    }

    #[test]
    fn c8_a_time_on_the_wall_is_a_moment_on_either_side_of_a_change_of_the_clocks() {
        // Six hours behind until 8:00 UTC on March 14, 2027, then five.
        let change: DateTime<Utc> = "2027-03-14T08:00:00Z".parse().expect("a moment");
        let clocks = |at: DateTime<Utc>| {
            let hours = if at < change { 6 } else { 5 };
            (at - chrono::TimeDelta::hours(hours)).naive_utc()
        };
        let moment = |text| moment_by(at(text), clocks).naive_utc();
        assert_eq!(moment("2027-03-14T01:30:00"), at("2027-03-14T07:30:00"));
        assert_eq!(moment("2027-03-14T03:30:00"), at("2027-03-14T08:30:00"));
        assert_eq!(moment("2027-03-15T09:00:00"), at("2027-03-15T14:00:00"));
        // 2:30 never comes on that day.
        let skipped = moment("2027-03-14T02:30:00");
        assert!(skipped == at("2027-03-14T07:30:00") || skipped == at("2027-03-14T08:30:00"));
    }

    #[test]
    fn a_moment_in_full_names_everything() {
        assert_eq!(
            long_time(at("2026-11-19T16:03:00")),
            "Thursday, Nov 19, 2026, 4:03 pm"
        );
    }
}
