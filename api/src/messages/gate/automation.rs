//! Whether automated texts pause for the contact (X4). A person may still write.

use copperline_shared::messages::{Check, GateCheck};
use copperline_shared::problem::ErrorCode;

use super::facts::Facts;
use super::{pass, refuse};

pub(super) fn check(facts: &Facts<'_>) -> Option<GateCheck> {
    if facts.asked.by_person {
        return None;
    }
    Some(match facts.paused_since {
        None => pass(
            Check::Automation,
            "No reply of the contact waits for a decision.",
        ),
        Some(_) => refuse(
            Check::Automation,
            ErrorCode::AutomationPaused,
            "A reply reads like a request to stop. Automated texts pause until somebody has decided; \
             a person may still answer.",
        ),
    })
}
