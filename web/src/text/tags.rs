//! Words about tags.

use crate::format;

pub const LEAD: &str = "A contact's tag colours its round mark in the list of conversations.";
pub const TITLE: &str = "Tags";
pub const LIST_LEAD: &str = "By name, with the contacts that wear each.";
pub const NEW: &str = "New tag";
pub const NEW_LEAD: &str = "For what you want to see at a glance, such as how far a lead has come.";
pub const NAME: &str = "Name";
pub const NAME_EXAMPLE: &str = "Hot quote";
pub const MAKE: &str = "Make tag";
pub const NONE: &str = "No tags yet";
pub const NONE_LEAD: &str = "Make the first one above, then put it on contacts.";
pub const NONE_ASK: &str = "Owner and admins make tags; then you can put them on contacts.";
pub const EDIT: &str = "Edit";
pub const MERGE: &str = "Merge";
pub const DELETE: &str = "Delete";
pub const MERGE_INTO: &str = "Tag that stays";
pub const EDITED: &str = "Tag saved";

pub const ADD: &str = "Add tags";
pub const CHOOSE: &str = "Tags of this contact";
pub const TAKE_OFF: &str = "Take off";
pub const APPLY: &str = "Apply";
pub const FIND: &str = "Find a tag";
pub const NONE_FOUND: &str = "No tag has this in its name.";
pub const UNTAGGED: &str = "None yet.";
pub const MANAGE: &str = "Make and change tags";

/// How many contacts wear a tag.
pub fn contacts(count: u32) -> String {
    match count {
        0 => "No contacts".to_owned(),
        1 => "1 contact".to_owned(),
        count => format!("{} contacts", format::count(count)),
    }
}

/// The name of a button that does something to one tag.
pub fn named(action: &str, name: &str) -> String {
    format!("{action} {name}")
}

pub fn merge_title(name: &str) -> String {
    format!("Merge {name} into another tag")
}

/// What merging changes.
pub fn merge_ends(name: &str, count: u32) -> String {
    match count {
        0 => format!("No contact wears {name}. The tag goes, and can't be brought back."),
        1 => format!("1 contact wears {name} and gets the other tag in its place."),
        count => format!(
            "{} contacts wear {name} and get the other tag in its place; those that wear both keep one.",
            format::count(count)
        ),
    }
}

pub fn merged(name: &str, into: &str) -> String {
    format!("{name} is merged into {into}")
}

pub fn delete_title(name: &str) -> String {
    format!("Delete {name}?")
}

/// What deleting changes.
pub fn delete_ends(name: &str, count: u32) -> String {
    match count {
        0 => format!("No contact wears {name}. It can't be brought back."),
        1 => format!("1 contact wears {name} and loses it. It can't be brought back."),
        count => format!(
            "{} contacts wear {name} and lose it. It can't be brought back.",
            format::count(count)
        ),
    }
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
    fn p2_how_many_contacts_lose_a_tag_is_said_in_a_sentence() {
        assert_eq!(
            delete_ends("Hot quote", 1_204),
            "1,204 contacts wear Hot quote and lose it. It can't be brought back."
        );
        assert_eq!(contacts(0), "No contacts");
        assert_eq!(contacts(1), "1 contact");
    }
}
