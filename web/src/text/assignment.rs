//! Words about who works on a conversation.

use crate::format;

pub const ASSIGN: &str = "Assign";
pub const ASSIGNED_TO: &str = "Assigned to";
pub const ME: &str = "Me";
pub const NOBODY: &str = "Nobody";

/// Who works on a conversation, read out and as a tooltip.
pub fn assigned_to(name: &str) -> String {
    format!("Assigned to {name}")
}

/// The notice after assigning the conversation with `contact`; to nobody without an `agent`.
pub fn done(contact: &str, agent: Option<&str>) -> String {
    match agent {
        Some(agent) => format!("{contact} is assigned to {agent}"),
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
