//! Signs in a search, such as emoji. PostgreSQL's words leave them out, so that they are looked for
//! by themselves.

use super::{MATCH_END, MATCH_START};

/// Asks for the coloured picture of the sign before it; many keyboards leave it out.
const VARIATION: char = '\u{FE0F}';
/// Makes one picture of the signs before and after it.
const JOINER: char = '\u{200D}';

/// The same ranges as those of the database's function `signs`.
#[must_use]
pub fn is_sign(c: char) -> bool {
    matches!(c,
        '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
        | '\u{2190}'..='\u{2BFF}'
        | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}'
        | '\u{1F000}'..='\u{1FBFF}')
}

fn is_skin_tone(c: char) -> bool {
    matches!(c, '\u{1F3FB}'..='\u{1F3FF}')
}

/// The text as it is compared: without variations of its signs.
pub(super) fn plain(text: &str) -> String {
    if text.contains(is_sign) {
        text.replace(VARIATION, "")
    } else {
        text.to_owned()
    }
}

/// Whether the text is nothing but signs.
pub(super) fn are_all_of(text: &str) -> bool {
    text.contains(is_sign)
        && text
            .chars()
            .all(|c| is_sign(c) || matches!(c, JOINER | VARIATION))
}

/// The signs of a search's words that stand together, in the order they were written and without
/// variations: a flag is two signs, a family five with their joiners.
pub(super) fn runs(text: &str) -> Vec<String> {
    plain(text)
        .split(|c| !is_sign(c) && c != JOINER)
        .map(|run| run.trim_matches(JOINER).to_owned())
        .filter(|run| !run.is_empty())
        .collect()
}

/// Puts the signs around a match around each of these runs in a headline, with all that belongs to
/// the last sign's picture.
#[must_use]
pub fn mark(headline: &str, runs: &[String]) -> String {
    let letters: Vec<char> = headline.chars().collect();
    let mut marked = String::with_capacity(headline.len());
    let mut at = 0;
    while at < letters.len() {
        let longest = runs
            .iter()
            .filter_map(|run| length(&letters[at..], run))
            .max();
        let end = at + longest.unwrap_or(1);
        marked.extend(longest.map(|_| MATCH_START));
        marked.extend(&letters[at..end]);
        marked.extend(longest.map(|_| MATCH_END));
        at = end;
    }
    marked
}

/// How many of these letters are the run, if they begin with it.
fn length(letters: &[char], run: &str) -> Option<usize> {
    let mut at = 0;
    for wanted in run.chars() {
        while at > 0 && letters.get(at) == Some(&VARIATION) {
            at += 1;
        }
        if letters.get(at) != Some(&wanted) {
            return None;
        }
        at += 1;
    }
    while let Some(next) = letters.get(at) {
        match *next {
            JOINER => at += 2,
            next if next == VARIATION || is_skin_tone(next) => at += 1,
            _ => break,
        }
    }
    Some(at.min(letters.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c3_signs_that_stand_together_are_one() {
        assert_eq!(runs("thanks👍🏽 😀"), ["👍🏽", "😀"]);
        assert_eq!(runs("❤\u{FE0F}"), ["❤"]);
        assert_eq!(runs("🇺🇸"), ["🇺🇸"]);
        assert_eq!(runs("👩\u{200D}👧"), ["👩\u{200D}👧"]);
        for none in ["", "maya", "1,250.50 $ € „?!“", "\u{200D}", "año 谢谢"] {
            assert_eq!(runs(none), [] as [&str; 0], "{none}");
        }
    }

    #[test]
    fn c3_a_found_sign_is_marked_with_all_of_its_picture() {
        let marked = |text: &str, run: &str| {
            mark(text, &[run.to_owned()])
                .replace(MATCH_START, "[")
                .replace(MATCH_END, "]")
        };
        assert_eq!(marked("so 👍🏽!", "👍"), "so [👍🏽]!");
        assert_eq!(marked("❤\u{FE0F}❤", "❤"), "[❤\u{FE0F}][❤]");
        assert_eq!(marked("❤\u{FE0F}😀", "❤😀"), "[❤\u{FE0F}😀]");
        assert_eq!(marked("👩\u{200D}👧", "👩"), "[👩\u{200D}👧]");
        assert_eq!(marked("👩\u{200D}", "👩"), "[👩\u{200D}]");
        assert_eq!(marked("no match", "👍"), "no match");
    }
}
