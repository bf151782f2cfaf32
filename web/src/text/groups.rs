//! Words about groups.

use crate::format;

pub const LEAD: &str = "A group is a set of people who work on something together. Conversations can be assigned to it as to one person.";
pub const TITLE: &str = "Groups";
pub const LIST_LEAD: &str = "By name, with the people in each. Everybody is in at least one.";
pub const NEW: &str = "New group";
pub const NEW_LEAD: &str = "For those who share conversations, such as Sales or Support.";
pub const NAME: &str = "Name";
pub const NAME_EXAMPLE: &str = "Sales";
pub const MEMBERS: &str = "Members";
pub const FIND: &str = "Find a person";
pub const NOBODY_FOUND: &str = "Nobody has this in their name.";
pub const MAKE: &str = "Make group";
pub const NONE: &str = "No groups yet";
pub const NONE_LEAD: &str = "Make the first one above, then assign conversations to it.";
pub const NONE_ASK: &str =
    "Owner and admins make groups; then you can assign conversations to them.";
pub const EDIT: &str = "Edit";
pub const DELETE: &str = "Delete";
pub const EDITED: &str = "Group saved";

/// How many people are in a group.
pub fn members(count: usize) -> String {
    match count {
        0 => "Nobody in it".to_owned(),
        1 => "1 person".to_owned(),
        count => format!("{count} people"),
    }
}

/// How many are ticked, where not all of them may be in view.
pub fn ticked(count: usize) -> String {
    match count {
        0 => "Nobody ticked".to_owned(),
        count => format!("{count} ticked"),
    }
}

/// The name of a button that does something to one group.
pub fn named(action: &str, name: &str) -> String {
    format!("{action} {name}")
}

pub fn delete_title(name: &str) -> String {
    format!("Delete {name}?")
}

/// What deleting changes; `count` is how many conversations are assigned to it, where that is known.
pub fn delete_ends(name: &str, count: Option<u32>) -> String {
    let becomes = match count {
        None => format!("Conversations that are assigned to {name} become nobody’s."),
        Some(0) => format!("No conversation is assigned to {name}."),
        Some(1) => format!("1 conversation is assigned to {name} and becomes nobody’s."),
        Some(count) => format!(
            "{} conversations are assigned to {name} and become nobody’s.",
            format::capped_count(count)
        ),
    };
    format!("{becomes} The group can't be brought back.")
}

pub fn deleted(name: &str) -> String {
    format!("{name} is deleted")
}

pub fn made(name: &str) -> String {
    format!("{name} is ready")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a2_what_deleting_a_group_changes_is_said_in_a_sentence() {
        assert_eq!(
            delete_ends("Sales", Some(1_204)),
            "1,204 conversations are assigned to Sales and become nobody’s. The group can't be brought back."
        );
        assert_eq!(
            delete_ends("Sales", Some(1)),
            "1 conversation is assigned to Sales and becomes nobody’s. The group can't be brought back."
        );
        let unknown = delete_ends("Sales", None);
        assert!(unknown.starts_with("Conversations that are assigned to Sales become nobody’s."));
    }

    #[test]
    fn a2_how_many_are_in_a_group_is_said_as_people_would() {
        assert_eq!(members(0), "Nobody in it");
        assert_eq!(members(1), "1 person");
        assert_eq!(members(12), "12 people");
    }
}
