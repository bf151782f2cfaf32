//! The forms of the exported record: pages to read, a sheet, and data for programs.

use std::fmt::Write;

use chrono::SecondsFormat;
use chrono::{DateTime, Utc};
use copperline_shared::consent::ExportFormat;
use copperline_shared::contacts::display_name;
use serde_json::json;

use super::Subject;
use super::line::{AGREED, Line};
use crate::error::Error;

pub fn content_type(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::Text => "text/plain; charset=utf-8",
        ExportFormat::Csv => "text/csv; charset=utf-8",
        ExportFormat::Json => "application/json",
    }
}

/// The ending of the file's name; none for what is read in the browser.
pub fn ending(format: ExportFormat) -> Option<&'static str> {
    match format {
        ExportFormat::Text => None,
        ExportFormat::Csv => Some("csv"),
        ExportFormat::Json => Some("json"),
    }
}

/// Writes the record down in one of the forms.
pub struct Form {
    format: ExportFormat,
    pub subject: Subject,
    any_line: bool,
}

impl Form {
    pub fn new(format: ExportFormat, subject: Subject) -> Self {
        Self {
            format,
            subject,
            any_line: false,
        }
    }

    /// # Errors
    /// When it can't be written as JSON or CSV.
    pub fn head(&self) -> Result<String, Error> {
        match self.format {
            ExportFormat::Text => Ok(self.title()),
            ExportFormat::Csv => sheet(&[COLUMNS.map(str::to_owned)]),
            ExportFormat::Json => {
                let head = self.facts().to_string();
                // The lines follow within the same object.
                let open = head.trim_end_matches('}');
                Ok(format!("{open},\"record\":["))
            }
        }
    }

    /// # Errors
    /// When it can't be written as JSON or CSV.
    pub fn lines(&mut self, lines: &[Line]) -> Result<String, Error> {
        let mut written = String::new();
        match self.format {
            ExportFormat::Text => written.extend(lines.iter().map(paragraph)),
            ExportFormat::Csv => {
                let rows: Vec<_> = lines.iter().map(row).collect();
                written = sheet(&rows)?;
            }
            ExportFormat::Json => {
                for line in lines {
                    if std::mem::replace(&mut self.any_line, true) {
                        written.push(',');
                    }
                    written.push_str(&serde_json::to_string(line)?);
                }
            }
        }
        self.any_line |= !lines.is_empty();
        Ok(written)
    }

    /// # Errors
    /// Never yet.
    pub fn foot(&self) -> Result<String, Error> {
        Ok(match self.format {
            ExportFormat::Text if self.any_line => "End of the record.\n".to_owned(),
            ExportFormat::Text => "Nothing is recorded.\n".to_owned(),
            ExportFormat::Csv => String::new(),
            ExportFormat::Json => "]}\n".to_owned(),
        })
    }

    fn facts(&self) -> serde_json::Value {
        let contact = &self.subject.contact;
        json!({
            "workspace": self.subject.workspace_name,
            "phone": contact.phone,
            "name": format!("{} {}", contact.first_name, contact.last_name).trim(),
            "contact_id": contact.id,
            "opted_out_at": contact.opted_out_at,
            "exported_at": self.subject.exported_at,
            "exported_by": self.subject.exported_by,
        })
    }

    fn title(&self) -> String {
        let Subject {
            contact,
            workspace_name,
            exported_by,
            exported_at,
        } = &self.subject;
        let name = display_name(&contact.first_name, &contact.last_name, &contact.phone);
        let standing = match contact.opted_out_at {
            Some(since) => format!("Opted out since {}", moment(since)),
            None => "Not opted out".to_owned(),
        };
        format!(
            "Consent record\n==============\n\n\
             Contact:   {name}\n\
             Phone:     {} ({})\n\
             Standing:  {standing}\n\
             Workspace: {workspace_name}\n\
             Exported:  {} by {exported_by}\n\n\
             All times are UTC. Entries are written once and never changed.\n\n",
            contact.phone.formatted(),
            contact.phone,
            moment(*exported_at),
        )
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}

fn paragraph(line: &Line) -> String {
    let mut text = format!("{}  {} ({})\n", moment(line.at), line.what, line.by);
    for (label, value) in [
        ("Words", line.words.replace('\n', "\n               ")),
        ("Read as", line.read_as.clone()),
        (decided_label(line), line.decided_by.clone()),
        ("Page", line.source_url.clone()),
        ("Certificate", line.certificate.clone()),
    ] {
        if !value.is_empty() {
            let label = format!("{label}:");
            writeln!(text, "  {label:<12} {value}").expect("a string takes everything");
        }
    }
    if line.recorded_at != line.at {
        let recorded = moment(line.recorded_at);
        writeln!(text, "  Recorded:    {recorded}").expect("a string takes everything");
    }
    writeln!(text, "  Id:          {}\n", line.id).expect("a string takes everything");
    text
}

/// What whoever is named did.
fn decided_label(line: &Line) -> &'static str {
    match line.what {
        AGREED => "Noted by",
        _ => "Decided by",
    }
}

const COLUMNS: [&str; 10] = [
    "at",
    "what",
    "by",
    "words",
    "read_as",
    "decided_by",
    "source_url",
    "certificate",
    "recorded_at",
    "id",
];

fn row(line: &Line) -> [String; 10] {
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Micros, true);
    [
        time(line.at),
        line.what.to_owned(),
        line.by.to_owned(),
        inert(&line.words),
        inert(&line.read_as),
        inert(&line.decided_by),
        inert(&line.source_url),
        inert(&line.certificate),
        time(line.recorded_at),
        line.id.to_string(),
    ]
}

/// A cell that no spreadsheet takes for a formula: a contact may have written anything.
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn sheet(rows: &[[String; 10]]) -> Result<String, Error> {
    let internal = |cause: csv::Error| Error::Internal(Box::new(cause));
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(internal)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|cause| Error::Internal(Box::new(cause.into_error())))?;
    String::from_utf8(bytes).map_err(|cause| Error::Internal(Box::new(cause)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x6_no_cell_is_a_formula() {
        assert_eq!(inert("=1+1"), "'=1+1");
        assert_eq!(inert("stop"), "stop");
        let cells = ["+x", "a,b", "\"q\"", "", "", "", "", "", "", "line\nbreak"];
        let sheet = sheet(&[cells.map(inert)]).expect("a sheet");
        assert_eq!(sheet, "'+x,\"a,b\",\"\"\"q\"\"\",,,,,,,\"line\nbreak\"\n");
    }
}
