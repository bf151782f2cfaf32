//! A reply as the words it is made of: folded, without its writer's decoration, and without what
//! it only quotes.

mod names;
mod quoted;

use std::ops::Range;

use copperline_shared::checks::is_invisible;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::super::fold_case;
use super::super::loose::look_alike;
use names::{NAMES, NO_NAMES};

/// Words beyond this are not read: a text has fewer.
const MOST: usize = 500;

/// What stands before a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    None,
    /// A comma, a dash, an emoji.
    Soft,
    /// The end of a sentence or line.
    Hard,
}

#[derive(Clone, Debug)]
pub struct Word {
    /// Folded: lower case, no accents, no apostrophes.
    pub letters: String,
    /// Where it stands in the text.
    pub bytes: Range<usize>,
    /// What stands before it.
    pub after: Break,
    /// It may be somebody's name.
    pub is_name: bool,
}

/// A reply's words.
#[derive(Debug)]
pub struct Text {
    pub words: Vec<Word>,
}

impl Text {
    /// Cuts a text; `names` are those the contact goes by.
    pub fn of(text: &str, names: &[&str]) -> Self {
        let mut cutter = Cutter::default();
        for line in quoted::said(text) {
            cutter.cut(text, line);
        }
        let mut words = join_letters(join_sentences(cutter.words));
        words.truncate(MOST);
        let shouted = !text.chars().any(char::is_lowercase);
        let own: Vec<String> = names
            .iter()
            .flat_map(|name| name.split_whitespace())
            .map(fold)
            .filter(|name| name.chars().count() > 1)
            .collect();
        for at in 0..words.len() {
            // A capital at the head of a sentence tells nothing.
            let capital = !shouted
                && at > 0
                && words[at].after < Break::Hard
                && text[words[at].bytes.clone()].starts_with(char::is_uppercase)
                && words[at].letters.len() > 1
                && !NO_NAMES.contains(&words[at].letters.as_str());
            let letters = &words[at].letters;
            let called = |name: &String| name == letters || format!("{name}s") == *letters;
            words[at].is_name =
                capital || own.iter().any(called) || NAMES.split(' ').any(|name| name == letters);
        }
        Self { words }
    }
}

fn fold(text: &str) -> String {
    text.nfkd()
        .filter(|c| c.is_alphanumeric() && !is_combining_mark(*c))
        .flat_map(fold_case)
        .collect()
}

#[derive(Default)]
struct Cutter {
    words: Vec<Word>,
    letters: String,
    start: usize,
    end: usize,
    pending: Option<Break>,
}

impl Cutter {
    fn cut(&mut self, text: &str, part: Range<usize>) {
        for (offset, character) in text[part.clone()].char_indices() {
            let at = part.start + offset;
            self.take(character, at, &text[at + character.len_utf8()..part.end]);
        }
        self.end_word(Break::Hard);
    }

    fn take(&mut self, character: char, at: usize, rest: &str) {
        let inside = !self.letters.is_empty();
        match character {
            c if is_invisible(c) || is_combining_mark(c) => {}
            '\'' | '’' | '‘' | '`' | '´' => {
                // "don't" is one word, and a quotation mark ends one.
                if !rest.starts_with(char::is_alphanumeric) {
                    self.end_word(Break::None);
                }
            }
            // A mask ("f**k"); stars around a word are only dress.
            '*' if inside && rest.starts_with(|c: char| c == '*' || c.is_alphabetic()) => {
                self.letters.push('*');
                self.end = at + 1;
            }
            '*' if inside && self.letters.ends_with('*') => self.end = at + 1,
            // "wrong #"
            '#' if !inside && !rest.starts_with(char::is_alphanumeric) => {
                self.letters.push_str("number");
                (self.start, self.end) = (at, at + 1);
                self.end_word(Break::None);
            }
            '@' | '$' if inside && rest.starts_with(char::is_alphabetic) => {
                self.letters.push(if character == '@' { 'a' } else { 's' });
            }
            c if c.is_alphanumeric() && !is_emoji(c) => {
                if !inside {
                    self.start = at;
                }
                let folded = [c]
                    .into_iter()
                    .nfkd()
                    .filter(|c| !is_combining_mark(*c))
                    .map(look_alike)
                    .flat_map(fold_case);
                self.letters.extend(folded);
                self.end = at + c.len_utf8();
            }
            // A stop sign says it without words.
            '🛑' => {
                self.end_word(Break::None);
                self.letters.push_str("stop");
                (self.start, self.end) = (at, at + character.len_utf8());
                self.end_word(Break::None);
            }
            '.' if rest.starts_with(char::is_alphanumeric) && self.letters.chars().count() == 1 => {
                // "S.T.O.P": joined later.
                self.end_word(Break::None);
            }
            '.' | '!' | '?' | ';' | ':' | '\n' | '\r' | '…' | '¡' | '¿' | '•' => {
                self.end_word(Break::Hard);
            }
            c if c.is_whitespace()
                || matches!(
                    c,
                    '-' | '\u{2010}' | '\u{2011}' | '/' | '_' | '*' | '&' | '+'
                ) =>
            {
                self.end_word(Break::None);
            }
            '$' | '€' | '£' | '%' => self.end_word(Break::None),
            _ => self.end_word(Break::Soft),
        }
    }

    fn end_word(&mut self, then: Break) {
        let letters = std::mem::take(&mut self.letters);
        if !letters.is_empty() {
            self.words.push(Word {
                letters: plain(&letters),
                bytes: self.start..self.end,
                after: self.pending.take().unwrap_or(Break::None),
                is_name: false,
            });
        }
        self.pending = self.pending.max(Some(then));
    }
}

/// A word as it would be written without masks, figures for letters and drawn-out letters.
fn plain(letters: &str) -> String {
    let letters = letters.trim_end_matches('*');
    let letters = match letters.strip_prefix('f') {
        Some(rest) if rest.starts_with('*') || letters == "f" => unmasked(rest),
        _ => letters.replace('*', ""),
    };
    let has_letter = letters.chars().any(char::is_alphabetic);
    let has_figure = letters.chars().any(|c| c.is_ascii_digit());
    let letters: String = if has_letter && has_figure && letters.chars().count() > 3 {
        letters
            .chars()
            .map(|c| match c {
                '0' => 'o',
                '1' => 'i',
                '3' => 'e',
                '5' => 's',
                '7' => 't',
                other => other,
            })
            .collect()
    } else {
        letters
    };
    // "stooop": no word has a letter three times in a row.
    let mut plain = String::new();
    let mut chars = letters.chars().peekable();
    while let Some(c) = chars.next() {
        let mut times = 1;
        while chars.next_if_eq(&c).is_some() {
            times += 1;
        }
        let kept = if times > 2 && c.is_alphabetic() {
            1
        } else {
            times
        };
        plain.extend(std::iter::repeat_n(c, kept));
    }
    plain
}

/// "f***", "f**k", "f*cking".
fn unmasked(rest: &str) -> String {
    if rest.is_empty() {
        "f".to_owned()
    } else if rest.ends_with('g') || rest.ends_with("in") {
        "fucking".to_owned()
    } else {
        "fuck".to_owned()
    }
}

/// "Leave. Me. Alone." is one sentence: so are three or more words in a row that each end one.
fn join_sentences(mut words: Vec<Word>) -> Vec<Word> {
    let mut at = 1;
    while at < words.len() {
        let run = words[at..]
            .iter()
            .take_while(|word| word.after == Break::Hard)
            .count();
        if run > 1 {
            for word in &mut words[at..at + run] {
                word.after = Break::None;
            }
        }
        at += run + 1;
    }
    words
}

/// Letters that stand alone are one word from three on: "s t o p".
fn join_letters(words: Vec<Word>) -> Vec<Word> {
    let mut joined: Vec<Word> = Vec::with_capacity(words.len());
    let single = |word: &Word| word.letters.chars().count() == 1;
    let mut at = 0;
    while at < words.len() {
        let run = words[at..].iter().take_while(|word| single(word)).count();
        if run < 3 {
            joined.push(words[at].clone());
            at += 1;
            continue;
        }
        let run = &words[at..at + run];
        joined.push(Word {
            letters: plain(
                &run.iter()
                    .map(|word| word.letters.as_str())
                    .collect::<String>(),
            ),
            bytes: run[0].bytes.start..run[run.len() - 1].bytes.end,
            after: run[0].after,
            is_name: false,
        });
        at += run.len();
    }
    joined
}

/// Emoji that Unicode counts as letters.
fn is_emoji(character: char) -> bool {
    super::super::is_decoration(character)
}
