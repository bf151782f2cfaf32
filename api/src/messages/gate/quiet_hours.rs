//! Whether it is an hour for texts where the contact is (X5).

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc, Weekday};
use copperline_shared::messages::{Check, GateCheck};
use copperline_shared::places::KnownBy;
use copperline_shared::problem::ErrorCode;
use copperline_shared::states;
use copperline_shared::texting_hours::{LiveReplies, TextingHours, TimeOfDay};

use super::facts::Facts;
use super::{hold, pass, refuse};
use crate::texting_hours::rules::{Permitted, clocks};

/// A contact who wrote within this time is in a live conversation.
const LIVE: TimeDelta = TimeDelta::hours(24);

/// A text at its moment, as quiet hours look at it: when the gate is asked, and when it is told ahead
/// what the gate will say.
#[derive(Clone, Copy, Debug)]
pub struct AtMoment<'a> {
    pub at: DateTime<Utc>,
    /// Whether a person wrote it, and no program.
    pub by_person: bool,
    /// Whether the person says that it shall go in spite of quiet hours.
    pub anyway: bool,
    /// When the contact last wrote.
    pub last_inbound_at: Option<DateTime<Utc>>,
    pub live_replies: LiveReplies,
    pub permitted: Permitted<'a>,
}

/// What quiet hours say to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is an hour for texts.
    Within,
    /// It isn't, but this reply goes at any hour.
    Reply,
    /// It waits for the first moment at which texts may go.
    Until(DateTime<Utc>),
    /// There is no such moment.
    Never,
}

impl AtMoment<'_> {
    #[must_use]
    pub fn answer(&self) -> Answer {
        if self.permitted.at(self.at) {
            Answer::Within
        } else if self.goes_at_any_hour() {
            Answer::Reply
        } else {
            let next = self.permitted.next(self.at);
            next.map_or(Answer::Never, Answer::Until)
        }
    }

    /// Whether this is a person's reply to a contact who wrote not long before.
    fn is_live_reply(&self) -> bool {
        let lately = |wrote: DateTime<Utc>| wrote <= self.at && self.at - wrote <= LIVE;
        self.by_person && self.last_inbound_at.is_some_and(lately)
    }

    fn goes_at_any_hour(&self) -> bool {
        self.is_live_reply()
            && match self.live_replies {
                LiveReplies::Send => true,
                LiveReplies::Ask => self.anyway,
                LiveReplies::Wait => false,
            }
    }
}

pub(super) fn check(facts: &Facts<'_>) -> Option<GateCheck> {
    let at = facts.asked.at();
    Some(match facts.at_moment().answer() {
        Answer::Within => pass(Check::QuietHours, within(facts, at)),
        Answer::Reply => pass(Check::QuietHours, reply(facts)),
        Answer::Until(until) => hold(
            Check::QuietHours,
            ErrorCode::QuietHours,
            until,
            outside(facts, at, until),
        ),
        Answer::Never => {
            let detail = "There is no hour at which texts may go to every place this contact may be in. \
                 Enter their state or ZIP.";
            refuse(Check::QuietHours, ErrorCode::QuietHours, detail)
        }
    })
}

/// Whether the writer may send it although it is not the hour.
pub(super) fn may_go_anyway(facts: &Facts<'_>) -> bool {
    let ask = facts.settings.live_replies == LiveReplies::Ask;
    ask && facts.at_moment().is_live_reply() && !facts.asked.anyway
}

fn reply(facts: &Facts<'_>) -> &'static str {
    if facts.settings.live_replies == LiveReplies::Send {
        "The contact wrote within the last 24 hours: a reply may go at any hour."
    } else {
        "The contact wrote within the last 24 hours, and the writer chose to send it at this hour."
    }
}

/// These words are kept with the text, and are read at any time after.
fn within(facts: &Facts<'_>, at: DateTime<Utc>) -> String {
    match place(facts) {
        Some(place) => format!("{} in {place} is an hour for texts.", time(facts, at)),
        None => "Where the contact is isn't known; it was an hour for texts in every US time zone."
            .to_owned(),
    }
}

/// As [`within`]: they stay true while the text waits.
fn outside(facts: &Facts<'_>, at: DateTime<Utc>, until: DateTime<Utc>) -> String {
    let Some(place) = place(facts) else {
        return "Where the contact is isn't known, so the text waits until it is an hour for texts in every US \
                time zone."
            .to_owned();
    };
    let day = until.with_timezone(&clocks(facts.place.zones[0])).weekday();
    let hours = facts.hours.on(day);
    let hours = hours.map(|window| {
        let days = days(&facts.hours, day);
        format!(" Texts go there from {}{days}.", window.spoken())
    });
    format!(
        "{} is within quiet hours in {place}.{}",
        time(facts, at),
        hours.unwrap_or_default()
    )
}

/// The days that have the same hours as this one, where others have other hours.
fn days(hours: &TextingHours, day: Weekday) -> &'static str {
    if hours.weekdays == hours.saturdays && hours.saturdays == hours.sundays {
        return "";
    }
    match day {
        Weekday::Sat => " on Saturdays",
        Weekday::Sun => " on Sundays",
        _ => " on weekdays",
    }
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
