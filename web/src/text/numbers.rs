//! Words of the numbers screen.

use copperline_shared::numbers::NumberState;

pub const TITLE: &str = "Numbers";
pub const LEAD: &str = "The phone numbers this workspace texts from.";
pub const YOURS: &str = "Your numbers";
pub const YOURS_LEAD: &str = "New conversations start from the default number. Replies leave from the number last used with the contact.";
pub const NONE: &str = "No number yet";
pub const NONE_LEAD: &str = "Rent a number below: contacts see it as the sender and reply to it.";
pub const NONE_LEAD_BASIC: &str = "The workspace's owner or an admin can rent one here.";
pub const DEFAULT: &str = "Default";
pub const RENAME: &str = "Rename";
pub const NAME: &str = "Name";
pub const NAME_HELP: &str = "Only your team sees it, for example “Front desk” or “Austin”.";
pub const MAKE_DEFAULT: &str = "Make default";
pub const RELEASE: &str = "Release";
pub const RENT: &str = "Rent a number";
pub const AREA_CODE: &str = "Area code";
pub const AREA_CODE_EXAMPLE: &str = "512";
pub const DIGITS: &str = "Contains";
pub const DIGITS_EXAMPLE: &str = "0123";
pub const SEARCH: &str = "Search";
pub const RENT_THIS: &str = "Rent";
pub const AVAILABLE: &str = "Numbers to rent";
pub const NOT_FOUND: &str = "Nothing to rent here";
pub const NOT_FOUND_LEAD: &str = "Try fewer digits or a neighbouring area code.";
pub const RENAMED: &str = "Name saved";

/// The state of a number, as far as it needs saying.
pub const fn state(state: NumberState) -> Option<&'static str> {
    match state {
        NumberState::Active => None,
        NumberState::Renting => Some("Being set up"),
        NumberState::Refused => Some("Refused"),
        NumberState::Releasing => Some("Being released"),
        NumberState::Released => Some("Released"),
    }
}

/// What renting costs.
pub fn rent_lead(month: &str) -> String {
    format!("Each number adds {month} a month to the plan. Incoming texts are free.")
}

/// Conversations whose replies leave from a number.
pub fn conversations(count: u32) -> String {
    match count {
        0 => "No conversations".to_owned(),
        1 => "1 conversation".to_owned(),
        n => format!("{} conversations", crate::format::count(n)),
    }
}

/// The name of a number's menu.
pub fn actions(phone: &str) -> String {
    format!("Actions for {phone}")
}

/// The name of the button that rents a number.
pub fn rent_named(phone: &str) -> String {
    format!("Rent {phone}")
}

pub fn renting(phone: &str) -> String {
    format!("{phone} is being set up. It can be used in a moment.")
}

pub fn now_default(phone: &str) -> String {
    format!("New conversations start from {phone}")
}

pub fn releasing(phone: &str) -> String {
    format!("{phone} is being released")
}

/// The carrier took the order and then could not fulfil it.
pub fn not_rented(phone: &str) -> String {
    format!("The carrier could not hand over {phone}. Choose another number.")
}

/// What a refused number's row says: why, that it costs nothing, and what to do.
pub fn refused(words: &str) -> String {
    format!(
        "The carrier would not hand it over: {words} Nothing is charged for it. Rent another \
         number, or try this one again later."
    )
}

/// The name of the button that takes a refused number off the list.
pub fn dismiss_named(phone: &str) -> String {
    format!("Dismiss {phone}")
}

/// The question before a release.
pub fn release_question(phone: &str) -> String {
    format!("Release {phone}?")
}

/// What a release ends, sentence by sentence. `heir` is the number replies leave from afterwards.
pub fn release_ends(conversations: u32, is_default: bool, heir: Option<&str>) -> Vec<String> {
    let replies = match (conversations, heir) {
        (0, _) => "No conversation replies from it.".to_owned(),
        (count, Some(heir)) => format!(
            "{} will reply from {heir} instead.",
            self::conversations(count)
        ),
        (count, None) => {
            format!(
                "{} can't be answered until you rent another number.",
                self::conversations(count)
            )
        }
    };
    let default = match heir {
        Some(heir) if is_default => Some(format!("{heir} becomes the default number.")),
        None => Some("It is the last number: nothing can be sent without one.".to_owned()),
        Some(_) => None,
    };
    let gone =
        "The carrier takes it back. Texts to it no longer arrive, and you may not get it again.";
    [Some(replies), default, Some(gone.to_owned())]
        .into_iter()
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::release_ends;

    #[test]
    fn s12_a_release_says_what_it_ends() {
        let words = release_ends(3, true, Some("(512) 555-0101")).join(" ");
        assert!(words.starts_with("3 conversations will reply from (512) 555-0101 instead."));
        assert!(words.contains("(512) 555-0101 becomes the default number."));
        assert!(words.contains("Texts to it no longer arrive"));
    }

    #[test]
    fn s12_releasing_the_last_number_says_that_nothing_can_be_sent() {
        let words = release_ends(1, true, None).join(" ");
        assert!(words.contains("1 conversation can't be answered"));
        assert!(words.contains("last number"));
    }
}
