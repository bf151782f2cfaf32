//! What an opt-out changes, and what lifts one.
//!
//! Whoever asked last counts: `START` lifts an opt-out when the last one came from the contact,
//! by reply or as the carrier reports it. One that an agent recorded or a file held is not lifted by
//! `START`, and no request of anybody lifts one: a contact who was opted out so comes back by writing
//! `STOP` and `START` themselves. A file is nobody who asks: where an opt-out stands already it
//! changes nothing. A number on the suppression list stays there whatever anybody
//! writes.

use copperline_shared::consent::ConsentSource;

/// What one more opt-out does to the one that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptOut {
    /// There was none.
    First,
    /// The phone stays opted out since the same moment; now it is somebody else who asked last.
    AskedAgain,
    /// It is known already.
    Known,
}

/// Decides what an opt-out from `source` does while the last one from `standing` stands.
#[must_use]
pub fn opt_out(standing: Option<ConsentSource>, source: ConsentSource) -> OptOut {
    match standing {
        None => OptOut::First,
        // Nothing takes the place of the suppression list.
        Some(ConsentSource::Suppression) => OptOut::Known,
        // A carrier only reports what stands with it anyway.
        Some(last) if last == source || source == ConsentSource::Carrier => OptOut::Known,
        // A file only holds what stood when it was written, perhaps by our own export: it must not
        // take from the contact's own opt-out that their START lifts it.
        Some(_) if source == ConsentSource::Import => OptOut::Known,
        Some(_) => OptOut::AskedAgain,
    }
}

/// Whether the contact's own `START` lifts the opt-out that stands.
#[must_use]
pub fn start_lifts(standing: ConsentSource) -> bool {
    // A carrier refuses (21610, 40300) because the contact told it to stop; after START it
    // delivers again, and nobody else could ever lift our mark.
    matches!(standing, ConsentSource::Contact | ConsentSource::Carrier)
}

/// Whether what stands where consent is stated, by a vendor or in a file, says that there is none.
#[must_use]
pub fn says_no(words: &str) -> bool {
    let words = words.trim().to_lowercase();
    let no = [
        "no",
        "n",
        "false",
        "f",
        "0",
        "none",
        "null",
        "-",
        "n/a",
        "never",
        "opted out",
        "opted-out",
        "declined",
        "refused",
        "revoked",
        "withdrawn",
        "unsubscribed",
    ];
    no.contains(&words.as_str()) || words.starts_with("no ") || words.starts_with("not ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConsentSource::{Agent, Carrier, Contact, Import, Suppression};

    #[test]
    fn s7_the_last_to_ask_counts() {
        for (standing, source, expected) in [
            (None, Contact, OptOut::First),
            (None, Agent, OptOut::First),
            (None, Carrier, OptOut::First),
            (Some(Contact), Contact, OptOut::Known),
            (Some(Contact), Agent, OptOut::AskedAgain),
            (Some(Agent), Contact, OptOut::AskedAgain),
            (Some(Carrier), Contact, OptOut::AskedAgain),
            (Some(Agent), Agent, OptOut::Known),
            (None, Import, OptOut::First),
            (Some(Import), Contact, OptOut::AskedAgain),
            (Some(Import), Agent, OptOut::AskedAgain),
            (Some(Contact), Suppression, OptOut::AskedAgain),
            (Some(Suppression), Contact, OptOut::Known),
            (Some(Suppression), Agent, OptOut::Known),
        ] {
            assert_eq!(
                opt_out(standing, source),
                expected,
                "{standing:?} {source:?}"
            );
        }
    }

    #[test]
    fn a_carriers_refusal_never_takes_the_place_of_who_asked() {
        for standing in [Contact, Agent, Carrier] {
            assert_eq!(opt_out(Some(standing), Carrier), OptOut::Known);
        }
    }

    #[test]
    fn p6_a_file_never_takes_the_place_of_who_asked() {
        for standing in [Contact, Agent, Carrier, Import, Suppression] {
            assert_eq!(opt_out(Some(standing), Import), OptOut::Known);
        }
    }

    #[test]
    fn p6_s4_a_no_where_consent_is_stated_is_none() {
        for words in [
            "No",
            " FALSE ",
            "0",
            "n/a",
            "Opted out",
            "no consent",
            "Not given",
        ] {
            assert!(says_no(words), "{words}");
        }
        for words in [
            "yes",
            "1",
            "true",
            "2026-11-01",
            "Nov 1",
            "last Friday",
            "opted in",
        ] {
            assert!(!says_no(words), "{words}");
        }
    }

    #[test]
    fn s7_start_does_not_lift_what_an_agent_recorded() {
        assert!(start_lifts(Contact));
        assert!(start_lifts(Carrier));
        assert!(!start_lifts(Agent));
        assert!(!start_lifts(Import));
        assert!(!start_lifts(Suppression));
    }
}
