//! What stays of two contacts that become one.

use chrono::{DateTime, Utc};
use copperline_shared::consent::ConsentSource;
use copperline_shared::contacts::{Contact, MergedInto};
use copperline_shared::phone::Phone;
use copperline_shared::problem::ErrorCode;

use crate::consent::queries::Standing;
use crate::consent::rules::start_lifts;
use crate::contacts::queries::{Changes, CustomFields};
use crate::error::Error;

pub fn with_itself() -> Error {
    Error::field("other", "Choose another contact: this is the same one.")
}

/// What is asked for became part of another contact, who is named.
#[must_use]
pub fn went_into(noun: &str, into: MergedInto) -> Error {
    let detail = format!(
        "This {noun} was merged into contact {}. Ask for that one.",
        into.contact_id
    );
    Error::outdated(ErrorCode::Merged, detail, &into)
}

/// A text that is with the carrier belongs to the phone it goes to.
pub fn still_sending(gone: &Contact) -> Error {
    let message = format!(
        "A text to {} is on its way. Merge them once it has left.",
        gone.phone.formatted()
    );
    Error::field("other", message)
}

/// The fields that the contact that stays gets from the other: those it has nothing in.
#[must_use]
pub fn filled_in(kept: &Contact, gone: &Contact) -> Changes {
    let missing = |own: &String, theirs: &String| {
        (own.is_empty() && !theirs.is_empty()).then(|| theirs.clone())
    };
    // A name is one thing: half of one and half of the other would be nobody's.
    let nameless = kept.first_name.is_empty() && kept.last_name.is_empty();
    let name = |theirs: &String| (nameless && !theirs.is_empty()).then(|| theirs.clone());
    // So is a place.
    let placeless = kept.zip.is_empty() && kept.state.is_empty();
    let place = |theirs: &String| (placeless && !theirs.is_empty()).then(|| theirs.clone());
    let mut custom_fields = gone.custom_fields.clone();
    custom_fields.extend(kept.custom_fields.clone());
    Changes {
        first_name: name(&gone.first_name),
        last_name: name(&gone.last_name),
        email: missing(&kept.email, &gone.email),
        date_of_birth: kept
            .date_of_birth
            .is_none()
            .then_some(gone.date_of_birth)
            .flatten()
            .map(Some),
        zip: place(&gone.zip),
        state: place(&gone.state),
        company: missing(&kept.company, &gone.company),
        source: missing(&kept.source, &gone.source),
        custom_fields: (custom_fields != kept.custom_fields).then_some(CustomFields(custom_fields)),
    }
}

/// The one opt-out, where it is harder to lift than the other, or there is no other.
#[must_use]
pub fn stricter(one: Option<Standing>, other: Option<Standing>) -> Option<Standing> {
    let firmness = |of: Standing| match of.source {
        ConsentSource::Suppression => 2,
        source if start_lifts(source) => 0,
        _ => 1,
    };
    one.filter(|one| other.is_none_or(|other| firmness(*one) > firmness(other)))
}

/// What the consent record says of an opt-out that a phone takes over.
#[must_use]
pub fn evidence(from: &Contact, since: DateTime<Utc>) -> String {
    format!(
        "Merged with {}, opted out since {}",
        from.phone.formatted(),
        since.format("%b %-d, %Y")
    )
}

/// Who was merged, as the thread names them.
#[must_use]
pub fn detail(name: &str, phone: &Phone) -> String {
    let formatted = phone.formatted();
    if name == formatted {
        return formatted;
    }
    format!("{name} · {formatted}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use uuid::Uuid;

    fn contact(first_name: &str, last_name: &str, email: &str) -> Contact {
        Contact {
            id: Uuid::nil(),
            phone: "+15125550192".parse().expect("a phone"),
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            email: email.to_owned(),
            date_of_birth: None,
            zip: String::new(),
            state: String::new(),
            company: String::new(),
            source: String::new(),
            custom_fields: BTreeMap::new(),
            opted_out_at: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn p6_the_one_that_stays_keeps_what_it_has_and_gets_what_it_lacks() {
        let mut kept = contact("Maya", "", "maya@example.net");
        kept.state = "TX".to_owned();
        kept.custom_fields.insert("age".to_owned(), 41.into());
        let mut gone = contact("M.", "Robinson", "old@example.net");
        gone.zip = "94110".to_owned();
        gone.company = "Robinson Farms".to_owned();
        gone.custom_fields.insert("age".to_owned(), 40.into());
        gone.custom_fields.insert("roof".to_owned(), "flat".into());
        let changes = filled_in(&kept, &gone);
        assert_eq!((changes.first_name, changes.last_name), (None, None));
        assert_eq!(changes.email, None);
        assert_eq!(changes.zip, None, "a ZIP of California belongs to no Texan");
        assert_eq!(changes.company.as_deref(), Some("Robinson Farms"));
        let custom = changes.custom_fields.expect("another field").0;
        assert_eq!(custom["age"], 41);
        assert_eq!(custom["roof"], "flat");
        assert_eq!(filled_in(&kept, &contact("", "", "")), Changes::default());
        let name = filled_in(&contact("", "", ""), &gone);
        assert_eq!(name.last_name.as_deref(), Some("Robinson"));
    }

    #[test]
    fn p6_the_opt_out_that_is_harder_to_lift_holds_for_both() {
        use ConsentSource::{Agent, Carrier, Contact, Import, Suppression};
        let of = |source| {
            Some(Standing {
                source,
                since: DateTime::UNIX_EPOCH,
            })
        };
        for (one, other, wins) in [
            (of(Contact), None, true),
            (None, of(Contact), false),
            (of(Contact), of(Carrier), false),
            (of(Agent), of(Contact), true),
            (of(Import), of(Agent), false),
            (of(Suppression), of(Import), true),
            (of(Agent), of(Suppression), false),
        ] {
            let expected = one.filter(|_| wins);
            assert_eq!(stricter(one, other), expected, "{one:?} {other:?}");
        }
    }

    #[test]
    fn p6_the_thread_names_who_was_merged() {
        let phone: Phone = "+15125550193".parse().expect("a phone");
        assert_eq!(detail("Theo Lang", &phone), "Theo Lang · (512) 555-0193");
        assert_eq!(detail(&phone.formatted(), &phone), "(512) 555-0193");
    }
}
