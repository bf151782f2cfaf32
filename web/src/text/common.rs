//! Words of the building blocks.

use copperline_shared::palette::Colour;

pub const WORKING: &str = "Working";
pub const LOADING: &str = "Loading";
pub const OPTIONAL: &str = "optional";
pub const SHOW: &str = "Show";
pub const HIDE: &str = "Hide";
/// Follows Show and Hide for screen readers.
pub const PASSWORD_SUFFIX: &str = " password";
pub const COLOUR: &str = "Colour";
pub const CLOSE: &str = "Close";
pub const CANCEL: &str = "Cancel";
pub const SAVE: &str = "Save changes";
pub const BACK: &str = "Back";
pub const UNDO: &str = "Undo";
pub const TRY_AGAIN: &str = "Try again";
pub const DISMISS: &str = "Dismiss";
pub const NOTICES: &str = "Notices";
pub const SEARCH: &str = "Search";
pub const CLEAR_SEARCH: &str = "Clear search";
pub const LOAD_MORE: &str = "Show more";
pub const OFFLINE: &str = "Copperline doesn't answer. Nothing you wrote is lost; try again.";
/// Something changed by a press wasn't.
pub const NOT_CHANGED: &str = "Nothing was changed.";
pub const UNREACHABLE: &str = "Copperline doesn't answer";
pub const UNREACHABLE_LEAD: &str = "The server may be starting, or your connection is down.";
pub const NOT_READ: &str =
    "Copperline doesn't answer. The server may be starting, or your connection is down.";
pub const NOT_FOUND: &str = "There is nothing here";
pub const NOT_FOUND_LEAD: &str = "The address may be mistyped, or what it led to is gone.";
pub const GO_HOME: &str = "Go to your conversations";
/// A part of the page could not be fetched.
pub const PART_MISSING: &str = "This part of Copperline could not be fetched. Check the connection; if Copperline was updated a moment ago, load the page again.";
/// The same of a small one, where a line has room.
pub const LINE_MISSING: &str = "This could not be fetched.";
pub const LOAD_PAGE_AGAIN: &str = "Load the page again";
pub const COPY_REFUSED: &str = "The browser doesn't allow copying. Select the text instead.";

/// What wasn't done, and why.
pub fn not_done(what: &str) -> String {
    format!("{what} Copperline doesn't answer; try again.")
}

/// A colour's name.
pub const fn colour(colour: Colour) -> &'static str {
    match colour {
        Colour::Copper => "Copper",
        Colour::Ochre => "Ochre",
        Colour::Green => "Green",
        Colour::Teal => "Teal",
        Colour::Blue => "Blue",
        Colour::Violet => "Violet",
        Colour::Rose => "Rose",
        Colour::Stone => "Stone",
    }
}

/// The name of a copy button.
pub fn copy(what: &str) -> String {
    format!("Copy {what}")
}

/// What is announced after copying.
pub fn copied(what: &str) -> String {
    let mut letters = what.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{} copied", letters.as_str())
}

#[cfg(test)]
mod tests {
    #[test]
    fn c10_copying_is_announced_as_a_sentence() {
        assert_eq!(super::copied("phone number"), "Phone number copied");
        assert_eq!(super::copied("ZIP"), "ZIP copied");
    }
}
