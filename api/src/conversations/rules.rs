//! What a search looks for, and how a found message is shown.

use copperline_shared::conversations::HitPart;

/// What a search's text means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Part of a name or email, as an `ILIKE` pattern.
    pub text_pattern: String,
    /// Part of a phone, as a `LIKE` pattern, when the text could be one.
    pub phone_pattern: Option<String>,
    /// Words of a message as a `tsquery`, the last one possibly unfinished.
    pub words: Option<String>,
}

/// Reads a search's text.
#[must_use]
pub fn read(text: &str) -> Wanted {
    let text = text.trim();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let phone_like = text
        .chars()
        .all(|c| c.is_ascii_digit() || " +-().".contains(c));
    let whole_phone = phone_like && digits.len() >= 7;
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let words = (!words.is_empty() && !whole_phone).then(|| {
        // Only letters and digits are left: nothing in them has a meaning to tsquery.
        words
            .iter()
            .map(|word| format!("'{word}'"))
            .collect::<Vec<_>>()
            .join(" & ")
            + ":*"
    });
    Wanted {
        text_pattern: format!("%{}%", escape(text)),
        phone_pattern: (phone_like && digits.len() >= 3).then(|| format!("%{digits}%")),
        words,
    }
}

/// Takes from `%`, `_` and `\` their meaning in a pattern.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Marks around a match in PostgreSQL's headline: characters no text contains.
pub const MATCH_START: char = '\u{E000}';
pub const MATCH_END: char = '\u{E001}';

/// Splits a headline into matched and other parts.
#[must_use]
pub fn parts(headline: &str) -> Vec<HitPart> {
    let mut parts = Vec::new();
    let mut matched = false;
    for piece in headline.split_inclusive([MATCH_START, MATCH_END]) {
        let text = piece.trim_end_matches([MATCH_START, MATCH_END]);
        if !text.is_empty() {
            parts.push(HitPart {
                text: text.to_owned(),
                matched,
            });
        }
        if piece.ends_with(MATCH_START) {
            matched = true;
        } else if piece.ends_with(MATCH_END) {
            matched = false;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c3_a_phone_in_any_format_is_found_by_its_digits() {
        for text in ["(512) 555", "512-555", "512.555", " 512555 "] {
            assert_eq!(
                read(text).phone_pattern.as_deref(),
                Some("%512555%"),
                "{text}"
            );
        }
        assert_eq!(read("512 main").phone_pattern, None);
        assert_eq!(read("51").phone_pattern, None);
    }

    #[test]
    fn c3_a_pattern_character_stands_for_itself() {
        assert_eq!(read("100%_a\\").text_pattern, "%100\\%\\_a\\\\%");
    }

    #[test]
    fn c3_words_are_all_wanted_and_the_last_may_be_unfinished() {
        assert_eq!(
            read("term life").words.as_deref(),
            Some("'term' & 'life':*")
        );
        assert_eq!(read("don't!").words.as_deref(), Some("'don' & 't':*"));
        assert_eq!(read("?!").words, None);
        assert_eq!(read("+1 (512) 555-0192").words, None);
    }

    #[test]
    fn c3_matched_parts_are_told_from_the_rest() {
        let headline = format!("the {MATCH_START}20{MATCH_END}-year term");
        let parts = parts(&headline);
        let texts: Vec<(&str, bool)> = parts
            .iter()
            .map(|part| (part.text.as_str(), part.matched))
            .collect();
        assert_eq!(
            texts,
            [("the ", false), ("20", true), ("-year term", false)]
        );
    }
}
