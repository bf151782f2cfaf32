//! The notepad of a contact (C11).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::checks::FieldError;

/// Characters a note may have.
pub const TEXT_LENGTH: usize = 10_000;

/// What stands on a contact's notepad.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Note {
    pub contact_id: Uuid,
    pub text: String,
    /// Grows by one with each save; 0 while nothing was ever written.
    pub revision: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved_at: Option<DateTime<Utc>>,
    /// Who saved it last: an agent's or a token's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved_by: Option<String>,
}

/// A new text for a contact's notepad.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveNote {
    /// Up to 10,000 characters; may be empty.
    pub text: String,
    /// The revision that was edited.
    pub revision: u32,
    /// Keeps what stands there as a version of its own, even if the caller has just saved it.
    #[serde(default)]
    pub new_version: bool,
}

/// What stood on a notepad once, or stands there now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoteVersion {
    pub id: Uuid,
    pub text: String,
    /// The first save of this version.
    pub began_at: DateTime<Utc>,
    /// The last one.
    pub saved_at: DateTime<Utc>,
    /// An agent's or a token's name.
    pub saved_by: String,
}

/// A note's text as it is stored: as it was typed, without control characters, which nobody sees
/// and a text pasted from elsewhere may hold.
///
/// # Errors
/// When it is too long, with by how much.
pub fn check_text(typed: &str) -> Result<String, FieldError> {
    let is_text = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\t');
    let text: String = typed
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(is_text)
        .collect();
    let length = text.chars().count();
    if length > TEXT_LENGTH {
        let over = length - TEXT_LENGTH;
        let message = format!("Shorten the note by {over} of its {length} characters");
        return Err(FieldError::new("too_long", message));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c11_a_note_is_kept_as_it_was_typed() {
        for text in ["", "  Husband Andre,\n\tnon-smoker. ", "🙂 ¿Sí?\n\n"] {
            assert_eq!(check_text(text).as_deref(), Ok(text));
        }
        assert_eq!(check_text("a\r\nb\rc\u{b}\0").as_deref(), Ok("a\nb\nc"));
    }

    #[test]
    fn c11_a_note_that_is_too_long_says_by_how_much() {
        assert!(check_text(&"é".repeat(TEXT_LENGTH)).is_ok());
        let error = check_text(&"é".repeat(TEXT_LENGTH + 7)).expect_err("too long");
        let words = "Shorten the note by 7 of its 10007 characters";
        assert_eq!((error.code, error.message.as_str()), ("too_long", words));
    }
}
