//! Words about follow-ups.

pub const FOLLOW_UP: &str = "Follow up later";
pub const IN_AN_HOUR: &str = "In an hour";
pub const CHOOSE: &str = "Choose a moment";
pub const DATE: &str = "Date";
pub const TIME: &str = "Time";
pub const PUT_OFF_ACTION: &str = "Put off";
pub const WRONG: &str = "Enter a date and a time";
pub const PAST: &str = "Choose a moment to come";
pub const DONE: &str = "Done";
pub const BRING_BACK: &str = "Bring back";
pub const DUE: &str = "Follow-up due";
pub const DUE_SHORT: &str = "Due";
pub const DUE_LIST: &str = "Follow-ups due";
pub const WAITING: &str = "Put off";
pub const ANY: &str = "Any";
pub const FIELD: &str = "Follow-up";

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
