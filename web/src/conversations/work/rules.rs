//! What the open conversation concludes from what happens.

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

#[cfg(test)]
mod tests {
    use super::*;

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
