//! Whether there is a number to send from, and whether it can be used.

use copperline_shared::messages::{Check, GateCheck};
use copperline_shared::numbers::NumberState;
use copperline_shared::problem::ErrorCode;

use super::facts::Facts;
use super::{pass, refuse};

pub(super) fn check(facts: &Facts<'_>) -> Option<GateCheck> {
    let Some(number) = facts.asked.from else {
        let detail =
            "There is no number to send from. An owner or admin can rent one under Numbers.";
        return Some(refuse(Check::Number, ErrorCode::NoNumber, detail));
    };
    let phone = number.phone.formatted();
    let inactive = |detail: String| refuse(Check::Number, ErrorCode::NumberInactive, detail);
    Some(match number.state {
        NumberState::Active => pass(Check::Number, format!("{phone} is active.")),
        NumberState::Renting => inactive(format!(
            "{phone} is still being set up by the carrier. Try again in a moment."
        )),
        NumberState::Refused => inactive(format!(
            "The carrier would not hand over {phone}. Make another number the default."
        )),
        NumberState::Releasing | NumberState::Released => inactive(format!(
            "{phone} is being released. Make another number the default."
        )),
    })
}
