//! Words about importing files.

use copperline_shared::imports::{
    FILE_LIMIT, Import, ImportField, ImportKind, ImportState, RowOutcome,
};

use crate::api::Failure;
use crate::format;

pub const TITLE: &str = "Imports";
pub const LEAD: &str = "Bring contacts in from a CSV file, or numbers that are never to be texted. A dry run shows what would happen before anything changes.";
pub const BACK: &str = "Contacts";
pub const CHOOSE_CONTACTS: &str = "Import contacts";
pub const CHOOSE_SUPPRESSIONS: &str = "Import numbers never to be texted";
pub const READING: &str = "Reading the file";
pub const BEFORE: &str = "Earlier imports";
pub const NONE: &str = "No imports yet";
pub const NONE_LEAD: &str =
    "Any spreadsheet can save its sheet as CSV. Files are kept for 30 days.";
pub const FAILED: &str = "This import could not be read";

pub const COLUMNS: &str = "Columns";
pub const COLUMNS_LEAD: &str = "What each column of the file is. Your choice is remembered for the next file with columns of this name.";
pub const COLUMN: &str = "Column";
pub const SAMPLE: &str = "In the file";
pub const TAKEN_FOR: &str = "Is";
pub const LEFT_OUT: &str = "Leave out";
pub const KNOWN: &str = "Phones that are contacts already";
pub const SKIP: &str = "Leave the contact as it is";
pub const UPDATE: &str = "Update it with what the file says";
pub const KNOWN_HELP: &str = "Consent and opt-outs are kept either way, and a phone never changes.";
pub const OPTIONS: &str = "For the contacts it adds";
pub const OPTIONS_LEAD: &str = "For lines whose own columns say nothing else.";
pub const SOURCE: &str = "Source";
pub const SOURCE_EXAMPLE: &str = "Austin fair";
pub const TAGS: &str = "Tags they get";
pub const CHECK: &str = "Look through the file";
pub const CHANGE: &str = "Change the columns";
pub const CANCEL: &str = "Cancel the import";
pub const DRY_RUN: &str = "Dry run";
pub const RESULT: &str = "Result";
pub const NOTHING_YET: &str = "Nothing is changed yet.";
pub const PROBLEMS: &str = "What is wrong with lines";
pub const PROBLEMS_LEAD: &str = "Correct them in your spreadsheet and import those lines again; known phones are not added twice.";
pub const KINDS: &str = "Kinds of problems";
pub const ALL_PROBLEMS: &str = "All lines with something to be told";
pub const UNKNOWN_TAGS: &str = "Tags that are not there";
pub const UNKNOWN_TAGS_LEAD: &str = "Lines name tags that this workspace doesn’t have. Left as it is, these contacts are imported without them.";
pub const LINE: &str = "Line";
pub const OUTCOME: &str = "Outcome";
pub const PROBLEM: &str = "Problem";
pub const REPORT: &str = "Download the report";
pub const PROBLEM_REPORT: &str = "Download these lines";
pub const SHOW_CONTACTS: &str = "Show contacts";
pub const SHOW_LIST: &str = "Show the list";
pub const PROGRESS: &str = "Progress";
/// Beside how far it is, while no news comes.
pub const MAY_BE_OLD: &str =
    "No connection: it may be further by now. The import goes on without this page.";

/// What a column can be taken for.
pub const fn field(field: ImportField) -> &'static str {
    match field {
        ImportField::Phone => "Phone",
        ImportField::FirstName => "First name",
        ImportField::LastName => "Last name",
        ImportField::FullName => "Full name",
        ImportField::Email => "Email",
        ImportField::DateOfBirth => "Date of birth",
        ImportField::Zip => "ZIP",
        ImportField::State => "State",
        ImportField::Company => "Company",
        ImportField::Source => "Source",
        ImportField::Tags => "Tags",
        ImportField::OptedOut => "Opted out",
        ImportField::ConsentAt => "Consent: when",
        ImportField::ConsentSourceUrl => "Consent: page",
        ImportField::ConsentCertificate => "Consent: certificate",
        ImportField::Note => "Note",
        ImportField::Custom => "Other field, by this name",
    }
}

/// What became of a line, or would become of it.
pub const fn outcome(outcome: RowOutcome, done: bool) -> &'static str {
    match (outcome, done) {
        (RowOutcome::Created, true) => "Added",
        (RowOutcome::Created, false) => "Would be added",
        (RowOutcome::Updated, true) => "Updated",
        (RowOutcome::Updated, false) => "Would be updated",
        (RowOutcome::Unchanged, true) => "Unchanged",
        (RowOutcome::Unchanged, false) => "Stays as it is",
        (RowOutcome::Refused, true) => "Not imported",
        (RowOutcome::Refused, false) => "Can’t be imported",
    }
}

pub const fn state(state: ImportState) -> &'static str {
    match state {
        ImportState::Uploaded => "Columns to confirm",
        ImportState::Checking => "Being looked through",
        ImportState::Checked => "Looked through, not started",
        ImportState::Running => "Under way",
        ImportState::Finished => "Finished",
        ImportState::Cancelled => "Cancelled",
    }
}

pub const fn kind(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Contacts => "Contacts",
        ImportKind::Suppressions => "Numbers never to be texted",
    }
}

/// A file's name, or what it is where it has none.
pub fn name(import: &Import) -> String {
    if import.file_name.is_empty() {
        return "File without a name".to_owned();
    }
    import.file_name.clone()
}

pub fn lines(count: u32) -> String {
    match count {
        1 => "1 line".to_owned(),
        count => format!("{} lines", format::count(count)),
    }
}

/// The button that makes a tag which lines name.
pub fn make_tag(name: &str) -> String {
    format!("Make the tag “{name}”")
}

/// The button that makes all of them.
pub fn make_tags(count: usize) -> String {
    format!("Make all {count} tags")
}

pub fn named_on(count: u32) -> String {
    format!("Named on {}", lines(count))
}

/// The label of the choice for one column.
pub fn column_is(name: &str) -> String {
    format!("What {name} is")
}

pub fn progress(import: &Import) -> String {
    let doing = match import.state {
        ImportState::Running => "Importing",
        _ => "Looking through the file",
    };
    let (done, total) = (format::count(import.done), format::count(import.total));
    format!("{doing}: {done} of {total}")
}

/// How an import ended, and how far it had come.
pub fn over(import: &Import) -> String {
    if import.state != ImportState::Cancelled {
        return state(import.state).to_owned();
    }
    match import.done {
        0 => "Cancelled. Nothing was imported.".to_owned(),
        done => {
            let (done, total) = (format::count(done), format::count(import.total));
            format!("Cancelled after {done} of {total} lines. What was imported stays.")
        }
    }
}

/// The button that imports what the dry run showed.
pub fn start(import: &Import) -> String {
    let count = import.created + import.updated;
    match (import.kind, count) {
        (ImportKind::Contacts, 1) => "Import 1 contact".to_owned(),
        (ImportKind::Contacts, count) => format!("Import {} contacts", format::count(count)),
        (ImportKind::Suppressions, 1) => "Put 1 number on the list".to_owned(),
        (ImportKind::Suppressions, count) => {
            format!("Put {} numbers on the list", format::count(count))
        }
    }
}

/// What the figures count, by kind and by whether it is done yet.
pub const fn figures(kind: ImportKind, done: bool) -> [&'static str; 4] {
    match (kind, done) {
        (ImportKind::Contacts, false) => [
            "Would be added",
            "Would be updated",
            "Stay as they are",
            "Can’t be imported",
        ],
        (ImportKind::Contacts, true) => ["Added", "Updated", "Unchanged", "Not imported"],
        (ImportKind::Suppressions, false) => [
            "Not contacts yet",
            "Contacts that would be opted out",
            "On the list already",
            "Can’t be imported",
        ],
        (ImportKind::Suppressions, true) => [
            "Not contacts yet",
            "Contacts opted out",
            "On the list already",
            "Not imported",
        ],
    }
}

pub fn too_large() -> String {
    format!(
        "The file is larger than {} MB. Split it into several files.",
        FILE_LIMIT / 1024 / 1024
    )
}

/// Why a file could not be taken in.
pub fn not_uploaded(failure: &Failure) -> String {
    failure.message()
}

/// What a finished import is told as.
pub fn finished(import: &Import) -> String {
    let name = name(import);
    let (created, updated) = (format::count(import.created), format::count(import.updated));
    match import.kind {
        ImportKind::Contacts => format!("{name} is imported: {created} added, {updated} updated"),
        ImportKind::Suppressions => {
            let count = format::count(import.created + import.updated);
            format!("{name} is imported: {count} numbers are on the list")
        }
    }
}
