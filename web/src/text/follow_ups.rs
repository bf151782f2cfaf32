//! Words about follow-ups.

pub const FOLLOW_UP: &str = "Follow up later";
pub const IN_AN_HOUR: &str = "In an hour";
pub const CHOOSE: &str = "Choose a moment";
pub const DATE: &str = "Date";
pub const TIME: &str = "Time";
pub const PUT_OFF_ACTION: &str = "Put off";
pub const WRONG: &str = "Enter a date and a time";
pub const DONE: &str = "Done";
pub const BRING_BACK: &str = "Bring back";
pub const DUE: &str = "Follow-up due";
pub const DUE_SHORT: &str = "Due";
pub const DUE_LIST: &str = "Follow-ups due";
pub const WAITING: &str = "Put off";
pub const ANY: &str = "Any";
pub const FIELD: &str = "Follow-up";
pub const ALL_PUT_OFF_TITLE: &str = "All caught up";
pub const ALL_PUT_OFF_LEAD: &str =
    "What isn't archived is put off. It returns at its moment, or when the contact writes.";
pub const OPEN_WAITING: &str = "Open what is put off";

/// A preset of the menu: "Tomorrow 9:00 am".
pub fn preset(when: &str) -> String {
    let mut letters = when.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

/// Above the thread of one that is put off.
pub fn until(when: &str) -> String {
    format!("Put off until {when}")
}

/// Above the thread of one whose follow-up is due.
pub fn due_since(when: &str) -> String {
    format!("Follow-up due since {when}")
}

/// The notice after putting a conversation off.
pub fn put_off(name: &str, when: &str) -> String {
    format!("{name} is put off until {when}")
}

/// The notice after bringing one back.
pub fn back(name: &str) -> String {
    format!("{name} is back in Recents")
}

/// The notice after putting a conversation off was taken back.
pub fn taken_back(name: &str) -> String {
    format!("{name} is not put off")
}

/// The notice when it can't be taken back, because something else counts by now.
pub fn moved_on(name: &str) -> String {
    format!("{name} has changed since, and stays as it is")
}

/// The notice after taking one conversation out of the archive that is put off.
pub fn unarchived(name: &str) -> String {
    format!("{name} is out of the archive, and still put off")
}

/// The notice after a follow-up was done.
pub fn done(name: &str) -> String {
    format!("The follow-up with {name} is done")
}

/// The reminder at the moment itself.
pub fn reminder(name: &str) -> String {
    format!("Time to follow up with {name}")
}

/// What stands in the thread.
pub fn record_put_off(agent: Option<&str>, name: &str, when: &str) -> String {
    match agent {
        Some(agent) => format!("{agent} put {name} off until {when}"),
        None => format!("Put off until {when}"),
    }
}

/// What stands in the thread.
pub fn record_done(agent: Option<&str>) -> String {
    match agent {
        Some(agent) => format!("{agent} ended the follow-up"),
        None => "Follow-up ended".to_owned(),
    }
}
