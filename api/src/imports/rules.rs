//! What may be asked of an import, and what a line of a file says.

use chrono::{DateTime, Utc};
use copperline_shared::checks;
use copperline_shared::imports::{CheckImport, Import, ImportField, ImportKind, ImportState};
use copperline_shared::problem::ErrorCode;
use copperline_shared::tags::MOST_AT_ONCE;
use serde_json::{Map, Value};

use crate::consent::rules::says_no;
use crate::contacts::queries::Details;
use crate::error::Error;
use crate::leads::rules::{self as leads, StatedConsent};
use copperline_shared::phone::Phone;

/// Checks what an import is asked to do, and gives the source as it is kept.
///
/// # Errors
/// Naming the field, or saying why it can't be changed any more.
pub fn check(asked: &CheckImport, import: &Import) -> Result<String, Error> {
    if !matches!(
        import.state,
        ImportState::Uploaded | ImportState::Checking | ImportState::Checked
    ) {
        return Err(not_now(import.state));
    }
    if asked.mapping.len() != import.columns.len() {
        let message = format!(
            "Say of each of the {} columns what it is.",
            import.columns.len()
        );
        return Err(Error::field("mapping", message));
    }
    let count = |field: ImportField| {
        let same = asked.mapping.iter().filter(|of| **of == Some(field));
        same.count()
    };
    if count(ImportField::Phone) == 0 {
        return Err(Error::field("mapping", "Choose the column with the phone."));
    }
    let twice = |field: &&ImportField| **field != ImportField::Custom && count(**field) > 1;
    if let Some(field) = ImportField::ALL.iter().find(twice) {
        let message = format!("Choose one column for {}.", name(*field).replace('_', " "));
        return Err(Error::field("mapping", message));
    }
    if asked.tag_ids.len() > MOST_AT_ONCE {
        let message = format!("Name at most {MOST_AT_ONCE} tags.");
        return Err(Error::field("tag_ids", message));
    }
    let source = checks::optional(&asked.source, checks::name);
    let source = source.map_err(|error| Error::field("source", error.message))?;
    Ok(source.unwrap_or_default())
}

/// Why an import in this state doesn't take what was asked.
#[must_use]
pub fn not_now(state: ImportState) -> Error {
    let detail = match state {
        ImportState::Uploaded => {
            "Say first what the columns are; a dry run shows what would happen."
        }
        ImportState::Checking => "The dry run is still under way. Try again when it is over.",
        ImportState::Checked | ImportState::Running => {
            "The import is under way. Cancel it to stop it where it is."
        }
        ImportState::Finished => "This import is over. Upload the file again.",
        ImportState::Cancelled => "This import was cancelled. Upload the file again.",
    };
    Error::new(ErrorCode::Invalid, detail)
}

/// The name a field has among a lead's, and in the report.
fn name(field: ImportField) -> &'static str {
    match field {
        ImportField::Phone => "phone",
        ImportField::FirstName => "first_name",
        ImportField::LastName => "last_name",
        ImportField::FullName => "full_name",
        ImportField::Email => "email",
        ImportField::DateOfBirth => "date_of_birth",
        ImportField::Zip => "zip",
        ImportField::State => "state",
        ImportField::Company => "company",
        ImportField::Source => "source",
        ImportField::Tags => "tags",
        ImportField::OptedOut => "opted_out",
        ImportField::ConsentAt => "consent_at",
        ImportField::ConsentSourceUrl => "consent_source_url",
        ImportField::ConsentCertificate => "consent_certificate",
        ImportField::Note => "note",
        ImportField::Custom => "custom_fields",
    }
}

/// Why a line is refused whose phone is that of somebody who was erased on request (X6).
pub const ERASED: &str = "phone: This person asked to be erased from the workspace and is not texted. Nothing is kept of the line.";

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub phone: Phone,
    pub details: Details,
    pub consent: Option<StatedConsent>,
    /// The words by which the line opts the phone out.
    pub opted_out: Option<String>,
    /// Names of tags, as they are written, each once.
    pub tags: Vec<String>,
    /// What is to stand on the contact's notepad.
    pub note: String,
    /// What couldn't be read and was kept as it came, or was left out, to be told.
    pub problem: String,
}

/// Reads a line, as a lead is read: only the phone decides. What can't be read of the rest stays, as
/// it came, among the custom fields.
///
/// # Errors
/// Why the line can't be imported.
pub fn read(import: &Import, cells: &[String], now: DateTime<Utc>) -> Result<Said, String> {
    if cells.is_empty() {
        // A dry run has forgotten what it said.
        return Err(ERASED.to_owned());
    }
    if let Some(more) = cells.get(import.columns.len()..)
        && more.iter().any(|cell| !cell.is_empty())
    {
        return Err(format!(
            "The line has {} cells, the heading {}. Is a quotation mark missing?",
            cells.len(),
            import.columns.len()
        ));
    }
    let mut line = Cells::default();
    let columns = import.columns.iter().zip(&import.mapping).zip(cells);
    for ((column, field), cell) in columns.filter(|(_, cell)| !cell.is_empty()) {
        if let Some(field) = field {
            line.take(*field, column, cell);
        }
    }
    if import.kind == ImportKind::Suppressions {
        line.body.retain(|name, _| name == "phone");
    }
    let lead = leads::read(&line.body, now).map_err(words)?;
    let mut details = lead.details;
    if details.source.is_empty() {
        details.source.clone_from(&import.source);
    }
    line.told.extend(unread(&line.body, &details));
    Ok(Said {
        phone: lead.phone,
        details,
        consent: lead.consent,
        opted_out: line.opted_out,
        tags: line.tags,
        note: line.note,
        problem: line.told.join(" "),
    })
}

/// A line's cells, sorted by what their columns are.
#[derive(Default)]
struct Cells {
    /// What a lead could say as well.
    body: Map<String, Value>,
    opted_out: Option<String>,
    tags: Vec<String>,
    note: String,
    told: Vec<String>,
}

impl Cells {
    fn take(&mut self, field: ImportField, column: &str, cell: &str) {
        let text = || Value::String(cell.to_owned());
        match field {
            ImportField::OptedOut => self.opted_out = says_so(cell).then(|| cell.to_owned()),
            ImportField::Tags => self.name_tags(cell),
            ImportField::Note => cell.clone_into(&mut self.note),
            ImportField::FullName => {
                let (first, last) = cell.rsplit_once(char::is_whitespace).unwrap_or((cell, ""));
                for (name, part) in [("first_name", first), ("last_name", last)] {
                    let part = Value::String(part.trim().to_owned());
                    self.body.entry(name).or_insert(part);
                }
            }
            ImportField::Custom => keep(&mut self.body, column, cell),
            // What stands for nothing proves nothing.
            ImportField::ConsentSourceUrl | ImportField::ConsentCertificate if says_no(cell) => {}
            field => {
                if field == ImportField::ConsentAt && says_no(cell) {
                    let told = format!("“{cell}” under {column}: no consent is recorded.");
                    self.told.push(told);
                }
                self.body.insert(name(field).to_owned(), text());
            }
        }
    }

    /// One named twice counts where it is named last.
    fn name_tags(&mut self, cell: &str) {
        for name in cell.split([',', ';']).map(str::trim) {
            if name.is_empty() {
                continue;
            }
            let lower = name.to_lowercase();
            self.tags.retain(|known| known.to_lowercase() != lower);
            if self.tags.len() == MOST_AT_ONCE {
                let told =
                    format!("A line names at most {MOST_AT_ONCE} tags; the rest is left out.");
                self.told.push(told);
                return;
            }
            self.tags.push(name.to_owned());
        }
    }
}

/// A custom column's value under its own name; what an export wrote of custom fields is taken apart
/// again. A column that is called like a known field stays apart from it.
fn keep(body: &mut Map<String, Value>, column: &str, cell: &str) {
    let Value::Object(custom) = body
        .entry("custom_fields")
        .or_insert_with(|| Value::Object(Map::new()))
    else {
        return;
    };
    match serde_json::from_str::<Map<String, Value>>(cell) {
        Ok(fields) if super::mapping::known_as(column) == "custom_fields" => {
            custom.extend(leads::clean(fields));
        }
        _ => {
            custom.insert(column.to_owned(), Value::String(cell.to_owned()));
        }
    }
}

/// Whether a cell opts out: anything but a plain no.
fn says_so(cell: &str) -> bool {
    let no = [
        "no", "n", "false", "f", "0", "none", "null", "-", "opted in", "active",
    ];
    !no.contains(&cell.to_lowercase().as_str())
}

/// The fields that a lead's rules could not read: they are among the custom ones now.
fn unread(body: &Map<String, Value>, details: &Details) -> Vec<String> {
    let unread = body.iter().filter_map(|(name, value)| {
        let kept = details.custom_fields.0.get(name) == Some(value);
        let value = value.as_str().filter(|_| kept && name != "custom_fields")?;
        let name = name.replace('_', " ");
        Some(format!("“{value}” is no {name} and is kept as it came."))
    });
    unread.collect()
}

/// Why a line is refused, field by field.
fn words(error: Error) -> String {
    match error {
        Error::Refused(refused) => {
            let said = refused.fields.iter().map(|problem| {
                let name = problem.field.replace('_', " ");
                format!("{name}: {}", problem.message)
            });
            said.collect::<Vec<_>>().join(" ")
        }
        // A lead's rules give nothing else.
        other => other.to_string(),
    }
}

#[cfg(test)]
#[path = "rules/tests.rs"]
mod tests;
