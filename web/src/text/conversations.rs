//! Words of the conversations screen.

pub const TITLE: &str = "Conversations";
pub const NEW: &str = "New conversation";
pub const CONVERSATION: &str = "Conversation";
pub const PHONE: &str = "Phone number";
pub const PHONE_HELP: &str = "Somebody you already know opens with everything said so far.";
pub const PHONE_EXAMPLE: &str = "(512) 555-0192";
pub const OPEN: &str = "Open conversation";
pub const SEARCH_LABEL: &str = "Search conversations";
pub const SEARCH_PLACEHOLDER: &str = "Name, phone, email or message";
pub const LISTS: &str = "Lists";
pub const ALL: &str = "All";
pub const HOT_LEADS: &str = "Hot Leads";
pub const RECENTS: &str = "Recents";
pub const ARCHIVED: &str = "Archived";
pub const MORE_LISTS: &str = "More lists";
pub const HOT: &str = "Hot";
pub const HOT_LEAD: &str = "Hot lead";
pub const OPTED_OUT: &str = "Opted out";
pub const ARCHIVE: &str = "Archive";
pub const UNARCHIVE: &str = "Unarchive";
pub const MORE_ACTIONS: &str = "More actions";
pub const MARK_UNREAD: &str = "Mark as unread";
pub const MARK_READ: &str = "Mark as read";
pub const YOU: &str = "You: ";
pub const NO_MESSAGES: &str = "No messages yet";
pub const CONTACT: &str = "Contact";
pub const EMPTY_RECENTS_TITLE: &str = "No conversations yet";
pub const EMPTY_RECENTS_LEAD: &str =
    "Leads from your vendors and people who text your numbers appear here by themselves.";
pub const EMPTY_HOT_TITLE: &str = "No hot leads";
pub const EMPTY_HOT_LEAD: &str = "Use the flame at the top of a conversation to keep it here.";
pub const EMPTY_ARCHIVED_TITLE: &str = "Nothing archived";
pub const EMPTY_ARCHIVED_LEAD: &str =
    "Archived conversations wait here and come back when the contact writes.";
pub const ALL_ARCHIVED_TITLE: &str = "All caught up";
pub const ALL_ARCHIVED_LEAD: &str = "Every conversation is archived. New messages bring them back.";
pub const OPEN_RECENTS: &str = "Open Recents";
pub const OPEN_ARCHIVED: &str = "Open Archived";
pub const NO_NUMBER_TITLE: &str = "Start with a number";
pub const NO_NUMBER_LEAD: &str = "Rent a phone number to text from. Replies to it appear here.";
pub const NO_NUMBER_ASK: &str =
    "Conversations begin once the owner of this workspace has rented a phone number.";
pub const RENT_NUMBER: &str = "Rent a number";
pub const CONNECT_VENDOR: &str = "Connect a lead vendor";
pub const NOTHING_FOUND_LEAD: &str =
    "The search looks at names, phones, emails and messages of this list.";
pub const SEARCH_ALL: &str = "Search in All";
pub const LIST_FAILED: &str = "The conversations didn't load";
pub const NOTHING_OPEN_TITLE: &str = "Choose a conversation";
pub const NOT_ARCHIVED: &str = "Not archived.";
pub const NOT_UNARCHIVED: &str = "Not taken out of the archive.";
pub const NOT_MADE_HOT: &str = "Not marked hot.";
pub const NOT_MADE_COOL: &str = "The flame was not taken away.";
pub const NOT_MADE_READ: &str = "Not marked as read.";
pub const NOT_MADE_UNREAD: &str = "Not marked as unread.";
pub const SHOW_CONTACT: &str = "Contact";
pub const TO_THE_LIST: &str = "Back to the list";
pub const MISSING_TITLE: &str = "This conversation can't be shown";
pub const NOTHING_OPEN_LEAD: &str = "Its messages appear here.";

/// What the empty list says after a search.
pub fn nothing_found(query: &str) -> String {
    format!("Nothing matches “{query}”")
}

/// The name of the bubble that selects a row, with the tag that colours it.
pub fn select(name: &str, tag: Option<&str>) -> String {
    match tag {
        Some(tag) => format!("Select {name}, tag {tag}"),
        None => format!("Select {name}"),
    }
}

/// The unread count of a row, read out.
pub fn unread(count: u32) -> String {
    format!("{count} unread")
}

/// The notice after archiving one conversation.
pub fn archived(name: &str) -> String {
    format!("Archived {name}")
}

/// The notice after taking one conversation out of the archive.
pub fn unarchived(name: &str) -> String {
    format!("{name} is back in Recents")
}

/// The notice after marking a conversation hot.
pub fn made_hot(name: &str) -> String {
    format!("{name} is a hot lead")
}

/// The notice after taking the flame away.
pub fn made_cool(name: &str) -> String {
    format!("{name} is no longer a hot lead")
}

/// The notice after marking a conversation as unread.
pub fn made_unread(name: &str) -> String {
    format!("{name} is marked as unread")
}

/// The notice after marking a conversation as read.
pub fn made_read(name: &str) -> String {
    format!("{name} is marked as read")
}

/// Who wrote a row's excerpt, in front of it.
pub fn by(name: &str) -> String {
    format!("{name}: ")
}

/// The workspace's number that the contact sees.
pub fn texts_from(number: &str) -> String {
    format!("from {number}")
}

/// The contact's local time in the header: "10:14 am there".
pub fn time_there(time: &str) -> String {
    format!("{time} there")
}
