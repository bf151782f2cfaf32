//! Keys that order the cards of a stage, compared byte by byte.
//!
//! A key is a whole number of ten digits in base 36, and a fraction where that is needed. What is
//! put on top or below all others takes the next whole number: the keys stay short however many
//! cards come that way. (The fractional indexes of crates grow by a letter with every hundred or so
//! put at the same end, which is where most cards are put.) Between two neighbours there is always a
//! fraction, so that no other card needs a new key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::Error;

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const BASE: u64 = 36;
/// Digits of the whole number.
const WHOLE: usize = 10;
/// The first card's key has this whole number: half of what ten digits hold.
const MIDDLE: u64 = BASE.pow(10) / 2;
/// A key longer than this is a sign that cards were put into one gap a thousand times: all of the
/// stage get new ones.
pub const LONG: usize = 200;

/// A key below `above` and above `below`, where `None` is the end of the stage. `above` comes first
/// in the order.
#[must_use]
pub fn between(above: Option<&str>, below: Option<&str>) -> String {
    match (above.map(parts), below.map(parts)) {
        (None, None) => whole(MIDDLE),
        (None, Some((0, fraction))) if !fraction.is_empty() => {
            whole(0) + &text(&midpoint(&[], Some(&fraction)))
        }
        (None, Some((number, _))) => whole(number.saturating_sub(1)),
        (Some((number, _)), None) => whole(number + 1),
        (Some((upper, fraction)), Some((lower, other))) => {
            if lower > upper + 1 {
                whole(upper + (lower - upper) / 2)
            } else if lower > upper && !other.is_empty() {
                whole(lower)
            } else {
                let end = (lower == upper).then_some(other.as_slice());
                whole(upper) + &text(&midpoint(&fraction, end))
            }
        }
    }
}

/// The key of the `n`th of many cards that are written at once, from the top.
#[must_use]
pub fn nth(n: u32) -> String {
    whole(MIDDLE + u64::from(n))
}

/// Whether a text is a key.
#[must_use]
pub fn is_key(text: &str) -> bool {
    let of_digits = text.bytes().all(|byte| DIGITS.contains(&byte));
    text.len() >= WHOLE && of_digits
}

/// The opaque cursor that names the place below a card.
#[must_use]
pub fn cursor(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(key)
}

/// Reads a cursor that an earlier answer gave.
///
/// # Errors
/// [`Error::field`] when it is none of ours.
pub fn read_cursor(cursor: &str) -> Result<String, Error> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    let key = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    key.filter(|key| is_key(key)).ok_or_else(|| {
        let message = "Pass a cursor from an earlier answer, or leave it out.";
        Error::field("after", message)
    })
}

/// A key's whole number, and its fraction digit by digit.
fn parts(key: &str) -> (u64, Vec<u8>) {
    let digits: Vec<u8> = key.bytes().map(value).collect();
    let (number, fraction) = digits.split_at(WHOLE.min(digits.len()));
    let number = number
        .iter()
        .fold(0, |sum, digit| sum * BASE + u64::from(*digit));
    (number, fraction.to_vec())
}

fn value(digit: u8) -> u8 {
    match digit {
        b'a'..=b'z' => digit - b'a' + 10,
        b'0'..=b'9' => digit - b'0',
        _ => 0,
    }
}

fn text(digits: &[u8]) -> String {
    let letter = |digit: &u8| char::from(DIGITS[usize::from(*digit)]);
    digits.iter().map(letter).collect()
}

fn whole(mut number: u64) -> String {
    let mut digits = [0; WHOLE];
    for digit in digits.iter_mut().rev() {
        *digit = u8::try_from(number % BASE).unwrap_or(0);
        number /= BASE;
    }
    text(&digits)
}

/// A fraction between two, the later one absent for the end. It never ends with a zero, below which
/// there would be no room.
fn midpoint(a: &[u8], b: Option<&[u8]>) -> Vec<u8> {
    let first = a.first().copied().unwrap_or(0);
    let rest = a.get(1..).unwrap_or_default();
    let end = match b {
        Some(b) => b.first().copied().unwrap_or(0),
        None => 36,
    };
    let after = b.and_then(|b| b.get(1..)).unwrap_or_default();
    if first == end {
        let mut digits = vec![first];
        digits.extend(midpoint(rest, Some(after)));
        return digits;
    }
    if end - first > 1 {
        return vec![first + (end - first) / 2];
    }
    if !after.is_empty() {
        return vec![end];
    }
    let mut digits = vec![first];
    digits.extend(midpoint(rest, None));
    digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn p1_a_hundred_thousand_cards_put_on_top_keep_keys_of_ten_digits() {
        let (mut top, mut bottom) = (between(None, None), between(None, None));
        for _ in 0..100_000 {
            let above = between(None, Some(&top));
            let below = between(Some(&bottom), None);
            assert!(above < top && below > bottom);
            (top, bottom) = (above, below);
        }
        assert_eq!((top.len(), bottom.len()), (WHOLE, WHOLE));
    }

    #[test]
    fn p1_a_gap_takes_a_thousand_cards_before_its_keys_are_long() {
        for below_the_upper in [true, false] {
            let (mut upper, mut lower) = (nth(0), nth(1));
            for _ in 0..900 {
                let key = between(Some(&upper), Some(&lower));
                assert!(upper < key && key < lower, "{upper} {key} {lower}");
                *(if below_the_upper {
                    &mut lower
                } else {
                    &mut upper
                }) = key;
            }
            assert!(upper.len().max(lower.len()) <= LONG);
        }
    }

    #[test]
    fn p1_above_the_very_first_key_there_is_room_too() {
        let first = whole(0) + "i";
        let before = between(None, Some(&first));
        assert!(before < first && is_key(&before), "{before}");
    }

    #[test]
    fn p1_what_is_no_key_is_recognised() {
        assert!(is_key(&nth(7)));
        for text in ["", "i", "I000000000", "i00000000 ", "i00000000é"] {
            assert!(!is_key(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn p1_cards_put_anywhere_keep_their_order_and_their_keys(places in proptest::collection::vec(any::<prop::sample::Index>(), 1..200)) {
            let mut keys: Vec<String> = Vec::new();
            for place in places {
                let at = place.index(keys.len() + 1);
                let above = at.checked_sub(1).map(|above| keys[above].as_str());
                let key = between(above, keys.get(at).map(String::as_str));
                prop_assert!(is_key(&key));
                keys.insert(at, key);
            }
            prop_assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
