//! What a posted lead says, and what it changes of a contact that is known already (S4).
//!
//! A lost lead is worse than an untidy one: only the phone decides. A field is refused when it is
//! longer than can be kept; one that merely can't be read stays, as it came, among the custom
//! fields.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use copperline_shared::api_tokens::LeadDuplicates;
use copperline_shared::checks::{self, FieldError};
use copperline_shared::contacts::Contact;
use copperline_shared::phone::Phone;
use copperline_shared::problem::ErrorCode;
use serde_json::{Map, Value};

use crate::consent::rules::says_no;
use crate::contacts::queries::{Changes, CustomFields, Details};
use crate::error::Error;
use crate::input::Fields;
use crate::input::phone;

/// No consent to texts is older than texts are.
const FIRST_YEAR: i32 = 1990;

/// A lead as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    pub phone: Phone,
    /// The source is empty unless the lead names one.
    pub details: Details,
    pub external_id: Option<String>,
    pub consent: Option<StatedConsent>,
}

/// The consent that a vendor states.
#[derive(Clone, Debug, PartialEq)]
pub struct StatedConsent {
    pub at: Option<DateTime<Utc>>,
    /// The vendor's words for the moment, where they leave room for doubt.
    pub words: Option<String>,
    pub source_url: String,
    pub certificate: String,
}

/// What a vendor is told of a lead for somebody who was erased on request.
#[must_use]
pub fn erased() -> Error {
    Error::new(
        ErrorCode::ContactErased,
        "This person asked to be erased from the workspace. Nothing was kept of the lead.",
    )
}

/// Reads a lead's fields.
///
/// # Errors
/// Naming `phone` when it is missing or none, and each field that is too long.
pub fn read(body: &Map<String, Value>, now: DateTime<Utc>) -> Result<Lead, Error> {
    let mut lead = Reader {
        rest: body.clone(),
        fields: Fields::default(),
    };
    let phone = lead.phone();
    let today = now.date_naive();
    let mut details = Details {
        first_name: lead.read("first_name", checks::name),
        last_name: lead.read("last_name", checks::name),
        email: lead.read("email", checks::email),
        date_of_birth: lead.read("date_of_birth", |text| date_of_birth(text, today).map(Some)),
        zip: lead.read("zip", zip),
        state: lead.read("state", checks::state),
        company: lead.read("company", checks::name),
        source: lead.read("source", checks::name),
        custom_fields: CustomFields::default(),
    };
    let external_id = lead.read("external_id", |text| at_most(200, text).map(Some));
    let words = lead.text("consent_at");
    let source_url = lead.read("consent_source_url", |text| at_most(2000, text));
    let certificate = lead.read("consent_certificate", |text| at_most(2000, text));
    let note = lead.read("note", |text| at_most(10_000, text));
    details.custom_fields.0 = custom_fields(lead.rest, note);
    let none = words.as_deref().is_some_and(says_no);
    let stated = words.is_some() || !source_url.is_empty() || !certificate.is_empty();
    let consent = (stated && !none).then(|| consent(words, source_url, certificate, now));
    let (phone,) = lead.fields.finish((phone,))?;
    Ok(Lead {
        phone,
        details,
        external_id,
        consent,
    })
}

/// What the lead changes of a contact that is known already, by the token's policy.
#[must_use]
pub fn changes(policy: LeadDuplicates, lead: &Details, contact: &Contact) -> Changes {
    if policy == LeadDuplicates::Skip {
        return Changes::default();
    }
    let new = |value: &String, present: &String| {
        (!value.is_empty() && value != present).then(|| value.clone())
    };
    let mut custom_fields = contact.custom_fields.clone();
    custom_fields.extend(lead.custom_fields.0.clone());
    Changes {
        first_name: new(&lead.first_name, &contact.first_name),
        last_name: new(&lead.last_name, &contact.last_name),
        email: new(&lead.email, &contact.email),
        date_of_birth: lead
            .date_of_birth
            .filter(|date| Some(*date) != contact.date_of_birth)
            .map(Some),
        zip: new(&lead.zip, &contact.zip),
        state: new(&lead.state, &contact.state),
        company: new(&lead.company, &contact.company),
        source: new(&lead.source, &contact.source),
        custom_fields: (custom_fields != contact.custom_fields)
            .then_some(CustomFields(custom_fields)),
    }
}

/// A body's fields without what PostgreSQL can't keep and nobody can see: control characters.
#[must_use]
pub fn clean(body: Map<String, Value>) -> Map<String, Value> {
    let text = |text: String| -> String {
        text.chars()
            .filter(|character| !character.is_control() || "\n\t".contains(*character))
            .collect()
    };
    fn value(text: impl Fn(String) -> String + Copy, from: Value) -> Value {
        match from {
            Value::String(string) => Value::String(text(string)),
            Value::Array(items) => items.into_iter().map(|item| value(text, item)).collect(),
            Value::Object(fields) => fields
                .into_iter()
                .map(|(name, field)| (text(name), value(text, field)))
                .collect(),
            other => other,
        }
    }
    body.into_iter()
        .map(|(name, field)| (text(name), value(text, field)))
        .collect()
}

/// Takes the known fields out of a lead; what can't be read stays in `rest`.
struct Reader {
    rest: Map<String, Value>,
    fields: Fields,
}

impl Reader {
    fn phone(&mut self) -> Option<Phone> {
        let Some(text) = self.text("phone") else {
            self.fields.refuse(
                "phone",
                "Send the person's phone number, such as 512-555-0192.",
            );
            return None;
        };
        let phone = phone::read(&text).map_err(FieldError::from);
        self.fields.check("phone", phone)
    }

    /// The field's text, trimmed; `None` when it is absent, empty, or neither text nor number.
    fn text(&mut self, name: &str) -> Option<String> {
        let text = match self.rest.get(name)? {
            Value::String(text) => text.trim().to_owned(),
            // Spreadsheets turn phones and ZIP codes into 5125550192.0.
            Value::Number(number) => number.to_string().trim_end_matches(".0").to_owned(),
            Value::Null => String::new(),
            _ => return None,
        };
        self.rest.remove(name);
        (!text.is_empty()).then_some(text)
    }

    fn read<T: Default>(
        &mut self,
        name: &str,
        check: impl FnOnce(&str) -> Result<T, FieldError>,
    ) -> T {
        let Some(text) = self.text(name) else {
            return T::default();
        };
        match check(&text) {
            Ok(value) => return value,
            Err(error) if error.code == "too_long" => self.fields.refuse(name, error.message),
            Err(_) => {
                self.rest.insert(name.to_owned(), Value::String(text));
            }
        }
        T::default()
    }
}

/// What is left, with the entries of a field called `custom_fields` lifted out of it.
fn custom_fields(mut rest: Map<String, Value>, note: String) -> BTreeMap<String, Value> {
    let mut custom = BTreeMap::new();
    match rest.remove("custom_fields") {
        Some(Value::Object(nested)) => custom.extend(nested),
        Some(other) => {
            rest.insert("custom_fields".to_owned(), other);
        }
        None => {}
    }
    custom.extend(rest);
    if !note.is_empty() {
        custom.insert("note".to_owned(), Value::String(note));
    }
    custom.retain(|_, value| match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        _ => true,
    });
    custom
}

fn at_most(length: usize, text: &str) -> Result<String, FieldError> {
    if text.chars().count() > length {
        return Err(FieldError::new(
            "too_long",
            format!("Use at most {length} characters"),
        ));
    }
    Ok(text.to_owned())
}

/// A ZIP code; one sent as a number has lost its leading zeros.
fn zip(text: &str) -> Result<String, FieldError> {
    let digits = (3..5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits {
        checks::zip(&format!("{text:0>5}"))
    } else {
        checks::zip(text)
    }
}

/// `YYYY-MM-DD` or `MM/DD/YYYY`.
fn date_of_birth(text: &str, today: NaiveDate) -> Result<NaiveDate, FieldError> {
    let date = date(text).ok_or_else(|| FieldError::new("date", "Not a date"))?;
    checks::date_of_birth(&date.to_string(), today)
}

fn date(text: &str) -> Option<NaiveDate> {
    let formats = ["%Y-%m-%d", "%m/%d/%Y"];
    formats
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(text, format).ok())
}

fn consent(
    words: Option<String>,
    source_url: String,
    certificate: String,
    now: DateTime<Utc>,
) -> StatedConsent {
    let exact = words.as_deref().and_then(with_offset);
    let at = exact
        .or_else(|| words.as_deref().and_then(without_offset))
        // Clocks differ by minutes, not by days; and nobody consented to texts before there were any.
        .filter(|at| at.year() >= FIRST_YEAR && *at <= now + TimeDelta::days(1));
    let words = words.filter(|_| exact.is_none() || at.is_none());
    StatedConsent {
        at,
        words,
        source_url,
        certificate,
    }
}

/// RFC 3339. In a form, a `+` that was not encoded arrives as a space.
fn with_offset(text: &str) -> Option<DateTime<Utc>> {
    let read = |text: &str| Some(DateTime::parse_from_rfc3339(text).ok()?.to_utc());
    read(text).or_else(|| {
        let (moment, offset) = text.rsplit_once(' ')?;
        read(&format!("{moment}+{offset}"))
    })
}

/// A moment or date that names no offset is read as UTC.
fn without_offset(text: &str) -> Option<DateTime<Utc>> {
    let formats = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%m/%d/%Y %H:%M:%S",
    ];
    let moment = formats
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    Some(
        moment
            .or_else(|| date(text)?.and_hms_opt(0, 0, 0))?
            .and_utc(),
    )
}

#[cfg(test)]
mod tests;
