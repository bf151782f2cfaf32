//! Words about filters of the list of conversations.

pub const FILTER: &str = "Filter";
pub const TITLE: &str = "Filter conversations";
pub const FILTERS: &str = "Filters";
pub const SAVED: &str = "Saved filters";
pub const ANYBODY: &str = "Anybody";
pub const TAG: &str = "Tag";
pub const ANY_TAG: &str = "Any tag or none";
pub const STAGE: &str = "Pipeline stage";
pub const ANY_STAGE: &str = "Any stage or none";
pub const UNREAD: &str = "Unread";
pub const UNREAD_ONLY: &str = "Unread only";
pub const SHOW: &str = "Show conversations";
pub const CLEAR: &str = "Clear filters";
pub const MINE: &str = "Assigned to me";
pub const MY_GROUPS: &str = "Assigned to my groups";
pub const NOBODYS: &str = "Assigned to nobody";
pub const SOMEBODY_GONE: &str = "Assigned to somebody who is gone";
pub const GROUP_GONE: &str = "Assigned to a group that is gone";
pub const TAG_GONE: &str = "A tag that is gone";
pub const STAGE_GONE: &str = "A stage that is gone";
pub const SAVE: &str = "Save filter";
pub const NAME: &str = "Name";
pub const NAME_HELP: &str = "It stands beside the tabs.";
pub const SHARED: &str = "For everybody";
pub const SHARED_HELP: &str = "All people of this workspace see it beside their tabs.";
pub const SHARED_WITH_ALL: &str = "For everybody in the workspace";
pub const EDIT: &str = "Edit";
pub const DELETE: &str = "Delete";
pub const EMPTY_TITLE: &str = "Nothing passes this filter";
pub const EMPTY_LEAD: &str = "Another list may hold what you look for.";
pub const LOOK_IN_ALL: &str = "Look in All";

/// A tag that is filtered by.
pub fn tag(name: &str) -> String {
    format!("Tag: {name}")
}

/// A stage that is filtered by.
pub fn stage(name: &str) -> String {
    format!("Stage: {name}")
}

/// The name of what takes one part of the filter away.
pub fn remove(part: &str) -> String {
    format!("Remove filter {part}")
}

/// The name of the menu of a saved filter.
pub fn more(name: &str) -> String {
    format!("More for {name}")
}

/// The heading of the dialog that edits a saved filter.
pub fn edit(name: &str) -> String {
    format!("Edit {name}")
}

/// The notice after saving a filter.
pub fn saved(name: &str) -> String {
    format!("{name} is saved")
}

/// The notice after deleting a saved filter.
pub fn deleted(name: &str) -> String {
    format!("{name} is deleted")
}
