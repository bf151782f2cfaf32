//! Reading a CSV file of whatever program: its encoding, its separator, its heading.

use std::collections::HashSet;
use std::sync::Arc;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use copperline_shared::imports::{MOST_COLUMNS, MOST_ROWS};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::plain;
use crate::input::phone;

/// Letters a cell may have; a missing quotation mark makes one of the rest of the file.
const MOST_LETTERS: usize = 10_000;

/// Letters of a column's name, so that with its number it can still be remembered.
const LONGEST_NAME: usize = 190;

/// Why a file can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error("The file is empty.")]
    Empty,
    #[error("The file has a heading and no lines below it.")]
    OnlyHeading,
    #[error("This is no CSV file. Open it in your spreadsheet and save it as CSV.")]
    NoText,
    #[error("The file has more than {MOST_COLUMNS} columns. Take out those you don't need.")]
    TooWide,
    #[error("The file has more than {MOST_ROWS} lines. Split it into several files.")]
    TooLong,
    #[error(
        "The cell that begins on line {0} goes on for more than {MOST_LETTERS} characters. Is a quotation mark missing there?"
    )]
    TooMuchInOne(u32),
}

/// A file's text, and how far it was read.
#[derive(Clone)]
pub struct Sheet {
    text: Arc<str>,
    separator: u8,
    pub columns: Vec<String>,
    /// The byte at which the next line is looked for, and the line of the file it is on.
    at: usize,
    line: u32,
}

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line of the file it begins on, counting from 1.
    pub number: u32,
    pub cells: Vec<String>,
}

impl Sheet {
    /// Reads what the file is, as far as its heading.
    ///
    /// # Errors
    /// When the file is no table of text.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        let (text, separator) = separated(decoded(bytes)?);
        let mut sheet = Self {
            text: text.into(),
            separator,
            columns: Vec::new(),
            at: 0,
            line: 1,
        };
        let mut below = sheet.clone();
        let first = below.next_lines(1)?.pop().ok_or(ReadError::Empty)?;
        // A list of bare numbers has no heading.
        let headed = !first.cells.iter().any(|cell| phone::read(cell).is_ok());
        if headed {
            sheet = below.clone();
            if below.next_lines(1)?.is_empty() {
                return Err(ReadError::OnlyHeading);
            }
        }
        sheet.columns = columns(first.cells, headed)?;
        Ok(sheet)
    }

    /// The next so many lines below the heading, without empty ones; fewer at the end of the file.
    ///
    /// # Errors
    /// When a cell has no end.
    pub fn next_lines(&mut self, count: usize) -> Result<Vec<Line>, ReadError> {
        let text = Arc::clone(&self.text);
        let begin = self.at;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(self.separator)
            .flexible(true)
            .has_headers(false)
            .from_reader(text[begin..].as_bytes());
        let (mut lines, mut record) = (Vec::new(), csv::StringRecord::new());
        while lines.len() < count {
            // The end of the line before and empty lines stand between it and this one.
            let place = begin + place(reader.position());
            let start = text[place..].find(|c: char| !matches!(c, '\r' | '\n'));
            self.go_on(&text, start.map_or(text.len(), |start| place + start));
            // A text in memory is UTF-8 and can be read.
            let more = reader.read_record(&mut record);
            if !more.map_err(|_not_text| ReadError::NoText)? {
                break;
            }
            let cells: Vec<String> = record.iter().map(clean).collect();
            if cells.iter().any(|cell| cell.chars().count() > MOST_LETTERS) {
                return Err(ReadError::TooMuchInOne(self.line));
            }
            if cells.iter().any(|cell| !cell.is_empty()) {
                let number = self.line;
                lines.push(Line { number, cells });
            }
        }
        let end = begin + place(reader.position());
        self.go_on(&text, end);
        Ok(lines)
    }

    /// Moves on to a byte, counting the lines on the way. What a spreadsheet ends a line with is one
    /// end, be it of two signs.
    fn go_on(&mut self, text: &str, to: usize) {
        let bytes = text.as_bytes();
        let ends = (self.at..to).filter(|at| match bytes[*at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let ends = u32::try_from(ends.count()).unwrap_or(u32::MAX);
        self.line = self.line.saturating_add(ends);
        self.at = self.at.max(to);
    }
}

fn place(position: &csv::Position) -> usize {
    usize::try_from(position.byte()).unwrap_or(usize::MAX)
}

/// The columns' names; where there are none, their numbers. Of two with the same name the second is
/// told apart, so that none is kept in the place of the other.
fn columns(first: Vec<String>, headed: bool) -> Result<Vec<String>, ReadError> {
    if first.len() > MOST_COLUMNS {
        return Err(ReadError::TooWide);
    }
    let (mut names, mut taken) = (Vec::with_capacity(first.len()), HashSet::new());
    for (at, cell) in first.into_iter().enumerate() {
        let name: String = match cell {
            cell if headed && !cell.is_empty() => cell.chars().take(LONGEST_NAME).collect(),
            _ => format!("Column {}", at + 1),
        };
        let (mut own, mut count) = (name.clone(), 1);
        while !taken.insert(own.to_lowercase()) {
            count += 1;
            own = format!("{name} ({count})");
        }
        names.push(own);
    }
    Ok(names)
}

/// A cell without what nobody sees and PostgreSQL can't keep, and without what defused it.
fn clean(cell: &str) -> String {
    let seen = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let text: String = plain(cell).chars().filter(seen).collect();
    text.trim().to_owned()
}

/// The text, by its byte-order mark, else UTF-8, else by what its letters are most likely to be:
/// spreadsheets write the machine's own encoding.
fn decoded(bytes: &[u8]) -> Result<String, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    // A workbook is a zip file, and older ones begin like this.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(ReadError::NoText);
    }
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => guessed(bytes),
    };
    let (text, _, _) = encoding.decode(bytes);
    if text.contains('\0') {
        return Err(ReadError::NoText);
    }
    Ok(text.into_owned())
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let begin = &bytes[..bytes.len().min(4_096)];
    let nul_at = |odd: usize| {
        begin
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    // Without a mark, but in English every other byte is zero.
    if nul_at(1) * 3 > begin.len() {
        return UTF_16LE;
    }
    if nul_at(0) * 3 > begin.len() {
        return UTF_16BE;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(Some(b"us"), Utf8Detection::Deny)
}

/// The text without Excel's own note of the separator, and the separator.
fn separated(text: String) -> (String, u8) {
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let first = first.trim_end_matches('\r');
    if let Some(separator) = first.strip_prefix("sep=")
        && let [separator] = separator.as_bytes()
    {
        let separator = *separator;
        // Its line stays, empty, so that lines keep their numbers.
        return (format!("\n{rest}"), separator);
    }
    // The one that stands most often in the heading, outside of quotation marks.
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        if !quoted && let Some((_, count)) = counts.iter_mut().find(|(of, _)| *of == byte) {
            *count += 1;
        }
    }
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    let separator = most.map_or(b',', |(separator, _)| *separator);
    (text, separator)
}

#[cfg(test)]
#[path = "reading/tests.rs"]
mod tests;
