//! Which contacts are acceptable, and what a change may change (C10).

use chrono::NaiveDate;
use copperline_shared::checks::{self, FieldError};
use copperline_shared::contacts::{Contact, CreateContact, UpdateContact, display_name};
use copperline_shared::phone::Phone;

use super::queries::{Changes, CustomFields, Details};
use crate::error::Error;
use crate::input::Fields;
use crate::input::phone;

/// Checks a new contact. `today` is the latest date anybody can be born on.
///
/// # Errors
/// Naming each field to correct.
pub fn check_new(new: &CreateContact, today: NaiveDate) -> Result<(Phone, Details), Error> {
    let mut fields = Fields::default();
    let phone = phone::read(&new.phone).map_err(FieldError::from);
    let checked = (
        fields.check("phone", phone),
        fields.check("first_name", text(&new.first_name, checks::name)),
        fields.check("last_name", text(&new.last_name, checks::name)),
        fields.check("email", text(&new.email, checks::email)),
        fields.check("date_of_birth", date(&new.date_of_birth, today)),
        fields.check("zip", text(&new.zip, checks::zip)),
        fields.check("state", text(&new.state, checks::state)),
        fields.check("company", text(&new.company, checks::name)),
        fields.check("source", text(&new.source, checks::name)),
    );
    let (phone, first_name, last_name, email, date_of_birth, zip, state, company, source) =
        fields.finish(checked)?;
    let custom_fields = CustomFields::default();
    let details = Details {
        first_name,
        last_name,
        email,
        date_of_birth,
        zip,
        state,
        company,
        source,
        custom_fields,
    };
    Ok((phone, details))
}

/// Checks a change of `contact`.
///
/// # Errors
/// Naming each field to correct; `phone` too, unless it is the present one.
pub fn check_changes(
    change: &UpdateContact,
    contact: &Contact,
    today: NaiveDate,
) -> Result<Changes, Error> {
    let mut fields = Fields::default();
    if change
        .phone
        .as_deref()
        .is_some_and(|phone| !same_phone(phone, contact))
    {
        fields.refuse(
            "phone",
            "A contact's phone never changes. Add a new contact instead.",
        );
    }
    let born = change.date_of_birth.as_deref();
    let date_of_birth = fields.check_some("date_of_birth", born, |value| date(value, today));
    let mut some = |field: &str, value: &Option<String>, check: Check| {
        fields.check_some(field, value.as_deref(), |value| text(value, check))
    };
    let changes = Changes {
        first_name: some("first_name", &change.first_name, checks::name),
        last_name: some("last_name", &change.last_name, checks::name),
        email: some("email", &change.email, checks::email),
        zip: some("zip", &change.zip, checks::zip),
        state: some("state", &change.state, checks::state),
        company: some("company", &change.company, checks::name),
        source: some("source", &change.source, checks::name),
        date_of_birth,
        custom_fields: None,
    };
    fields.finish(())?;
    Ok(changes)
}

/// Refuses a new contact whose phone is one already.
#[must_use]
pub fn already_a_contact(contact: &Contact) -> Error {
    let name = display_name(&contact.first_name, &contact.last_name, &contact.phone);
    Error::field("phone", format!("This phone is already a contact: {name}."))
}

type Check = fn(&str) -> Result<String, FieldError>;

/// Text that may be empty.
fn text(value: &str, check: Check) -> Result<String, FieldError> {
    Ok(checks::optional(value, check)?.unwrap_or_default())
}

fn date(value: &str, today: NaiveDate) -> Result<Option<NaiveDate>, FieldError> {
    checks::optional(value, |value| checks::date_of_birth(value, today))
}

fn same_phone(typed: &str, contact: &Contact) -> bool {
    phone::read(typed).is_ok_and(|phone| phone == contact.phone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use copperline_shared::problem::{ErrorCode, FieldProblem};
    use uuid::Uuid;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).expect("a date")
    }

    fn refused(error: Error) -> Vec<String> {
        let Error::Refused(refused) = error else {
            panic!("an internal error")
        };
        assert_eq!(refused.code, ErrorCode::Invalid);
        refused
            .fields
            .into_iter()
            .map(|FieldProblem { field, .. }| field)
            .collect()
    }

    fn maya() -> Contact {
        Contact {
            id: Uuid::nil(),
            phone: "+15125550192".parse().expect("a phone"),
            first_name: "Maya".to_owned(),
            last_name: "Robinson".to_owned(),
            email: String::new(),
            date_of_birth: None,
            zip: String::new(),
            state: String::new(),
            company: String::new(),
            source: String::new(),
            custom_fields: Default::default(),
            opted_out_at: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn c10_a_contact_needs_a_phone_and_nothing_else() {
        let new = CreateContact {
            phone: "(512) 555-0192".to_owned(),
            ..Default::default()
        };
        let (phone, details) = check_new(&new, today()).expect("acceptable");
        assert_eq!(phone.as_str(), "+15125550192");
        assert_eq!(details, Details::default());
    }

    #[test]
    fn c10_fields_are_kept_in_one_spelling() {
        let new = CreateContact {
            phone: "512 555 0192".to_owned(),
            first_name: " Maya  Lin ".to_owned(),
            email: "Maya@Example.COM".to_owned(),
            date_of_birth: "1988-03-14".to_owned(),
            zip: " 78704 ".to_owned(),
            state: "texas".to_owned(),
            ..Default::default()
        };
        let (_, details) = check_new(&new, today()).expect("acceptable");
        assert_eq!(details.first_name, "Maya Lin");
        assert_eq!(details.email, "maya@example.com");
        assert_eq!(details.date_of_birth, NaiveDate::from_ymd_opt(1988, 3, 14));
        assert_eq!(
            (details.zip.as_str(), details.state.as_str()),
            ("78704", "TX")
        );
    }

    #[test]
    fn every_field_to_correct_is_named_at_once() {
        let new = CreateContact {
            phone: "555".to_owned(),
            first_name: "x".repeat(101),
            email: "maya".to_owned(),
            date_of_birth: "2027-01-01".to_owned(),
            zip: "7870".to_owned(),
            state: "Ontario".to_owned(),
            ..Default::default()
        };
        let error = check_new(&new, today()).expect_err("not acceptable");
        let expected = [
            "phone",
            "first_name",
            "email",
            "date_of_birth",
            "zip",
            "state",
        ];
        assert_eq!(refused(error), expected);
    }

    #[test]
    fn c10_the_phone_may_be_repeated_in_any_writing_but_never_changed() {
        for same in ["+15125550192", "(512) 555-0192", "512.555.0192"] {
            let change = UpdateContact {
                phone: Some(same.to_owned()),
                ..Default::default()
            };
            assert_eq!(
                check_changes(&change, &maya(), today()).ok(),
                Some(Changes::default())
            );
        }
        for other in ["+15125550193", "", "not a phone"] {
            let change = UpdateContact {
                phone: Some(other.to_owned()),
                ..Default::default()
            };
            let error = check_changes(&change, &maya(), today()).expect_err(other);
            assert_eq!(refused(error), ["phone"]);
        }
    }

    #[test]
    fn c10_an_absent_field_stays_and_an_empty_one_is_cleared() {
        let change = UpdateContact {
            first_name: Some(String::new()),
            date_of_birth: Some(" ".to_owned()),
            ..Default::default()
        };
        let changes = check_changes(&change, &maya(), today()).expect("acceptable");
        let expected = Changes {
            first_name: Some(String::new()),
            date_of_birth: Some(None),
            ..Default::default()
        };
        assert_eq!(changes, expected);
    }

    #[test]
    fn a_known_phone_is_refused_with_the_contacts_name() {
        let Error::Refused(refused) = already_a_contact(&maya()) else {
            panic!("internal")
        };
        assert_eq!(refused.fields[0].field, "phone");
        assert!(refused.fields[0].message.contains("Maya Robinson"));
    }
}
