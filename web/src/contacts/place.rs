//! Where a contact is, as far as their address and phone tell.

use copperline_shared::checks::state_name;
use copperline_shared::phone::Phone;
use copperline_shared::places::{Place, Zone};

/// The state's name.
pub fn name(state: &str) -> Option<String> {
    state_name(state).map(str::to_owned)
}

/// The IANA time zone where a contact is, by their state, ZIP and phone. Where several are possible
/// nothing is said rather than something wrong.
pub fn zone(state: &str, zip: &str, phone: &Phone) -> Option<&'static str> {
    Place::of(state, zip, phone).zone().map(Zone::iana)
}

/// A zone that the api names, as it is known here.
pub fn zone_named(name: &str) -> Option<&'static str> {
    let zones = [
        Zone::Atlantic,
        Zone::Eastern,
        Zone::Central,
        Zone::Mountain,
        Zone::Arizona,
        Zone::Pacific,
        Zone::Alaska,
        Zone::Aleutian,
        Zone::Hawaii,
        Zone::Samoa,
        Zone::Chamorro,
    ];
    zones
        .map(Zone::iana)
        .into_iter()
        .find(|known| *known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(state: &str, zip: &str, phone: &str) -> Option<&'static str> {
        zone(state, zip, &phone.parse().expect("a phone"))
    }

    #[test]
    fn x5_a_zone_that_the_api_names_is_known() {
        assert_eq!(zone_named("Pacific/Guam"), Some("Pacific/Guam"));
        assert_eq!(zone_named("America/Chicago"), Some("America/Chicago"));
        assert_eq!(zone_named("Europe/Rome"), None);
    }

    #[test]
    fn x5_the_time_there_is_known_by_the_state_the_zip_or_the_area_code() {
        assert_eq!(of("HI", "", "+15125550192"), Some("Pacific/Honolulu"));
        assert_eq!(of("TX", "79901", "+15125550192"), Some("America/Denver"));
        assert_eq!(of("", "", "+15125550192"), Some("America/Chicago"));
        assert_eq!(of("TX", "", "+12125550192"), None);
        assert_eq!(of("", "", "+18005550192"), None);
    }
}
