//! The send gate: the one place that decides whether a text may leave now, and says why not (X3).
//!
//! The order is that of the rules of texting: whether the contact may be texted at all comes
//! first, what the workspace lacks comes after.

use chrono::{DateTime, Utc};
use copperline_shared::contacts::Contact;
use copperline_shared::conversations::Refusal;
use copperline_shared::messages::{Check, GateCheck, Verdict};
use copperline_shared::money::Micros;
use copperline_shared::numbers::{Number, NumberState};
use copperline_shared::phone::Phone;
use copperline_shared::problem::ErrorCode;

use crate::billing::{self, ledger};
use crate::consent;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;

/// What the gate answered: each check it made, in order. The first refusal ends it.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    pub checks: Vec<GateCheck>,
}

impl Decision {
    /// Why the text may not leave; `None` when it may.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        let refused = self
            .checks
            .iter()
            .find(|check| check.verdict == Verdict::Refuse)?;
        Some(Refusal {
            code: refused.code?,
            detail: refused.detail.clone(),
        })
    }

    /// # Errors
    /// The refusal, if there is one.
    pub fn check(&self) -> Result<(), Error> {
        match self.refusal() {
            Some(refusal) => Err(Error::new(refusal.code, refusal.detail)),
            None => Ok(()),
        }
    }
}

/// Asks the gate about a text to a contact; writes nothing.
///
/// # Errors
/// When the database fails.
pub async fn look(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: &Contact,
    number: Option<&Number>,
    price: Micros,
) -> Result<Decision, Error> {
    let number = number.map(|number| (&number.phone, number.state));
    look_with(connection, workspace, &contact.phone, number, price).await
}

/// [`look`] for a number of which no more is known than its phone and state.
pub(super) async fn look_with(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: &Phone,
    number: Option<(&Phone, NumberState)>,
    price: Micros,
) -> Result<Decision, Error> {
    let opted_out_at = consent::opted_out(connection, workspace, contact).await?;
    let balance = ledger::balance(connection, workspace).await?;
    Ok(decide(&Facts {
        opted_out_at,
        number,
        price,
        balance,
    }))
}

/// What the gate decides on.
struct Facts<'a> {
    opted_out_at: Option<DateTime<Utc>>,
    number: Option<(&'a Phone, NumberState)>,
    price: Micros,
    balance: Micros,
}

fn decide(facts: &Facts<'_>) -> Decision {
    let mut checks = Vec::new();
    for check in [opt_out, number, balance] {
        checks.push(check(facts));
        if checks
            .last()
            .is_some_and(|check| check.verdict == Verdict::Refuse)
        {
            break;
        }
    }
    Decision { checks }
}

fn pass(check: Check, detail: impl Into<String>) -> GateCheck {
    GateCheck {
        check,
        verdict: Verdict::Pass,
        code: None,
        detail: detail.into(),
    }
}

fn refuse(check: Check, code: ErrorCode, detail: impl Into<String>) -> GateCheck {
    GateCheck {
        check,
        verdict: Verdict::Refuse,
        code: Some(code),
        detail: detail.into(),
    }
}

fn opt_out(facts: &Facts<'_>) -> GateCheck {
    match facts.opted_out_at {
        None => pass(Check::OptOut, "The contact is not opted out."),
        Some(_) => refuse(
            Check::OptOut,
            ErrorCode::OptedOut,
            "This contact opted out of texts. Nobody can text them unless they opt in again.",
        ),
    }
}

fn number(facts: &Facts<'_>) -> GateCheck {
    let Some((phone, state)) = facts.number else {
        let detail =
            "There is no number to send from. An owner or admin can rent one under Numbers.";
        return refuse(Check::Number, ErrorCode::NoNumber, detail);
    };
    let phone = phone.formatted();
    match state {
        NumberState::Active => pass(Check::Number, format!("{phone} is active.")),
        NumberState::Renting => refuse(
            Check::Number,
            ErrorCode::NumberInactive,
            format!("{phone} is still being set up by the carrier. Try again in a moment."),
        ),
        NumberState::Refused => refuse(
            Check::Number,
            ErrorCode::NumberInactive,
            format!("The carrier would not hand over {phone}. Make another number the default."),
        ),
        NumberState::Releasing | NumberState::Released => refuse(
            Check::Number,
            ErrorCode::NumberInactive,
            format!("{phone} is being released. Make another number the default."),
        ),
    }
}

// The balance itself is not told: only the owner may see it.
fn balance(facts: &Facts<'_>) -> GateCheck {
    let price = facts.price;
    if facts.balance >= price {
        return pass(Check::Balance, format!("The balance covers {price}."));
    }
    refuse(
        Check::Balance,
        ErrorCode::BalanceTooLow,
        billing::rules::not_covered(price),
    )
}

/// The trace of a text that Copperline must send by itself: it passes although the contact may be
/// opted out, and goes free of charge where the balance doesn't cover it.
pub(super) fn own_text(number: &Phone, charged: Micros) -> Decision {
    let paid = if charged == Micros::ZERO {
        "It goes free of charge.".to_owned()
    } else {
        format!("The balance covers {charged}.")
    };
    let answer = "It answers the contact's own word and goes out even when they are opted out.";
    Decision {
        checks: vec![
            pass(Check::OptOut, answer),
            pass(
                Check::Number,
                format!("The contact wrote to {}.", number.formatted()),
            ),
            pass(Check::Balance, paid),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone() -> Phone {
        "+15125550100".parse().expect("a phone")
    }

    fn decision(
        opted_out_at: Option<DateTime<Utc>>,
        state: Option<NumberState>,
        balance: i64,
    ) -> Decision {
        let phone = phone();
        let number = state.map(|state| (&phone, state));
        decide(&Facts {
            opted_out_at,
            number,
            price: Micros(12_000),
            balance: Micros(balance),
        })
    }

    fn code(decision: &Decision) -> Option<ErrorCode> {
        decision.refusal().map(|refusal| refusal.code)
    }

    #[test]
    fn x3_the_gate_checks_the_opt_out_first_then_the_number_then_the_balance() {
        let opted_out = Some(DateTime::UNIX_EPOCH);
        let all = decision(opted_out, None, 0);
        assert_eq!(code(&all), Some(ErrorCode::OptedOut));
        assert_eq!(all.checks.len(), 1);
        assert_eq!(code(&decision(None, None, 0)), Some(ErrorCode::NoNumber));
        let poor = decision(None, Some(NumberState::Active), 11_999);
        assert_eq!(code(&poor), Some(ErrorCode::BalanceTooLow));
        assert_eq!(poor.checks.len(), 3);
        let verdicts: Vec<_> = poor.checks.iter().map(|check| check.verdict).collect();
        assert_eq!(verdicts, [Verdict::Pass, Verdict::Pass, Verdict::Refuse]);
    }

    #[test]
    fn x3_a_text_passes_when_every_check_does() {
        let passed = decision(None, Some(NumberState::Active), 12_000);
        assert_eq!(code(&passed), None);
        let checks: Vec<_> = passed.checks.iter().map(|check| check.check).collect();
        assert_eq!(checks, [Check::OptOut, Check::Number, Check::Balance]);
        assert!(passed.check().is_ok());
    }

    #[test]
    fn x3_only_an_active_number_can_be_sent_from() {
        for state in [
            NumberState::Renting,
            NumberState::Refused,
            NumberState::Releasing,
            NumberState::Released,
        ] {
            let refused = decision(None, Some(state), 1_000_000);
            assert_eq!(code(&refused), Some(ErrorCode::NumberInactive), "{state:?}");
        }
    }

    #[test]
    fn s10_the_words_of_a_refusal_never_tell_the_balance() {
        let refused = decision(None, Some(NumberState::Active), 7_777).refusal();
        let detail = refused.expect("a refusal").detail;
        assert!(
            detail.contains("$0.012") && !detail.contains("7777") && !detail.contains("0.0077")
        );
    }
}
