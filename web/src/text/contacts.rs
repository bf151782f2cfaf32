//! Words of the contact panel.

pub const TITLE: &str = "Contact";
pub const EDIT: &str = "Edit";
pub const PHONE: &str = "Phone";
pub const PHONE_HELP: &str = "The phone is who this contact is: it can't be changed.";
pub const FIRST_NAME: &str = "First name";
pub const LAST_NAME: &str = "Last name";
pub const EMAIL: &str = "Email";
pub const DATE_OF_BIRTH: &str = "Date of birth";
pub const ZIP: &str = "ZIP";
pub const STATE: &str = "State";
pub const COMPANY: &str = "Company";
pub const SOURCE: &str = "Source";
pub const STATE_UNKNOWN: &str = "Not known";
pub const ADD_DETAILS: &str = "Add details";
pub const YES: &str = "Yes";
pub const NO: &str = "No";
pub const SAVED: &str = "Contact saved";
pub const VENDORS_NOTE: &str = "The vendor’s note";
pub const MORE: &str = "More from the lead";

/// What the copy buttons copy, in lower case.
pub const COPY_PHONE: &str = "phone number";
pub const COPY_EMAIL: &str = "email";
pub const COPY_DATE_OF_BIRTH: &str = "date of birth";
pub const COPY_ZIP: &str = "ZIP";

pub const CONSENT: &str = "Consent";
pub const CONSENT_EMPTY: &str = "Nothing recorded yet.";
pub const CONSENT_PAGE: &str = "Where it was given";
pub const CONSENT_CERTIFICATE: &str = "Certificate";
pub const CONSENT_GIVEN: &str = "Agreed to texts";
pub const OPTED_OUT: &str = "Opted out";
pub const OPTED_IN: &str = "Wants texts again";
pub const OPT_OUT: &str = "Opt out";
pub const BY_LEAD: &str = "stated by the lead vendor";
pub const BY_CONTACT: &str = "by their own reply";
pub const BY_AGENT: &str = "recorded here";
pub const BY_CARRIER: &str = "reported by the carrier";
pub const BY_IMPORT: &str = "from an imported file";
pub const BY_SUPPRESSION: &str = "on the list of numbers never to be texted";

pub const RECORD_CONSENT: &str = "Record consent";
pub const RECORD_LEAD: &str = "For somebody who told you that they want texts. The record keeps that you noted it; it lifts no opt-out.";
pub const RECORD_HOW: &str = "How they agreed";
pub const RECORD_WHEN: &str = "Enter a date and a time";
pub const RECORD_NOTE: &str = "Note";
pub const RECORD_NOTE_HELP: &str = "What would prove it, such as where the form lies.";
pub const RECORD_SAVE: &str = "Record it";
pub const CONSENT_RECORDED: &str = "Consent is recorded";

/// Who recorded by hand that a contact agreed.
pub fn noted_by(name: &str) -> String {
    format!("Noted by {name}")
}

/// The phone of a contact who was merged into this one.
pub fn for_phone(phone: &str) -> String {
    format!("For {phone}")
}

/// The consent record as pages to read and print.
pub const EXPORT_TEXT: &str = "Print the record";
pub const EXPORT_CSV: &str = "CSV";
pub const EXPORT_JSON: &str = "JSON";

pub const ERASE: &str = "Erase this contact";
pub const ERASE_CONFIRM: &str = "Erase for good";
/// What erasing takes away, what it leaves, and what follows.
pub const ERASE_GOES: &str = "Gone for good: the name and every other field, all texts and notes, the leads, and what happened in the conversation.";
pub const ERASE_STAYS: &str = "Kept, as the law asks: that the number is opted out and the proof of consent, under a code that can't be read back into the number; and what the texts cost, without their words.";
pub const ERASE_AFTER: &str = "Nobody can take this back. Texts already with the carrier still arrive. New leads for the number are refused; if they write again, they are a new contact who is opted out.";

pub fn erase_title(name: &str) -> String {
    format!("Erase {}?", within_sentence(name))
}

/// The notice after erasing somebody.
pub fn erased(name: &str) -> String {
    format!("{name} is erased")
}

/// A name inside a sentence: only a real one keeps its capital.
fn within_sentence(name: &str) -> String {
    if name == SOMEBODY {
        "this contact".to_owned()
    } else {
        name.to_owned()
    }
}

/// The trigger that a contact's own words matched.
pub fn read_as(trigger: &str) -> String {
    format!("Read as “{trigger}”")
}

/// Who read a contact's words as a request to stop.
pub fn read_so_by(name: &str) -> String {
    format!("Decided by {name}")
}

/// Somebody without a first name, at the start of a sentence.
pub const SOMEBODY: &str = "This contact";

/// The heading of the question before opting somebody out.
pub fn opt_out_title(name: &str) -> String {
    format!("Opt {name} out?")
}

/// What opting somebody out means.
pub fn opt_out_lead(name: &str) -> String {
    format!(
        "{name} gets no more texts from this workspace, and texts that wait to be sent are \
         cancelled. Nobody here can take this back: only {name} can, by writing STOP and then \
         START to one of your numbers."
    )
}

/// The notice after opting somebody out.
pub fn opted_out(name: &str) -> String {
    format!("{name} is opted out")
}

/// A field that somebody else changed while it was being edited.
pub fn changed_meanwhile(value: &str) -> String {
    if value.is_empty() {
        "Somebody else has just emptied this field.".to_owned()
    } else {
        format!("Somebody else has just changed this to “{value}”.")
    }
}

/// What to call somebody in a sentence, at its start.
pub fn called(first_name: &str) -> String {
    if first_name.is_empty() {
        SOMEBODY.to_owned()
    } else {
        first_name.to_owned()
    }
}
