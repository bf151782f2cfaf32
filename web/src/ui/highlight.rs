//! Marks what a search found.

use leptos::prelude::*;

use crate::letters;

/// The text with every occurrence of the searched words marked.
#[component]
pub fn Highlighted(
    /// The whole text.
    #[prop(into)]
    text: Signal<String>,
    /// What was searched for; empty marks nothing.
    #[prop(optional, into)]
    query: Signal<String>,
) -> impl IntoView {
    move || {
        parts(&text.get(), &query.get())
            .into_iter()
            .map(|(found, part)| {
                if found {
                    view! { <mark>{part}</mark> }.into_any()
                } else {
                    part.into_any()
                }
            })
            .collect_view()
    }
}

/// Splits the text into parts that match a word of the query and parts that don't.
///
/// Case doesn't matter. A match may stand inside a word.
fn parts(text: &str, query: &str) -> Vec<(bool, String)> {
    let words: Vec<Vec<char>> = query
        .split_whitespace()
        .map(|word| word.chars().map(fold).collect())
        .collect();
    let chars: Vec<char> = text.chars().collect();
    let folded: Vec<char> = chars.iter().copied().map(fold).collect();
    let mut parts: Vec<(bool, String)> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let length = words
            .iter()
            .filter(|word| folded[at..].starts_with(word))
            .map(Vec::len)
            .max();
        let (found, step) = length.map_or((false, 1), |length| (true, length));
        let piece = chars[at..at + step].iter();
        match parts.last_mut() {
            Some((same, part)) if *same == found => part.extend(piece),
            _ => parts.push((found, piece.collect())),
        }
        at += step;
    }
    parts
}

/// One lower-case letter for one letter, so that positions stay the same.
fn fold(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    let small = letters::small(letter.encode_utf8(&mut [0; 4]));
    let mut small = small.chars();
    match (small.next(), small.next()) {
        (Some(one), None) => one,
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::parts;

    fn marked(text: &str, query: &str) -> String {
        parts(text, query)
            .into_iter()
            .map(|(found, part)| if found { format!("[{part}]") } else { part })
            .collect()
    }

    #[test]
    fn c3_each_word_is_marked_in_any_case() {
        assert_eq!(
            marked("The 20-year Term looks right", "term 20"),
            "The [20]-year [Term] looks right"
        );
        assert_eq!(marked("ÉMILE et émile", "Émile"), "[ÉMILE] et [émile]");
    }

    #[test]
    fn c3_nothing_is_marked_without_a_hit() {
        assert_eq!(marked("Ok sounds good", ""), "Ok sounds good");
        assert_eq!(marked("Ok sounds good", "term"), "Ok sounds good");
        assert_eq!(marked("", "term"), "");
    }
}
