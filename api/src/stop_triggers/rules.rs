//! What a contact's reply asks for: to be left alone, to be texted again, help, or nothing.
//!
//! Only a reply that is one of the words as a whole counts here. The per se words are those of
//! 47 CFR 64.1200(a)(10) and of the carriers; which of them a carrier honours by itself differs,
//! so all of them are honoured here.

mod loose;
pub mod revocation;

use copperline_shared::checks::{FieldError, is_invisible};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What every workspace starts with and can't remove, as people see them (S7).
pub const DEFAULT_TRIGGERS: [&str; 7] = [
    "Stop",
    "Stopall",
    "Unsubscribe",
    "Cancel",
    "End",
    "Quit",
    "Stop All",
];

/// Further words that always opt out: the carriers' newer ones, and "opt out" however it is
/// spelt, which 47 CFR 64.1200(a)(10) names.
pub const ALWAYS_ON: [&str; 5] = ["Revoke", "Optout", "Opt out", "Opt-out", "Remove"];

/// Characters a workspace's own trigger may have.
pub const PHRASE_LENGTH: usize = 50;

/// What a reply asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Never to be texted again, by this word of the lists.
    OptOut { trigger: String },
    /// To be texted again. Counts only if the last opt-out came from the contact.
    OptIn,
    /// The help text.
    Help,
    /// Something for a person to read.
    Other,
}

/// Reads a reply. `own_triggers` are the workspace's; `opted_out` says whether the contact is
/// opted out now, without which a "Yes" is an ordinary answer.
///
/// A word on both sides opts out: to text somebody who asked not to be texted is the worse error.
pub fn read(text: &str, own_triggers: &[String], opted_out: bool) -> Reply {
    let reply = normalise(text);
    if reply.is_empty() {
        return Reply::Other;
    }
    let own = || own_triggers.iter().map(String::as_str);
    let triggers = || always_on().map(|word| -> &str { word }).chain(own());
    let trigger = triggers()
        .find(|trigger| normalise(trigger) == reply)
        .or_else(|| {
            let reply = loose::Loose::of(text);
            triggers().find(|trigger| reply.says(&loose::Loose::of(trigger)))
        });
    if let Some(trigger) = trigger {
        let trigger = trigger.to_owned();
        return Reply::OptOut { trigger };
    }
    match reply.as_str() {
        "start" | "unstop" => Reply::OptIn,
        "yes" if opted_out => Reply::OptIn,
        "help" | "info" => Reply::Help,
        _ => Reply::Other,
    }
}

/// Checks a trigger that a workspace wants to add; gives it as it is stored.
///
/// # Errors
///
/// Where it could never match, is on anyway, or has another meaning.
pub fn check_phrase(text: &str) -> Result<String, FieldError> {
    let phrase = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if phrase.is_empty() {
        return Err(FieldError::new("required", "Enter a word or phrase"));
    }
    if phrase.chars().count() > PHRASE_LENGTH {
        let message = format!("Use at most {PHRASE_LENGTH} characters");
        return Err(FieldError::new("too_long", message));
    }
    let meant = loose::Loose::of(&phrase);
    if meant.is_empty() {
        let message = "Use letters or digits; other signs are not compared";
        return Err(FieldError::new("no_letters", message));
    }
    if always_on().any(|trigger| meant.says(&loose::Loose::of(trigger))) {
        let message = "This one is on for every workspace already";
        return Err(FieldError::new("already_on", message));
    }
    let others = ["start", "unstop", "yes", "help", "info"];
    if others
        .iter()
        .any(|word| meant.says(&loose::Loose::of(word)))
    {
        let message = "Choose another word: this one asks for help or to be texted again";
        return Err(FieldError::new("has_meaning", message));
    }
    Ok(phrase)
}

fn always_on() -> impl Iterator<Item = &'static str> {
    DEFAULT_TRIGGERS.into_iter().chain(ALWAYS_ON)
}

/// The form in which replies and triggers are compared: Unicode NFKC without invisible characters
/// and combining marks, dashes alike, letters of one case, spaces collapsed, and nothing around
/// the first and last letter or digit. Empty where there is neither.
pub fn normalise(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    // Before NFKC, which would make letters of some emoji.
    let bare: String = visible
        .trim_matches(is_decoration)
        .nfkd()
        .filter(|c| !is_invisible(*c) && !is_combining_mark(*c))
        .map(fold_dash)
        .flat_map(fold_case)
        .nfkc()
        .collect();
    let words: Vec<_> = bare
        .trim_matches(is_decoration)
        .split_whitespace()
        .collect();
    words.join(" ")
}

/// Lower, upper, lower: so that ẞ, ß and SS agree, as do σ and ς.
fn fold_case(character: char) -> impl Iterator<Item = char> {
    character
        .to_lowercase()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
}

fn fold_dash(character: char) -> char {
    match character {
        '\u{58a}'
        | '\u{5be}'
        | '\u{1806}'
        | '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{2e3a}'
        | '\u{2e3b}'
        | '\u{301c}'
        | '\u{2d7}' => '-',
        _ => character,
    }
}

/// Whatever is no letter or digit, and the emoji that Unicode counts as letters or that NFKC would
/// write as such (™ ℹ Ⓜ ㊗ 🅿 🈚 …).
fn is_decoration(character: char) -> bool {
    !character.is_alphanumeric()
        || is_combining_mark(character)
        || matches!(character, '\u{2122}' | '\u{2139}' | '\u{24c2}' | '\u{3297}' | '\u{3299}'
            | '\u{1f170}' | '\u{1f171}' | '\u{1f17e}' | '\u{1f17f}' | '\u{1f18e}'
            | '\u{1f191}'..='\u{1f19a}' | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f200}'..='\u{1f265}')
}

#[cfg(test)]
mod tests;
