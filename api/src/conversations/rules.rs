//! What a search looks for, and how a found message is shown.

mod signs;

use copperline_shared::conversations::HitPart;
use unicode_normalization::UnicodeNormalization;

use crate::input::phone;

pub use signs::{is_sign, mark};

/// More words than this are looked for in messages only.
const WORDS_OF_A_CONTACT: usize = 8;
/// The fewest digits that are looked for as part of a phone.
const PHONE_PART: usize = 3;

/// What a search's text means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Each word, part of a name, phone or email, as an `ILIKE` pattern without accents: a contact has
    /// them all.
    pub text_patterns: Vec<String>,
    /// Part of a phone, as a `LIKE` pattern, when the text could be one.
    pub phone_pattern: Option<String>,
    /// Words of a message as a `tsquery`, the last one possibly unfinished; `None` when only signs
    /// are looked for.
    pub words: Option<String>,
    /// Signs that stand together in a message or a contact, such as emoji.
    pub signs: Vec<String>,
}

impl Wanted {
    /// Signs that stand together, as `LIKE` patterns.
    #[must_use]
    pub fn sign_patterns(&self) -> Vec<String> {
        self.signs.iter().map(|run| format!("%{run}%")).collect()
    }
}

/// Reads a search's text; `None` where it holds nothing to look for.
#[must_use]
pub fn read(text: &str) -> Option<Wanted> {
    let terms: Vec<&str> = text.split_whitespace().collect();
    if terms.is_empty() {
        return None;
    }
    let part_of_phone = |text: &str| {
        let digits = phone::digits(text).ok()?;
        let digits = digits.trim_start_matches('+');
        (digits.len() >= PHONE_PART).then(|| digits.to_owned())
    };
    let pattern = |term: &&str| {
        let words = || escape(&without_accents(&signs::plain(term)));
        let part = part_of_phone(term).unwrap_or_else(words);
        format!("%{part}%")
    };
    // PostgreSQL takes a quoted term apart as it took the messages apart, whatever is in it.
    let quoted = |term: &&str| format!("'{}'", term.replace('\\', "\\\\").replace('\'', "''"));
    let words = terms.iter().filter(|term| !signs::are_all_of(term));
    let words: Vec<String> = words.map(quoted).collect();
    let unfinished = terms.last().is_some_and(|last| !signs::are_all_of(last));
    Some(Wanted {
        text_patterns: terms.iter().take(WORDS_OF_A_CONTACT).map(pattern).collect(),
        phone_pattern: part_of_phone(text).map(|digits| format!("%{digits}%")),
        words: (!words.is_empty()).then(|| words.join(" & ") + if unfinished { ":*" } else { "" }),
        signs: signs::runs(text),
    })
}

/// A text without its accents, as the database's function of this name makes the contacts' texts.
///
/// Messages are found by their words as they were written: theirs stand in an index of their own, and
/// taking accents off it would mean writing every message anew.
fn without_accents(text: &str) -> String {
    text.nfd()
        .filter(|c| !('\u{300}'..='\u{36F}').contains(c))
        .collect()
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

/// Letters of an excerpt before its first match, and altogether.
const BEFORE_MATCH: usize = 32;
const EXCERPT: usize = 120;

/// The part of a message that shows its first match, from the beginning of a word to the end of
/// one, with the signs around it.
#[must_use]
pub fn excerpt(headline: &str) -> Vec<HitPart> {
    let parts = parts(headline);
    let letters: Vec<(char, bool)> = parts
        .iter()
        .flat_map(|part| part.text.chars().map(|letter| (letter, part.matched)))
        .collect();
    let is_space = |at: usize| letters[at].0.is_whitespace();
    let first = letters
        .iter()
        .position(|(_, matched)| *matched)
        .unwrap_or(0);
    let mut start = first.saturating_sub(BEFORE_MATCH);
    // A cut inside a word moves on to the next one; a match inside a longer word begins with it.
    if start > 0 && !is_space(start - 1) {
        let word = (start..first).find(|at| is_space(*at));
        start = word.unwrap_or_else(|| (0..start).rfind(|at| is_space(*at)).map_or(0, |at| at + 1));
    }
    let mut end = letters.len().min(start + EXCERPT);
    if end < letters.len() && !is_space(end) {
        let after_match = letters[first..].iter().position(|(_, matched)| !matched);
        let least = first + after_match.unwrap_or(letters.len() - first);
        let border = (least..end).rfind(|at| is_space(*at));
        end = border
            .or_else(|| (end..letters.len()).find(|at| is_space(*at)))
            .unwrap_or(letters.len());
    }
    while start < end && is_space(start) {
        start += 1;
    }
    while start < end && is_space(end - 1) {
        end -= 1;
    }
    letters[start..end]
        .chunk_by(|one, other| one.1 == other.1)
        .map(|run| HitPart {
            text: run.iter().map(|(letter, _)| letter).collect(),
            matched: run[0].1,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(text: &str) -> Wanted {
        read(text).expect("something to look for")
    }

    #[test]
    fn c3_a_phone_in_any_format_is_found_by_its_digits() {
        for text in [
            "(512) 555",
            "512-555",
            "512.555",
            " 512555 ",
            "512\u{2011}555",
            "512/555",
            "512\u{a0}555",
            "tel:512-555",
            "\u{202a}512 555\u{202c}",
        ] {
            let pattern = wanted(text).phone_pattern;
            assert_eq!(pattern.as_deref(), Some("%512555%"), "{text}");
        }
        assert_eq!(wanted("512 main").phone_pattern, None);
        assert_eq!(wanted("51").phone_pattern, None);
    }

    #[test]
    fn c3_each_word_is_looked_for_in_a_contact_and_stands_for_itself() {
        assert_eq!(wanted("test  maya").text_patterns, ["%test%", "%maya%"]);
        assert_eq!(wanted("100%_a\\").text_patterns, ["%100\\%\\_a\\\\%"]);
        assert_eq!(
            wanted("maya 555-0192").text_patterns,
            ["%maya%", "%5550192%"]
        );
        assert_eq!(read(" \u{a0} "), None);
    }

    #[test]
    fn c3_p6_a_contact_is_looked_for_without_accents_however_they_are_typed() {
        for (text, pattern) in [
            ("García", "%Garcia%"),
            ("garci\u{301}a", "%garcia%"),
            ("Nguyễn", "%Nguyen%"),
            ("Søren", "%Søren%"),
            ("❤\u{FE0F}É", "%❤E%"),
        ] {
            assert_eq!(wanted(text).text_patterns, [pattern], "{text}");
        }
        let words = wanted("García").words;
        assert_eq!(words.as_deref(), Some("'García':*"), "as they were written");
    }

    #[test]
    fn c3_words_are_all_wanted_and_the_last_may_be_unfinished() {
        let words = |text| wanted(text).words.expect("words");
        assert_eq!(words("term life"), "'term' & 'life':*");
        assert_eq!(words("don't \\o/"), "'don''t' & '\\\\o/':*");
        assert_eq!(words("1,250.50"), "'1,250.50':*");
        assert_eq!(words("thank you 👍"), "'thank' & 'you'");
    }

    #[test]
    fn c3_signs_are_looked_for_by_themselves_and_as_they_stand_together() {
        let wanted = wanted("thanks👍🏽 🇺🇸 ❤\u{FE0F}");
        assert_eq!(wanted.words.as_deref(), Some("'thanks👍🏽'"));
        assert_eq!(wanted.sign_patterns(), ["%👍🏽%", "%🇺🇸%", "%❤%"]);
        assert_eq!(wanted.text_patterns, ["%thanks👍🏽%", "%🇺🇸%", "%❤%"]);
        assert_eq!(read("👍").expect("a sign").words, None);
    }

    fn excerpt_of(headline: &str) -> String {
        let headline = headline.replace('[', "\u{e000}").replace(']', "\u{e001}");
        excerpt(&headline)
            .into_iter()
            .map(|part| {
                if part.matched {
                    format!("[{}]", part.text)
                } else {
                    part.text
                }
            })
            .collect()
    }

    #[test]
    fn c3_an_excerpt_keeps_its_signs_and_whole_words() {
        for whole in ["$[413] lol", "[okay]?", "¿[Sí], [claro]!", "no match", ""] {
            assert_eq!(excerpt_of(whole), whole);
        }
        let words = "something ".repeat(40);
        let cut = excerpt_of(&format!("{words}the $[413.50] (lol) {words}"));
        assert!(cut.starts_with("something something"), "{cut}");
        assert!(cut.contains("the $[413.50] (lol) something"), "{cut}");
        assert!(cut.ends_with(" something"), "{cut}");
        assert!(cut.chars().count() <= EXCERPT + 2, "{cut}");
        let long = "x".repeat(300);
        assert_eq!(
            excerpt_of(&format!("a {long}[y]{long} b")),
            format!("{long}[y]{long}")
        );
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
