//! What becomes of a change that is being typed when the comment on the server is another one.

use copperline_shared::comments::{Comment, check_text};
use serde::{Deserialize, Serialize};

use super::rules;

/// What a comment was when changing it began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    pub revision: u32,
    /// As it is stored.
    pub text: String,
    /// As it stood in the box.
    pub shown: String,
}

impl Base {
    pub fn of(comment: &Comment) -> Self {
        Self {
            revision: comment.revision,
            text: comment.text.clone(),
            shown: rules::editable(comment).0,
        }
    }
}

/// What a change does with the comment as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meeting {
    /// It stands on it: it can be saved.
    GoOn,
    /// What is typed stands there already.
    Done,
    /// Nothing was typed yet: it begins anew with what stands there.
    BeginAnew,
    /// Both were changed: the person decides.
    Conflict,
}

/// `typed` is with ids for mentions, as it would be saved.
pub fn meet(typed: &str, base: &Base, now: &Comment) -> Meeting {
    let typed = check_text(typed).unwrap_or_else(|_| typed.to_owned());
    if now.revision <= base.revision {
        Meeting::GoOn
    } else if typed == now.text {
        Meeting::Done
    } else if typed == base.text {
        Meeting::BeginAnew
    } else {
        Meeting::Conflict
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use uuid::Uuid;

    fn comment(text: &str, revision: u32) -> Comment {
        Comment {
            id: Uuid::nil(),
            conversation_id: Uuid::nil(),
            text: text.to_owned(),
            mentions: Vec::new(),
            agent_id: None,
            author_name: String::new(),
            created_at: DateTime::UNIX_EPOCH,
            revision,
            edited_at: None,
        }
    }

    #[test]
    fn c21_what_is_typed_of_a_change_is_never_replaced_and_overwrites_nothing() {
        let base = Base::of(&comment("a", 1));
        let met = |typed: &str, now: &str, revision| meet(typed, &base, &comment(now, revision));
        assert_eq!(met("a mine", "a", 1), Meeting::GoOn);
        assert_eq!(met("a", "a", 1), Meeting::GoOn);
        assert_eq!(met("a mine", "a theirs", 2), Meeting::Conflict);
        assert_eq!(met("a", "a theirs", 2), Meeting::BeginAnew);
        assert_eq!(met(" a both\r\n", "a both", 2), Meeting::Done);
        // News that come late.
        assert_eq!(met("a mine", "before", 0), Meeting::GoOn);
    }

    #[test]
    fn c21_a_text_that_came_back_meanwhile_is_another_one_all_the_same() {
        let base = Base::of(&comment("a", 1));
        assert_eq!(meet("b", &base, &comment("a", 3)), Meeting::Conflict);
        assert_eq!(meet("a", &base, &comment("a", 3)), Meeting::Done);
    }
}
