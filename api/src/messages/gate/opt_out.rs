//! Whether the contact asked not to be texted. There is no way around it.

use copperline_shared::consent::ConsentSource;
use copperline_shared::messages::{Check, GateCheck};
use copperline_shared::problem::ErrorCode;

use super::facts::Facts;
use super::{pass, refuse};
use crate::consent::rules::start_lifts;

pub(super) fn check(facts: &Facts<'_>) -> Option<GateCheck> {
    Some(match facts.opted_out {
        None => pass(Check::OptOut, "The contact is not opted out."),
        Some(by) => refuse(Check::OptOut, ErrorCode::OptedOut, why(by)),
    })
}

/// Why nobody may text them, and what lifts it.
fn why(by: ConsentSource) -> &'static str {
    match by {
        ConsentSource::Suppression => {
            "This number is on the list of numbers that are never to be texted. Nothing takes it off: \
             no import, no lead, and no START."
        }
        by if start_lifts(by) => {
            "This contact opted out of texts. Nobody can text them unless they opt in again, by \
             writing START."
        }
        _ => {
            "This contact was opted out of texts. Nobody can text them unless they opt in again, by \
             writing STOP and then START."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x5_what_is_said_of_an_opt_out_is_true_of_who_asked_for_it() {
        use ConsentSource::{Agent, Carrier, Contact, Import, Suppression};
        for by in [Contact, Carrier] {
            assert!(why(by).ends_with("by writing START."), "{by:?}");
        }
        for by in [Agent, Import] {
            assert!(why(by).ends_with("STOP and then START."), "{by:?}");
        }
        let words = why(Suppression);
        assert!(words.contains("Nothing takes it off"));
        assert!(!words.contains("opt in again"));
    }
}
