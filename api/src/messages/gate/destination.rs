//! Whether this installation texts the country of the phone: what a text costs is known of those only.

use copperline_shared::messages::{Check, GateCheck};
use copperline_shared::problem::ErrorCode;

use super::facts::Facts;
use super::{pass, refuse};

pub(super) fn check(facts: &Facts<'_>) -> Option<GateCheck> {
    let code = facts.asked.to.phone.country_code();
    let served: Vec<String> = facts.asked.countries.iter().map(u16::to_string).collect();
    if served.iter().any(|country| country == code) {
        let detail = format!("Numbers that begin with +{code} are texted.");
        return Some(pass(Check::Destination, detail));
    }
    let all: Vec<String> = served.iter().map(|code| format!("+{code}")).collect();
    Some(refuse(
        Check::Destination,
        ErrorCode::DestinationNotServed,
        format!(
            "Numbers that begin with +{code} can't be texted from here, only those that begin with {}. What they write still arrives.",
            all.join(" or ")
        ),
    ))
}
