//! A phone number, always in E.164 form: `+15125550192`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A phone number in E.164 form: `+`, then 8 to 15 digits that don't begin with 0 (ITU-T E.164).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(
    feature = "openapi",
    schema(
        value_type = String,
        description = "A phone number in E.164 form",
        pattern = r"^\+[1-9][0-9]{7,14}$",
        examples("+15125550192")
    )
)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// The text isn't a phone number in E.164 form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotE164;

impl Phone {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The three-digit area code of a number of the North American plan.
    pub fn area_code(&self) -> Option<&str> {
        self.national_of_nanp().map(|national| &national[..3])
    }

    /// The calling code of its country, without the plus: `1`, `44`.
    pub fn country_code(&self) -> &str {
        let digits = &self.0[1..];
        &digits[..country_code_length(digits)]
    }

    /// For people: `(512) 555-0192` in the North American plan, elsewhere the country code and
    /// groups of three: `+44 207 946 0958`.
    pub fn formatted(&self) -> String {
        if let Some(national) = self.national_of_nanp() {
            let (area, exchange, line) = (&national[..3], &national[3..6], &national[6..]);
            return format!("({area}) {exchange}-{line}");
        }
        let (country, mut rest) = self.0.split_at(1 + self.country_code().len());
        let mut text = country.to_owned();
        while !rest.is_empty() {
            // The last group takes four digits rather than leave one alone.
            let size = if rest.len() <= 4 { rest.len() } else { 3 };
            let (group, more) = rest.split_at(size);
            text.push(' ');
            text.push_str(group);
            rest = more;
        }
        text
    }

    fn national_of_nanp(&self) -> Option<&str> {
        self.0.strip_prefix("+1").filter(|rest| rest.len() == 10)
    }
}

/// Digits of the country code, by the zones of ITU-T E.164.
fn country_code_length(digits: &str) -> usize {
    const TWO: [&str; 44] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
        "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
        "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    if digits.starts_with(['1', '7']) {
        1
    } else if TWO.iter().any(|code| digits.starts_with(code)) {
        2
    } else {
        3
    }
}

impl TryFrom<String> for Phone {
    type Error = NotE164;

    fn try_from(text: String) -> Result<Phone, NotE164> {
        let digits = text.strip_prefix('+').ok_or(NotE164)?;
        let sound = (8..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0');
        if sound { Ok(Phone(text)) } else { Err(NotE164) }
    }
}

impl std::str::FromStr for Phone {
    type Err = NotE164;

    fn from_str(text: &str) -> Result<Phone, NotE164> {
        Phone::try_from(text.to_owned())
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> String {
        phone.0
    }
}

impl AsRef<str> for Phone {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for NotE164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a phone number in E.164 form, like +15125550192")
    }
}

impl std::error::Error for NotE164 {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn phone(text: &str) -> Phone {
        text.parse().expect("a number in E.164 form")
    }

    #[test]
    fn only_the_e164_form_is_accepted() {
        for text in [
            "+15125550192",
            "+4420794609",
            "+12345678",
            "+123456789012345",
        ] {
            assert_eq!(phone(text).to_string(), text);
        }
        for text in [
            "",
            "+",
            "15125550192",
            "+05125550192",
            "+1234567",
            "+1234567890123456",
            "+1 512 555 0192",
            "+1512555019x",
            "+1512555019٢",
            "++15125550192",
        ] {
            assert_eq!(text.parse::<Phone>(), Err(NotE164), "{text}");
        }
    }

    #[test]
    fn x3_the_calling_code_is_that_of_the_country() {
        for (text, code) in [
            ("+15125550192", "1"),
            ("+442079460958", "44"),
            ("+79161234567", "7"),
            ("+353861234567", "353"),
        ] {
            assert_eq!(phone(text).country_code(), code);
        }
    }

    #[test]
    fn people_see_the_usual_form() {
        for (text, shown) in [
            ("+15125550192", "(512) 555-0192"),
            ("+442079460958", "+44 207 946 0958"),
            ("+4930123456", "+49 301 234 56"),
            ("+353861234567", "+353 861 234 567"),
            ("+79161234567", "+7 916 123 4567"),
            ("+1234567890", "+1 234 567 890"),
        ] {
            assert_eq!(phone(text).formatted(), shown);
        }
    }

    #[test]
    fn the_area_code_is_known_in_north_america_only() {
        assert_eq!(phone("+15125550192").area_code(), Some("512"));
        assert_eq!(phone("+442079460958").area_code(), None);
    }

    #[test]
    fn json_carries_the_plain_text_and_refuses_another_form() {
        let json = serde_json::to_string(&phone("+15125550192")).expect("a string");
        assert_eq!(json, r#""+15125550192""#);
        assert!(serde_json::from_str::<Phone>(r#""512-555-0192""#).is_err());
    }

    proptest! {
        #[test]
        fn formatting_loses_no_digit(text in r"\+[1-9][0-9]{7,14}") {
            let digits = |text: &str| -> String {
                text.chars().filter(char::is_ascii_digit).collect()
            };
            let shown = digits(&phone(&text).formatted());
            prop_assert!(digits(&text).ends_with(&shown));
        }
    }
}
