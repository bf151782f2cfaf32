use std::time::Instant;

use proptest::prelude::*;

use super::phrases::{CLASSES, REAL_WORDS, UNLESS, phrases};
use super::replies::{ask_to_stop, others};
use super::*;

fn phrase_of(text: &str) -> Option<&'static str> {
    read(text, &["Maya", "Robinson"]).map(|revocation| revocation.phrase)
}

/// The text with what it was recognised by in brackets.
fn marked(text: &str) -> String {
    let marks = read(text, &[]).map_or_else(Vec::new, |revocation| revocation.marks);
    let mut marked = String::new();
    let mut at = 0;
    for mark in marks {
        marked.push_str(&text[at..mark.start]);
        marked.push('[');
        marked.push_str(&text[mark.clone()]);
        marked.push(']');
        at = mark.end;
    }
    marked + &text[at..]
}

#[test]
fn x4_replies_that_ask_to_be_left_alone_are_found() {
    let missed: Vec<_> = ask_to_stop()
        .into_iter()
        .filter(|text| phrase_of(text).is_none())
        .collect();
    assert!(missed.is_empty(), "{} missed: {missed:#?}", missed.len());
}

#[test]
fn x4_other_replies_raise_no_alarm() {
    let alarms: Vec<_> = others()
        .into_iter()
        .filter_map(|text| {
            phrase_of(&text).map(|phrase| format!("{text} ({phrase}: {})", marked(&text)))
        })
        .collect();
    assert!(alarms.is_empty(), "{} false: {alarms:#?}", alarms.len());
}

#[test]
fn x4_there_are_replies_enough_and_none_twice() {
    let mut all: Vec<_> = ask_to_stop().into_iter().chain(others()).collect();
    assert!(all.len() >= 250, "{}", all.len());
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
}

#[test]
fn x4_the_words_that_say_it_are_marked_where_they_stand() {
    for (text, expected) in [
        (
            "Ok. Please STOP texting me!!",
            "Ok. Please [STOP texting] me!!",
        ),
        (
            "I'm driving, take me off your list",
            "I'm driving, [take me off your list]",
        ),
        (
            "¡Quítame de la lista, por favor!",
            "¡[Quítame de] la [lista], por favor!",
        ),
        ("See you at 5", "See you at 5"),
    ] {
        let marked = marked(text);
        // Which of several phrases marks how much may change; that it is marked may not.
        assert_eq!(marked.contains('['), expected.contains('['), "{marked}");
        assert_eq!(marked.replace(['[', ']'], ""), text);
    }
    assert_eq!(marked("Ok. Please STOP!!"), "Ok. [Please STOP]!!");
}

#[test]
fn x4_a_name_is_known_by_its_capital_or_because_it_is_the_contacts() {
    assert!(read("This is not Zaniyah", &[]).is_some());
    assert!(read("this is not zaniyah", &["Zaniyah"]).is_some());
    assert!(read("this is not urgent", &["Zaniyah"]).is_none());
}

#[test]
fn x4_what_the_table_says_can_be_compared() {
    let classes = CLASSES.iter().map(|(_, words)| *words);
    let patterns = phrases()
        .flat_map(|phrase| phrase.says.iter().chain(phrase.unless))
        .chain(UNLESS)
        .copied();
    for text in classes.chain(patterns).chain([REAL_WORDS]) {
        for word in text.split([' ', '|']) {
            let plain = word
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "^$_.?*".contains(c));
            assert!(plain && !word.is_empty(), "{word:?} in {text:?}");
        }
    }
}

#[test]
fn x4_a_long_text_is_read_at_once() {
    let text = "please dont stop not no longer me off the ".repeat(38);
    let began = Instant::now();
    let _ = read(&text, &[]);
    // Milliseconds; the bound only tells a catastrophe from a slow machine.
    assert!(began.elapsed().as_secs() < 5);
}

proptest! {
    #[test]
    fn any_text_can_be_read_and_marked(text in any::<String>()) {
        if let Some(found) = read(&text, &["Maya"]) {
            let mut end = 0;
            for mark in found.marks {
                prop_assert!(mark.start >= end && text.get(mark.clone()).is_some());
                end = mark.end;
            }
        }
    }

    #[test]
    fn a_wish_is_found_however_it_is_shouted_and_dressed(
        wish in prop::sample::select(vec!["stop texting me", "take me off your list", "no me escriban", "wrong number"]),
        before in prop::sample::select(vec!["", "🛑 ", "!!! ", "Hi. ", "ok, ", "\n"]),
        after in prop::sample::select(vec!["", "!!!", " 😡😡", ".", " thanks", " por favor"]),
        loud in any::<bool>(),
    ) {
        let wish = if loud { wish.to_uppercase() } else { wish.to_owned() };
        let found = read(&format!("{before}{wish}{after}"), &[]).is_some();
        prop_assert!(found);
    }
}
