//! The fields of a contact that people can change (C10).

use chrono::NaiveDate;
use copperline_shared::checks;
use copperline_shared::contacts::{Contact, UpdateContact};

use crate::text;

/// A field of a contact; the phone is none, as it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    FirstName,
    LastName,
    Email,
    DateOfBirth,
    Zip,
    State,
    Company,
    Source,
}

impl Field {
    /// All, in the order they are shown.
    pub const ALL: [Self; 8] = [
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::DateOfBirth,
        Self::Zip,
        Self::State,
        Self::Company,
        Self::Source,
    ];

    /// The name the api uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Email => "email",
            Self::DateOfBirth => "date_of_birth",
            Self::Zip => "zip",
            Self::State => "state",
            Self::Company => "company",
            Self::Source => "source",
        }
    }

    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::FirstName => text::contacts::FIRST_NAME,
            Self::LastName => text::contacts::LAST_NAME,
            Self::Email => text::contacts::EMAIL,
            Self::DateOfBirth => text::contacts::DATE_OF_BIRTH,
            Self::Zip => text::contacts::ZIP,
            Self::State => text::contacts::STATE,
            Self::Company => text::contacts::COMPANY,
            Self::Source => text::contacts::SOURCE,
        }
    }

    /// What the contact has there, as it is typed; empty when unknown.
    pub fn of(self, contact: &Contact) -> String {
        match self {
            Self::FirstName => contact.first_name.clone(),
            Self::LastName => contact.last_name.clone(),
            Self::Email => contact.email.clone(),
            Self::DateOfBirth => contact
                .date_of_birth
                .map(|date| date.to_string())
                .unwrap_or_default(),
            Self::Zip => contact.zip.clone(),
            Self::State => contact.state.clone(),
            Self::Company => contact.company.clone(),
            Self::Source => contact.source.clone(),
        }
    }

    /// What is wrong with a typed value; the api makes the same check.
    pub fn problem(self, typed: &str, today: NaiveDate) -> Option<String> {
        let checked = match self {
            Self::FirstName | Self::LastName | Self::Company | Self::Source => {
                checks::optional(typed, checks::name).map(|_| ())
            }
            Self::Email => checks::optional(typed, checks::email).map(|_| ()),
            Self::DateOfBirth => {
                checks::optional(typed, |typed| checks::date_of_birth(typed, today)).map(|_| ())
            }
            Self::Zip => checks::optional(typed, checks::zip).map(|_| ()),
            Self::State => checks::optional(typed, checks::state).map(|_| ()),
        };
        checked.err().map(|error| error.message)
    }

    fn put(self, change: &mut UpdateContact, value: String) {
        let place = match self {
            Self::FirstName => &mut change.first_name,
            Self::LastName => &mut change.last_name,
            Self::Email => &mut change.email,
            Self::DateOfBirth => &mut change.date_of_birth,
            Self::Zip => &mut change.zip,
            Self::State => &mut change.state,
            Self::Company => &mut change.company,
            Self::Source => &mut change.source,
        };
        *place = Some(value);
    }
}

/// What to ask of the api: only what differs from the contact as the editing began, so that
/// nothing else is written back.
pub fn changes(base: &Contact, typed: impl Fn(Field) -> String) -> UpdateContact {
    let mut change = UpdateContact::default();
    for field in Field::ALL {
        let value = typed(field);
        if value.trim() != field.of(base) {
            field.put(&mut change, value);
        }
    }
    change
}

/// A field after somebody else changed the contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    pub value: String,
    /// What they put there, where something else is half typed.
    pub meanwhile: Option<String>,
}

/// Merges what is typed into what somebody else made of a field, which was `base` as the typing
/// began and is `now`: half-typed text stays, an untouched field follows. Nothing where nobody
/// changed it.
pub fn merge(typed: &str, base: &str, now: &str) -> Option<Merged> {
    if base == now {
        return None;
    }
    let value = if typed.trim() == base { now } else { typed };
    Some(Merged {
        value: value.to_owned(),
        meanwhile: (value.trim() != now).then(|| now.to_owned()),
    })
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use chrono::DateTime;
    use uuid::Uuid;

    pub fn maya() -> Contact {
        Contact {
            id: Uuid::nil(),
            phone: "+15125550192".parse().expect("a phone"),
            first_name: "Maya".to_owned(),
            last_name: "Robinson".to_owned(),
            email: String::new(),
            date_of_birth: NaiveDate::from_ymd_opt(1988, 3, 14),
            zip: "78704".to_owned(),
            state: "TX".to_owned(),
            company: String::new(),
            source: String::new(),
            custom_fields: Default::default(),
            opted_out_at: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn c10_only_what_was_changed_is_asked_for() {
        let change = changes(&maya(), |field| match field {
            Field::Email => "maya@example.com".to_owned(),
            Field::Zip => String::new(),
            Field::LastName => " Robinson ".to_owned(),
            other => other.of(&maya()),
        });
        let expected = UpdateContact {
            email: Some("maya@example.com".to_owned()),
            zip: Some(String::new()),
            ..Default::default()
        };
        assert_eq!(change, expected);
    }

    #[test]
    fn c10_a_change_by_somebody_else_leaves_half_typed_text_alone() {
        let merged = |value: &str, meanwhile: Option<&str>| {
            let meanwhile = meanwhile.map(str::to_owned);
            Some(Merged {
                value: value.to_owned(),
                meanwhile,
            })
        };
        assert_eq!(merge("Maya", "Maya", "Mayra"), merged("Mayra", None));
        assert_eq!(merge("May", "Maya", "Mayra"), merged("May", Some("Mayra")));
        assert_eq!(merge("Mayra ", "Maya", "Mayra"), merged("Mayra ", None));
        assert_eq!(merge("May", "Maya", "Maya"), None);
    }

    #[test]
    fn c10_a_field_may_be_empty_and_says_what_is_wrong_otherwise() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a date");
        for field in Field::ALL {
            assert_eq!(field.problem(" ", today), None, "{field:?}");
            assert_eq!(field.problem(&field.of(&maya()), today), None, "{field:?}");
        }
        for (field, typed) in [
            (Field::Email, "maya@"),
            (Field::Zip, "7870"),
            (Field::DateOfBirth, "2027-01-01"),
        ] {
            assert!(field.problem(typed, today).is_some(), "{field:?}");
        }
    }
}
