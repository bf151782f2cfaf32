//! The notation of the table of phrases, and comparing it with a reply.
//!
//! A pattern is a row of slots between spaces:
//! - `stop|quit` is one of these words. From five letters on a word may be misspelt by one letter
//!   (two from nine on), unless that makes another word of everyday use.
//! - `text*` is any word that begins so.
//! - `TEXT` stands for the words that [`phrases::CLASSES`] lists under this name; `NAME` is
//!   somebody's name.
//! - `me?` may be missing.
//! - `_2` is up to two words of any kind, `...` up to forty words of any kind and sentence.
//! - `^` and `$` are the beginning and end of a clause, words such as "please" aside; `by|$` is
//!   one of them.
//!
//! Words of a pattern stand in one sentence, unless there is a `...` between them.

use std::collections::HashMap;
use std::ops::Range;

use super::phrases::{CLASSES, FILLERS_AFTER, FILLERS_BEFORE, REAL_WORDS};
use super::words::{Break, Text, Word};

/// How far `...` reaches, in words.
const FAR: usize = 40;

#[derive(Debug)]
enum Slot {
    Word {
        any_of: Vec<usize>,
        /// The clause may end here instead.
        or_end: bool,
        optional: bool,
    },
    Gap {
        longest: usize,
        across: bool,
    },
    Begin,
    End,
}

/// A row of slots.
#[derive(Debug)]
pub struct Pattern(Vec<Slot>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Entry {
    Word(String),
    Beginning(String),
    Name,
    FillerBefore,
    FillerAfter,
}

/// Every word of the table, once.
#[derive(Debug)]
pub struct Vocabulary {
    entries: Vec<Entry>,
    places: HashMap<Entry, usize>,
    filler_before: usize,
    filler_after: usize,
}

impl Default for Vocabulary {
    fn default() -> Self {
        let mut vocabulary = Self {
            entries: Vec::new(),
            places: HashMap::new(),
            filler_before: 0,
            filler_after: 0,
        };
        vocabulary.filler_before = vocabulary.place(Entry::FillerBefore);
        vocabulary.filler_after = vocabulary.place(Entry::FillerAfter);
        vocabulary
    }
}

/// For each word of a text, which entries of the vocabulary it is.
pub struct Known {
    words: Vec<Vec<bool>>,
    filler_before: usize,
    filler_after: usize,
}

impl Vocabulary {
    /// Reads patterns in the notation.
    pub fn patterns(&mut self, patterns: &[&str]) -> Vec<Pattern> {
        patterns
            .iter()
            .map(|pattern| Pattern(pattern.split(' ').map(|slot| self.slot(slot)).collect()))
            .collect()
    }

    fn slot(&mut self, slot: &str) -> Slot {
        match slot {
            "^" => return Slot::Begin,
            "$" => return Slot::End,
            "..." => {
                return Slot::Gap {
                    longest: FAR,
                    across: true,
                };
            }
            _ => {}
        }
        if let Some(longest) = slot.strip_prefix('_') {
            let longest = longest.parse().expect("a gap says how long it is");
            return Slot::Gap {
                longest,
                across: false,
            };
        }
        let (words, optional) = slot
            .strip_suffix('?')
            .map_or((slot, false), |words| (words, true));
        let any_of = words
            .split('|')
            .filter(|word| *word != "$")
            .flat_map(|word| self.alternatives(word))
            .collect();
        Slot::Word {
            any_of,
            or_end: words.split('|').any(|word| word == "$"),
            optional,
        }
    }

    fn alternatives(&mut self, word: &str) -> Vec<usize> {
        if word == "NAME" {
            return vec![self.place(Entry::Name)];
        }
        if word.starts_with(char::is_uppercase) {
            let class = CLASSES.iter().find(|(name, _)| *name == word);
            let (_, members) = class.expect("the table has no other class");
            return members
                .split(' ')
                .flat_map(|member| self.alternatives(member))
                .collect();
        }
        let entry = match word.strip_suffix('*') {
            Some(beginning) => Entry::Beginning(beginning.to_owned()),
            None => Entry::Word(word.to_owned()),
        };
        vec![self.place(entry)]
    }

    fn place(&mut self, entry: Entry) -> usize {
        if let Some(place) = self.places.get(&entry) {
            return *place;
        }
        let place = self.entries.len();
        self.places.insert(entry.clone(), place);
        self.entries.push(entry);
        place
    }

    /// Compares each word of a text with the whole vocabulary.
    pub fn known(&self, text: &Text) -> Known {
        let is = |word: &Word| self.entries.iter().map(|entry| entry.is(word)).collect();
        Known {
            words: text.words.iter().map(is).collect(),
            filler_before: self.filler_before,
            filler_after: self.filler_after,
        }
    }
}

impl Entry {
    fn is(&self, word: &Word) -> bool {
        match self {
            Self::Word(wanted) => resembles(&word.letters, wanted),
            Self::Beginning(beginning) => word.letters.starts_with(beginning),
            Self::Name => word.is_name,
            Self::FillerBefore => FILLERS_BEFORE
                .split(' ')
                .any(|filler| filler == word.letters),
            Self::FillerAfter => FILLERS_AFTER
                .split(' ')
                .any(|filler| filler == word.letters),
        }
    }
}

/// Whether a word is the wanted one, or a slip of the thumb away from it.
fn resembles(word: &str, wanted: &str) -> bool {
    if word == wanted {
        return true;
    }
    if wanted.len() < 5 || word.len() < 4 || wanted.len().abs_diff(word.len()) > 2 {
        return false;
    }
    // The first letter is right, or has changed places with the second.
    let (first, second) = (word.as_bytes()[0], word.as_bytes()[1]);
    let begins = wanted.as_bytes()[0];
    let slips = if wanted.len() < 9 { 1 } else { 2 };
    (first == begins || second == begins)
        && strsim::osa_distance(word, wanted) <= slips
        && !REAL_WORDS.split(' ').any(|real| real == word)
}

impl Pattern {
    /// Every place where the text says this, as its words.
    pub fn find<'a>(
        &'a self,
        text: &'a Text,
        known: &'a Known,
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        (0..text.words.len()).filter_map(move |start| {
            let reading = Reading { text, known };
            let end = reading.end(&self.0, start, start)?;
            (end > start).then_some(start..end)
        })
    }
}

struct Reading<'a> {
    text: &'a Text,
    known: &'a Known,
}

impl Reading<'_> {
    /// Where the slots end that begin at word `at` of a match that began at `start`.
    fn end(&self, slots: &[Slot], start: usize, at: usize) -> Option<usize> {
        let Some((slot, rest)) = slots.split_first() else {
            return Some(at);
        };
        match slot {
            Slot::Begin if self.begins_clause(at) => self.end(rest, start, at),
            Slot::End if at > start && self.ends_clause(at) => self.end(rest, start, at),
            Slot::Begin | Slot::End => None,
            Slot::Word {
                any_of,
                or_end,
                optional,
            } => {
                let within = at == start || self.continues(at);
                let is = within
                    && self
                        .known
                        .words
                        .get(at)
                        .is_some_and(|known| any_of.iter().any(|entry| known[*entry]));
                is.then(|| self.end(rest, start, at + 1))
                    .flatten()
                    .or_else(|| {
                        let without = *optional || (*or_end && at > start && self.ends_clause(at));
                        without.then(|| self.end(rest, start, at)).flatten()
                    })
            }
            Slot::Gap { longest, across } => (0..=*longest)
                .take_while(|skipped| {
                    let skipped = at + skipped;
                    skipped <= self.text.words.len()
                        && (*across || skipped == at || self.continues(skipped - 1))
                })
                .find_map(|skipped| {
                    if *across {
                        // What follows begins anew, in whatever sentence it stands.
                        self.end(rest, at + skipped, at + skipped)
                    } else {
                        self.end(rest, start, at + skipped)
                    }
                }),
        }
    }

    /// Whether the word stands in the sentence of the one before it.
    fn continues(&self, at: usize) -> bool {
        at < self.text.words.len() && self.text.words[at].after < Break::Hard
    }

    fn begins_clause(&self, at: usize) -> bool {
        let mut at = at;
        loop {
            if at == 0 || (at < self.text.words.len() && self.text.words[at].after > Break::None) {
                return true;
            }
            if !self.known.words[at - 1][self.known.filler_before] {
                return false;
            }
            at -= 1;
        }
    }

    fn ends_clause(&self, at: usize) -> bool {
        let mut at = at;
        loop {
            if at == self.text.words.len() || self.text.words[at].after > Break::None {
                return true;
            }
            if !self.known.words[at][self.known.filler_after] {
                return false;
            }
            at += 1;
        }
    }
}
