//! Whether the balance covers the text. One that was chosen for later is asked about then.

use copperline_shared::messages::{Check, GateCheck};
use copperline_shared::problem::ErrorCode;

use super::facts::Facts;
use super::{pass, refuse};
use crate::billing;

// The balance itself is not told: only the owner may see it.
pub(super) fn check(facts: &Facts<'_>) -> Option<GateCheck> {
    let price = facts.asked.price;
    if facts.asked.later.is_some() {
        return None;
    }
    Some(if facts.balance >= price {
        pass(Check::Balance, format!("The balance covers {price}."))
    } else {
        refuse(
            Check::Balance,
            ErrorCode::BalanceTooLow,
            billing::rules::not_covered(price),
        )
    })
}
