//! Words of what one is told.

use crate::format;

pub const TITLE: &str = "Notifications";
pub const EMPTY_TITLE: &str = "Nothing yet";
pub const EMPTY_LEAD: &str = "When a colleague mentions you in a comment, a conversation is assigned to you or a follow-up is due, you are told here.";
pub const MARK_ALL_READ: &str = "Mark all as read";
pub const OPEN: &str = "Open";
pub const UNREAD: &str = "Unread";
pub const NEWEST_ONLY: &str = "These are the 100 newest.";

/// The count on the bell, read out.
pub fn unread(count: u32) -> String {
    match count {
        1 => "1 unread notification".to_owned(),
        100.. => "99 or more unread notifications".to_owned(),
        n => format!("{n} unread notifications"),
    }
}

/// Who mentions one, and in whose conversation.
pub fn mentioned(author: &str, name: &str) -> String {
    format!("{author} mentioned you in the conversation with {name}")
}

/// That the conversation with the contact called `name` was given to one, or to a group one is in.
pub fn assigned(name: &str) -> String {
    format!("{name} was assigned to you or your group")
}

/// How many came besides those that are told one by one.
pub fn more(count: u32) -> String {
    match count {
        1 => "1 more notification".to_owned(),
        n => format!("{} more notifications", format::count(n)),
    }
}
