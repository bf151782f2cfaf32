//! Reads a phone number as people type, paste and export it.

use copperline_shared::checks::FieldError;
use copperline_shared::phone::Phone;
pub use phonenumber::country::Id as Country;
use unicode_normalization::UnicodeNormalization;

/// Why a text isn't a phone number we can text or call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    #[error("Enter a phone number, like (512) 555-0192")]
    Empty,
    #[error("Enter the number in digits, without letters or an extension")]
    Letters,
    #[error("Enter digits only, like (512) 555-0192")]
    Character,
    #[error("Enter all ten digits with the area code, like (512) 555-0192")]
    TooShort,
    #[error("Enter fewer digits: this is more than a phone number has")]
    TooLong,
    #[error("Check the area code: it begins with 2 to 9")]
    AreaCode,
    #[error("Check the three digits after the area code: they begin with 2 to 9")]
    Exchange,
    #[error("Check the country code after the +")]
    CountryCode,
    #[error("Check the number: its country has none like it")]
    NotInCountry,
}

impl PhoneError {
    /// Stable, for programs.
    pub const fn code(self) -> &'static str {
        match self {
            PhoneError::Empty => "required",
            PhoneError::Letters => "letters",
            PhoneError::Character => "character",
            PhoneError::TooShort => "too_short",
            PhoneError::TooLong => "too_long",
            PhoneError::AreaCode => "area_code",
            PhoneError::Exchange => "exchange",
            PhoneError::CountryCode => "country_code",
            PhoneError::NotInCountry => "not_in_country",
        }
    }
}

impl From<PhoneError> for FieldError {
    fn from(error: PhoneError) -> FieldError {
        FieldError::new(error.code(), error.to_string())
    }
}

/// Reads a number as people in the United States write it: [`parse`] with that as the default.
///
/// # Errors
/// What to do about it.
pub fn read(text: &str) -> Result<Phone, PhoneError> {
    parse(text, Country::US)
}

/// Reads a number; one without `+` belongs to the default country, or is dialled from there.
///
/// North American numbers are checked by the plan's shape alone (NXX-NXX-XXXX), so that the
/// fictional 555-01xx numbers pass; all others by their country's published plan.
pub fn parse(text: &str, default_country: Country) -> Result<Phone, PhoneError> {
    let typed = digits(text)?;
    if let Some(digits) = typed.strip_prefix('+') {
        return match digits.strip_prefix('1') {
            Some(national) => north_american(national),
            None => by_country_plan(None, &typed),
        };
    }
    if !matches!(default_country, Country::US | Country::CA) {
        return by_country_plan(Some(default_country), &typed);
    }
    match typed.strip_prefix("011") {
        Some(digits) => by_country_plan(None, &format!("+{digits}")),
        None => north_american(typed.strip_prefix('1').unwrap_or(&typed)),
    }
}

fn north_american(national: &str) -> Result<Phone, PhoneError> {
    match national.len() {
        0..10 => return Err(PhoneError::TooShort),
        10 => {}
        _ => return Err(PhoneError::TooLong),
    }
    if national.starts_with(['0', '1']) {
        return Err(PhoneError::AreaCode);
    }
    if national[3..].starts_with(['0', '1']) {
        return Err(PhoneError::Exchange);
    }
    Phone::try_from(format!("+1{national}")).map_err(|_not_e164| PhoneError::Character)
}

fn by_country_plan(country: Option<Country>, digits: &str) -> Result<Phone, PhoneError> {
    use phonenumber::{Mode, ParseError};
    let number = phonenumber::parse(country, digits).map_err(|error| match error {
        ParseError::InvalidCountryCode => PhoneError::CountryCode,
        ParseError::TooLong => PhoneError::TooLong,
        ParseError::NoNumber | ParseError::TooShortAfterIdd | ParseError::TooShortNsn => {
            PhoneError::TooShort
        }
        ParseError::MalformedInteger(_) => PhoneError::Character,
    })?;
    if !number.is_valid() {
        return Err(PhoneError::NotInCountry);
    }
    Phone::try_from(number.format().mode(Mode::E164).to_string())
        .map_err(|_not_e164| PhoneError::NotInCountry)
}

/// The ASCII digits of a text in which only what separates them is between them, after one `+`
/// where it has one in front. Not only of whole numbers: a search looks for parts of them.
///
/// # Errors
/// When there are none, more than of any number, or other characters.
pub fn digits(text: &str) -> Result<String, PhoneError> {
    let plain: String = text.nfkc().filter(|c| !is_invisible(*c)).collect();
    let plain = plain.trim();
    let number = match plain.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => &plain[4..],
        _ => plain,
    };
    let mut digits = String::new();
    for character in number.chars() {
        if let Some(digit) = decimal_digit(character) {
            digits.push(digit);
        } else if character == '+' && digits.is_empty() {
            digits.push('+');
        } else if character.is_alphabetic() {
            return Err(PhoneError::Letters);
        } else if !is_separator(character) {
            return Err(PhoneError::Character);
        }
    }
    match digits.trim_start_matches('+').len() {
        0 => Err(PhoneError::Empty),
        // E.164 allows 15; an international prefix comes on top.
        1..=20 => Ok(digits),
        _ => Err(PhoneError::TooLong),
    }
}

/// Direction marks and zero-width characters, which address books paste along.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// After NFKC: space, brackets, point, slash, and the dashes of Unicode.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '(' | ')' | '[' | ']' | '.' | '/' | '-' | '\u{2010}'
                ..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{b7}' | '\u{2022}' | '\u{30fc}'
        )
}

/// The ASCII digit with the value of a decimal digit of another script. Full-width and
/// mathematical digits are ASCII already, by NFKC.
fn decimal_digit(character: char) -> Option<char> {
    const ZEROS: [char; 20] = [
        '0', '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}',
        '\u{b66}', '\u{be6}', '\u{c66}', '\u{ce6}', '\u{d66}', '\u{de6}', '\u{e50}', '\u{ed0}',
        '\u{f20}', '\u{1040}', '\u{17e0}', '\u{1810}',
    ];
    ZEROS.iter().find_map(|zero| {
        let value = u32::from(character).checked_sub(u32::from(*zero))?;
        char::from_digit(value, 10)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<String, PhoneError> {
        parse(text, Country::US).map(|phone| phone.to_string())
    }

    #[test]
    fn north_american_numbers_are_read_however_they_are_typed() {
        for text in [
            "(512) 555-0192",
            "512.555.0192",
            "512-555-0192",
            "5125550192",
            "15125550192",
            "1 (512) 555-0192",
            "+1 512 555 0192",
            "+1.512.555.0192",
            " +15125550192\n",
            "tel:+1-512-555-0192",
            "TEL:5125550192",
            "512–555—0192",
            "512‑555−0192",
            "５１２－５５５－０１９２",
            "٥١٢ ٥٥٥ ٠١٩٢",
            "५१२ ५५५ ०१९२",
            "\u{202a}+1 (512) 555\u{2011}0192\u{202c}",
            "512\u{a0}555\u{a0}0192",
            "512/555/0192",
            "(+1) 512 555 0192",
        ] {
            assert_eq!(read(text), Ok("+15125550192".to_owned()), "{text:?}");
        }
    }

    #[test]
    fn fictional_numbers_pass_in_every_area_code() {
        for line in ["0100", "0199"] {
            for area in ["212", "800", "999"] {
                let expected = format!("+1{area}555{line}");
                assert_eq!(read(&format!("({area}) 555-{line}")), Ok(expected));
            }
        }
    }

    #[test]
    fn numbers_of_other_countries_need_their_plus_or_011() {
        for (text, phone) in [
            ("+44 20 7946 0958", "+442079460958"),
            ("+44 (0)20 7946 0958", "+442079460958"),
            ("011 44 20 7946 0958", "+442079460958"),
            ("+39 06 698 12345", "+390669812345"),
            ("+52 55 5555 0100", "+525555550100"),
            ("+49 30 901820", "+4930901820"),
        ] {
            assert_eq!(read(text), Ok(phone.to_owned()), "{text}");
        }
        let london = parse("020 7946 0958", Country::GB).map(|phone| phone.to_string());
        assert_eq!(london, Ok("+442079460958".to_owned()));
    }

    #[test]
    fn anything_else_is_refused_with_the_reason() {
        for (text, error) in [
            ("", PhoneError::Empty),
            (" - ", PhoneError::Empty),
            ("tel:", PhoneError::Empty),
            ("+", PhoneError::Empty),
            ("1-800-FLOWERS", PhoneError::Letters),
            ("512 555 0192 x12", PhoneError::Letters),
            ("512 555 0192 ext. 12", PhoneError::Letters),
            ("phone: 512 555 0192", PhoneError::Letters),
            ("512 555 0192; 512 555 0193", PhoneError::Character),
            ("512#555*0192", PhoneError::Character),
            ("++1 512 555 0192", PhoneError::Character),
            ("512+555 0192", PhoneError::Character),
            ("555-0192", PhoneError::TooShort),
            ("512-555-019", PhoneError::TooShort),
            ("+1 512 555 019", PhoneError::TooShort),
            ("512-555-01922", PhoneError::TooLong),
            ("512 555 0192 512 555 0193", PhoneError::TooLong),
            ("1 112 555 0192", PhoneError::AreaCode),
            ("012-555-0192", PhoneError::AreaCode),
            ("512-155-0192", PhoneError::Exchange),
            ("+1 512 055 0192", PhoneError::Exchange),
            ("+999 1234 5678", PhoneError::CountryCode),
            ("+44 1", PhoneError::TooShort),
            ("+44 20 7946 09", PhoneError::NotInCountry),
            ("+0 512 555 0192", PhoneError::CountryCode),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
    }

    #[test]
    fn an_error_tells_the_form_what_to_show() {
        let shown = FieldError::from(PhoneError::TooShort);
        assert_eq!(shown.code, "too_short");
        assert!(shown.message.starts_with("Enter all ten digits"));
    }

    proptest! {
        #[test]
        fn any_plausible_north_american_number_survives_its_own_formatting(
            number in "[2-9][0-9]{2}[2-9][0-9]{6}",
        ) {
            let phone = parse(&number, Country::US).expect("a plausible number");
            prop_assert_eq!(phone.as_str(), format!("+1{number}"));
            prop_assert_eq!(parse(&phone.formatted(), Country::US), Ok(phone.clone()));
            prop_assert_eq!(parse(phone.as_str(), Country::GB), Ok(phone));
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>(), digits in "[+0-9]{0,22}") {
            let _answers = (read(&text), read(&digits), parse(&digits, Country::DE));
        }
    }
}
