//! Words of the thread and the composer.

use crate::format;

pub const THREAD: &str = "Messages";
pub const WRITE: &str = "Write a message";
pub const SEND: &str = "Send";
pub const SEND_HINT: &str = "Enter sends, Shift and Enter start a new line";
pub const QUEUED: &str = "queued";
pub const SENT: &str = "sent";
pub const DELIVERED: &str = "delivered";
pub const CANCELLED: &str = "cancelled";
pub const TRY_AGAIN: &str = "Send again";
pub const OLDER: &str = "Show older messages";
pub const DETAILS: &str = "Details";
pub const WRITTEN_BY: &str = "Written by";
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

/// What the empty thread says below its title.
pub fn empty_thread(name: &str) -> String {
    format!("What you and {name} write to each other appears here.")
}

/// A message of an API token: which program wrote it.
pub fn by_token(token: &str) -> String {
    format!("{token} (API token)")
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

/// What lifts an opt-out that came from the contact.
pub fn start_lifts(name: &str) -> String {
    format!("Nobody here can lift that. Texts can be sent again once {name} writes START.")
}

/// What lifts an opt-out that an agent recorded.
pub fn stop_and_start_lift(name: &str) -> String {
    format!("Nobody here can lift that. {name} can, by writing STOP and then START.")
}

/// A record: a lead came in. `detail` is its source and what else is known of it.
pub fn lead_received(detail: &str) -> String {
    match detail.strip_prefix(" · ") {
        Some(rest) => format!("New lead · {rest}"),
        None if detail.is_empty() => "New lead".to_owned(),
        None => match detail.split_once(" · ") {
            Some((source, rest)) => format!("Lead from {} · {rest}", cut(source)),
            None => format!("Lead from {}", cut(detail)),
        },
    }
}

/// The beginning of a name that is too long for a line.
fn cut(name: &str) -> String {
    const LETTERS: usize = 40;
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    let kept: String = name.chars().take(LETTERS - 1).collect();
    format!("{}…", kept.trim_end())
}

/// A record: a contact opted out, by an agent or by their own words.
pub fn contact_opted_out(name: &str, agent: Option<&str>, trigger: &str) -> String {
    match agent {
        Some(agent) => format!("{agent} opted {name} out of texts"),
        None if trigger.is_empty() => format!("{name} opted out of texts"),
        None => format!("{name} opted out of texts (“{trigger}”)"),
    }
}

/// A record: a contact wants texts again.
pub fn contact_opted_in(name: &str, trigger: &str) -> String {
    if trigger.is_empty() {
        format!("{name} wants texts again")
    } else {
        format!("{name} wants texts again (“{trigger}”)")
    }
}

/// A record: the conversation was put away.
pub fn archived(agent: Option<&str>) -> String {
    match agent {
        Some(agent) => format!("{agent} archived this conversation"),
        None => "Archived".to_owned(),
    }
}

/// A record: the conversation was taken out of the archive.
pub fn unarchived(agent: Option<&str>) -> String {
    match agent {
        Some(agent) => format!("{agent} took this conversation out of the archive"),
        None => "Taken out of the archive".to_owned(),
    }
}

/// A record: the contact was put in a stage of the pipeline, or taken off it. `detail` is the stage
/// and the quoted amount: `Quoted · $1,140.00`.
pub fn stage_moved(name: &str, agent: Option<&str>, detail: &str) -> String {
    let detail = detail.strip_suffix(".00").unwrap_or(detail);
    match agent {
        Some(agent) if detail.is_empty() => format!("{agent} took {name} off the pipeline"),
        Some(agent) => format!("{agent} moved {name} to {detail}"),
        None if detail.is_empty() => "Taken off the pipeline".to_owned(),
        None => format!("Moved to {detail}"),
    }
}

/// What happened and when: "Lead from `SmartQuotes` · 4:02 pm".
pub fn at(what: &str, time: &str) -> String {
    // "pm" alone on a line reads like nothing.
    format!("{what} · {}", time.replace(' ', "\u{a0}"))
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

    #[test]
    fn c12_a_move_is_told_with_who_made_it_and_the_amount() {
        let moved = |agent, detail| super::stage_moved("Maya", agent, detail);
        assert_eq!(
            moved(Some("Jordan"), "Quoted · $1,140.00"),
            "Jordan moved Maya to Quoted · $1,140"
        );
        assert_eq!(moved(None, "Quoted · $0.50"), "Moved to Quoted · $0.50");
        assert_eq!(
            moved(Some("Jordan"), ""),
            "Jordan took Maya off the pipeline"
        );
    }

    #[test]
    fn c7_a_lead_without_a_source_is_still_told() {
        assert_eq!(super::lead_received("SmartQuotes"), "Lead from SmartQuotes");
        assert_eq!(
            super::lead_received(" · consent recorded"),
            "New lead · consent recorded"
        );
        assert_eq!(super::lead_received(""), "New lead");
    }

    #[test]
    fn c7_a_leads_long_source_does_not_fill_the_thread() {
        let source = "Quotes ".repeat(12);
        let words = super::lead_received(&format!("{source} · consent recorded"));
        assert!(words.ends_with("… · consent recorded"), "{words}");
        assert!(words.chars().count() < 75, "{words}");
    }
}
