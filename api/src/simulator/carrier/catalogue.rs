//! The numbers the simulated carrier has: 555-0100 to 555-0199 in every area code, which are kept
//! free for fiction (ATIS-0300115), so that nobody's real phone is ever shown or texted.

/// A number that can be bought.
pub(super) struct Offer {
    pub phone: String,
    /// Empty where the area code isn't in the list below.
    pub city: &'static str,
    pub state: &'static str,
}

/// Area codes and their largest city (North American Numbering Plan Administration).
const PLACES: [(&str, &str, &str); 62] = [
    ("205", "Birmingham", "AL"),
    ("206", "Seattle", "WA"),
    ("208", "Boise", "ID"),
    ("210", "San Antonio", "TX"),
    ("212", "New York", "NY"),
    ("213", "Los Angeles", "CA"),
    ("214", "Dallas", "TX"),
    ("215", "Philadelphia", "PA"),
    ("216", "Cleveland", "OH"),
    ("225", "Baton Rouge", "LA"),
    ("303", "Denver", "CO"),
    ("304", "Charleston", "WV"),
    ("305", "Miami", "FL"),
    ("307", "Cheyenne", "WY"),
    ("312", "Chicago", "IL"),
    ("313", "Detroit", "MI"),
    ("314", "St. Louis", "MO"),
    ("317", "Indianapolis", "IN"),
    ("385", "Salt Lake City", "UT"),
    ("401", "Providence", "RI"),
    ("402", "Omaha", "NE"),
    ("404", "Atlanta", "GA"),
    ("405", "Oklahoma City", "OK"),
    ("406", "Billings", "MT"),
    ("407", "Orlando", "FL"),
    ("408", "San Jose", "CA"),
    ("410", "Baltimore", "MD"),
    ("412", "Pittsburgh", "PA"),
    ("414", "Milwaukee", "WI"),
    ("415", "San Francisco", "CA"),
    ("501", "Little Rock", "AR"),
    ("502", "Louisville", "KY"),
    ("503", "Portland", "OR"),
    ("504", "New Orleans", "LA"),
    ("505", "Albuquerque", "NM"),
    ("512", "Austin", "TX"),
    ("515", "Des Moines", "IA"),
    ("601", "Jackson", "MS"),
    ("602", "Phoenix", "AZ"),
    ("603", "Manchester", "NH"),
    ("605", "Sioux Falls", "SD"),
    ("612", "Minneapolis", "MN"),
    ("614", "Columbus", "OH"),
    ("615", "Nashville", "TN"),
    ("617", "Boston", "MA"),
    ("619", "San Diego", "CA"),
    ("701", "Fargo", "ND"),
    ("702", "Las Vegas", "NV"),
    ("703", "Arlington", "VA"),
    ("704", "Charlotte", "NC"),
    ("713", "Houston", "TX"),
    ("757", "Virginia Beach", "VA"),
    ("775", "Reno", "NV"),
    ("802", "Burlington", "VT"),
    ("803", "Columbia", "SC"),
    ("808", "Honolulu", "HI"),
    ("813", "Tampa", "FL"),
    ("816", "Kansas City", "MO"),
    ("860", "Hartford", "CT"),
    ("907", "Anchorage", "AK"),
    ("913", "Overland Park", "KS"),
    ("973", "Newark", "NJ"),
];

/// Three digits of which the first is 2 to 9; those ending in 11 are services, not places.
fn is_area_code(text: &str) -> bool {
    let digits = text.as_bytes();
    digits.len() == 3
        && digits.iter().all(u8::is_ascii_digit)
        && (b'2'..=b'9').contains(&digits[0])
        && !text.ends_with("11")
}

/// Whether the carrier has this number at all.
pub(super) fn has(phone: &str) -> bool {
    let Some(national) = phone.strip_prefix("+1").filter(|rest| rest.len() == 10) else {
        return false;
    };
    let (area, line) = national.split_at(3);
    is_area_code(area)
        && line.starts_with("55501")
        && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// The numbers of an area code, or of every listed place, that contain these digits.
pub(super) fn numbers(
    area_code: Option<&str>,
    contains: Option<&str>,
) -> impl Iterator<Item = Offer> {
    let areas: Vec<String> = match area_code {
        Some(area) if is_area_code(area) => vec![area.to_owned()],
        Some(_) => Vec::new(),
        None => PLACES.iter().map(|(area, ..)| (*area).to_owned()).collect(),
    };
    let contains = contains.unwrap_or_default().to_owned();
    // Line by line, so that a search without an area code shows many places.
    (0..100).flat_map(move |line| {
        let contains = contains.clone();
        areas
            .clone()
            .into_iter()
            .filter_map(move |area| offer(&area, line, &contains))
    })
}

fn offer(area: &str, line: u8, contains: &str) -> Option<Offer> {
    let national = format!("{area}55501{line:02}");
    if !national.contains(contains) {
        return None;
    }
    let place = PLACES.iter().find(|(code, ..)| *code == area);
    let (city, state) = place.map_or(("", ""), |(_, city, state)| (*city, *state));
    Some(Offer {
        phone: format!("+1{national}"),
        city,
        state,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phones(area_code: Option<&str>, contains: Option<&str>) -> Vec<String> {
        numbers(area_code, contains)
            .map(|offer| offer.phone)
            .collect()
    }

    #[test]
    fn s12_every_area_code_has_a_hundred_fictional_numbers() {
        for area in ["512", "339", "999"] {
            let found = phones(Some(area), None);
            assert_eq!(found.len(), 100);
            assert!(found.iter().all(|phone| has(phone)));
            assert_eq!(found[0], format!("+1{area}5550100"));
        }
        for area in ["", "012", "112", "51", "5122", "911", "５１２"] {
            assert!(phones(Some(area), None).is_empty(), "{area}");
        }
    }

    #[test]
    fn s12_digits_are_found_anywhere_in_the_number() {
        assert_eq!(phones(Some("512"), Some("0142")), ["+15125550142"]);
        assert!(phones(Some("512"), Some("777")).is_empty());
        let anywhere = phones(None, Some("0142"));
        assert_eq!(anywhere.len(), PLACES.len());
        assert!(phones(None, Some("5125550")).contains(&"+15125550107".to_owned()));
    }

    #[test]
    fn only_numbers_kept_for_fiction_can_be_bought() {
        assert!(has("+15125550199"));
        for phone in [
            "+15125550200",
            "+15125551234",
            "5125550100",
            "+445125550100",
            "+1512555010x",
        ] {
            assert!(!has(phone), "{phone}");
        }
    }
}
