//! What may be paid, spent and deleted, and how refusals are worded.

use copperline_shared::billing::Card;
use copperline_shared::checks::FieldError;
use copperline_shared::money::Micros;
use copperline_shared::problem::ErrorCode;

use crate::error::Error;

/// $5.00: below it, processing costs more than it brings.
const LEAST_FUNDS: Micros = Micros(5_000_000);
/// $10,000.00.
const MOST_FUNDS: Micros = Micros(10_000_000_000);

/// Checks an amount to add: whole cents, $5 to $10,000.
///
/// # Errors
/// Says which amounts are taken.
pub fn funds(amount: Micros) -> Result<Micros, FieldError> {
    if !(LEAST_FUNDS..=MOST_FUNDS).contains(&amount) {
        let message = format!("Enter an amount from {LEAST_FUNDS} to {MOST_FUNDS}");
        return Err(FieldError::new("out_of_range", message));
    }
    if amount.whole_cents().is_none() {
        return Err(FieldError::new(
            "not_whole_cents",
            "Enter whole cents, like 25.00",
        ));
    }
    Ok(amount)
}

/// Checks a processor's id of a card, such as `pm_1N4f`.
///
/// # Errors
/// When no processor gives such an id.
pub fn payment_method(text: &str) -> Result<&str, FieldError> {
    let id = text.trim();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if (1..=100).contains(&id.len()) && id.bytes().all(plain) {
        return Ok(id);
    }
    let message = "Pass the card processor's id of the card: letters, digits, _ and - only";
    Err(FieldError::new("payment_method", message))
}

/// S10: a card is deleted only while another is primary.
///
/// # Errors
/// [`ErrorCode::CardIsPrimary`].
pub fn may_delete(card: &Card) -> Result<(), Error> {
    if card.is_primary {
        return Err(Error::new(
            ErrorCode::CardIsPrimary,
            "This is the primary card. Make another card primary, then delete this one.",
        ));
    }
    Ok(())
}

/// Why a text of this price can't be paid. Any agent may read it, so that it doesn't tell the
/// balance: only the owner may see that.
#[must_use]
pub fn not_covered(price: Micros) -> String {
    format!(
        "The balance does not cover this text ({price}). Ask the workspace's owner to add funds \
         under Billing."
    )
}

/// [`not_covered`], as what a caller is answered.
#[must_use]
pub fn balance_too_low(price: Micros) -> Error {
    Error::new(ErrorCode::BalanceTooLow, not_covered(price))
}

#[must_use]
pub fn no_card() -> Error {
    Error::new(
        ErrorCode::NoCard,
        "There is no saved card to charge. Add a card first.",
    )
}

#[must_use]
pub fn processor_unavailable() -> Error {
    Error::new(
        ErrorCode::ProviderUnavailable,
        "The card processor did not answer. Nothing was charged; try again.",
    )
}

/// When the processor refused without naming a decline.
#[must_use]
pub fn refused_words() -> String {
    "The card processor would not take this payment. Try another card.".to_owned()
}

/// A decline in plain words, with what to do.
///
/// Codes: docs.stripe.com/declines/codes.
#[must_use]
pub fn decline_words(code: &str) -> String {
    match code {
        "insufficient_funds" => {
            "The card has insufficient funds. Try a smaller amount or another card."
        }
        "expired_card" => "The card has expired. Add a current one.",
        "incorrect_cvc" => "The card's security code is wrong. Enter the card again.",
        "lost_card" | "stolen_card" => "The bank has blocked this card. Use another card.",
        "authentication_required" => {
            "The bank wants the payment confirmed by its holder. Use another card."
        }
        _ => "The bank declined the card. Ask the bank, or use another card.",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn s10_funds_are_whole_cents_from_5_to_10_000_dollars() {
        for micros in [5_000_000, 5_010_000, 25_000_000, 10_000_000_000] {
            assert_eq!(funds(Micros(micros)), Ok(Micros(micros)));
        }
        for (micros, code) in [
            (i64::MIN, "out_of_range"),
            (-5_000_000, "out_of_range"),
            (0, "out_of_range"),
            (4_990_000, "out_of_range"),
            (10_000_010_000, "out_of_range"),
            (i64::MAX, "out_of_range"),
            (5_000_001, "not_whole_cents"),
            (25_005_000, "not_whole_cents"),
        ] {
            assert_eq!(
                funds(Micros(micros)).map_err(|error| error.code),
                Err(code),
                "{micros}"
            );
        }
    }

    #[test]
    fn s10_a_refusal_says_what_it_costs_and_whom_to_ask_but_not_what_is_there() {
        let refusal = balance_too_low(Micros(24_000));
        let words = "The balance does not cover this text ($0.024). Ask the workspace's owner to \
            add funds under Billing.";
        assert!(refusal.to_string().ends_with(words), "{refusal}");
        assert_eq!(refusal.code(), ErrorCode::BalanceTooLow);
    }

    #[test]
    fn s10_only_a_card_that_is_not_primary_may_be_deleted() {
        let mut card = Card {
            id: Uuid::nil(),
            brand: "Visa".to_owned(),
            last_four: "4242".to_owned(),
            expiry_month: 1,
            expiry_year: 2030,
            is_primary: false,
        };
        assert!(may_delete(&card).is_ok());
        card.is_primary = true;
        let refusal = may_delete(&card).expect_err("the primary card stays");
        assert_eq!(refusal.code(), ErrorCode::CardIsPrimary);
    }

    #[test]
    fn every_decline_is_told_in_plain_words() {
        assert!(decline_words("insufficient_funds").contains("insufficient funds"));
        for code in ["", "generic_decline", "some_new_code"] {
            assert_eq!(
                decline_words(code),
                "The bank declined the card. Ask the bank, or use another card."
            );
        }
    }

    #[test]
    fn a_payment_method_is_an_id_such_as_processors_give() {
        assert_eq!(payment_method(" pm_1N4f-x "), Ok("pm_1N4f-x"));
        let long = "x".repeat(101);
        for text in ["", " ", "pm_\u{0}", "pm 1", "pm/../cards", "pm_é", &long] {
            assert!(payment_method(text).is_err(), "{text:?}");
        }
    }
}
