//! What the screen concludes from amounts, cards and payments.

use copperline_shared::billing::{Payment, PaymentState};
use copperline_shared::money::Micros;

use crate::text;
use crate::ui::Tone;

/// Amounts offered at a click, in dollars.
pub const AMOUNTS: [u32; 4] = [25, 50, 100, 250];

/// How many texts of one segment a balance pays for.
pub fn texts_left(balance: Micros, segment: Micros) -> Option<u64> {
    let texts = balance.0.checked_div(segment.0)?;
    u64::try_from(texts).ok()
}

/// How a payment ended: the amount that was added, or why it failed; nothing while it is pending.
pub fn ended(payment: &Payment) -> Option<Result<Micros, String>> {
    match payment.state {
        PaymentState::Succeeded => Some(Ok(payment.amount_micros)),
        PaymentState::Failed => {
            let words = text::billing::payment_state(payment.state);
            Some(Err(payment
                .failure
                .clone()
                .unwrap_or_else(|| words.to_owned())))
        }
        PaymentState::Pending | PaymentState::Refunded => None,
    }
}

pub const fn tone(state: PaymentState) -> Tone {
    match state {
        PaymentState::Pending => Tone::Warning,
        PaymentState::Succeeded => Tone::Good,
        PaymentState::Failed => Tone::Bad,
        PaymentState::Refunded => Tone::Neutral,
    }
}

/// Reads an expiry as people type it: `12/30`, `12/2030`, `1230`, `12 / 30`.
pub fn expiry(text: &str) -> Option<(u8, u16)> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (month, year) = match digits.split_once(['/', '-', '.']) {
        Some(parts) => parts,
        None if digits.is_ascii() && matches!(digits.len(), 4 | 6) => digits.split_at(2),
        None => return None,
    };
    let month: u8 = month
        .parse()
        .ok()
        .filter(|month| (1..=12).contains(month))?;
    let century = match year.len() {
        2 => 2000,
        4 => 0,
        _ => return None,
    };
    let year: u16 = year.parse().ok()?;
    Some((month, century + year))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn s10_the_balance_is_told_in_texts_too() {
        assert_eq!(texts_left(Micros(25_000_000), Micros(12_000)), Some(2083));
        assert_eq!(texts_left(Micros(0), Micros(12_000)), Some(0));
        assert_eq!(texts_left(Micros(-5), Micros(1)), None);
        assert_eq!(texts_left(Micros(25), Micros(0)), None);
    }

    #[test]
    fn s10_an_expiry_is_read_as_people_type_it() {
        for text in ["12/30", "12/2030", "1230", " 12 / 30 ", "12-30", "122030"] {
            assert_eq!(expiry(text), Some((12, 2030)), "{text}");
        }
        for text in [
            "", "13/30", "0/30", "12/3", "12", "ab/cd", "12/203", "１２30",
        ] {
            assert_eq!(expiry(text), None, "{text}");
        }
    }

    #[test]
    fn m4_only_a_payment_that_has_ended_is_told() {
        let payment = |state, failure: Option<&str>| Payment {
            id: Uuid::nil(),
            amount_micros: Micros(5),
            card_brand: "Visa".to_owned(),
            card_last_four: "4242".to_owned(),
            state,
            failure: failure.map(str::to_owned),
            created_at: DateTime::UNIX_EPOCH,
            settled_at: None,
        };
        assert_eq!(ended(&payment(PaymentState::Pending, None)), None);
        assert_eq!(
            ended(&payment(PaymentState::Succeeded, None)),
            Some(Ok(Micros(5)))
        );
        let declined = ended(&payment(
            PaymentState::Failed,
            Some("The bank declined the card."),
        ));
        assert_eq!(
            declined,
            Some(Err("The bank declined the card.".to_owned()))
        );
    }
}
