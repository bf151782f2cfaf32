use proptest::prelude::*;

use super::*;

fn code<T>(answer: Result<T, FieldError>) -> Option<&'static str> {
    answer.err().map(|error| error.code)
}

#[test]
fn c8_a_message_needs_words_or_pictures() {
    assert_eq!(message_beside(" \n", 1), Ok(String::new()));
    assert_eq!(message_beside(" Look ", 1).as_deref(), Ok("Look"));
    assert!(message_beside(" \n", 0).is_err());
    assert!(message_beside("{{first_name}}", 1).is_err());
}

#[test]
fn a_name_is_kept_with_its_spaces_collapsed() {
    assert_eq!(name("  Ana  María\tRuiz "), Ok("Ana María Ruiz".to_owned()));
    assert_eq!(code(name(&"é".repeat(100))), None);
    assert_eq!(code(name(&"é".repeat(101))), Some("too_long"));
    assert_eq!(code(name(" \n ")), Some("required"));
    assert_eq!(code(name("a\u{0}b")), Some("control_character"));
}

#[test]
fn a_name_nobody_can_see_is_none_and_one_that_steers_the_reader_is_kept_without_that() {
    for invisible in ["\u{200b}", "\u{200d}\u{feff}", "\u{3164}", " \u{202e} "] {
        assert_eq!(code(name(invisible)), Some("required"), "{invisible:?}");
        assert_eq!(optional(invisible, name), Ok(None), "{invisible:?}");
    }
    assert_eq!(name("\u{202e}ayaM\u{202c}"), Ok("ayaM".to_owned()));
    assert_eq!(
        name("Ma\u{200b}ya\u{2067} \u{200f}R"),
        Ok("Maya R".to_owned())
    );
    let joined = "علی\u{200c}رضا 👩\u{200d}⚕️";
    assert_eq!(name(joined), Ok(joined.to_owned()));
    assert_eq!(code(optional("\u{0}", name)), Some("control_character"));
    assert_eq!(code(optional("\u{7}", name)), Some("control_character"));
}

#[test]
fn a_message_has_something_to_see_and_no_control_character() {
    for invisible in ["\u{200b}", "\u{feff}\n\u{2060}", "\u{fe0f}"] {
        assert_eq!(
            code(message_body(invisible)),
            Some("required"),
            "{invisible:?}"
        );
    }
    for control in ["\u{7}", "Hi\u{0}", "Hi\u{1b}[1m", "Hi\u{85}there"] {
        assert_eq!(code(message_body(control)), Some("control_character"));
    }
    let lines = "Hi\r\n\tthere 👩\u{200d}⚕️";
    assert_eq!(message_body(lines), Ok(lines.to_owned()));
}

#[test]
fn an_email_address_is_kept_in_lower_case() {
    for text in [
        "dana@example.com",
        "dana.r+texts@mail.example.co.uk",
        "o'neil_7@a-b.io",
        "1@xn--bcher-kva.example",
    ] {
        assert_eq!(email(text), Ok(text.to_owned()));
    }
    assert_eq!(
        email(" Dana@Example.COM "),
        Ok("dana@example.com".to_owned())
    );
}

#[test]
fn what_cannot_be_an_email_address_is_refused() {
    for text in [
        "dana",
        "dana@",
        "@example.com",
        "dana@example",
        "dana@@example.com",
        "da na@example.com",
        ".dana@example.com",
        "dana.@example.com",
        "da..na@example.com",
        "dana@-example.com",
        "dana@example-.com",
        "dana@example..com",
        "dana@example.com.",
        "dana@127.0.0.1",
        "dana@example.c",
        "dána@example.com",
        "dana@example.com, ana@example.com",
        "Dana <dana@example.com>",
        "dana@example.com\r\nBcc: x@example.com",
    ] {
        assert_eq!(code(email(text)), Some("email"), "{text}");
    }
    assert_eq!(code(email("")), Some("required"));
    let longest = format!(
        "{}@{}.{}.{}.com",
        "a".repeat(64),
        "b".repeat(63),
        "c".repeat(63),
        "d".repeat(57)
    );
    assert_eq!(longest.len(), EMAIL_LENGTH);
    assert_eq!(code(email(&longest)), None);
    assert_eq!(code(email(&format!("a{longest}"))), Some("too_long"));
}

#[test]
fn a_zip_code_has_five_digits_or_five_and_four() {
    assert_eq!(zip(" 78704 "), Ok("78704".to_owned()));
    assert_eq!(zip("00501-0001"), Ok("00501-0001".to_owned()));
    for text in [
        "",
        "7870",
        "787045",
        "78704-",
        "78704-12",
        "78704-12345",
        "7870a",
        "-7870",
        "٧٨٧٠٤",
    ] {
        let error = zip(text).expect_err(text);
        assert_eq!(error.message, "Enter 5 digits, like 78704");
    }
}

#[test]
fn a_birthday_lies_between_1900_and_today() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day");
    let day = NaiveDate::from_ymd_opt(1984, 2, 29).expect("a leap day");
    assert_eq!(date_of_birth("1984-02-29", today), Ok(day));
    assert_eq!(date_of_birth("2026-11-21", today), Ok(today));
    assert_eq!(code(date_of_birth("1900-01-01", today)), None);
    for (text, expected) in [
        ("2026-11-22", "in_future"),
        ("1899-12-31", "too_early"),
        ("1985-02-29", "date"),
        ("1984-2-29", "date"),
        ("02/29/1984", "date"),
        ("+984-02-29", "date"),
        ("1984-02-29T0", "date"),
        ("", "date"),
    ] {
        assert_eq!(code(date_of_birth(text, today)), Some(expected), "{text}");
    }
}

#[test]
fn a_message_has_1_to_1600_characters_after_trimming() {
    assert_eq!(message_body(" hi\nthere \n"), Ok("hi\nthere".to_owned()));
    assert_eq!(code(message_body(" \n ")), Some("required"));
    assert_eq!(code(message_body(&"é".repeat(1600))), None);
    let unfilled = message_body("Hi {{first_name}}, {{zip|here}}").expect_err("unfilled");
    assert_eq!(unfilled.code, "unfilled");
    assert_eq!(
        unfilled.message,
        "Put words in place of {{first_name}}, {{zip}}"
    );
    let error = message_body(&"é".repeat(1603)).expect_err("too long");
    assert_eq!(
        error.message,
        "Shorten the message by 3 of its 1603 characters"
    );
}

#[test]
fn a_password_is_long_and_not_an_obvious_one() {
    let email = "dana.ruiz@example.com";
    assert_eq!(code(password("copper wire sings low", email)), None);
    assert_eq!(code(password(&"é1".repeat(64), email)), None);
    assert_eq!(code(password("elevenchars", email)), Some("too_short"));
    assert_eq!(code(password(&"ab".repeat(65), email)), Some("too_long"));
    assert_eq!(
        code(password("Dana.Ruiz@Example.com", email)),
        Some("same_as_email")
    );
    assert_eq!(code(password("Password1234", email)), Some("too_common"));
    assert_eq!(code(password("zzzzzzzzzzzzzz", email)), Some("too_common"));
}

#[test]
fn every_common_password_is_long_enough_to_need_listing() {
    for text in COMMON_PASSWORDS {
        assert_eq!(code(password(text, "")), Some("too_common"), "{text}");
    }
}

#[test]
fn an_optional_field_may_stay_empty_but_not_be_wrong() {
    assert_eq!(optional("  ", zip), Ok(None));
    assert_eq!(optional("78704", zip), Ok(Some("78704".to_owned())));
    assert_eq!(code(optional("787", zip)), Some("zip"));
}

proptest! {
    #[test]
    fn what_a_check_gives_it_accepts_again(text in any::<String>()) {
        for check in [name, email, zip, message_body] {
            if let Ok(value) = check(&text) {
                prop_assert_eq!(check(&value), Ok(value.clone()));
            }
        }
    }

    #[test]
    fn plain_addresses_are_accepted(text in "[a-z0-9]{1,20}(\\.[a-z0-9+_]{1,20})?@[a-z0-9]{1,20}\\.[a-z]{2,6}") {
        prop_assert_eq!(email(&text), Ok(text.clone()));
    }
}
