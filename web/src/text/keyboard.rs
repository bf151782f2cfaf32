//! Words of the keyboard shortcuts and the command palette.

pub const TITLE: &str = "Keyboard shortcuts";
pub const IN_THE_LIST: &str = "In the list";
pub const IN_A_CONVERSATION: &str = "In a conversation";
pub const EVERYWHERE: &str = "Everywhere";
pub const NEXT: &str = "Next conversation";
pub const PREVIOUS: &str = "Previous conversation";
pub const SEARCH: &str = "Search the list";
pub const SELECT: &str = "Select the conversation";
pub const ARCHIVE: &str = "Archive or unarchive";
pub const HOT: &str = "Hot lead or not";
pub const UNREAD: &str = "Mark as unread or read";
pub const TAG: &str = "Tag the contact";
pub const FOLLOW_UP: &str = "Follow up later";
pub const REPLY: &str = "Reply by text";
pub const PALETTE: &str = "Find or do anything";
pub const NOTIFICATIONS: &str = "Show notifications";
pub const HELP: &str = "Show this list";
pub const SINGLE_KEYS: &str = "Single keys do something";
pub const PALETTE_PLACEHOLDER: &str = "Contact, message, screen or action";
pub const RESULTS: &str = "Results";
pub const RECENT: &str = "Recent conversations";
pub const CONTACTS: &str = "Contacts";
pub const MESSAGES: &str = "Messages";
pub const ACTIONS: &str = "Actions";
pub const SCREENS: &str = "Screens";
pub const SEARCHING: &str = "Searching";
pub const SEARCH_FAILED: &str = "Conversations couldn't be searched; screens and actions are here.";

/// Keys that work without being in the table of shortcuts.
pub const fn others(list: bool, conversation: bool) -> &'static [(&'static str, &'static str)] {
    if list {
        &[
            ("From row to row", "↑ ↓"),
            (
                "Archive, mark hot, mark as read or tag all selected",
                "e h u t",
            ),
            ("Clear the selection, or leave the search", "Esc"),
        ]
    } else if conversation {
        &[
            ("Send, or add the comment", "Enter"),
            ("New line", "Shift Enter"),
            ("Stop writing, the text stays", "Esc"),
        ]
    } else {
        &[("Close what is open", "Esc")]
    }
}

/// A key pressed with Ctrl, or with ⌘ on an Apple machine.
pub fn with_control(apple: bool, key: &str) -> String {
    let key = key.to_uppercase();
    if apple {
        format!("⌘ {key}")
    } else {
        format!("Ctrl {key}")
    }
}

/// What the palette says when nothing is found.
pub fn nothing(query: &str) -> String {
    format!("Nothing matches “{query}”")
}

/// How many results there are, read out.
pub fn count(results: usize) -> String {
    match results {
        1 => "1 result".to_owned(),
        n => format!("{n} results"),
    }
}

/// Switching the page's colours.
pub fn theme(label: &str) -> String {
    format!("Appearance: {label}")
}
