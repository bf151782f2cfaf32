//! Words of the thread and the composer.

mod records;

use copperline_shared::messages::{Check, MessageState, Verdict};
use copperline_shared::problem::ErrorCode;

pub use records::*;

use crate::format;

pub const THREAD: &str = "Messages";
pub const WRITE: &str = "Write a message";
pub const SEND: &str = "Send";
pub const SEND_HINT: &str = "Enter sends, Shift and Enter start a new line";
pub const QUEUED: &str = "queued";
pub const SENT: &str = "sent";
pub const DELIVERED: &str = "delivered";
/// Beside a text that was taken back before it left.
pub const CANCELLED: &str = "not sent: cancelled";
pub const TRY_AGAIN: &str = "Send again";
pub const OLDER: &str = "Show older messages";
pub const DETAILS: &str = "Details";
pub const WRITTEN_BY: &str = "Written by";
/// A phone that was another contact's before the two were merged.
pub const WENT_TO: &str = "Sent to";
pub const CAME_FROM: &str = "Came from";
pub const WRITTEN_AT: &str = "Written";
pub const RECEIVED_AT: &str = "Received";
pub const HANDED_OVER_AT: &str = "Handed to the carrier";
pub const DELIVERED_AT: &str = "Delivered";
pub const UNDELIVERED_AT: &str = "Given up by the carrier";
pub const REFUSED_AT: &str = "Refused by the carrier";
pub const CANCELLED_AT: &str = "Cancelled";
pub const CARRIER_CODE: &str = "Carrier’s code";
pub const SEGMENTS: &str = "Segments";
pub const COST: &str = "Cost";
pub const FREE: &str = "Free";
pub const NEW_BELOW: &str = "New message below";
pub const CANT_SEND: &str = "You can't send here now";

/// A bold first sentence below a message that the carrier accepted and could not deliver.
pub const NOT_DELIVERED: &str = "Not delivered.";
/// A bold first sentence below a message that never left; its charge was returned.
pub const NOT_SENT: &str = "Not sent, and not charged.";
/// What became of a message of which the carrier gives no reason.
pub const NO_REASON: &str = "The carrier gave no reason.";
pub const COPPERLINE: &str = "Copperline";
pub const TO_NEWEST: &str = "Go to the newest message";
pub const LATER: &str = "Show later messages";
pub const THREAD_FAILED: &str = "The messages couldn't be read";
pub const EMPTY_THREAD_TITLE: &str = "Nothing said yet";
pub const SIGNED_OUT: &str = "Your session ended. Sign in again; what you wrote is kept.";
pub const RENT_NUMBER: &str = "Rent a number";
pub const SEE_NUMBERS: &str = "See the numbers";
pub const ADD_FUNDS: &str = "Add funds";
pub const CHECK_AGAIN: &str = "Check again";
pub const NO_NUMBER: &str = "There is no number to send from.";
pub const NO_NUMBER_ADVICE: &str = "Rent one, and you can text from here at once.";
pub const NO_NUMBER_ASK: &str = "Ask an owner or admin of your workspace to rent one.";
pub const BALANCE_TOO_LOW: &str = "The balance doesn't cover another text.";
pub const BALANCE_ADVICE: &str = "Add funds, and you can go on at once.";
pub const BALANCE_ASK: &str = "Ask the owner of your workspace to add funds.";

pub const WAITING: &str = "Waiting to be sent";
pub const WAITING_TEXTS: &str = "Texts";
pub const WAITING_TEXTS_LEAD: &str = "In the order in which they leave.";
pub const WAITING_LEAD: &str = "Texts that somebody scheduled, and texts that are held until they may go. Nothing here is charged yet.";
pub const NOTHING_WAITS: &str = "Nothing waits";
pub const NOTHING_WAITS_LEAD: &str =
    "Texts written in quiet hours or for later stand here until they leave.";
pub const HELD: &str = "Held";
pub const SCHEDULED: &str = "Scheduled";
pub const WAITING_ACTIONS: &str = "Actions for this text";
pub const EDIT: &str = "Edit";
pub const SEND_NOW: &str = "Send now";
pub const CANCEL_TEXT: &str = "Cancel this text";
pub const NOW_SENT: &str = "On its way";
pub const NOW_CANCELLED: &str = "The text is cancelled";
pub const CHANGED: &str = "Changed";
pub const CHANGE_TEXT: &str = "Change the text";
pub const TEXT: &str = "Text";
pub const SAVE: &str = "Save changes";
pub const SEND_LATER: &str = "Send later";
pub const SEND_ANYWAY: &str = "Send anyway";
pub const CHOOSE_MOMENT: &str = "Choose date and time";
/// Below a moment that is offered in the place of one in quiet hours.
pub const EARLIEST: &str = "the earliest, after quiet hours";
/// In the place of a moment while it is looked up whether it lies in quiet hours.
pub const LOOKING_UP: &str = "Looking up when texts may go";
pub const SCHEDULE: &str = "Schedule";
pub const WRITE_FIRST: &str = "Write the message first, then choose when it goes.";
pub const WAITS_FOR_PACE: &str = "Will be sent in a moment: the number is busy";
pub const WORKSPACE_TIME: &str = "Your workspace’s time";
pub const WHOSE_TIME: &str = "Whose time";
pub const DATE: &str = "Date";
pub const TIME: &str = "Time";
pub const MOMENT_WRONG: &str = "Choose a date and a time";
pub const MOMENT_PAST: &str = "Choose a moment to come";
pub const TRACE: &str = "Send gate";
pub const SHOW_TRACE: &str = "Show what the send gate said";
pub const TRACE_LEAD: &str = "Every text is checked before it may leave, in this order.";
pub const ASKED: &str = "Asked";
pub const UNTIL: &str = "Until";
pub const CHARGED_LATER: &str = "Charged when it leaves";
pub const NEVER_CHARGED: &str = "Nothing: it was never charged";

/// On the line below a text that went to, or came from, the phone of a contact who was merged.
pub fn by_phone(mine: bool, phone: &str) -> String {
    let which = if mine { "to" } else { "from" };
    format!("{which} {phone}")
}

/// What the empty thread says below its title.
pub fn empty_thread(name: &str) -> String {
    format!("What you and {name} write to each other appears here.")
}

/// A time on the contact's clocks: "tomorrow 8:00 am, Maya’s time".
pub fn their_time(when: &str, name: &str) -> String {
    format!("{when}, {}", time_of(name))
}

/// Above the moments to choose from: "Send later · Maya’s time".
pub fn send_later_by(whose: &str) -> String {
    format!("{SEND_LATER} · {whose}")
}

/// "Maya’s time".
pub fn time_of(name: &str) -> String {
    format!("{name}’s time")
}

/// A time on the workspace's clocks, where it may be taken for the contact's.
pub fn our_time(when: &str) -> String {
    format!("{when} your time")
}

/// Above the composer in quiet hours.
pub fn will_be_sent(when: &str) -> String {
    format!("Will be sent {when}: quiet hours")
}

/// The line below a text that somebody chose a moment for.
pub fn scheduled_for(when: &str) -> String {
    format!("scheduled for {when}")
}

/// The line below a text whose chosen moment lies in quiet hours.
pub fn scheduled_and_leaves(when: &str, leaves: &str) -> String {
    format!("{}; leaves {leaves}: quiet hours", scheduled_for(when))
}

/// The line below a text that the send gate holds.
pub fn held_until(when: &str, why: &str) -> String {
    format!("held until {when}: {why}")
}

/// What holds a text, in a word or two.
pub const fn why_held(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::QuietHours => "quiet hours",
        ErrorCode::Pace => "the number’s pace",
        _ => "not yet permitted",
    }
}

/// With a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// How a message stands.
pub const fn state(state: MessageState) -> &'static str {
    match state {
        MessageState::Received => "Received",
        MessageState::Scheduled => "Scheduled, not charged yet",
        MessageState::Held => "Held, not charged yet",
        MessageState::Queued => "Queued for the carrier",
        MessageState::Sent => "With the carrier",
        MessageState::Delivered => "Delivered",
        MessageState::Undelivered => "Not delivered",
        MessageState::Failed => "Not sent, and not charged",
        MessageState::Cancelled => "Cancelled, and not charged",
    }
}

/// What a check of the send gate is about.
pub const fn check(check: Check) -> &'static str {
    match check {
        Check::OptOut => "Opt-out",
        Check::Automation => "Automation",
        Check::Destination => "Country",
        Check::Textable => "Phone",
        Check::Consent => "Consent",
        Check::QuietHours => "Quiet hours",
        Check::Number => "Number",
        Check::Balance => "Balance",
        Check::Pace => "Pace",
    }
}

/// What a check answered.
pub const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "passed",
        Verdict::Hold => "held it",
        Verdict::Refuse => "refused it",
    }
}

/// A message of an API token: which program wrote it.
pub fn by_token(token: &str) -> String {
    format!("{token} (API token)")
}

/// A message of a workflow or redrip.
pub fn by_workflow(name: &str) -> String {
    format!("{name} (workflow)")
}

/// The cost of a message whose charge was given back.
pub fn returned(price: &str) -> String {
    format!("Nothing: {price} was returned")
}

/// Read out when a message comes in while the thread is open.
pub fn new_message(name: &str, body: &str) -> String {
    format!("{name}: {body}")
}

/// Says which character makes a message take the costlier alphabet.
pub fn forces_unicode(character: char) -> String {
    format!("With {character} in it, a segment holds 70 letters, not 160")
}

/// Why nothing may be sent to somebody who opted out; `day` is "Nov 3".
pub fn opted_out(name: &str, day: &str) -> String {
    format!("{name} opted out of texts on {day}.")
}

/// What lifts the suppression list.
pub const NEVER_TEXTED: &str =
    "The number is on the list of those never to be texted. Nothing lifts that.";

/// What lifts an opt-out that came from the contact.
pub fn start_lifts(name: &str) -> String {
    format!("Nobody here can lift that. Texts can be sent again once {name} writes START.")
}

/// What lifts an opt-out that an agent recorded.
pub fn stop_and_start_lift(name: &str) -> String {
    format!("Nobody here can lift that. {name} can, by writing STOP and then START.")
}

/// "1 segment", "3 segments".
pub fn segments(count: u32) -> String {
    match count {
        1 => "1 segment".to_owned(),
        n => format!("{n} segments"),
    }
}

/// The counter below the composer: letters used and free, segments, cost.
///
/// `used` and `room` count units of the message's encoding; `cost` is in micro-dollars.
pub fn counter(used: u32, room: u32, segment_count: u32, cost: i64) -> String {
    format!(
        "{used} / {room} · {} · {}",
        segments(segment_count),
        format::money(cost)
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn c8_the_counter_reads_like_a_sentence() {
        assert_eq!(
            super::counter(45, 160, 1, 12_000),
            "45 / 160 · 1 segment · $0.012"
        );
        assert_eq!(
            super::counter(180, 306, 2, 24_000),
            "180 / 306 · 2 segments · $0.024"
        );
    }
}
