use chrono::Timelike;
use copperline_shared::places::{KnownBy, Place, Zone};
use copperline_shared::texting_hours::{TextingHours, Window};
use proptest::prelude::*;

use super::*;

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

fn time(text: &str) -> TimeOfDay {
    text.parse().expect("a time")
}

fn hours(from: &str, to: &str, sundays: bool) -> TextingHours {
    let window = Some(Window {
        from: time(from),
        to: time(to),
    });
    TextingHours {
        state: None,
        weekdays: window,
        saturdays: window,
        sundays: window.filter(|_| sundays),
        source: "a test".to_owned(),
        updated_at: DateTime::UNIX_EPOCH,
    }
}

fn place(zone: Zone) -> Place {
    Place {
        state: None,
        zones: vec![zone],
        known_by: KnownBy::AreaCode,
    }
}

/// The moments of a plan in a zone, as its clocks show them.
fn planned(steps: &[WorkflowStep], start: &str, zone: Zone, hours: &TextingHours) -> Vec<String> {
    let place = place(zone);
    let permitted = Permitted {
        hours,
        place: &place,
    };
    let clocks = Clocks::of(permitted, Tz::UTC);
    let (plan, never) = plan(steps, moment(start), &clocks);
    assert_eq!(never, None);
    let shown = plan.iter().map(|due| {
        let local = due.at.with_timezone(&clocks.zone);
        local.format("%a %m-%d %H:%M %Z").to_string()
    });
    shown.collect()
}

fn send() -> WorkflowStep {
    WorkflowStep::Send {
        body: "Hi".to_owned(),
    }
}

fn wait(amount: u32, unit: WaitUnit) -> WorkflowStep {
    WorkflowStep::Wait { amount, unit }
}

fn wait_until(text: &str) -> WorkflowStep {
    WorkflowStep::WaitUntil { time: time(text) }
}

#[test]
fn p4_a_text_outside_the_permitted_hours_waits_for_the_next_permitted_minute() {
    let hours = hours("9:00", "21:00", false);
    let steps = [
        send(),
        wait(4, WaitUnit::Hours),
        send(),
        wait(1, WaitUnit::Days),
        send(),
    ];
    // A Friday evening in Austin; on Sundays no texts go.
    let plan = planned(&steps, "2026-11-28T01:30:00Z", Zone::Central, &hours);
    assert_eq!(
        plan,
        [
            "Fri 11-27 19:30 CST",
            "Sat 11-28 09:00 CST",
            "Mon 11-30 09:00 CST"
        ]
    );
}

#[test]
fn p4_what_is_no_text_waits_for_nobody() {
    let hours = hours("9:00", "21:00", true);
    let steps = [
        WorkflowStep::MarkHot,
        wait(2, WaitUnit::Hours),
        WorkflowStep::Stop,
        send(),
    ];
    let plan = planned(&steps, "2026-11-28T06:30:00Z", Zone::Central, &hours);
    assert_eq!(plan, ["Sat 11-28 00:30 CST", "Sat 11-28 02:30 CST"]);
}

#[test]
fn p4_days_are_counted_by_the_calendar_when_the_clocks_are_changed() {
    let hours = hours("0:00", "24:00", true);
    let days = [wait(1, WaitUnit::Days), send()];
    // In spring a day has 23 hours.
    let spring = planned(&days, "2027-03-13T16:00:00Z", Zone::Central, &hours);
    assert_eq!(spring, ["Sun 03-14 10:00 CDT"]);
    // In autumn it has 25.
    let autumn = planned(&days, "2026-10-31T15:00:00Z", Zone::Central, &hours);
    assert_eq!(autumn, ["Sun 11-01 10:00 CST"]);
    // Hours are hours.
    let hours_on = [wait(24, WaitUnit::Hours), send()];
    let spring = planned(&hours_on, "2027-03-13T16:00:00Z", Zone::Central, &hours);
    assert_eq!(spring, ["Sun 03-14 11:00 CDT"]);
}

#[test]
fn p4_a_time_that_clocks_leave_out_comes_with_the_hour_after_it() {
    let hours = hours("0:00", "24:00", true);
    let spring = planned(
        &[wait_until("2:30"), send()],
        "2027-03-14T07:00:00Z",
        Zone::Central,
        &hours,
    );
    assert_eq!(spring, ["Sun 03-14 03:00 CDT"]);
    let day = planned(
        &[wait(1, WaitUnit::Days), send()],
        "2027-03-13T08:30:00Z",
        Zone::Central,
        &hours,
    );
    assert_eq!(day, ["Sun 03-14 03:00 CDT"]);
}

#[test]
fn p4_a_time_that_clocks_show_twice_comes_once() {
    let hours = hours("0:00", "24:00", true);
    let steps = [wait_until("1:30"), send(), wait_until("1:30"), send()];
    let autumn = planned(&steps, "2026-11-01T05:00:00Z", Zone::Central, &hours);
    assert_eq!(autumn, ["Sun 11-01 01:30 CDT", "Mon 11-02 01:30 CST"]);
}

#[test]
fn p4_until_a_time_of_day_is_today_if_it_still_comes_and_else_tomorrow() {
    let hours = hours("0:00", "24:00", true);
    let nine = [wait_until("9:00"), send()];
    let early = planned(&nine, "2026-11-28T14:59:00Z", Zone::Central, &hours);
    assert_eq!(early, ["Sat 11-28 09:00 CST"]);
    for late in ["2026-11-28T15:00:00Z", "2026-11-28T15:01:00Z"] {
        let late = planned(&nine, late, Zone::Central, &hours);
        assert_eq!(late, ["Sun 11-29 09:00 CST"]);
    }
    let midnight = planned(
        &[wait_until("24:00"), send()],
        "2026-11-28T15:00:00Z",
        Zone::Central,
        &hours,
    );
    assert_eq!(midnight, ["Sun 11-29 00:00 CST"]);
}

#[test]
fn p4_a_time_of_day_after_a_wait_of_days_is_of_that_very_day() {
    let hours = hours("0:00", "24:00", true);
    let planned = |text: &str, start: &str| {
        let steps = [wait(1, WaitUnit::Days), wait_until(text), send()];
        planned(&steps, start, Zone::Central, &hours)
    };
    // At ten, at half past ten sharp, and in the afternoon: always the next day.
    for start in [
        "2026-11-28T16:00:00Z",
        "2026-11-28T16:30:00Z",
        "2026-11-28T21:00:00Z",
    ] {
        assert_eq!(planned("10:30", start), ["Sun 11-29 10:30 CST"], "{start}");
    }
    let end = planned("24:00", "2026-11-28T16:00:00Z");
    assert_eq!(end, ["Mon 11-30 00:00 CST"]);
}

#[test]
fn p4_who_may_be_in_several_zones_is_texted_when_it_is_the_hour_in_each() {
    let hours = hours("9:00", "21:00", true);
    let place = Place {
        state: Some("TX"),
        zones: vec![Zone::Central, Zone::Mountain],
        known_by: KnownBy::State,
    };
    let permitted = Permitted {
        hours: &hours,
        place: &place,
    };
    let clocks = Clocks::of(permitted, Tz::America__New_York);
    assert_eq!(clocks.zone, Tz::America__New_York);
    let (plan, _) = plan(&[send()], moment("2026-11-28T10:00:00Z"), &clocks);
    // Nine in the morning in El Paso.
    assert_eq!(plan[0].at, moment("2026-11-28T16:00:00Z"));
}

fn any_step() -> impl Strategy<Value = WorkflowStep> {
    prop_oneof![
        Just(send()),
        Just(WorkflowStep::MarkHot),
        (1_u32..200).prop_map(|amount| wait(amount, WaitUnit::Minutes)),
        (1_u32..60).prop_map(|amount| wait(amount, WaitUnit::Hours)),
        (1_u32..40).prop_map(|amount| wait(amount, WaitUnit::Days)),
        (0_u16..=1440).prop_map(|minutes| WorkflowStep::WaitUntil {
            time: TimeOfDay::of_minutes(minutes).expect("a time of day"),
        }),
    ]
}

fn any_zone() -> impl Strategy<Value = Zone> {
    prop::sample::select(vec![
        Zone::Atlantic,
        Zone::Eastern,
        Zone::Central,
        Zone::Arizona,
        Zone::Pacific,
        Zone::Alaska,
        Zone::Aleutian,
        Zone::Chamorro,
    ])
}

proptest! {
    /// Whatever the steps, the zone and the season.
    #[test]
    fn p4_texts_keep_the_hours_waits_are_kept_and_the_engine_does_what_the_dry_run_says(
        steps in prop::collection::vec(any_step(), 1..12),
        zone in any_zone(),
        start in 1_790_000_000_i64..1_830_000_000,
        open in (6_u16..12, 13_u16..22),
    ) {
        let start = DateTime::from_timestamp(start, 0).expect("a moment");
        let hours = hours(&format!("{}:00", open.0), &format!("{}:00", open.1), true);
        let place = place(zone);
        let permitted = Permitted { hours: &hours, place: &place };
        let clocks = Clocks::of(permitted, Tz::UTC);
        let (plan, never) = plan(&steps, start, &clocks);
        prop_assert_eq!(never, None);
        let done = steps.iter().filter(|step| !step.waits()).count();
        prop_assert_eq!(plan.len(), done);
        let (mut place, mut moment) = (0, start);
        for due in &plan {
            prop_assert!(due.at >= due.wished_at && due.wished_at >= moment);
            let local = due.at.with_timezone(&clocks.zone);
            if steps[due.place].sends() {
                prop_assert!((u32::from(open.0)..u32::from(open.1)).contains(&local.hour()));
            } else {
                prop_assert_eq!(due.at, due.wished_at);
            }
            // A step is never done before the waits of minutes and hours that stand before it, and
            // a day is never shorter than 23 hours less the hour that clocks leave out; of the last
            // day of a wait before a time of day, any time may be meant.
            let least = least(&steps[place..due.place]);
            prop_assert!(due.at - moment >= least);
            // The engine asks for one step after the other.
            prop_assert_eq!(next(&steps, place, moment, &clocks), Next::Step(*due));
            (place, moment) = (due.place + 1, due.at);
        }
        prop_assert_eq!(next(&steps, place, moment, &clocks), Next::End);
    }
}

fn least(steps: &[WorkflowStep]) -> TimeDelta {
    let each = steps.iter().enumerate().map(|(place, step)| match step {
        WorkflowStep::Wait { amount, unit } => {
            let amount = i64::from(*amount);
            let until = matches!(steps.get(place + 1), Some(WorkflowStep::WaitUntil { .. }));
            match unit {
                WaitUnit::Minutes => TimeDelta::minutes(amount),
                WaitUnit::Hours => TimeDelta::hours(amount),
                WaitUnit::Days if until => TimeDelta::days(amount - 1) - TimeDelta::hours(2),
                WaitUnit::Days => TimeDelta::days(amount) - TimeDelta::hours(1),
            }
        }
        _ => TimeDelta::zero(),
    });
    each.sum()
}
