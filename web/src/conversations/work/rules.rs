//! What the open conversation concludes from what happens.

use chrono::{DateTime, Utc};
use copperline_shared::problem::ErrorCode;

/// Whether a balance may have changed what the send gate says. `balance` and `price`, that of the
/// shortest text, are in micro-dollars.
pub fn balance_changes(balance: i64, price: i64, refusal: Option<ErrorCode>) -> bool {
    match refusal {
        None => balance < price,
        Some(ErrorCode::BalanceTooLow) => balance >= price,
        // What else is refused no money lifts.
        Some(_) => false,
    }
}

/// Whether what is unread has not been on show yet. `activity` is when something last happened in
/// the conversation, and `seen` the last time of that which was on show. Marking as unread is no
/// activity.
pub fn is_news(unread: u32, activity: DateTime<Utc>, seen: Option<DateTime<Utc>>) -> bool {
    unread > 0 && seen.is_none_or(|seen| activity > seen)
}

/// Whether a quarter of an hour began between two moments.
pub fn quarter_began(before: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    const QUARTER: i64 = 15 * 60;
    before.timestamp().div_euclid(QUARTER) < now.timestamp().div_euclid(QUARTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c7_opening_a_conversation_and_new_messages_mark_it_read() {
        let at = |second| DateTime::from_timestamp(second, 0).expect("a moment");
        assert!(is_news(2, at(10), None), "it was opened");
        assert!(is_news(1, at(11), Some(at(10))), "a message came in");
        assert!(!is_news(0, at(11), Some(at(10))), "nothing is unread");
    }

    #[test]
    fn c7_what_is_marked_as_unread_stays_so_while_it_is_open() {
        let at = |second| DateTime::from_timestamp(second, 0).expect("a moment");
        assert!(!is_news(1, at(10), Some(at(10))));
    }

    #[test]
    fn x5_a_quarter_of_an_hour_begins_on_the_full_one() {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).expect("a moment");
        assert!(quarter_began(at(899), at(900)));
        assert!(!quarter_began(at(900), at(1799)));
    }

    #[test]
    fn m2_the_gate_is_asked_again_when_the_balance_crosses_the_price_of_a_text() {
        let low = Some(ErrorCode::BalanceTooLow);
        assert!(balance_changes(11_999, 12_000, None));
        assert!(!balance_changes(12_000, 12_000, None));
        assert!(balance_changes(12_000, 12_000, low));
        assert!(!balance_changes(11_999, 12_000, low));
    }

    #[test]
    fn c8_money_lifts_no_other_refusal() {
        let opted_out = Some(ErrorCode::OptedOut);
        assert!(!balance_changes(0, 12_000, opted_out));
        assert!(!balance_changes(12_000, 12_000, opted_out));
    }
}
