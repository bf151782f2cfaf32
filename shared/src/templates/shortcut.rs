//! Shortcuts: what is typed in place of a template.

use crate::checks::FieldError;

/// Characters a shortcut may have, without its slash.
pub const SHORTCUT_LENGTH: usize = 32;

/// A shortcut as it is stored: in lower case, without the slash.
///
/// # Errors
/// When it is empty, too long, or holds anything but letters, digits and `-`.
pub fn shortcut(text: &str) -> Result<String, FieldError> {
    let text = text.trim();
    let shortcut = text.strip_prefix('/').unwrap_or(text).to_ascii_lowercase();
    if shortcut.is_empty() {
        return Err(FieldError::new("required", "Enter a shortcut"));
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if !shortcut.bytes().all(allowed) {
        let message = "Use letters, digits and - only, such as /quote-2";
        return Err(FieldError::new("shortcut", message));
    }
    if shortcut.len() > SHORTCUT_LENGTH {
        let message = format!("Use at most {SHORTCUT_LENGTH} characters");
        return Err(FieldError::new("too_long", message));
    }
    Ok(shortcut)
}

/// A shortcut being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typed<'a> {
    /// Where its slash stands, in bytes.
    pub at: usize,
    /// What follows the slash, up to the caret.
    pub shortcut: &'a str,
    /// A space or line break ended it.
    pub ended: bool,
}

/// The shortcut that ends where the caret stands, if one does: a slash at the beginning or after
/// white space, and what a shortcut may hold. `before` is the text before the caret.
#[must_use]
pub fn typed(before: &str) -> Option<Typed<'_>> {
    let trimmed = before.strip_suffix([' ', '\n']);
    let (text, ended) = (trimmed.unwrap_or(before), trimmed.is_some());
    let word = text.rfind(char::is_whitespace).map_or(0, |at| {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    });
    let shortcut = text[word..].strip_prefix('/')?;
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let plain = shortcut.bytes().all(allowed) && shortcut.len() <= SHORTCUT_LENGTH;
    (plain && !(ended && shortcut.is_empty())).then_some(Typed {
        at: word,
        shortcut,
        ended,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p3_a_shortcut_holds_letters_digits_and_hyphens() {
        assert_eq!(shortcut(" /Quote-2 ").as_deref(), Ok("quote-2"));
        assert_eq!(shortcut("hi").as_deref(), Ok("hi"));
        for (text, code) in [
            ("", "required"),
            ("/", "required"),
            ("two words", "shortcut"),
            ("//hi", "shortcut"),
            ("olé", "shortcut"),
            (&"a".repeat(33), "too_long"),
        ] {
            assert_eq!(
                shortcut(text).map_err(|error| error.code),
                Err(code),
                "{text}"
            );
        }
    }

    #[test]
    fn c9_a_shortcut_is_seen_where_it_is_typed() {
        let at = |at, shortcut, ended| {
            Some(Typed {
                at,
                shortcut,
                ended,
            })
        };
        assert_eq!(typed("/quo"), at(0, "quo", false));
        assert_eq!(typed("Hi Maya /quote "), at(8, "quote", true));
        assert_eq!(typed("Olé\n/q\n"), at(5, "q", true));
        assert_eq!(typed("a\u{a0}/q"), at(3, "q", false));
        assert_eq!(typed("/"), at(0, "", false));
        for text in [
            "",
            "/ ",
            "and/or",
            "https://example.com",
            "1/2",
            "/a/b",
            "/é",
            "/a  ",
        ] {
            assert_eq!(typed(text), None, "{text}");
        }
    }
}
