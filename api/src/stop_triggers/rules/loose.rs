//! What a reply says when signs between and look-alikes of its letters are overlooked.
//!
//! "S.T.O.P", "stop-all", "STOP STOP" and a "ѕtop" with a Cyrillic letter ask to be left alone as
//! plainly as "Stop" does (47 CFR 64.1200(a)(10): any reasonable means). Only opting out is read
//! this way: what it finds by mistake costs a text, what it overlooks breaks the law.

use super::{fold_case, is_decoration, is_invisible};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text's letters and digits.
pub(super) struct Loose {
    words: Vec<String>,
    squeezed: String,
}

impl Loose {
    pub(super) fn of(text: &str) -> Self {
        let folded: String = text
            .chars()
            // Before NFKD, which would make letters of some emoji.
            .map(|c| match c {
                c if is_decoration(c) && !is_invisible(c) && !is_combining_mark(c) => ' ',
                c => c,
            })
            .nfkd()
            .filter(|c| !is_invisible(*c) && !is_combining_mark(*c))
            .map(look_alike)
            .flat_map(fold_case)
            .collect();
        let words: Vec<String> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        let squeezed = words.concat();
        Self { words, squeezed }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.squeezed.is_empty()
    }

    /// Whether this is the trigger, or the trigger again and again.
    pub(super) fn says(&self, trigger: &Self) -> bool {
        !self.is_empty()
            && !trigger.is_empty()
            && (self.squeezed == trigger.squeezed
                || self
                    .words
                    .chunks(trigger.words.len())
                    .all(|words| words == trigger.words))
    }
}

/// The Latin letter that a Cyrillic, Greek or Armenian one is drawn like (Unicode's
/// `confusables.txt`), in the case in which it is.
pub(super) fn look_alike(character: char) -> char {
    match character {
        'а' | 'А' | 'α' | 'Α' => 'a',
        'В' | 'Β' | 'Ь' => 'b',
        'с' | 'С' | 'ϲ' | 'Ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'Е' | 'Ε' => 'e',
        'ɡ' => 'g',
        'һ' | 'Н' | 'Η' | 'հ' => 'h',
        'і' | 'І' | 'ι' | 'Ι' | 'Ӏ' | 'ı' => 'i',
        'ј' | 'Ј' => 'j',
        'к' | 'К' | 'κ' | 'Κ' => 'k',
        'ӏ' => 'l',
        'М' | 'Μ' => 'm',
        'Ν' | 'ո' => 'n',
        'о' | 'О' | 'ο' | 'Ο' | 'օ' => 'o',
        'р' | 'Р' | 'ρ' | 'Ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' | 'Ѕ' => 's',
        'т' | 'Т' | 'τ' | 'Τ' => 't',
        'υ' | 'ս' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' => 'w',
        'х' | 'Х' | 'Χ' => 'x',
        'у' | 'У' | 'Υ' | 'ү' | 'Ү' => 'y',
        'Ζ' => 'z',
        _ => character,
    }
}
