//! Whether it is an hour for texts where the contact is (X5).

use chrono::{DateTime, Datelike, Timelike, Utc};
use copperline_shared::messages::{Check, GateCheck};
use copperline_shared::places::KnownBy;
use copperline_shared::problem::ErrorCode;
use copperline_shared::states;
use copperline_shared::texting_hours::{LiveReplies, TimeOfDay};

use super::facts::Facts;
use super::{hold, pass, refuse};
use crate::texting_hours::rules::{Permitted, clocks};

pub(super) fn check(facts: &Facts<'_>) -> Option<GateCheck> {
    let at = facts.asked.at();
    let permitted = Permitted {
        hours: &facts.hours,
        place: &facts.place,
    };
    Some(if permitted.at(at) {
        pass(Check::QuietHours, within(facts, at))
    } else if facts.skips_quiet_hours() {
        pass(Check::QuietHours, reply(facts))
    } else if let Some(until) = permitted.next(at) {
        hold(
            Check::QuietHours,
            ErrorCode::QuietHours,
            until,
            outside(facts, at, until),
        )
    } else {
        let detail = "There is no hour at which texts may go to every place this contact may be in. \
             Enter their state or ZIP.";
        refuse(Check::QuietHours, ErrorCode::QuietHours, detail)
    })
}

/// Whether the writer may send it although it is not the hour.
pub(super) fn may_go_anyway(facts: &Facts<'_>) -> bool {
    facts.settings.live_replies == LiveReplies::Ask && facts.is_live_reply() && !facts.asked.anyway
}

fn reply(facts: &Facts<'_>) -> &'static str {
    if facts.settings.live_replies == LiveReplies::Send {
        "The contact wrote within the last 24 hours: a reply may go at any hour."
    } else {
        "The contact wrote within the last 24 hours, and the writer chose to send it at this hour."
    }
}

fn within(facts: &Facts<'_>, at: DateTime<Utc>) -> String {
    match place(facts) {
        Some(place) => format!("It is {} in {place}, an hour for texts.", time(facts, at)),
        None => "Where the contact is isn't known; it is an hour for texts in every US time zone."
            .to_owned(),
    }
}

fn outside(facts: &Facts<'_>, at: DateTime<Utc>, until: DateTime<Utc>) -> String {
    let Some(place) = place(facts) else {
        return "Where the contact is isn't known, so the text waits until it is an hour for texts in every US \
                time zone."
            .to_owned();
    };
    let local = until.with_timezone(&clocks(facts.place.zones[0]));
    let hours = facts.hours.on(local.weekday());
    let hours = hours.map(|window| format!(" go there from {}", window.spoken()));
    format!(
        "It is {} in {place}. Texts{}.",
        time(facts, at),
        hours.unwrap_or_else(|| " don't go there at this hour".to_owned())
    )
}

/// The state's name.
fn place(facts: &Facts<'_>) -> Option<&'static str> {
    match facts.place.known_by {
        KnownBy::Nothing => None,
        KnownBy::State | KnownBy::Zip | KnownBy::AreaCode => states::state_name(facts.place.state?),
    }
}

/// The time there: `9:40 pm`, or `8:40 pm or 9:40 pm` where the zone isn't certain.
fn time(facts: &Facts<'_>, at: DateTime<Utc>) -> String {
    let mut times: Vec<_> = facts
        .place
        .zones
        .iter()
        .filter_map(|zone| {
            let local = at.with_timezone(&clocks(*zone));
            TimeOfDay::of_minutes(u16::try_from(local.hour() * 60 + local.minute()).ok()?)
        })
        .collect();
    times.sort_unstable();
    times.dedup();
    let spoken: Vec<_> = times.into_iter().map(TimeOfDay::spoken).collect();
    spoken.join(" or ")
}
