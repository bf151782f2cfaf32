use copperline_shared::phone::Phone;
use copperline_shared::texting_hours::Window;
use proptest::prelude::*;

use super::*;

const ZONES: [Zone; 11] = [
    Zone::Atlantic,
    Zone::Eastern,
    Zone::Central,
    Zone::Mountain,
    Zone::Arizona,
    Zone::Pacific,
    Zone::Alaska,
    Zone::Aleutian,
    Zone::Hawaii,
    Zone::Samoa,
    Zone::Chamorro,
];

fn window(text: &str) -> Option<Window> {
    let (from, to) = text.split_once('-')?;
    Some(Window {
        from: from.parse().expect("a time"),
        to: to.parse().expect("a time"),
    })
}

fn hours(weekdays: &str, saturdays: &str, sundays: &str) -> TextingHours {
    TextingHours {
        state: None,
        weekdays: window(weekdays),
        saturdays: window(saturdays),
        sundays: window(sundays),
        source: "a test".to_owned(),
        updated_at: DateTime::UNIX_EPOCH,
    }
}

fn usual() -> TextingHours {
    hours("8:00-20:00", "8:00-20:00", "8:00-20:00")
}

fn of(state: &str) -> Place {
    let toll_free: Phone = "+18005550199".parse().expect("a phone");
    Place::of(state, "", &toll_free)
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

fn next(hours: &TextingHours, state: &str, moment: &str) -> DateTime<Utc> {
    let place = of(state);
    let permitted = Permitted {
        hours,
        place: &place,
    };
    permitted.next(at(moment)).expect("there are such hours")
}

#[test]
fn x5_every_zone_is_known_by_its_name() {
    for zone in ZONES {
        assert_eq!(clocks(zone).name(), zone.iana());
    }
}

#[test]
fn x5_within_the_hours_a_text_goes_at_once_and_else_when_they_begin() {
    // New York is five hours behind in November.
    for (moment, expected) in [
        ("2026-11-27T13:00:00Z", "2026-11-27T13:00:00Z"),
        ("2026-11-28T00:59:59.999Z", "2026-11-28T00:59:59.999Z"),
        ("2026-11-28T01:00:00Z", "2026-11-28T13:00:00Z"),
        ("2026-11-28T12:59:59Z", "2026-11-28T13:00:00Z"),
    ] {
        assert_eq!(next(&usual(), "NY", moment), at(expected), "{moment}");
    }
}

#[test]
fn x5_days_differ_and_a_day_without_hours_takes_no_texts() {
    let texas = hours("9:00-21:00", "9:00-21:00", "12:00-21:00");
    // A Saturday night in El Paso, whose zone nothing tells: noon must have come there, too.
    let sunday = next(&texas, "TX", "2026-11-29T04:30:00Z");
    assert_eq!(sunday, at("2026-11-29T19:00:00Z"));
    let no_weekend = hours("8:00-20:00", "", "");
    let monday = next(&no_weekend, "NY", "2026-11-28T15:00:00Z");
    assert_eq!(monday, at("2026-11-30T13:00:00Z"));
}

#[test]
fn x5_who_may_be_anywhere_is_texted_when_it_is_day_everywhere() {
    // 8:00 in Hawaii is 13:00 in New York; 20:00 in New York ends it.
    let anywhere = |moment| next(&usual(), "", moment);
    assert_eq!(anywhere("2026-11-27T13:00:00Z"), at("2026-11-27T18:00:00Z"));
    assert_eq!(anywhere("2026-11-28T00:59:00Z"), at("2026-11-28T00:59:00Z"));
    assert_eq!(anywhere("2026-11-28T01:00:00Z"), at("2026-11-28T18:00:00Z"));
}

#[test]
fn x5_hours_that_never_meet_are_said_to_be_none() {
    let short = hours("8:00-9:00", "", "");
    let place = of("");
    let permitted = Permitted {
        hours: &short,
        place: &place,
    };
    assert_eq!(permitted.next(at("2026-11-27T13:00:00Z")), None);
}

#[test]
fn x5_an_hour_that_spring_skips_begins_when_the_clocks_are_put_forward() {
    // New York goes from 2:00 to 3:00 on March 14, 2027, at 7:00 UTC.
    let early = hours("2:30-20:00", "2:30-20:00", "2:30-20:00");
    let moment = "2027-03-14T06:59:00Z";
    assert_eq!(next(&early, "NY", moment), at("2027-03-14T07:00:00Z"));
    // Hours that lie in the gap wait for the next Sunday.
    let gone = hours("", "", "2:10-2:50");
    assert_eq!(next(&gone, "NY", moment), at("2027-03-21T06:10:00Z"));
}

#[test]
fn x5_an_hour_that_autumn_has_twice_is_permitted_twice() {
    // New York goes from 2:00 back to 1:00 on November 7, 2027, at 6:00 UTC.
    let early = hours("", "", "1:30-1:45");
    assert_eq!(
        next(&early, "NY", "2027-11-07T05:00:00Z"),
        at("2027-11-07T05:30:00Z")
    );
    assert_eq!(
        next(&early, "NY", "2027-11-07T05:45:00Z"),
        at("2027-11-07T06:30:00Z")
    );
    // Hours that have ended begin once more with the second hour.
    let night = hours("", "", "0:00-1:10");
    assert_eq!(
        next(&night, "NY", "2027-11-07T05:20:00Z"),
        at("2027-11-07T06:00:00Z")
    );
}

/// Windows of a day, some days without one.
fn any_window() -> impl Strategy<Value = Option<Window>> {
    (0_u16..1440, 1_u16..=1440, 0_u8..8).prop_map(|(from, length, closed)| {
        let to = (from + length).min(1440);
        (closed > 0).then(|| Window {
            from: TimeOfDay::of_minutes(from).expect("within a day"),
            to: TimeOfDay::of_minutes(to).expect("within a day"),
        })
    })
}

proptest! {
    #[test]
    fn x5_what_is_released_at_the_given_time_lies_within_the_hours(
        weekdays in any_window(),
        saturdays in any_window(),
        sundays in any_window(),
        zones in prop::sample::subsequence(ZONES.to_vec(), 1..4),
        // Two years around both changes of the clocks, to the second.
        second in 1_772_000_000_i64..1_836_000_000,
    ) {
        let hours = TextingHours { weekdays, saturdays, sundays, ..usual() };
        let place = Place { zones, ..of("") };
        let permitted = Permitted { hours: &hours, place: &place };
        let moment = DateTime::from_timestamp(second, 0).expect("a moment");
        if let Some(release) = permitted.next(moment) {
            prop_assert!(release >= moment);
            for zone in &place.zones {
                let local = release.with_timezone(&clocks(*zone)).naive_local();
                prop_assert!(is_within(&hours, local), "{zone:?} {local}");
            }
            // Nothing before it would have been permitted.
            let mut earlier = moment;
            while earlier < release {
                prop_assert!(!permitted.at(earlier), "{earlier} is permitted already");
                earlier += TimeDelta::minutes(7);
            }
        }
    }
}
