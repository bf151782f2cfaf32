//! Where a contact is, as far as their address tells.

use copperline_shared::checks::state_name;

/// The state's name.
pub fn name(state: &str) -> Option<String> {
    state_name(state).map(str::to_owned)
}

/// The IANA time zone of an address. States with several zones are told apart by the ZIP where
/// that is simple; elsewhere nothing is said rather than something wrong.
pub fn zone(state: &str, zip: &str) -> Option<&'static str> {
    let zone = match state {
        "CT" | "DC" | "DE" | "GA" | "MA" | "MD" | "ME" | "NC" | "NH" | "NJ" | "NY" | "OH"
        | "PA" | "RI" | "SC" | "VA" | "VT" | "WV" => "America/New_York",
        "AL" | "AR" | "IA" | "IL" | "LA" | "MN" | "MO" | "MS" | "OK" | "WI" => "America/Chicago",
        "CO" | "MT" | "NM" | "UT" | "WY" => "America/Denver",
        "CA" | "NV" | "WA" => "America/Los_Angeles",
        "AZ" => "America/Phoenix",
        "HI" => "Pacific/Honolulu",
        "PR" | "VI" => "America/Puerto_Rico",
        "GU" | "MP" => "Pacific/Guam",
        "AS" => "Pacific/Pago_Pago",
        "TX" => return texas(zip),
        _ => return None,
    };
    Some(zone)
}

/// Texas keeps Central time but for El Paso and its neighbours (ZIP 798, 799 and 885).
fn texas(zip: &str) -> Option<&'static str> {
    match zip.get(..3)? {
        "798" | "799" | "885" => Some("America/Denver"),
        _ => Some("America/Chicago"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_of_one_zone_tells_the_time_there() {
        assert_eq!(zone("NY", ""), Some("America/New_York"));
        assert_eq!(zone("HI", ""), Some("Pacific/Honolulu"));
    }

    #[test]
    fn a_state_of_several_zones_tells_it_only_with_a_zip_that_decides() {
        assert_eq!(zone("TX", ""), None);
        assert_eq!(zone("TX", "78704"), Some("America/Chicago"));
        assert_eq!(zone("TX", "79901"), Some("America/Denver"));
        assert_eq!(zone("TN", "37011"), None);
        assert_eq!(zone("", "78704"), None);
    }
}
