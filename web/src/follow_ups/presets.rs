//! The moments that are offered first, on the workspace's clock.

use chrono::{DateTime, Datelike, Days, NaiveTime, TimeDelta, Utc, Weekday};

use crate::format::LocalTime;

/// When a working day begins.
const MORNING: NaiveTime = match NaiveTime::from_hms_opt(9, 0, 0) {
    Some(nine) => nine,
    None => NaiveTime::MIN,
};

/// In an hour, whatever the clocks on the wall do meanwhile.
pub fn in_an_hour(now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::hours(1)
}

/// Tomorrow morning, in three days, next Monday and in a week: each day once, the nearest first.
pub fn mornings(now: LocalTime) -> Vec<LocalTime> {
    let today = now.date();
    let to_monday = match today.weekday() {
        Weekday::Mon => 7,
        day => 7 - day.num_days_from_monday(),
    };
    let mut days = vec![1, 3, to_monday, 7];
    days.sort_unstable();
    days.dedup();
    days.into_iter()
        .filter_map(|days| today.checked_add_days(Days::new(u64::from(days))))
        .map(|day| day.and_time(MORNING))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c20_in_an_hour_is_an_hour_also_when_the_clocks_change() {
        // In Chicago 1:30, twice.
        let now: DateTime<Utc> = "2026-11-01T06:30:00Z".parse().expect("a moment");
        assert_eq!(in_an_hour(now) - now, TimeDelta::minutes(60));
    }

    #[test]
    fn c20_mornings_to_come_are_offered_each_once() {
        let offered = |now: &str| {
            let mornings = mornings(now.parse().expect("a date and time"));
            let words = mornings
                .iter()
                .map(|at| at.format("%a %-d %H:%M").to_string());
            words.collect::<Vec<_>>()
        };
        // A Saturday: Monday is neither tomorrow nor in three days.
        assert_eq!(
            offered("2026-11-28T10:14:00"),
            ["Sun 29 09:00", "Mon 30 09:00", "Tue 1 09:00", "Sat 5 09:00"]
        );
        // A Sunday: tomorrow is Monday.
        assert_eq!(
            offered("2026-11-29T10:14:00"),
            ["Mon 30 09:00", "Wed 2 09:00", "Sun 6 09:00"]
        );
        assert_eq!(offered("2026-11-30T10:14:00").len(), 3);
    }
}
