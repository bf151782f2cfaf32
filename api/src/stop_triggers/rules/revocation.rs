//! Whether a reply, read as a reasonable person would, asks not to be texted any more (X4;
//! 47 CFR 64.1200(a)(10): any reasonable means).
//!
//! Only the per se words opt out by themselves. What is found here pauses automation and asks a
//! person, so that a wish overlooked is worse than a false alarm. The text is cut in [`words`],
//! which are compared with the table of [`phrases`] in the notation of [`pattern`].
//!
//! Where people differ, this is how it is read:
//! - "Not interested" and its like ends the matter and counts, as long as nothing limits it: not
//!   "not interested right now", "in whole life, but what about term?", "yet".
//! - A wish about the hour or place ("don't text me before 5", "while I'm at work") is no
//!   revocation. "Ever", "again" or "anymore" makes it one.
//! - Not to be texted but called is a revocation of texts; not to be called but texted is none.
//! - Asking who writes, how to stop or what a word does: the question how to stop counts, the
//!   others don't.
//! - The wrong person, a number that changed hands and a death count: nobody there consented.
//! - A phone's reaction and quoted text say nothing of their own.

mod pattern;
mod phrases;
mod words;

use std::ops::Range;
use std::sync::LazyLock;

use pattern::{Pattern, Vocabulary};
use phrases::UNLESS;
use words::Text;

/// A reply that asks to be left alone in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// What it says, as the table calls it.
    pub phrase: &'static str,
    /// The words that say so, as bytes of the text, in order and apart from each other.
    pub marks: Vec<Range<usize>>,
}

struct Rule {
    name: &'static str,
    says: Vec<Pattern>,
    unless: Vec<Pattern>,
}

struct Table {
    vocabulary: Vocabulary,
    rules: Vec<Rule>,
    unless: Vec<Pattern>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut vocabulary = Vocabulary::default();
    let rules = phrases::phrases()
        .map(|phrase| Rule {
            name: phrase.name,
            says: vocabulary.patterns(phrase.says),
            unless: vocabulary.patterns(phrase.unless),
        })
        .collect();
    let unless = vocabulary.patterns(UNLESS);
    Table {
        vocabulary,
        rules,
        unless,
    }
});

/// Reads a reply of somebody who is known by these names.
#[must_use]
pub fn read(text: &str, names: &[&str]) -> Option<Revocation> {
    let table = &*TABLE;
    let text = Text::of(text, names);
    let known = table.vocabulary.known(&text);
    let exempt: Vec<Range<usize>> = table
        .unless
        .iter()
        .flat_map(|pattern| pattern.find(&text, &known))
        .collect();
    let mut phrase = None;
    let mut found = Vec::new();
    for rule in &table.rules {
        let mut hits = rule
            .says
            .iter()
            .flat_map(|pattern| pattern.find(&text, &known))
            .peekable();
        if hits.peek().is_none() {
            continue;
        }
        let own: Vec<Range<usize>> = rule
            .unless
            .iter()
            .flat_map(|pattern| pattern.find(&text, &known))
            .collect();
        for hit in hits {
            let meets = |other: &Range<usize>| other.start < hit.end && hit.start < other.end;
            if !exempt.iter().chain(&own).any(meets) {
                phrase.get_or_insert(rule.name);
                found.push(hit);
            }
        }
    }
    Some(Revocation {
        phrase: phrase?,
        marks: marks(&text, found),
    })
}

/// The found words as bytes of the text.
fn marks(text: &Text, mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_by_key(|words| (words.start, words.end));
    let mut marks: Vec<Range<usize>> = Vec::new();
    for words in found {
        let bytes = text.words[words.start].bytes.start..text.words[words.end - 1].bytes.end;
        match marks.last_mut() {
            Some(last) if bytes.start <= last.end + 1 => last.end = last.end.max(bytes.end),
            _ => marks.push(bytes),
        }
    }
    marks
}

#[cfg(test)]
mod replies;
#[cfg(test)]
mod tests;
