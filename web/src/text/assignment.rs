//! Words about who works on a conversation.

use crate::format;

pub const NOT_ASSIGNED: &str = "Not assigned.";
pub const ASSIGN: &str = "Assign";
pub const ASSIGNED_TO: &str = "Assigned to";
pub const ME: &str = "Me";
pub const MY_GROUPS: &str = "My groups";
pub const NOBODY: &str = "Nobody";
/// Above the agents, where groups stand beside them.
pub const PEOPLE: &str = "People";
/// Above the groups.
pub const GROUPS: &str = "Groups";
/// In the place of a name.
pub const GONE: &str = "Somebody or a group that is gone";

/// Who works on a conversation, read out and as a tooltip.
pub fn assigned_to(name: &str) -> String {
    format!("Assigned to {name}")
}

/// The notice after assigning the conversation with `contact`; to nobody without a `name`.
pub fn done(contact: &str, name: Option<&str>) -> String {
    match name {
        Some(name) => format!("{contact} is assigned to {name}"),
        None => format!("{contact} is assigned to nobody"),
    }
}

/// The signed-in agent among the others.
pub fn me(name: &str) -> String {
    format!("{ME} ({name})")
}

/// The heading of the dialog that assigns many.
pub fn title(count: u32) -> String {
    match count {
        1 => "Assign 1 conversation".to_owned(),
        count => format!("Assign {} conversations", format::count(count)),
    }
}
