//! What a reply only quotes: a phone's report of a reaction to our text, and our text itself.

use std::ops::Range;

use super::fold;

/// The stretches of a text that its writer says: not a phone's reaction to our text, not quoted
/// lines, and no quotation of an instruction of ours.
pub fn said(text: &str) -> Vec<Range<usize>> {
    let mut said = Vec::new();
    let mut start = 0;
    let from = reaction_end(text).unwrap_or(0);
    for line in text.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        if range.end <= from || line.trim_start().starts_with('>') {
            continue;
        }
        let range = range.start.max(from)..range.end;
        said.extend(without_instructions(text, range));
    }
    said
}

const OPENING: [char; 5] = ['“', '"', '«', '„', '‘'];
const CLOSING: [char; 5] = ['”', '"', '»', '“', '’'];

/// Where a phone's report of a reaction ends: `Liked “Reply STOP to opt out”`.
fn reaction_end(text: &str) -> Option<usize> {
    let open = text.find(OPENING)?;
    let before = fold_spaced(&text[..open]);
    let begins = |phrase: &str| before == phrase || before.starts_with(&format!("{phrase} "));
    let is_reaction = REACTIONS.iter().any(|phrase| begins(phrase) && before.split(' ').count() <= 7)
        // "👍 to “…”", as some phones write it; the emoji is no letter.
        || before == "to"
        || before == "a";
    if !is_reaction {
        return None;
    }
    let rest = open + text[open..].chars().next().map_or(0, char::len_utf8);
    let close = text[rest..]
        .rfind(CLOSING)
        .map_or(text.len(), |at| rest + at);
    Some(close + text[close..].chars().next().map_or(0, char::len_utf8))
}

fn fold_spaced(text: &str) -> String {
    let words: Vec<String> = text
        .split_whitespace()
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// How phones begin the report of a reaction, English and Spanish.
const REACTIONS: [&str; 31] = [
    "liked",
    "loved",
    "disliked",
    "laughed at",
    "emphasized",
    "emphasised",
    "questioned",
    "reacted",
    "removed a like from",
    "removed a heart from",
    "removed a dislike from",
    "removed a laugh from",
    "removed an exclamation from",
    "removed a question mark from",
    "removed",
    "le gusto",
    "le encanto",
    "no le gusto",
    "le dio risa",
    "se rio de",
    "se rio",
    "le gusta",
    "le encanta",
    "enfatizo",
    "destaco",
    "cuestiono",
    "puso en duda",
    "reacciono",
    "reaccione",
    "elimino",
    "quito",
];

/// The parts of a line without quotations that tell how to stop.
fn without_instructions(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = line.start;
    while let Some(open) = text[start..line.end].find(OPENING) {
        let open = start + open;
        let inside = open + text[open..].chars().next().map_or(1, char::len_utf8);
        let Some(close) = text[inside..line.end].find(CLOSING) else {
            break;
        };
        let close = inside + close;
        let after = close + text[close..].chars().next().map_or(1, char::len_utf8);
        let quoted = fold_spaced(&text[inside..close]);
        let tells = [
            "reply",
            "text",
            "txt",
            "respond",
            "send",
            "responde",
            "responda",
            "envia",
            "envie",
            "optout",
            "unsubscribe",
        ];
        if quoted.split(' ').count() >= 3
            && tells
                .iter()
                .any(|word| quoted.split(' ').any(|w| w == *word))
        {
            parts.push(start..open);
            start = after;
        } else {
            parts.push(start..after);
            start = after;
        }
    }
    parts.push(start..line.end);
    // Adjacent parts of one sentence stay one.
    let mut joined: Vec<Range<usize>> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if last.end == part.start => last.end = part.end,
            _ => joined.push(part),
        }
    }
    joined
}
