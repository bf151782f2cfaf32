//! Pure decisions about texts: whom they go to, what they cost, how their states move, and what
//! Copperline itself writes.

mod pictures;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use copperline_shared::checks::FieldError;
use copperline_shared::messages::{MessageState, SendMessage};
use copperline_shared::money::Micros;
use copperline_shared::phone::Phone;
use copperline_shared::segments;
use uuid::Uuid;

use crate::input::phone;

pub use pictures::{cost, excerpt, picture_ids, refused_media};

/// Whom a text goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    Conversation(Uuid),
    Phone(Phone),
}

/// # Errors
/// When neither or both are named, or the phone can't be read.
pub fn recipient(request: &SendMessage) -> Result<Recipient, FieldError> {
    match (request.conversation_id, &request.to) {
        (Some(id), None) => Ok(Recipient::Conversation(id)),
        (None, Some(to)) => Ok(Recipient::Phone(phone::read(to)?)),
        (None, None) => Err(FieldError::new(
            "required",
            "Name a conversation_id, or a phone in to",
        )),
        (Some(_), Some(_)) => Err(FieldError::new(
            "ambiguous",
            "Name a conversation_id or to, not both",
        )),
    }
}

/// Segments of a text and their price (M3); `None` where the price fits no number.
#[must_use]
pub fn price(body: &str, segment: Micros) -> Option<(i32, Micros)> {
    let count = segments::count(body).count;
    Some((
        i32::try_from(count).ok()?,
        segment.checked_mul(i64::from(count))?,
    ))
}

/// The state a carrier's word stands for; `None` for words that change nothing here.
#[must_use]
pub fn reported_state(status: &str) -> Option<MessageState> {
    match status {
        "sent" => Some(MessageState::Sent),
        // A handset may report reading without having reported arrival.
        "delivered" | "read" => Some(MessageState::Delivered),
        "undelivered" => Some(MessageState::Undelivered),
        "failed" => Some(MessageState::Failed),
        _ => None,
    }
}

/// The states from which an outbound text may move to this one: only forward, and never out of a
/// last state. Carriers report late, twice and out of order.
#[must_use]
pub fn comes_from(state: MessageState) -> &'static [MessageState] {
    use MessageState as S;
    match state {
        S::Sent | S::Cancelled => &[S::Queued],
        S::Delivered | S::Undelivered | S::Failed => &[S::Queued, S::Sent],
        // What waits is queued or ended by the send gate, not by a report.
        S::Received | S::Scheduled | S::Held | S::Queued => &[],
    }
}

/// Whether nothing follows.
#[must_use]
pub fn is_last(state: MessageState) -> bool {
    !state.waits() && !matches!(state, MessageState::Queued | MessageState::Sent)
}

/// Whether a carrier's error proves that a phone takes no texts and never will: a landline, a number
/// that is no phone, or one that is not in use any more (Twilio's error dictionary; Telnyx's 40001
/// and 40008). Only a text from it proves otherwise.
#[must_use]
pub fn is_untextable(error_code: &str) -> bool {
    matches!(
        error_code,
        "21211" | "21614" | "21635" | "30005" | "30006" | "40001" | "40008"
    )
}

/// How far ahead a text may be scheduled.
const LONGEST_WAIT: TimeDelta = TimeDelta::days(366);

/// A moment that somebody chose for a text.
///
/// # Errors
/// When it has passed, or lies more than a year ahead.
pub fn send_at(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<DateTime<Utc>, FieldError> {
    if at <= now {
        let message = "Choose a moment to come, or leave it out to send now";
        return Err(FieldError::new("past", message));
    }
    if at > now + LONGEST_WAIT {
        return Err(FieldError::new("too_far", "Choose a moment within a year"));
    }
    // As the database keeps it.
    Ok(at.trunc_subsecs(6))
}

/// Whether a carrier's refusal means that the recipient opted out with the carrier: Twilio's
/// 21610, Telnyx's 40300.
#[must_use]
pub fn is_opt_out(error_code: &str) -> bool {
    matches!(error_code, "21610" | "40300")
}

/// The one confirmation of an opt-out, without marketing (47 CFR 64.1200(a)(12)).
#[must_use]
pub fn opt_out_confirmation(workspace: &str) -> String {
    format!(
        "{workspace}: You are unsubscribed and will get no more texts. Reply START to resubscribe."
    )
}

#[must_use]
pub fn opt_in_confirmation(workspace: &str) -> String {
    format!("{workspace}: You are subscribed again. Reply HELP for help, STOP to unsubscribe.")
}

#[must_use]
pub fn help_reply(workspace: &str, number: &Phone) -> String {
    let number = number.formatted();
    format!("{workspace}: For help, text or call {number}. Reply STOP to unsubscribe.")
}

/// An inbound text as it is kept: no longer than the column, and without characters PostgreSQL can't
/// hold.
#[must_use]
pub fn inbound_body(body: &str) -> String {
    body.replace('\0', "")
        .chars()
        .take(copperline_shared::checks::BODY_LENGTH)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use MessageState as S;

    const STATES: [MessageState; 9] = [
        S::Received,
        S::Scheduled,
        S::Held,
        S::Queued,
        S::Sent,
        S::Delivered,
        S::Undelivered,
        S::Failed,
        S::Cancelled,
    ];

    /// Where a text ends after these reports.
    fn after(reports: &[MessageState]) -> MessageState {
        reports.iter().fold(S::Queued, |state, reported| {
            if comes_from(*reported).contains(&state) {
                *reported
            } else {
                state
            }
        })
    }

    #[test]
    fn c7_states_only_move_forward_whatever_order_reports_come_in() {
        assert_eq!(after(&[S::Sent, S::Delivered]), S::Delivered);
        assert_eq!(after(&[S::Delivered, S::Sent]), S::Delivered);
        assert_eq!(
            after(&[S::Sent, S::Sent, S::Undelivered, S::Delivered]),
            S::Undelivered
        );
        assert_eq!(after(&[S::Sent, S::Cancelled]), S::Sent);
        assert_eq!(after(&[S::Cancelled, S::Sent, S::Delivered]), S::Cancelled);
    }

    proptest! {
        #[test]
        fn c7_a_last_state_never_changes(reports in prop::collection::vec(0..STATES.len(), 0..20)) {
            let reports: Vec<_> = reports.into_iter().map(|index| STATES[index]).collect();
            let mut state = S::Queued;
            for reported in &reports {
                let next = if comes_from(*reported).contains(&state) { *reported } else { state };
                prop_assert!(!is_last(state) || next == state);
                state = next;
            }
        }
    }

    #[test]
    fn c7_the_carriers_words_are_read_and_new_ones_change_nothing() {
        assert_eq!(reported_state("read"), Some(S::Delivered));
        for word in [
            "queued",
            "sending",
            "accepted",
            "scheduled",
            "",
            "Delivered",
            "teleported",
        ] {
            assert_eq!(reported_state(word), None, "{word}");
        }
    }

    #[test]
    fn m3_a_text_costs_its_segments() {
        let segment = Micros(12_000);
        assert_eq!(price("Hi", segment), Some((1, Micros(12_000))));
        assert_eq!(price(&"x".repeat(161), segment), Some((2, Micros(24_000))));
        assert_eq!(price(&"é".repeat(160), segment), Some((1, Micros(12_000))));
        assert_eq!(price(&"€".repeat(160), segment), Some((3, Micros(36_000))));
        assert_eq!(price("Hi", Micros(i64::MAX)), Some((1, Micros(i64::MAX))));
        assert_eq!(price(&"x".repeat(161), Micros(i64::MAX)), None);
    }

    #[test]
    fn c8_a_text_goes_to_a_conversation_or_a_phone() {
        let id = Uuid::nil();
        let to = |conversation_id, to: Option<&str>| {
            let request = SendMessage {
                conversation_id,
                to: to.map(str::to_owned),
                ..SendMessage::default()
            };
            recipient(&request).map_err(|error| error.code)
        };
        assert_eq!(to(Some(id), None), Ok(Recipient::Conversation(id)));
        let phone = "+15125550192".parse().expect("a phone");
        assert_eq!(
            to(None, Some("(512) 555-0192")),
            Ok(Recipient::Phone(phone))
        );
        assert_eq!(to(None, None), Err("required"));
        assert_eq!(to(Some(id), Some("5125550192")), Err("ambiguous"));
        assert_eq!(to(None, Some("555-0192")), Err("too_short"));
    }

    #[test]
    fn c8_a_moment_for_later_lies_ahead_and_within_a_year() {
        let now = DateTime::UNIX_EPOCH;
        let soon = now + TimeDelta::nanoseconds(1_500);
        assert_eq!(send_at(soon, now), Ok(now + TimeDelta::microseconds(1)));
        let code = |at| send_at(at, now).map_err(|error| error.code);
        assert_eq!(code(now), Err("past"));
        assert_eq!(code(now + TimeDelta::days(367)), Err("too_far"));
    }

    #[test]
    fn c7_an_inbound_text_is_kept_whatever_it_holds() {
        assert_eq!(inbound_body("Hi\0 there"), "Hi there");
        assert_eq!(inbound_body(&"é".repeat(2000)).chars().count(), 1600);
    }

    #[test]
    fn s7_confirmations_fit_one_segment_and_sell_nothing() {
        let number = "+15125550100".parse().expect("a phone");
        for text in [
            opt_out_confirmation("Lone Star Insurance"),
            opt_in_confirmation("Lone Star Insurance"),
            help_reply("Lone Star Insurance", &number),
        ] {
            assert_eq!(segments::count(&text).count, 1, "{text}");
        }
    }
}
