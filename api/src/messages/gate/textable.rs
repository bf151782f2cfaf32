//! Whether the phone takes texts, as far as carriers' errors tell.

use copperline_shared::messages::{Check, GateCheck};
use copperline_shared::problem::ErrorCode;

use super::facts::Facts;
use super::{pass, refuse};
use crate::messages::delivery_errors;

pub(super) fn check(facts: &Facts<'_>) -> Option<GateCheck> {
    let Some(untextable) = &facts.untextable else {
        return Some(pass(
            Check::Textable,
            "No carrier has said that this phone takes no texts.",
        ));
    };
    let error = delivery_errors::explain(&untextable.error_code);
    Some(refuse(
        Check::Textable,
        ErrorCode::NotTextable,
        format!(
            "{} Nothing is sent there until a text comes from it. {}",
            error.reason, error.advice
        ),
    ))
}
