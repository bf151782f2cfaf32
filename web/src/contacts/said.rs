//! What a lead said beyond the contact's fields, in words people read (S4).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::text;

/// Names by which vendors hand over what somebody wrote about the lead.
const NOTES: [&str; 6] = ["comment", "comments", "message", "note", "notes", "remarks"];

/// A lead's own fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What the vendor or the lead wrote in words.
    pub notes: Vec<String>,
    /// The others by name, those of an object each by its own.
    pub rows: Vec<(String, String)>,
}

pub fn said(fields: &BTreeMap<String, Value>) -> Said {
    let mut said = Said::default();
    for (name, value) in fields {
        match value {
            Value::String(note) if NOTES.contains(&name.to_lowercase().as_str()) => {
                said.notes.push(note.clone());
            }
            value => add(&mut said.rows, &label(name), value),
        }
    }
    said
}

fn add(rows: &mut Vec<(String, String)>, label: &str, value: &Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let words = self::label(name).to_lowercase();
                add(rows, &format!("{label}, {words}"), value);
            }
        }
        value => {
            let value = plain(value);
            if !value.is_empty() {
                rows.push((label.to_owned(), value));
            }
        }
    }
}

/// `loanAmount` and `loan_amount` are a "Loan amount".
fn label(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut small = false;
    for letter in name.chars() {
        if matches!(letter, '_' | '-' | '.' | ' ') {
            words.push(' ');
        } else if small && letter.is_uppercase() {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.push(letter);
        }
        small = letter.is_lowercase();
    }
    let words = words.trim();
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words.to_owned(),
    }
}

/// A value as people write it; what nothing is known of is empty.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => text::contacts::YES.to_owned(),
        Value::Bool(false) => text::contacts::NO.to_owned(),
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => {
            let values = values.iter().map(plain).filter(|value| !value.is_empty());
            values.collect::<Vec<_>>().join(", ")
        }
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| {
                let name = label(name).to_lowercase();
                format!("{name} {}", plain(value))
            });
            fields.collect::<Vec<_>>().join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Said {
        said(&serde_json::from_str(json).expect("an object"))
    }

    #[test]
    fn s4_a_leads_own_fields_read_like_words() {
        let said = of(
            r#"{"coverage_amount": 250000, "isSmoker": false, "riders": ["waiver", "child"],
                "spouse": {"first_name": "Ana", "age": 34}, "nothing": null}"#,
        );
        let rows: Vec<(&str, &str)> = said
            .rows
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            rows,
            [
                ("Coverage amount", "250000"),
                ("Is smoker", "No"),
                ("Riders", "waiver, child"),
                ("Spouse, age", "34"),
                ("Spouse, first name", "Ana"),
            ]
        );
    }

    #[test]
    fn s4_what_the_vendor_wrote_stands_apart() {
        let said = of(r#"{"age": 36, "Notes": "Call after five.\nHas two dogs."}"#);
        assert_eq!(said.notes, ["Call after five.\nHas two dogs."]);
        assert_eq!(said.rows, [("Age".to_owned(), "36".to_owned())]);
    }

    #[test]
    fn s4_names_keep_the_letters_that_vendors_shout() {
        assert_eq!(label("utm_source"), "Utm source");
        assert_eq!(label("DOB"), "DOB");
        assert_eq!(label("propertyType"), "Property type");
    }
}
