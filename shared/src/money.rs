//! Money in micro-dollars, so that a price of $0.012 a text is exact. No floats anywhere.

#![deny(clippy::float_arithmetic)]

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::checks::FieldError;

/// Micro-dollars: a millionth of a US dollar. A negative amount is money going out.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(
    feature = "openapi",
    schema(value_type = i64, format = Int64, description = "micro-dollars")
)]
#[serde(transparent)]
pub struct Micros(pub i64);

const PER_DOLLAR: i64 = 1_000_000;
const PER_CENT: i64 = 10_000;

impl Micros {
    pub const ZERO: Micros = Micros(0);

    /// Whole dollars; `None` where they don't fit.
    pub const fn from_dollars(dollars: i64) -> Option<Micros> {
        match dollars.checked_mul(PER_DOLLAR) {
            Some(micros) => Some(Micros(micros)),
            None => None,
        }
    }

    /// Whole cents, as card processors count; `None` where they don't fit.
    pub const fn from_cents(cents: i64) -> Option<Micros> {
        match cents.checked_mul(PER_CENT) {
            Some(micros) => Some(Micros(micros)),
            None => None,
        }
    }

    /// The amount in cents, or `None` if it isn't a whole number of them.
    pub const fn whole_cents(self) -> Option<i64> {
        if self.0 % PER_CENT == 0 {
            Some(self.0 / PER_CENT)
        } else {
            None
        }
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    #[must_use]
    pub fn checked_add(self, other: Micros) -> Option<Micros> {
        self.0.checked_add(other.0).map(Micros)
    }

    #[must_use]
    pub fn checked_sub(self, other: Micros) -> Option<Micros> {
        self.0.checked_sub(other.0).map(Micros)
    }

    /// A price times a count: segments, minutes, agents.
    #[must_use]
    pub fn checked_mul(self, count: i64) -> Option<Micros> {
        self.0.checked_mul(count).map(Micros)
    }

    #[must_use]
    pub fn checked_neg(self) -> Option<Micros> {
        self.0.checked_neg().map(Micros)
    }

    /// The sum of all amounts, or `None` where it doesn't fit.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Micros>) -> Option<Micros> {
        amounts
            .into_iter()
            .try_fold(Micros::ZERO, Micros::checked_add)
    }

    /// Reads dollars as a person types them: `25`, `$25.00`, `1,000.5`, down to a micro-dollar.
    /// An amount below zero is refused, and so are commas that don't part thousands.
    pub fn parse(text: &str) -> Result<Micros, FieldError> {
        let text = text.trim();
        let text = text.strip_prefix('$').unwrap_or(text).trim_start();
        if text.is_empty() {
            return Err(FieldError::new("required", "Enter an amount, like 25.00"));
        }
        if text.starts_with(['-', '−', '(']) {
            return Err(FieldError::new("negative", "Enter an amount above zero"));
        }
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
            return Err(not_an_amount());
        }
        if fraction.len() > 6 {
            return Err(FieldError::new(
                "too_precise",
                "Enter at most 6 digits after the point",
            ));
        }
        let whole = ungrouped(whole).filter(|whole| digits(whole));
        let whole = whole.ok_or_else(not_an_amount)?;
        format!("0{whole}{fraction:0<6}")
            .parse()
            .map(Micros)
            .map_err(|_overflow| FieldError::new("too_large", "Enter a smaller amount"))
    }
}

fn not_an_amount() -> FieldError {
    FieldError::new(
        "not_an_amount",
        "Enter dollars in digits, like 25 or 1,000.50",
    )
}

/// The digits without their thousands commas; `None` if the commas stand anywhere else.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty()
        || ((1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3));
    grouped.then(|| first.to_owned() + &rest.concat())
}

/// `$1,234.56`; exact, with up to six decimals, where it isn't a whole number of cents: `$0.012`.
impl fmt::Display for Micros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = self.0.unsigned_abs();
        let per_dollar = PER_DOLLAR.unsigned_abs();
        let dollars = (micros / per_dollar).to_string();
        let mut text = String::from(if self.is_negative() { "-$" } else { "$" });
        for (place, digit) in dollars.chars().enumerate() {
            if place > 0 && (dollars.len() - place).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        let fraction = format!("{:06}", micros % per_dollar);
        let kept = fraction.trim_end_matches('0').len().max(2);
        text.push('.');
        text.push_str(&fraction[..kept]);
        f.pad(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_read_as_people_write_them() {
        for (micros, text) in [
            (0, "$0.00"),
            (1, "$0.000001"),
            (12_000, "$0.012"),
            (10_000, "$0.01"),
            (500_000, "$0.50"),
            (1_234_560_000, "$1,234.56"),
            (999_000_000, "$999.00"),
            (1_000_000_000_000, "$1,000,000.00"),
            (-5_000_000, "-$5.00"),
            (-12_000, "-$0.012"),
            (i64::MIN, "-$9,223,372,036,854.775808"),
        ] {
            assert_eq!(Micros(micros).to_string(), text);
        }
    }

    #[test]
    fn typed_dollars_are_understood() {
        for (text, micros) in [
            ("25", 25_000_000),
            ("$25.00", 25_000_000),
            (" $ 25 ", 25_000_000),
            ("1,000.5", 1_000_500_000),
            ("1000.5", 1_000_500_000),
            ("12,345,678", 12_345_678_000_000),
            (".5", 500_000),
            ("5.", 5_000_000),
            ("0", 0),
            ("0.012", 12_000),
            ("0.000001", 1),
            ("007", 7_000_000),
            ("9223372036854.775807", i64::MAX),
        ] {
            assert_eq!(Micros::parse(text), Ok(Micros(micros)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_the_reason() {
        for (text, code) in [
            ("", "required"),
            ("$", "required"),
            ("  ", "required"),
            ("-5", "negative"),
            ("$-5", "negative"),
            ("ten", "not_an_amount"),
            ("10,00", "not_an_amount"),
            ("1,0000", "not_an_amount"),
            (",100", "not_an_amount"),
            ("1,,000", "not_an_amount"),
            ("1.000,50", "not_an_amount"),
            ("1.2.3", "not_an_amount"),
            ("1e3", "not_an_amount"),
            ("+5", "not_an_amount"),
            (".", "not_an_amount"),
            ("٢٥", "not_an_amount"),
            ("$$5", "not_an_amount"),
            ("0.0000001", "too_precise"),
            ("9223372036854.775808", "too_large"),
            ("99999999999999999999999", "too_large"),
        ] {
            let refusal = Micros::parse(text).map_err(|error| error.code);
            assert_eq!(refusal, Err(code), "{text}");
        }
    }

    #[test]
    fn arithmetic_stops_at_the_edge() {
        assert_eq!(Micros(i64::MAX).checked_add(Micros(1)), None);
        assert_eq!(Micros(i64::MIN).checked_sub(Micros(1)), None);
        assert_eq!(Micros(i64::MIN).checked_neg(), None);
        assert_eq!(Micros(i64::MAX).checked_mul(2), None);
        assert_eq!(Micros(12_000).checked_mul(3), Some(Micros(36_000)));
        assert_eq!(Micros::from_dollars(i64::MAX), None);
        let amounts = [Micros(5), Micros(-7)];
        assert_eq!(Micros::checked_sum(amounts), Some(Micros(-2)));
        assert_eq!(Micros::checked_sum([Micros(i64::MAX), Micros(1)]), None);
    }

    #[test]
    fn cents_are_exact_or_nothing() {
        assert_eq!(Micros::from_cents(2_550), Some(Micros(25_500_000)));
        assert_eq!(Micros(25_500_000).whole_cents(), Some(2_550));
        assert_eq!(Micros(12_000).whole_cents(), None);
    }

    #[test]
    fn an_amount_is_a_plain_number_in_json() {
        let json = serde_json::to_string(&Micros(-12_000)).expect("a number");
        assert_eq!(json, "-12000");
        let read: Micros = serde_json::from_str(&json).expect("the same number");
        assert_eq!(read, Micros(-12_000));
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed_again(micros in 0..=i64::MAX) {
            let shown = Micros(micros).to_string();
            prop_assert_eq!(Micros::parse(&shown), Ok(Micros(micros)));
        }

        #[test]
        fn no_text_makes_it_panic(text in "[-+$.,0-9a ]{0,30}") {
            let _answer = Micros::parse(&text);
        }
    }
}
