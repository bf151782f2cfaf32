//! Whether consent is recorded, where the workspace requires it.

use copperline_shared::messages::{Check, GateCheck};
use copperline_shared::problem::ErrorCode;

use super::facts::Facts;
use super::{pass, refuse};

pub(super) fn check(facts: &Facts<'_>) -> Option<GateCheck> {
    Some(if !facts.settings.consent_required {
        pass(
            Check::Consent,
            "This workspace does not require recorded consent.",
        )
    } else if facts.consented {
        pass(Check::Consent, "The contact's consent is recorded.")
    } else {
        refuse(
            Check::Consent,
            ErrorCode::ConsentMissing,
            "No consent of this contact is recorded, and this workspace texts nobody without. \
             A lead that names when consent was given records it, and so does START from the contact.",
        )
    })
}
