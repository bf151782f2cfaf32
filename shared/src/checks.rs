//! The field checks that the page makes while a person types and the api makes again.
//!
//! Each takes the typed text and gives the value as it is stored, or what to do about it.

mod visible;

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::templates;

pub use crate::states::{STATES, state, state_name};
pub use visible::{has_visible, is_invisible, without_control};
use visible::{is_control, is_steering};

/// Why a field's text isn't accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// Stable, for programs: `required`, `too_long`, …
    pub code: &'static str,
    /// For people: what to do, like "Enter 5 digits, like 78704".
    pub message: String,
}

impl FieldError {
    pub fn new(code: &'static str, message: impl Into<String>) -> FieldError {
        FieldError {
            code,
            message: message.into(),
        }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FieldError {}

/// Characters a name may have.
pub const NAME_LENGTH: usize = 100;
/// Characters an email address may have (RFC 5321, 4.5.3.1.3).
pub const EMAIL_LENGTH: usize = 254;
/// Characters a password must and may have.
pub const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 12..=128;
/// Characters a message may have (the carrier's limit for one message).
pub const BODY_LENGTH: usize = 1600;

/// A field that may stay empty: `None` where nothing is typed that anybody can see, else what
/// `check` says.
pub fn optional<T>(
    text: &str,
    check: impl FnOnce(&str) -> Result<T, FieldError>,
) -> Result<Option<T>, FieldError> {
    if !has_visible(text) && !text.contains(is_control) {
        Ok(None)
    } else {
        check(text).map(Some)
    }
}

/// A name of a person or thing: 1 to 100 characters, spaces collapsed, without the characters that
/// only steer how others are shown: with those, a name can pass for another.
pub fn name(text: &str) -> Result<String, FieldError> {
    let shown: String = text.chars().filter(|c| !is_steering(*c)).collect();
    let name = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    if !has_visible(&name) && !name.contains(is_control) {
        return Err(FieldError::new("required", "Enter a name"));
    }
    if name.chars().count() > NAME_LENGTH {
        let message = format!("Use at most {NAME_LENGTH} characters");
        return Err(FieldError::new("too_long", message));
    }
    if name.contains(is_control) {
        let message = "Use letters, digits and punctuation only";
        return Err(FieldError::new("control_character", message));
    }
    Ok(name)
}

/// An email address, in lower case so that one address has one spelling.
///
/// Pragmatic rather than complete: ASCII, no quoted part, a domain with a dot. Whether it exists
/// is for a confirmation mail to find out.
pub fn email(text: &str) -> Result<String, FieldError> {
    let email = text.trim().to_lowercase();
    if email.is_empty() {
        return Err(FieldError::new("required", "Enter an email address"));
    }
    if email.chars().count() > EMAIL_LENGTH {
        let message = format!("Use at most {EMAIL_LENGTH} characters");
        return Err(FieldError::new("too_long", message));
    }
    match email.rsplit_once('@') {
        Some((local, domain)) if is_local_part(local) && is_domain(domain) => Ok(email),
        _ => Err(FieldError::new(
            "email",
            "Enter an email address, like name@example.com",
        )),
    }
}

fn is_local_part(local: &str) -> bool {
    let allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-.".contains(&byte);
    local.len() <= 64 && local.bytes().all(allowed) && local.split('.').all(|atom| !atom.is_empty())
}

/// Whether this is a domain as it is written in ASCII, with a dot and a word at its end.
#[must_use]
pub fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.split('.').all(is_label)
        && domain.rsplit_once('.').is_some_and(|(_, top)| {
            top.len() >= 2 && top.bytes().any(|byte| byte.is_ascii_alphabetic())
        })
}

/// A US ZIP code: five digits, or five and four.
pub fn zip(text: &str) -> Result<String, FieldError> {
    let zip = text.trim();
    let digits =
        |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let (five, four) = zip.split_once('-').unwrap_or((zip, "0000"));
    if digits(five, 5) && digits(four, 4) {
        Ok(zip.to_owned())
    } else {
        Err(FieldError::new("zip", "Enter 5 digits, like 78704"))
    }
}

/// A birthday in ISO form (`1984-07-30`), from 1900 to `today`, the date at the reader's place.
pub fn date_of_birth(text: &str, today: NaiveDate) -> Result<NaiveDate, FieldError> {
    let text = text.trim();
    // Chrono alone would take 1984-7-3 and signs too.
    let plain = text.len() == 10
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|_| plain);
    let Some(date) = date else {
        let message = "Enter a date as year-month-day, like 1984-07-30";
        return Err(FieldError::new("date", message));
    };
    if date > today {
        return Err(FieldError::new("in_future", "Enter a date in the past"));
    }
    if date.year() < 1900 {
        return Err(FieldError::new("too_early", "Enter a year from 1900 on"));
    }
    Ok(date)
}

/// A message as it is sent: a [`message_text`] in which no merge field is left.
pub fn message_body(text: &str) -> Result<String, FieldError> {
    let body = message_text(text)?;
    match templates::unfilled(&body).as_slice() {
        [] => Ok(body),
        unfilled => {
            let names: Vec<String> = unfilled
                .iter()
                .map(|name| format!("{{{{{name}}}}}"))
                .collect();
            let message = format!("Put words in place of {}", names.join(", "));
            Err(FieldError::new("unfilled", message))
        }
    }
}

/// A message's words beside so many pictures: with some, none are needed.
pub fn message_beside(text: &str, pictures: usize) -> Result<String, FieldError> {
    if pictures > 0 && text.trim().is_empty() {
        return Ok(String::new());
    }
    message_body(text)
}

/// A message's or template's text, trimmed: 1 to 1600 characters, some of which can be seen.
pub fn message_text(text: &str) -> Result<String, FieldError> {
    let body = text.trim();
    if body.contains(is_control) {
        let message = "Take out the control characters: no phone shows them";
        return Err(FieldError::new("control_character", message));
    }
    if !has_visible(body) {
        return Err(FieldError::new("required", "Write a message"));
    }
    let length = body.chars().count();
    if length > BODY_LENGTH {
        let over = length - BODY_LENGTH;
        let message = format!("Shorten the message by {over} of its {length} characters");
        return Err(FieldError::new("too_long", message));
    }
    Ok(body.to_owned())
}

/// A password that may be chosen: 12 to 128 characters, kept as typed, neither the email address
/// nor one that attackers try first (NIST SP 800-63B, 5.1.1.2: length, not composition).
pub fn password(text: &str, email: &str) -> Result<(), FieldError> {
    let length = text.chars().count();
    if length < *PASSWORD_LENGTH.start() {
        let message = format!("Use at least {} characters", PASSWORD_LENGTH.start());
        return Err(FieldError::new("too_short", message));
    }
    if length > *PASSWORD_LENGTH.end() {
        let message = format!("Use at most {} characters", PASSWORD_LENGTH.end());
        return Err(FieldError::new("too_long", message));
    }
    let folded = text.trim().to_lowercase();
    if folded == email.trim().to_lowercase() {
        let message = "Choose something other than the email address";
        return Err(FieldError::new("same_as_email", message));
    }
    let first = folded.chars().next();
    let one_character = folded.chars().all(|character| Some(character) == first);
    if one_character || COMMON_PASSWORDS.contains(&folded.as_str()) {
        let message = "Choose one that is harder to guess, such as four unrelated words";
        return Err(FieldError::new("too_common", message));
    }
    Ok(())
}

/// The commonest that are long enough to pass, in lower case.
const COMMON_PASSWORDS: [&str; 40] = [
    "012345678910",
    "0123456789012",
    "123123123123",
    "1234567890123",
    "12345678901234",
    "1234567890qwerty",
    "123456789012",
    "1234567891011",
    "123456789abc",
    "123456789qwe",
    "1q2w3e4r5t6y",
    "1q2w3e4r5t6y7u",
    "1qaz2wsx3edc",
    "1qaz2wsx3edc4rfv",
    "abc123abc123",
    "abcd12345678",
    "abcdefghijkl",
    "adminadmin123",
    "administrator",
    "asdfghjkl123",
    "changeme1234",
    "changemenow123",
    "football1234",
    "iloveyou1234",
    "letmein12345",
    "letmeinletmein",
    "monkey123456",
    "password1234",
    "password12345",
    "password123456",
    "passwordpassword",
    "qazwsxedcrfv",
    "qwerty123456",
    "qwerty1234567",
    "qwertyqwerty",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiop[]",
    "welcome12345",
    "zaq12wsxcde3",
];

#[cfg(test)]
mod tests;
