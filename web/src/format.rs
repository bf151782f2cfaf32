//! Money, phone numbers, counts and times as people read them.

mod dates;
mod time;

use copperline_shared::conversations::COUNT_CAP;

pub use time::{
    LocalTime, birthday, clock_time, coming, date, day, gone, in_zone, long_time, moment_of, now,
    row_time, thread_time,
};

/// Micro-dollars in one dollar.
const MICROS: u64 = 1_000_000;

/// An amount of micro-dollars: `$25.00`, `−$3.00`, and `$0.012` where cents don't suffice.
pub fn money(micros: i64) -> String {
    let sign = if micros < 0 { "−" } else { "" };
    let size = micros.unsigned_abs();
    let fraction = format!("{:06}", size % MICROS);
    let kept = fraction.trim_end_matches('0').len().max(2);
    format!("{sign}${}.{}", count(size / MICROS), &fraction[..kept])
}

/// A whole number with thousands set apart: `1,284`.
pub fn count(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count that the api stops at its cap: `9,999`, then `10,000+`.
pub fn capped_count(number: u32) -> String {
    let more = if number >= COUNT_CAP { "+" } else { "" };
    format!("{}{more}", count(u64::from(number.min(COUNT_CAP))))
}

/// A count where there is room for four signs: `999`, `1.4k`, `10k+`. It never says more than there
/// are.
pub fn short_count(number: u32) -> String {
    if number < 1_000 {
        return number.to_string();
    }
    if number >= COUNT_CAP {
        return format!("{}k+", COUNT_CAP / 1_000);
    }
    match (number / 1_000, number / 100 % 10) {
        (thousands, 0) => format!("{thousands}k"),
        (thousands, hundreds) => format!("{thousands}.{hundreds}k"),
    }
}

/// An E.164 number as people in the United States and Canada write theirs; others stay as they are.
pub fn phone(e164: &str) -> String {
    match e164.strip_prefix("+1") {
        Some(rest) if rest.len() == 10 && rest.bytes().all(|b| b.is_ascii_digit()) => {
            format!("({}) {}-{}", &rest[..3], &rest[3..6], &rest[6..])
        }
        _ => e164.to_owned(),
    }
}

/// A contact's name, or the formatted number when there is none.
pub fn person(first_name: Option<&str>, last_name: Option<&str>, e164: &str) -> String {
    let name = [first_name, last_name]
        .into_iter()
        .flatten()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if name.is_empty() { phone(e164) } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m1_money_shows_cents_and_more_only_where_needed() {
        assert_eq!(money(25_000_000), "$25.00");
        assert_eq!(money(12_000), "$0.012");
        assert_eq!(money(1_140_500_000), "$1,140.50");
        assert_eq!(money(-3_000_000), "−$3.00");
        assert_eq!(money(1), "$0.000001");
        assert_eq!(money(0), "$0.00");
        assert_eq!(money(i64::MIN), "−$9,223,372,036,854.775808");
    }

    #[test]
    fn counts_set_thousands_apart() {
        assert_eq!(count(0_u32), "0");
        assert_eq!(count(999_u32), "999");
        assert_eq!(count(1_284_u32), "1,284");
        assert_eq!(count(1_000_000_u32), "1,000,000");
    }

    #[test]
    fn c2_a_count_beyond_the_cap_says_so() {
        assert_eq!(capped_count(9_999), "9,999");
        assert_eq!(capped_count(10_000), "10,000+");
    }

    #[test]
    fn c2_a_count_of_thousands_fits_its_tab() {
        assert_eq!(short_count(0), "0");
        assert_eq!(short_count(999), "999");
        assert_eq!(short_count(1_000), "1k");
        assert_eq!(short_count(1_099), "1k");
        assert_eq!(short_count(1_462), "1.4k");
        assert_eq!(short_count(9_999), "9.9k");
        assert_eq!(short_count(10_000), "10k+");
    }

    #[test]
    fn american_numbers_are_written_the_american_way() {
        assert_eq!(phone("+15125550192"), "(512) 555-0192");
        assert_eq!(phone("+442079460958"), "+442079460958");
        assert_eq!(phone(""), "");
    }

    #[test]
    fn c1_somebody_without_a_name_is_their_number() {
        assert_eq!(
            person(Some("Maya"), Some("Robinson"), "+15125550192"),
            "Maya Robinson"
        );
        assert_eq!(person(Some(" "), None, "+15125550192"), "(512) 555-0192");
    }
}
