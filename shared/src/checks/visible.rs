//! Which characters a person can see.

/// Whether the text holds anything a person can see.
#[must_use]
pub fn has_visible(text: &str) -> bool {
    text.chars()
        .any(|character| !character.is_whitespace() && !is_invisible(character))
}

/// Refuses control characters, NUL above all: PostgreSQL keeps none, and no person types one.
///
/// # Errors
/// What to do about it.
pub fn without_control(text: &str) -> Result<&str, super::FieldError> {
    if text.contains(is_control) {
        let message = "Take out the control characters";
        return Err(super::FieldError::new("control_character", message));
    }
    Ok(text)
}

/// A control character other than the ends of lines and tabs.
pub(super) fn is_control(character: char) -> bool {
    character.is_control() && !matches!(character, '\n' | '\r' | '\t')
}

/// Controls and Unicode's default ignorable characters (`DerivedCoreProperties.txt`), among them
/// zero-width spaces and joiners, direction marks, variation selectors and the soft hyphen; and
/// the placeholder that stands for an attachment.
#[must_use]
pub fn is_invisible(character: char) -> bool {
    (character.is_control() && !character.is_whitespace())
        || matches!(character, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
            | '\u{fffc}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Invisible, and without a meaning inside a name: direction marks, overrides and isolates
/// (UAX #9), zero-width space, soft hyphen and byte order mark. The joiners stay: some scripts
/// and emoji are written with them.
pub(super) fn is_steering(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
