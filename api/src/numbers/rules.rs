//! What may be searched for, and what may become of a number.

use copperline_shared::checks::{FieldError, NAME_LENGTH};
use copperline_shared::numbers::{Number, NumberState};
use copperline_shared::phone::Phone;
use copperline_shared::problem::ErrorCode;

use crate::error::Error;

/// An area code to search in: three digits, the first 2 to 9.
pub(super) fn area_code(text: Option<&str>) -> Result<Option<String>, FieldError> {
    let Some(digits) = digits(text)? else {
        return Ok(None);
    };
    if digits.len() == 3 && !digits.starts_with(['0', '1']) {
        Ok(Some(digits))
    } else {
        Err(FieldError::new(
            "area_code",
            "Enter an area code of three digits, like 512",
        ))
    }
}

/// Digits that the number shall contain.
pub(super) fn contains(text: Option<&str>) -> Result<Option<String>, FieldError> {
    match digits(text)? {
        Some(digits) if digits.len() > 10 => {
            Err(FieldError::new("too_long", "Enter at most 10 digits"))
        }
        digits => Ok(digits),
    }
}

/// The digits of what was typed; spaces, dashes and brackets don't count.
fn digits(text: Option<&str>) -> Result<Option<String>, FieldError> {
    let Some(text) = text else { return Ok(None) };
    let kept: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !"-().".contains(*c))
        .collect();
    if !kept.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(FieldError::new("digits", "Enter digits only"));
    }
    Ok((!kept.is_empty()).then_some(kept))
}

/// A number's name: at most 100 characters, spaces collapsed, or nothing.
pub(super) fn name(text: &str) -> Result<String, FieldError> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() > NAME_LENGTH {
        let message = format!("Use at most {NAME_LENGTH} characters");
        return Err(FieldError::new("too_long", message));
    }
    if name.chars().any(char::is_control) {
        let message = "Use letters, digits and punctuation only";
        return Err(FieldError::new("control_character", message));
    }
    Ok(name)
}

pub(super) fn not_available(phone: &Phone) -> Error {
    let detail = format!(
        "{} is not available any more. Choose another number.",
        phone.formatted()
    );
    Error::new(ErrorCode::NumberUnavailable, detail)
}

/// Only a number that can be sent from may be the default.
pub(super) fn may_be_default(number: &Number) -> Result<(), Error> {
    match number.state {
        NumberState::Active => Ok(()),
        NumberState::Renting => Err(still_renting(number)),
        NumberState::Refused => Err(not_available(&number.phone)),
        NumberState::Releasing | NumberState::Released => Err(Error::new(
            ErrorCode::NumberInactive,
            format!(
                "{} is being released. Choose another number.",
                number.phone.formatted()
            ),
        )),
    }
}

/// A number that the carrier is still handing over can't be given back yet.
pub(super) fn may_be_released(number: &Number) -> Result<(), Error> {
    if number.state == NumberState::Renting {
        Err(still_renting(number))
    } else {
        Ok(())
    }
}

/// The carrier's words, with its code for whoever asks there.
pub(super) fn refusal(code: &str, message: &str) -> String {
    let message = message.trim();
    if message.is_empty() {
        format!("error {code}")
    } else {
        format!("{message} (error {code})")
    }
}

fn still_renting(number: &Number) -> Error {
    let phone = number.phone.formatted();
    let detail = format!("{phone} is still being set up by the carrier. Try again in a moment.");
    Error::new(ErrorCode::NumberInactive, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn s12_an_area_code_has_three_digits_and_begins_with_2_to_9() {
        assert_eq!(area_code(Some("512")), Ok(some("512")));
        assert_eq!(area_code(Some(" (512) ")), Ok(some("512")));
        assert_eq!(area_code(Some("")), Ok(None));
        assert_eq!(area_code(None), Ok(None));
        for text in ["51", "5123", "112", "012", "5x2", "５１２"] {
            assert!(area_code(Some(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn s12_digits_to_find_are_taken_as_people_group_them() {
        assert_eq!(contains(Some("555-01")), Ok(some("55501")));
        assert_eq!(contains(Some("  ")), Ok(None));
        assert_eq!(contains(Some("5125550142")), Ok(some("5125550142")));
        assert!(contains(Some("51255501421")).is_err());
        assert!(contains(Some("SOLD")).is_err());
    }

    #[test]
    fn s12_a_refusal_is_told_in_the_carriers_words_with_its_code() {
        assert_eq!(
            refusal("21422", " Not available. "),
            "Not available. (error 21422)"
        );
        assert_eq!(refusal("21422", ""), "error 21422");
    }

    #[test]
    fn s12_a_name_may_be_empty_but_not_endless() {
        assert_eq!(name("  Front   desk "), Ok("Front desk".to_owned()));
        assert_eq!(name(""), Ok(String::new()));
        assert!(name(&"x".repeat(101)).is_err());
        assert!(name("a\u{7}b").is_err());
    }
}
