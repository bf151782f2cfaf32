//! What may be asked of an import, and what a line of a file says.

use chrono::{DateTime, Utc};
use copperline_shared::checks;
use copperline_shared::imports::{CheckImport, Import, ImportField, ImportKind, ImportState};
use copperline_shared::problem::ErrorCode;
use copperline_shared::tags::MOST_AT_ONCE;
use serde_json::{Map, Value};

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
    /// Names of tags, as they are written.
    pub tags: Vec<String>,
    /// What couldn't be read and was kept as it came, to be told.
    pub problem: String,
}

/// Reads a line, as a lead is read: only the phone decides. What can't be read of the rest stays, as
/// it came, among the custom fields.
///
/// # Errors
/// Why the line can't be imported.
pub fn read(import: &Import, cells: &[String], now: DateTime<Utc>) -> Result<Said, String> {
    if let Some(more) = cells.get(import.columns.len()..)
        && more.iter().any(|cell| !cell.is_empty())
    {
        return Err(format!(
            "The line has {} cells, the heading {}. Is a quotation mark missing?",
            cells.len(),
            import.columns.len()
        ));
    }
    let mut body = Map::new();
    let (mut opted_out, mut tags) = (None, Vec::new());
    let columns = import.columns.iter().zip(&import.mapping).zip(cells);
    for ((column, field), cell) in columns.filter(|(_, cell)| !cell.is_empty()) {
        let Some(field) = field else { continue };
        match field {
            ImportField::OptedOut => opted_out = says_so(cell).then(|| cell.clone()),
            ImportField::Tags => tags = names(cell),
            ImportField::FullName => {
                let (first, last) = cell.rsplit_once(char::is_whitespace).unwrap_or((cell, ""));
                for (name, part) in [("first_name", first), ("last_name", last)] {
                    let part = Value::String(part.trim().to_owned());
                    body.entry(name).or_insert(part);
                }
            }
            ImportField::Custom => keep(&mut body, column, cell),
            field => {
                body.insert(name(*field).to_owned(), Value::String(cell.clone()));
            }
        }
    }
    if import.kind == ImportKind::Suppressions {
        body.retain(|name, _| name == "phone");
    }
    let lead = leads::read(&body, now).map_err(words)?;
    let mut details = lead.details;
    if details.source.is_empty() {
        details.source.clone_from(&import.source);
    }
    let problem = unread(&body, &details);
    Ok(Said {
        phone: lead.phone,
        details,
        consent: lead.consent,
        opted_out,
        tags,
        problem,
    })
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

fn names(cell: &str) -> Vec<String> {
    let names = cell.split([',', ';']).map(str::trim);
    let names = names.filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// The fields that a lead's rules could not read: they are among the custom ones now.
fn unread(body: &Map<String, Value>, details: &Details) -> String {
    let unread = body.iter().filter_map(|(name, value)| {
        let kept = details.custom_fields.0.get(name) == Some(value);
        let known = !matches!(name.as_str(), "note" | "custom_fields");
        let value = value.as_str().filter(|_| kept && known)?;
        let name = name.replace('_', " ");
        Some(format!("“{value}” is no {name} and is kept as it came."))
    });
    unread.collect::<Vec<_>>().join(" ")
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
