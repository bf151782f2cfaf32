//! Words of the contacts page.

use crate::format;

pub const TITLE: &str = "Contacts";
pub const LIST: &str = "Contacts";
pub const SEARCH_LABEL: &str = "Search contacts by name, phone or email";
pub const SEARCH_PLACEHOLDER: &str = "Name, phone or email";
pub const FILTERS: &str = "Filters";
pub const TAG: &str = "Tag";
pub const ANY_TAG: &str = "Any tag";
pub const STAGE: &str = "Stage";
pub const ANY_STAGE: &str = "Any stage";
pub const SOURCE: &str = "Source";
pub const ANY_SOURCE: &str = "Any source";
pub const WITHOUT_SOURCE: &str = "Without a source";
pub const OPT_OUT: &str = "Opted out";
pub const ANY_OPT_OUT: &str = "Opted out or not";
pub const OPTED_OUT: &str = "Opted out";
pub const NOT_OPTED_OUT: &str = "Not opted out";
/// A choice whose name isn't known, or which is gone.
pub const UNKNOWN: &str = "Chosen";
pub const CLEAR: &str = "Clear filters";
pub const SHOW: &str = "Show contacts";
pub const ORDER: &str = "Order";
pub const NEWEST_FIRST: &str = "Newest first";
pub const OLDEST_FIRST: &str = "Oldest first";
pub const BY_NAME: &str = "Name, A to Z";
pub const BY_NAME_BACK: &str = "Name, Z to A";
pub const BY_PHONE: &str = "Phone, low to high";
pub const BY_PHONE_BACK: &str = "Phone, high to low";
pub const BY_SOURCE: &str = "Source, A to Z";
pub const BY_SOURCE_BACK: &str = "Source, Z to A";

pub const NAME: &str = "Name";
pub const PHONE: &str = "Phone";
pub const TAGS: &str = "Tags";
pub const ADDED: &str = "Added";
pub const SELECT: &str = "Select";
pub const SELECTION: &str = "Selected contacts";
pub const MORE_ACTIONS: &str = "More for the selected contacts";

pub const NEW: &str = "New contact";
pub const NEW_MAKE: &str = "Add contact";
pub const EXPORT: &str = "Export";
pub const IMPORT: &str = "Import";
pub const MORE: &str = "More";

pub const FAILED: &str = "The contacts could not be read";
pub const NONE: &str = "No contacts yet";
pub const NONE_LEAD: &str =
    "Everybody who is texted, texts you, or comes as a lead stands here. Add the first one.";
pub const NONE_FOUND: &str = "Nobody matches";
pub const NONE_FOUND_LEAD: &str = "Search for something else, or take away a filter.";

pub const BESIDE: &str = "Contact";
pub const MESSAGE: &str = "Conversation";
pub const NOT_THERE: &str = "This contact is not there";
pub const NOT_THERE_LEAD: &str = "It may belong to another workspace, or be gone.";

pub fn select(name: &str) -> String {
    format!("Select {name}")
}

/// The button that opens the filters: how many narrow the list.
pub fn filters(count: usize) -> String {
    match count {
        0 => FILTERS.to_owned(),
        count => format!("{FILTERS} · {count}"),
    }
}

/// How many there are, beside the heading.
pub fn count(count: u32) -> String {
    format::count(count)
}

pub fn added(name: &str) -> String {
    format!("{name} is added")
}

/// What sorting by a column does, for its button.
pub fn sort_by(label: &str) -> String {
    format!("Sort by {}", label.to_lowercase())
}

/// A row's tags, where only the first has room.
pub fn more_tags(count: usize) -> String {
    format!("+{count}")
}
