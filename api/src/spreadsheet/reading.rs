//! Reading a CSV file of whatever program: its encoding, its separator, its heading.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use copperline_shared::imports::{MOST_COLUMNS, MOST_ROWS};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::plain;
use crate::input::phone;

/// Letters a cell may have; a missing quotation mark makes one of the rest of the file.
const MOST_LETTERS: usize = 10_000;

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
    TooMuchInOne(u64),
}

/// A file's text, and where its lines are.
pub struct Sheet {
    text: String,
    separator: u8,
    pub columns: Vec<String>,
    /// The first record holds the columns' names.
    headed: bool,
}

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line of the file it begins on, counting from 1.
    pub number: u32,
    pub cells: Vec<String>,
}

impl Sheet {
    /// # Errors
    /// When the file is no table of text.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        let text = decoded(bytes)?;
        let (text, separator) = separated(text);
        let mut sheet = Self {
            text,
            separator,
            columns: Vec::new(),
            headed: false,
        };
        let mut lines = sheet.records();
        let first = lines.next().ok_or(ReadError::Empty)??;
        // A list of bare numbers has no heading.
        let headed = !first.cells.iter().any(|cell| phone::read(cell).is_ok());
        if headed && lines.next().transpose()?.is_none() {
            return Err(ReadError::OnlyHeading);
        }
        drop(lines);
        sheet.columns = columns(first.cells, headed)?;
        sheet.headed = headed;
        Ok(sheet)
    }

    /// The lines below the heading, without empty ones.
    pub fn lines(&self) -> impl Iterator<Item = Result<Line, ReadError>> {
        self.records().skip(usize::from(self.headed))
    }

    fn records(&self) -> impl Iterator<Item = Result<Line, ReadError>> {
        let reader = csv::ReaderBuilder::new()
            .delimiter(self.separator)
            .flexible(true)
            .has_headers(false)
            .from_reader(self.text.as_bytes());
        let records = reader.into_records().map(|record| {
            // A text in memory is UTF-8 and can be read.
            let record = record.map_err(|_not_text| ReadError::NoText)?;
            let number = record.position().map_or(1, csv::Position::line);
            let cells: Vec<String> = record.iter().map(clean).collect();
            if cells.iter().any(|cell| cell.chars().count() > MOST_LETTERS) {
                return Err(ReadError::TooMuchInOne(number));
            }
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            Ok(Line { number, cells })
        });
        let full = |line: &Result<Line, ReadError>| {
            line.as_ref()
                .map_or(true, |line| line.cells.iter().any(|cell| !cell.is_empty()))
        };
        records.filter(full)
    }
}

/// The columns' names; where there are none, their numbers.
fn columns(first: Vec<String>, headed: bool) -> Result<Vec<String>, ReadError> {
    if first.len() > MOST_COLUMNS {
        return Err(ReadError::TooWide);
    }
    let name = |(at, cell): (usize, String)| match cell {
        cell if headed && !cell.is_empty() => cell.chars().take(200).collect(),
        _ => format!("Column {}", at + 1),
    };
    Ok(first.into_iter().enumerate().map(name).collect())
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
mod tests {
    use super::*;

    fn table(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
        let sheet = Sheet::read(bytes).expect("a table");
        let lines = sheet.lines().map(|line| line.expect("a line").cells);
        (sheet.columns.clone(), lines.collect())
    }

    fn utf_16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn p6_a_file_is_read_in_whatever_encoding_a_spreadsheet_writes() {
        let text = "Phone,First Name\r\n5125550192,José\r\n5125550193,Zoë Brontë\r\n";
        let with_mark = format!("\u{feff}{text}");
        let mut little = vec![0xff, 0xfe];
        little.extend(utf_16(text));
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        for bytes in [
            text.as_bytes(),
            with_mark.as_bytes(),
            &little,
            &utf_16(text),
            &windows,
        ] {
            let (columns, lines) = table(bytes);
            assert_eq!(columns, ["Phone", "First Name"]);
            assert_eq!(lines[0], ["5125550192", "José"]);
            assert_eq!(lines[1], ["5125550193", "Zoë Brontë"]);
        }
    }

    #[test]
    fn p6_the_separator_is_found_and_lines_keep_their_numbers() {
        for text in [
            "phone;name\n5125550192;\"Diaz; Jo\"\n",
            "phone\tname\n5125550192\tDiaz; Jo\n",
            "phone|name\n5125550192|Diaz; Jo\n",
            "sep=;\r\nphone;name\r\n5125550192;\"Diaz; Jo\"\r\n",
            "\"phone\",\"name\"\n\n5125550192,Diaz; Jo\n ,\n",
        ] {
            let (columns, lines) = table(text.as_bytes());
            assert_eq!(columns, ["phone", "name"], "{text}");
            assert_eq!(lines, [["5125550192", "Diaz; Jo"]], "{text}");
        }
        let sheet = Sheet::read(b"phone,note\n1,\"two\nlines\"\n\n2,x\n").expect("a table");
        let lines: Vec<u32> = sheet
            .lines()
            .map(|line| line.expect("a line").number)
            .collect();
        assert_eq!(lines, [2, 5]);
    }

    #[test]
    fn p6_a_list_of_bare_numbers_has_no_heading_and_loses_none() {
        let (columns, lines) = table(b"512-555-0192\n512-555-0193\n");
        assert_eq!(columns, ["Column 1"]);
        assert_eq!(lines, [["512-555-0192"], ["512-555-0193"]]);
    }

    #[test]
    fn p6_what_is_no_table_is_refused_with_what_to_do() {
        let refused = |bytes: &[u8]| Sheet::read(bytes).err();
        assert_eq!(refused(b""), Some(ReadError::Empty));
        assert_eq!(refused(b"\n \n"), Some(ReadError::Empty));
        assert_eq!(refused(b"phone,name\n"), Some(ReadError::OnlyHeading));
        assert_eq!(refused(b"PK\x03\x04rest"), Some(ReadError::NoText));
        assert_eq!(
            refused(b"\x89PNG\r\n\x1a\n\0\0\0\x0d"),
            Some(ReadError::NoText)
        );
        let wide = vec!["x"; MOST_COLUMNS + 1].join(",") + "\n1\n";
        assert_eq!(refused(wide.as_bytes()), Some(ReadError::TooWide));
        let unclosed = format!("phone,note\n5125550192,\"{}", "lost\n".repeat(3_000));
        assert_eq!(
            refused(unclosed.as_bytes()),
            Some(ReadError::TooMuchInOne(2))
        );
    }

    #[test]
    fn p6_what_defused_a_formula_and_what_nobody_sees_is_taken_away() {
        let (_, lines) = table(b"phone,name\n'+15125550192,\"'=1+1\"\n5125550193,O'Ne\x01il\n");
        assert_eq!(lines[0], ["+15125550192", "=1+1"]);
        assert_eq!(lines[1], ["5125550193", "O'Neil"]);
    }
}
