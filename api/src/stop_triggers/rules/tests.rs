use proptest::prelude::*;

use super::*;

fn own() -> Vec<String> {
    [
        "Basta ya",
        "No más",
        "Groß",
        "ΣΤΟΠ",
        "Leave-me alone",
        "🛑",
        "  ",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn trigger_of(text: &str) -> Option<String> {
    match read(text, &own(), false) {
        Reply::OptOut { trigger } => Some(trigger),
        _ => None,
    }
}

#[test]
fn the_words_of_every_workspace_opt_out() {
    for trigger in always_on() {
        for text in [
            trigger.to_owned(),
            trigger.to_uppercase(),
            trigger.to_lowercase(),
        ] {
            let expected = Reply::OptOut {
                trigger: trigger.to_owned(),
            };
            assert_eq!(read(&text, &[], false), expected);
            assert_eq!(read(&text, &[], true), expected);
        }
    }
}

#[test]
fn the_words_count_however_they_are_dressed() {
    for (text, trigger) in [
        ("STOP", "Stop"),
        ("stop.", "Stop"),
        ("Stop!!! 😡😡", "Stop"),
        ("“STOP”", "Stop"),
        ("'stop'", "Stop"),
        ("«Stop»", "Stop"),
        ("(stop)", "Stop"),
        ("*STOP*", "Stop"),
        ("\n  Stop \r\n", "Stop"),
        ("🛑 STOP 🛑", "Stop"),
        ("👩🏽‍⚕️STOP❤️", "Stop"),
        ("🇺🇸stop🅿️", "Stop"),
        ("ℹ️ stop ™", "Stop"),
        ("ＳＴＯＰ", "Stop"),
        ("ⓢⓣⓞⓟ", "Stop"),
        ("𝐒𝐓𝐎𝐏", "Stop"),
        ("S\u{336}T\u{336}O\u{336}P\u{336}", "Stop"),
        ("stóp", "Stop"),
        ("st\u{200b}op\u{feff}", "Stop"),
        ("\u{202e}stop\u{202c}", "Stop"),
        ("ſtop", "Stop"),
        ("STOP\u{a0}ALL", "Stop All"),
        ("stop\n\nall", "Stop All"),
        ("stop\u{200b}all", "Stopall"),
        ("Opt—out", "Opt-out"),
        ("opt‑out.", "Opt-out"),
        ("opt\u{ad}out", "Optout"),
        ("OPT  OUT", "Opt out"),
        ("unsubscrıbe", "Unsubscribe"),
        ("¡BASTA YA!", "Basta ya"),
        ("no mas", "No más"),
        ("NO MA\u{301}S", "No más"),
        ("GROSS", "Groß"),
        ("groẞ", "Groß"),
        ("στοπ", "ΣΤΟΠ"),
        ("leave–me alone", "Leave-me alone"),
        ("stop-all", "Stopall"),
        ("Stop.All", "Stopall"),
        ("stop,all", "Stopall"),
        ("opt_out", "Optout"),
        ("opt  - out", "Optout"),
        ("un-subscribe", "Unsubscribe"),
        ("S.T.O.P", "Stop"),
        ("s t o p", "Stop"),
        ("st🛑op", "Stop"),
        ("STOP STOP", "Stop"),
        ("Stop. Stop! STOP", "Stop"),
        ("stop all, stop all", "Stop All"),
        ("basta, ya", "Basta ya"),
        ("ѕtop", "Stop"),
        ("ЅТОР", "Stop"),
        ("ΕΝD", "End"),
        ("саnсеl", "Cancel"),
    ] {
        assert_eq!(trigger_of(text).as_deref(), Some(trigger), "{text:?}");
    }
}

#[test]
fn more_than_the_word_is_for_a_person_to_read() {
    for text in [
        "",
        " ",
        "🛑",
        "?!",
        "stop please",
        "Stop texting me",
        "please stop",
        "I'll stop by at 5",
        "stops",
        "nonstop",
        "stop stops",
        "stop all stop",
        "top",
        "сок",
        "stop 1",
        "1 stop",
        "the end",
        "end of the month",
        "Cancel my appointment",
        "remove me from my parents' policy",
        "Liked “Reply STOP to opt out”",
        "Help me",
        "I need info",
        "yes please",
        "let's start",
        "restart",
    ] {
        assert_eq!(read(text, &own(), false), Reply::Other, "{text:?}");
        assert_eq!(read(text, &own(), true), Reply::Other, "{text:?}");
    }
}

#[test]
fn start_and_unstop_opt_in_and_yes_only_while_opted_out() {
    for text in ["START", "start!", "Unstop", "“unstop”"] {
        assert_eq!(read(text, &own(), false), Reply::OptIn);
        assert_eq!(read(text, &own(), true), Reply::OptIn);
    }
    assert_eq!(read("Yes.", &own(), false), Reply::Other);
    assert_eq!(read("Yes.", &own(), true), Reply::OptIn);
}

#[test]
fn help_and_info_ask_for_help() {
    for text in ["HELP", "help?", "Info", "🆘 help"] {
        assert_eq!(read(text, &own(), false), Reply::Help);
        assert_eq!(read(text, &own(), true), Reply::Help);
    }
}

#[test]
fn a_word_on_both_sides_opts_out() {
    let own = ["yes".to_owned(), "Help".to_owned()];
    for (text, trigger) in [("YES", "yes"), ("help", "Help")] {
        let expected = Reply::OptOut {
            trigger: trigger.to_owned(),
        };
        assert_eq!(read(text, &own, true), expected);
    }
}

#[test]
fn a_new_trigger_is_stored_as_typed_or_refused_with_the_reason() {
    assert_eq!(check_phrase("  Basta   ya! "), Ok("Basta ya!".to_owned()));
    for (text, code) in [
        (" ", "required"),
        ("🛑!", "no_letters"),
        ("“stop”", "already_on"),
        ("opt–out", "already_on"),
        ("s.t.o.p", "already_on"),
        ("stop stop", "already_on"),
        ("y-e-s", "has_meaning"),
        ("Start", "has_meaning"),
        ("YES", "has_meaning"),
        ("help!", "has_meaning"),
    ] {
        let refusal = check_phrase(text).map_err(|error| error.code);
        assert_eq!(refusal, Err(code), "{text}");
    }
    let long = "a".repeat(PHRASE_LENGTH + 1);
    assert_eq!(
        check_phrase(&long).map_err(|error| error.code),
        Err("too_long")
    );
}

/// Replies of every kind, those that ask for nothing included.
fn a_reply() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "stop",
        "stopall",
        "stop all",
        "unsubscribe",
        "cancel",
        "end",
        "quit",
        "revoke",
        "optout",
        "opt out",
        "opt-out",
        "remove",
        "basta ya",
        "no más",
        "groß",
        "στοπ",
        "start",
        "unstop",
        "yes",
        "help",
        "info",
        "stop please",
        "ok",
        "see you at 5",
        "nonstop",
    ])
}

/// What may stand around a reply: punctuation, quotes, emoji and their parts, space, and
/// characters nobody sees.
const SURROUNDINGS: &str = concat!(
    ".,!?¡¿…-—–_*~/\\()[]{}<>#&@+=|^:;·•\"'`“”‘’„«»‹›「」‼⁉©®",
    "😀🛑👍🏽👩⚕❤🇺🇸🏴™ℹⓂ㊗㊙🅰🅱🅾🅿🆎🆗🆘🈁🈚🉑",
    " \t\r\n\u{a0}\u{2003}\u{3000}",
    "\u{200b}\u{200d}\u{200e}\u{202b}\u{2060}\u{feff}\u{ad}\u{fe0f}\u{20e3}\u{fffc}\u{3164}\u{0}",
    "\u{e0067}\u{e007f}",
);

fn surroundings() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(SURROUNDINGS.chars().collect::<Vec<_>>());
    prop::collection::vec(pieces, 0..8).prop_map(String::from_iter)
}

/// The same letters, each in either case, and invisible characters between them.
fn disguised(reply: &str, cases: &[bool], gaps: &[Option<char>]) -> String {
    let mut text = String::new();
    for (place, character) in reply.chars().enumerate() {
        if cases[place % cases.len()] {
            text.extend(character.to_uppercase());
        } else {
            text.push(character);
        }
        text.extend(gaps[place % gaps.len()]);
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn neither_case_nor_surroundings_nor_invisible_characters_change_the_answer(
        reply in a_reply(),
        before in surroundings(),
        after in surroundings(),
        cases in prop::collection::vec(any::<bool>(), 1..12),
        gaps in prop::collection::vec(
            prop::option::of(prop::sample::select(vec![
                '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}', '\u{ad}', '\u{202e}',
            ])),
            1..12,
        ),
        opted_out in any::<bool>(),
    ) {
        let text = before + &disguised(reply, &cases, &gaps) + &after;
        let own = own();
        prop_assert_eq!(read(&text, &own, opted_out), read(reply, &own, opted_out));
    }

    #[test]
    fn the_compared_form_of_any_text_is_stable(text in any::<String>()) {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn a_phrase_that_is_accepted_opts_out(text in "[\\PC]{1,12}") {
        if let Ok(phrase) = check_phrase(&text) {
            let answer = read(&text, std::slice::from_ref(&phrase), false);
            prop_assert_eq!(answer, Reply::OptOut { trigger: phrase });
        }
    }
}
