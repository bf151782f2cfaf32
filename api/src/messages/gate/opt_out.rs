//! Whether the contact asked not to be texted. There is no way around it.

use copperline_shared::messages::{Check, GateCheck};
use copperline_shared::problem::ErrorCode;

use super::facts::Facts;
use super::{pass, refuse};

pub(super) fn check(facts: &Facts<'_>) -> Option<GateCheck> {
    Some(match facts.opted_out_at {
        None => pass(Check::OptOut, "The contact is not opted out."),
        Some(_) => refuse(
            Check::OptOut,
            ErrorCode::OptedOut,
            "This contact opted out of texts. Nobody can text them unless they opt in again.",
        ),
    })
}
