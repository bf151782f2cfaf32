//! Words about numbers never to be texted.

pub const TITLE: &str = "Never to be texted";
pub const LEAD: &str = "Nobody in this workspace can text these numbers, whatever is imported, posted or written. A number stays on the list for good.";
pub const LIST: &str = "Numbers";
pub const PHONE: &str = "Phone";
pub const SINCE: &str = "Since";
pub const SEARCH_LABEL: &str = "Search the numbers";
pub const SEARCH_PLACEHOLDER: &str = "Any part of a number";
pub const ADD: &str = "Add a number";
pub const ADD_ENDS: &str = "A contact with this number is opted out. This can’t be undone.";
pub const PUT: &str = "Put it on the list";
pub const NONE: &str = "No numbers yet";
pub const NONE_LEAD: &str =
    "Import a do-not-text list, or add the number of somebody who asked not to be texted.";
pub const NONE_FOUND: &str = "No number on the list has this in it";

pub fn added(phone: &str) -> String {
    format!("{phone} is never texted from now on")
}
