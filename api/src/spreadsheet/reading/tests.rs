use super::*;

fn table(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let mut sheet = Sheet::read(bytes).expect("a table");
    let lines = sheet.next_lines(usize::MAX).expect("lines");
    let cells = lines.into_iter().map(|line| line.cells);
    (sheet.columns.clone(), cells.collect())
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
}

/// The lines of the file on which lines of the table begin, so many read at once.
fn numbers(text: &str, at_once: usize) -> Vec<u32> {
    let mut sheet = Sheet::read(text.as_bytes()).expect("a table");
    let mut numbers = Vec::new();
    loop {
        let lines = sheet.next_lines(at_once).expect("lines");
        if lines.is_empty() {
            return numbers;
        }
        numbers.extend(lines.iter().map(|line| line.number));
    }
}

#[test]
fn p6_lines_are_counted_as_an_editor_counts_them() {
    let text = "phone,note\n1,\"two\nlines\"\n\n \n2,x\n3,\n";
    for text in [
        text.to_owned(),
        text.replace('\n', "\r\n"),
        text.replace('\n', "\r"),
        text.trim_end().to_owned(),
    ] {
        for at_once in [1, 2, 100] {
            assert_eq!(numbers(&text, at_once), [2, 6, 7], "{at_once} {text:?}");
        }
    }
    for text in ["sep=;\r\n\r\nphone;a\r\n1;x\r\n", "sep=;\n\nphone;a\n1;x"] {
        assert_eq!(numbers(text, 10), [4], "{text:?}");
    }
    assert_eq!(numbers("\n5125550192\n\n5125550193\n", 1), [2, 4]);
}

#[test]
fn p6_two_columns_of_one_name_are_told_apart() {
    let (columns, _) = table(b"phone,Notes,notes,Column 5,,Notes (2)\n1,a,b,c,d,e\n");
    assert_eq!(
        columns,
        [
            "phone",
            "Notes",
            "notes (2)",
            "Column 5",
            "Column 5 (2)",
            "Notes (2) (2)"
        ]
    );
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
