//! The states of the USA, its capital district and its territories, by postal code (USPS
//! Publication 28, appendix B, without the military codes).

use crate::checks::FieldError;

/// Postal code and name, in the order of the names.
pub const STATES: [(&str, &str); 56] = [
    ("AL", "Alabama"),
    ("AK", "Alaska"),
    ("AS", "American Samoa"),
    ("AZ", "Arizona"),
    ("AR", "Arkansas"),
    ("CA", "California"),
    ("CO", "Colorado"),
    ("CT", "Connecticut"),
    ("DE", "Delaware"),
    ("DC", "District of Columbia"),
    ("FL", "Florida"),
    ("GA", "Georgia"),
    ("GU", "Guam"),
    ("HI", "Hawaii"),
    ("ID", "Idaho"),
    ("IL", "Illinois"),
    ("IN", "Indiana"),
    ("IA", "Iowa"),
    ("KS", "Kansas"),
    ("KY", "Kentucky"),
    ("LA", "Louisiana"),
    ("ME", "Maine"),
    ("MD", "Maryland"),
    ("MA", "Massachusetts"),
    ("MI", "Michigan"),
    ("MN", "Minnesota"),
    ("MS", "Mississippi"),
    ("MO", "Missouri"),
    ("MT", "Montana"),
    ("NE", "Nebraska"),
    ("NV", "Nevada"),
    ("NH", "New Hampshire"),
    ("NJ", "New Jersey"),
    ("NM", "New Mexico"),
    ("NY", "New York"),
    ("NC", "North Carolina"),
    ("ND", "North Dakota"),
    ("MP", "Northern Mariana Islands"),
    ("OH", "Ohio"),
    ("OK", "Oklahoma"),
    ("OR", "Oregon"),
    ("PA", "Pennsylvania"),
    ("PR", "Puerto Rico"),
    ("RI", "Rhode Island"),
    ("SC", "South Carolina"),
    ("SD", "South Dakota"),
    ("TN", "Tennessee"),
    ("TX", "Texas"),
    ("VI", "U.S. Virgin Islands"),
    ("UT", "Utah"),
    ("VT", "Vermont"),
    ("VA", "Virginia"),
    ("WA", "Washington"),
    ("WV", "West Virginia"),
    ("WI", "Wisconsin"),
    ("WY", "Wyoming"),
];

/// A state's postal code, from its code or name in any case.
pub fn state(text: &str) -> Result<String, FieldError> {
    let typed = text.split_whitespace().collect::<Vec<_>>().join(" ");
    STATES
        .iter()
        .find(|(code, name)| code.eq_ignore_ascii_case(&typed) || name.eq_ignore_ascii_case(&typed))
        .map(|(code, _)| (*code).to_owned())
        .ok_or_else(|| FieldError::new("state", "Enter a state's two letters, like TX"))
}

/// The name of the state with this postal code.
pub fn state_name(code: &str) -> Option<&'static str> {
    let found = STATES.iter().find(|(known, _)| *known == code)?;
    Some(found.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_known_by_code_and_by_name() {
        for text in ["TX", " tx ", "Texas", "TEXAS"] {
            assert_eq!(state(text), Ok("TX".to_owned()));
        }
        assert_eq!(state("new  york"), Ok("NY".to_owned()));
        assert_eq!(state_name("NY"), Some("New York"));
    }

    #[test]
    fn anything_else_is_refused_with_an_example() {
        for text in ["", "XX", "T", "Tex", "Ontario"] {
            let error = state(text).expect_err(text);
            assert_eq!(error.message, "Enter a state's two letters, like TX");
        }
        assert_eq!(state_name("XX"), None);
    }

    #[test]
    fn names_stand_in_order_and_every_code_once() {
        assert!(STATES.is_sorted_by_key(|(_, name)| *name));
        let mut codes: Vec<_> = STATES.iter().map(|(code, _)| *code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), STATES.len());
    }
}
