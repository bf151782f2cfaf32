//! What a file's columns are taken for: what they were before, else what their names say.

use std::collections::HashMap;

use copperline_shared::imports::{ImportField, ImportKind};

/// The name by which a column is remembered.
#[must_use]
pub fn known_as(column: &str) -> String {
    column.trim().to_lowercase()
}

/// A suggestion for each column. Each field but the custom one is suggested once.
#[must_use]
pub fn suggest(
    kind: ImportKind,
    columns: &[String],
    remembered: &HashMap<String, Option<ImportField>>,
) -> Vec<Option<ImportField>> {
    let mut taken: Vec<ImportField> = Vec::new();
    let mut take = |field: Option<ImportField>| {
        let field = field.filter(|field| {
            let offered = kind == ImportKind::Contacts || *field == ImportField::Phone;
            offered && (*field == ImportField::Custom || !taken.contains(field))
        })?;
        taken.push(field);
        Some(field)
    };
    let known: Vec<Option<Option<ImportField>>> = columns
        .iter()
        .map(|column| {
            let before = remembered.get(&known_as(column)).copied()?;
            Some(take(before))
        })
        .collect();
    let mut suggested: Vec<Option<ImportField>> = columns
        .iter()
        .zip(known)
        .map(|(column, known)| known.unwrap_or_else(|| take(said(column))))
        .collect();
    // The only column of a list can be nothing else.
    if let [only] = suggested.as_mut_slice() {
        *only = Some(ImportField::Phone);
    }
    suggested
}

/// What a column's name says, whatever signs and spaces stand in it.
fn said(column: &str) -> Option<ImportField> {
    let name: String = column
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    let field = match name.as_str() {
        "phone" | "phonenumber" | "phone1" | "primaryphone" | "mobile" | "mobilephone"
        | "mobilenumber" | "cell" | "cellphone" | "cellnumber" | "telephone" | "tel" | "number"
        | "contactnumber" | "homephone" | "phonenumber1" | "telephonenumber" => ImportField::Phone,
        "firstname" | "first" | "fname" | "givenname" | "forename" => ImportField::FirstName,
        "lastname" | "last" | "lname" | "surname" | "familyname" => ImportField::LastName,
        "name" | "fullname" | "contact" | "contactname" | "leadname" | "customername" => {
            ImportField::FullName
        }
        "email" | "emailaddress" | "mail" | "email1" | "primaryemail" => ImportField::Email,
        "dateofbirth" | "dob" | "birthdate" | "birthday" | "birth" => ImportField::DateOfBirth,
        "zip" | "zipcode" | "postalcode" | "postcode" | "zip5" => ImportField::Zip,
        "state" | "st" | "statecode" | "stateprovince" => ImportField::State,
        "company" | "companyname" | "business" | "businessname" | "organization" | "employer" => {
            ImportField::Company
        }
        "source" | "leadsource" | "vendor" | "leadvendor" => ImportField::Source,
        "tags" | "tag" | "labels" => ImportField::Tags,
        "optedout" | "optedoutat" | "optout" | "dnc" | "donotcall" | "donottext"
        | "donotcontact" | "unsubscribed" | "suppressed" => ImportField::OptedOut,
        "consentat" | "consent" | "consentdate" | "consenttimestamp" | "optindate" | "optinat"
        | "tcpaconsent" | "tcpaconsentdate" => ImportField::ConsentAt,
        "consentsourceurl" | "consenturl" | "optinurl" | "sourceurl" | "landingpage"
        | "landingpageurl" => ImportField::ConsentSourceUrl,
        "consentcertificate"
        | "certificate"
        | "certificateurl"
        | "trustedform"
        | "trustedformurl"
        | "trustedformcerturl"
        | "xxtrustedformcerturl"
        | "jornaya"
        | "jornayaleadid"
        | "universalleadid" => ImportField::ConsentCertificate,
        "note" | "notes" | "comment" | "comments" => ImportField::Note,
        "customfields" => ImportField::Custom,
        _ => return None,
    };
    Some(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn p6_columns_are_known_by_the_names_that_other_programs_give_them() {
        let names = columns(&[
            "Cell Phone",
            "First Name",
            "LAST_NAME",
            "E-Mail",
            "D.O.B.",
            "ZIP Code",
            "Lead Source",
            "xxTrustedFormCertUrl",
            "Opt-In Date",
            "Shoe size",
            "Phone",
        ]);
        let suggested = suggest(ImportKind::Contacts, &names, &HashMap::new());
        use ImportField as F;
        assert_eq!(
            suggested,
            [
                Some(F::Phone),
                Some(F::FirstName),
                Some(F::LastName),
                Some(F::Email),
                Some(F::DateOfBirth),
                Some(F::Zip),
                Some(F::Source),
                Some(F::ConsentCertificate),
                Some(F::ConsentAt),
                None,
                // One column is the phone.
                None,
            ]
        );
    }

    #[test]
    fn p6_what_a_column_was_taken_for_before_holds_and_so_does_that_it_was_left_out() {
        let remembered = HashMap::from([
            ("telefono".to_owned(), Some(ImportField::Phone)),
            ("email".to_owned(), None),
        ]);
        let names = columns(&["Phone", " Telefono ", "Email"]);
        let suggested = suggest(ImportKind::Contacts, &names, &remembered);
        assert_eq!(suggested, [None, Some(ImportField::Phone), None]);
    }

    #[test]
    fn p6_of_a_list_of_numbers_only_the_phone_is_read() {
        let names = columns(&["First name", "Mobile"]);
        let suggested = suggest(ImportKind::Suppressions, &names, &HashMap::new());
        assert_eq!(suggested, [None, Some(ImportField::Phone)]);
        let only = suggest(
            ImportKind::Suppressions,
            &columns(&["Column 1"]),
            &HashMap::new(),
        );
        assert_eq!(only, [Some(ImportField::Phone)]);
    }
}
