//! What becomes of a text that is being written when the note on the server is another one.

use copperline_shared::notes::{Note, check_text};

use super::kept::Kept;

/// A typed text as the server would store it; one that is too long as it is.
pub fn stored(typed: &str) -> String {
    check_text(typed).unwrap_or_else(|_| typed.to_owned())
}

/// What the notepad does with a note it has just read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meeting {
    /// Shows it: nothing unsaved was typed.
    Show,
    /// What is typed stands on it: it is saved in its place.
    GoOn,
    /// Both were changed: the person decides.
    Conflict,
}

/// `base` is the text that the typing began with.
pub fn meet(typed: &str, base: &str, now: &Note) -> Meeting {
    let typed = stored(typed);
    if typed == base || typed == now.text {
        Meeting::Show
    } else if base == now.text {
        Meeting::GoOn
    } else {
        Meeting::Conflict
    }
}

/// As [`meet`], for what the browser kept of an earlier visit; also the text to show.
pub fn meet_again(kept: Option<Kept>, now: &Note) -> (Meeting, String) {
    let Some(kept) = kept else {
        return (Meeting::Show, now.text.clone());
    };
    match meet(&kept.typed, &kept.base, now) {
        Meeting::Show => (Meeting::Show, now.text.clone()),
        meeting => (meeting, kept.typed),
    }
}

/// Whether the server refused a save because of one whose answer never came.
pub fn is_own(attempted: Option<&str>, base: &str, now: &Note) -> bool {
    attempted == Some(now.text.as_str()) || base == now.text
}

/// Both texts, one below the other.
pub fn both(theirs: &str, mine: &str) -> String {
    format!("{}\n\n{}", theirs.trim_end(), mine.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn note(text: &str) -> Note {
        Note {
            contact_id: Uuid::nil(),
            text: text.to_owned(),
            revision: 3,
            saved_at: None,
            saved_by: None,
        }
    }

    #[test]
    fn c11_half_typed_text_is_never_replaced() {
        assert_eq!(meet("a", "a", &note("theirs")), Meeting::Show);
        assert_eq!(meet("a mine", "a", &note("a")), Meeting::GoOn);
        assert_eq!(meet("a mine", "a", &note("a theirs")), Meeting::Conflict);
        assert_eq!(meet("a both", "a", &note("a both")), Meeting::Show);
        assert_eq!(meet("a\r\nb", "a\nb", &note("theirs")), Meeting::Show);
    }

    #[test]
    fn c11_what_was_kept_is_taken_up_where_it_was_left() {
        let kept = |base: &str, typed: &str| {
            Some(Kept {
                base: base.to_owned(),
                typed: typed.to_owned(),
            })
        };
        let met = |kept, now: &str| meet_again(kept, &note(now));
        assert_eq!(met(None, "now"), (Meeting::Show, "now".to_owned()));
        assert_eq!(met(kept("a", "ab"), "a"), (Meeting::GoOn, "ab".to_owned()));
        assert_eq!(met(kept("a", "ab"), "ab"), (Meeting::Show, "ab".to_owned()));
        assert_eq!(
            met(kept("a", "ab"), "ac"),
            (Meeting::Conflict, "ab".to_owned())
        );
    }

    #[test]
    fn c11_a_save_whose_answer_was_lost_is_no_conflict() {
        assert!(is_own(Some("ab"), "a", &note("ab")));
        assert!(is_own(None, "a", &note("a")));
        assert!(!is_own(Some("ab"), "a", &note("ac")));
    }

    #[test]
    fn c11_both_texts_stand_below_each_other() {
        assert_eq!(both("theirs\n", "\nmine"), "theirs\n\nmine");
    }
}
