//! Words of who else is in a conversation.

use copperline_shared::presence::Doing;

/// "Sam Lee is replying", "Ana Ruiz and Sam Lee are here"; nothing of nobody.
pub fn doing(doing: Doing, names: &[String]) -> Option<String> {
    let (who, one) = match names {
        [] => return None,
        [one] => (one.clone(), true),
        [one, other] => (format!("{one} and {other}"), false),
        [first, rest @ ..] => (format!("{first} and {} others", rest.len()), false),
    };
    let verb = if one { "is" } else { "are" };
    let what = match doing {
        Doing::Looking => "here",
        Doing::Commenting => "writing a comment",
        Doing::Replying => "replying",
    };
    Some(format!("{who} {verb} {what}"))
}

#[cfg(test)]
mod tests {
    use super::doing;
    use copperline_shared::presence::Doing;

    #[test]
    fn c21_who_does_what_is_a_sentence() {
        let words = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            doing(Doing::Replying, &names)
        };
        assert_eq!(words(&[]), None);
        assert_eq!(words(&["Sam"]).as_deref(), Some("Sam is replying"));
        assert_eq!(
            words(&["Ana", "Sam"]).as_deref(),
            Some("Ana and Sam are replying")
        );
        assert_eq!(
            words(&["Ana", "Bo", "Sam"]).as_deref(),
            Some("Ana and 2 others are replying")
        );
    }
}
