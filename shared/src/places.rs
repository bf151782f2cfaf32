//! Where a contact is, as far as their state, ZIP and phone tell: which state's hours hold for them
//! and which time it is there (X5).
//!
//! The state says it first, then the ZIP, then the area code: people keep their phone when they
//! move. What the tables don't know is left open, and then every US time zone may be theirs.

mod tables;

use crate::phone::Phone;

/// A time zone of the United States and their territories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    Atlantic,
    Eastern,
    Central,
    Mountain,
    /// Mountain time without daylight saving.
    Arizona,
    Pacific,
    Alaska,
    /// The western Aleutians: Hawaii's time with daylight saving.
    Aleutian,
    Hawaii,
    Samoa,
    Chamorro,
}

/// The zones of the fifty states: somebody of whom nothing is known may be in any of them.
const OF_THE_STATES: [Zone; 8] = [
    Zone::Eastern,
    Zone::Central,
    Zone::Mountain,
    Zone::Arizona,
    Zone::Pacific,
    Zone::Alaska,
    Zone::Aleutian,
    Zone::Hawaii,
];

impl Zone {
    /// The IANA name of a place that keeps this time.
    #[must_use]
    pub const fn iana(self) -> &'static str {
        match self {
            Self::Atlantic => "America/Puerto_Rico",
            Self::Eastern => "America/New_York",
            Self::Central => "America/Chicago",
            Self::Mountain => "America/Denver",
            Self::Arizona => "America/Phoenix",
            Self::Pacific => "America/Los_Angeles",
            Self::Alaska => "America/Anchorage",
            Self::Aleutian => "America/Adak",
            Self::Hawaii => "Pacific/Honolulu",
            Self::Samoa => "Pacific/Pago_Pago",
            Self::Chamorro => "Pacific/Guam",
        }
    }

    /// The tables' letter for it.
    const fn of_letter(letter: char) -> Option<Self> {
        Some(match letter {
            'R' => Self::Atlantic,
            'E' => Self::Eastern,
            'C' => Self::Central,
            'M' => Self::Mountain,
            'Z' => Self::Arizona,
            'P' => Self::Pacific,
            'A' => Self::Alaska,
            'D' => Self::Aleutian,
            'H' => Self::Hawaii,
            'S' => Self::Samoa,
            'G' => Self::Chamorro,
            _ => return None,
        })
    }
}

/// What a place is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownBy {
    State,
    Zip,
    AreaCode,
    Nothing,
}

/// Where somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The state's postal code.
    pub state: Option<&'static str>,
    /// The time zones they may be in; never empty. Several where nothing tells them apart.
    pub zones: Vec<Zone>,
    pub known_by: KnownBy,
}

impl Place {
    /// Where somebody with this state, ZIP and phone is; empty texts are unknown ones.
    #[must_use]
    pub fn of(state: &str, zip: &str, phone: &Phone) -> Self {
        let by_zip = by_zip(zip);
        let by_phone = phone.area_code().and_then(by_area_code);
        if let Some((state, letters)) = find(&tables::STATES, state) {
            let of_state = |found: &Found| found.0 == state;
            let nearer = by_zip.filter(of_state).or(by_phone.filter(of_state));
            let letters = nearer.map_or(letters, |(_, letters)| letters);
            return Self::known((state, letters), KnownBy::State);
        }
        if let Some(found) = by_zip {
            return Self::known(found, KnownBy::Zip);
        }
        if let Some(found) = by_phone {
            return Self::known(found, KnownBy::AreaCode);
        }
        Self {
            state: None,
            zones: OF_THE_STATES.to_vec(),
            known_by: KnownBy::Nothing,
        }
    }

    fn known((state, letters): Found, known_by: KnownBy) -> Self {
        Self {
            state: Some(state),
            zones: letters.chars().filter_map(Zone::of_letter).collect(),
            known_by,
        }
    }

    /// The one time zone they are in, where that is certain.
    #[must_use]
    pub fn zone(&self) -> Option<Zone> {
        match self.zones[..] {
            [zone] => Some(zone),
            _ => None,
        }
    }
}

/// A state and the letters of its zones.
type Found = (&'static str, &'static str);

fn find(states: &[Found], wanted: &str) -> Option<Found> {
    states.iter().copied().find(|(state, _)| *state == wanted)
}

fn by_area_code(code: &str) -> Option<Found> {
    row_with(&tables::AREA_CODES, code)
}

fn by_zip(zip: &str) -> Option<Found> {
    let five = zip
        .get(..5)
        .filter(|five| five.bytes().all(|byte| byte.is_ascii_digit()))?;
    let prefix = &five[..3];
    let in_run = |runs: &str| {
        pieces(runs, 6)
            .any(|run| run.is_char_boundary(3) && (&run[..3]..=&run[3..]).contains(&prefix))
    };
    row_with(&tables::ZIPS, five).or_else(|| {
        let rows = tables::ZIP_PREFIXES.iter();
        let (state, zones, _) = rows.copied().find(|(.., runs)| in_run(runs))?;
        Some((state, zones))
    })
}

/// The row that holds this code among others of its length.
fn row_with(rows: &[(&'static str, &'static str, &'static str)], code: &str) -> Option<Found> {
    let holds = |codes: &str| pieces(codes, code.len()).any(|piece| piece == code);
    let (state, zones, _) = rows.iter().copied().find(|(.., codes)| holds(codes))?;
    Some((state, zones))
}

/// Codes of this length that stand one after another.
fn pieces(codes: &str, length: usize) -> impl Iterator<Item = &str> {
    (0..codes.len())
        .step_by(length)
        .filter_map(move |at| codes.get(at..at + length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::states::STATES;

    fn place(state: &str, zip: &str, phone: &str) -> Place {
        Place::of(state, zip, &phone.parse().expect("a phone"))
    }

    /// A phone of which nothing is known.
    const TOLL_FREE: &str = "+18005550199";

    #[test]
    fn x5_the_state_comes_before_the_zip_and_the_zip_before_the_area_code() {
        let all = place("NY", "94103", "+15125550192");
        assert_eq!((all.state, all.known_by), (Some("NY"), KnownBy::State));
        assert_eq!(all.zones, [Zone::Eastern]);
        let zip = place("", "94103", "+15125550192");
        assert_eq!((zip.state, zip.known_by), (Some("CA"), KnownBy::Zip));
        assert_eq!(zip.zones, [Zone::Pacific]);
        let phone = place("", "", "+15125550192");
        assert_eq!(
            (phone.state, phone.known_by),
            (Some("TX"), KnownBy::AreaCode)
        );
        assert_eq!(phone.zone(), Some(Zone::Central));
    }

    #[test]
    fn x5_a_state_of_several_zones_is_told_apart_by_what_lies_in_it() {
        assert_eq!(place("TX", "79901", TOLL_FREE).zones, [Zone::Mountain]);
        assert_eq!(place("TX", "78704-1234", TOLL_FREE).zones, [Zone::Central]);
        assert_eq!(place("TX", "", "+19155550101").zones, [Zone::Mountain]);
        // A ZIP or an area code elsewhere says nothing of where in Texas.
        assert_eq!(
            place("TX", "10001", "+12125550101").zones,
            [Zone::Central, Zone::Mountain]
        );
        assert_eq!(place("TX", "", TOLL_FREE).zone(), None);
    }

    #[test]
    fn x5_a_zip_that_differs_from_its_neighbours_is_known_by_itself() {
        assert_eq!(place("", "32456", TOLL_FREE).zones, [Zone::Eastern]);
        assert_eq!(place("", "32401", TOLL_FREE).zones, [Zone::Central]);
        assert_eq!(place("", "96799", TOLL_FREE).state, Some("AS"));
    }

    #[test]
    fn x5_who_is_nowhere_known_may_be_in_any_zone_of_the_states() {
        for phone in [TOLL_FREE, "+442079460958", "+14165550101"] {
            let place = place("", "", phone);
            assert_eq!((place.state, place.known_by), (None, KnownBy::Nothing));
            assert!(place.zones.contains(&Zone::Hawaii) && place.zones.contains(&Zone::Eastern));
        }
        for zip in ["7870", "abcde", "00000", "é7870"] {
            assert_eq!(
                place("", zip, TOLL_FREE).known_by,
                KnownBy::Nothing,
                "{zip}"
            );
        }
        assert_eq!(place("XX", "", TOLL_FREE).known_by, KnownBy::Nothing);
    }

    #[test]
    fn x5_every_state_and_every_code_of_the_tables_has_a_zone() {
        for (state, _) in STATES {
            let place = place(state, "", TOLL_FREE);
            assert_eq!(place.state, Some(state));
            assert!(!place.zones.is_empty(), "{state}");
        }
        let rows = tables::AREA_CODES
            .iter()
            .chain(&tables::ZIP_PREFIXES)
            .chain(&tables::ZIPS);
        for (state, letters, codes) in rows {
            assert!(letters.chars().all(|l| Zone::of_letter(l).is_some()));
            assert!(find(&tables::STATES, state).is_some() && !codes.is_empty());
        }
    }

    #[test]
    fn x5_no_area_code_stands_in_two_rows() {
        let mut codes: Vec<&str> = tables::AREA_CODES
            .iter()
            .flat_map(|(.., codes)| pieces(codes, 3))
            .collect();
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
        assert!(count > 300);
    }
}
