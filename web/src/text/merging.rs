//! Words about merging contacts.

use copperline_shared::contacts::{Contact, display_name};

pub const TITLE: &str = "Merge contacts";
pub const MERGE: &str = "Merge";
pub const MERGE_WITH: &str = "Merge with another contact";
pub const WHICH: &str = "The phone that stays";
pub const FOUND: &str = "Contacts found";
pub const NOBODY: &str = "Nobody else matches.";
pub const MERGED: &str = "Merged contacts";
/// Said where an older address was opened.
pub const WAS_MERGED: &str = "That contact was merged into this one.";

/// Above the thread of a phone whose earlier contact was merged; a name follows.
pub const WAS_MERGED_INTO: &str = "This number’s contact was merged into";
/// After the name.
pub const WRITES_HERE: &str = ". Its texts come here, so that your answers reach it.";

pub fn find(name: &str) -> String {
    format!("Who else is {name}? Search for the contact to merge.")
}

/// What merging changes, line by line.
pub fn ends(kept: &Contact, gone: &Contact) -> Vec<String> {
    let (kept_phone, gone_phone) = (kept.phone.formatted(), gone.phone.formatted());
    let mut lines = vec![
        format!(
            "The thread, tags, notes and leads of {} move to {}.",
            name(gone),
            name(kept)
        ),
        format!(
            "Texts go to {kept_phone} from then on. {gone_phone} is no contact any more; what was known of it stays readable. If it writes again, that begins a conversation of its own."
        ),
    ];
    if kept.opted_out_at.is_some() != gone.opted_out_at.is_some() {
        lines.push("One of the two is opted out. Both phones are, from then on.".to_owned());
    }
    lines.push("This can’t be undone.".to_owned());
    lines
}

pub fn merged(gone: &str, kept: &str) -> String {
    format!("{gone} is merged into {kept}")
}

pub fn on(day: &str) -> String {
    format!("Merged on {day}")
}

fn name(contact: &Contact) -> String {
    let name = display_name(&contact.first_name, &contact.last_name, &contact.phone);
    if name == contact.phone.formatted() {
        return name;
    }
    format!("{name} · {}", contact.phone.formatted())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use std::collections::BTreeMap;
    use uuid::Uuid;

    #[test]
    fn p6_who_is_merged_is_named_without_brackets_in_brackets() {
        let contact = |first_name: &str| Contact {
            id: Uuid::nil(),
            phone: "+15125550192".parse().expect("a phone"),
            first_name: first_name.to_owned(),
            last_name: String::new(),
            email: String::new(),
            date_of_birth: None,
            zip: String::new(),
            state: String::new(),
            company: String::new(),
            source: String::new(),
            custom_fields: BTreeMap::new(),
            opted_out_at: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        };
        let lines = ends(&contact("Dora"), &contact(""));
        assert!(lines[0].ends_with("of (512) 555-0192 move to Dora · (512) 555-0192."));
    }
}
