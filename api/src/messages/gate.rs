//! The send gate: the one place that decides whether a text may leave now, later or not at all, and
//! says why (X3). Each check has a file of its own.
//!
//! The order is that of the rules of texting: whether the contact may be texted at all comes first,
//! then when, and what the workspace lacks comes after. The first refusal ends it. What must wait is
//! asked about again at its moment, from the beginning.

mod automation;
mod balance;
mod consent;
mod destination;
mod facts;
mod number;
mod opt_out;
mod pace;
mod quiet_hours;
mod textable;

use chrono::{DateTime, Utc};
use copperline_shared::conversations::Refusal;
use copperline_shared::messages::{Check, GateCheck, Hold, Verdict};
use copperline_shared::money::Micros;
use copperline_shared::phone::Phone;
use copperline_shared::problem::ErrorCode;

use super::queries::Addressee;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::numbers::queries::Sender as Number;
use facts::Facts;

pub use pace::Pace;
pub use quiet_hours::{Answer, AtMoment};

/// What the gate is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub to: &'a Addressee,
    /// The number it would leave from.
    pub from: Option<&'a Number>,
    /// Whether a person writes it, and no program.
    pub by_person: bool,
    /// Whether the person says that it shall go in spite of quiet hours.
    pub anyway: bool,
    pub segments: i32,
    pub price: Micros,
    pub now: DateTime<Utc>,
    /// The moment chosen for it; `None` for now.
    pub later: Option<DateTime<Utc>>,
    /// The moment that was reserved for it in the pace of this number.
    pub slot: Option<DateTime<Utc>>,
    /// Segments a number sends in a minute; zero for as many as there are.
    pub pace: u32,
    /// Calling codes of the countries that are texted.
    pub countries: &'a [u16],
}

impl Asked<'_> {
    /// When it would leave.
    fn at(&self) -> DateTime<Utc> {
        self.later.unwrap_or(self.now)
    }
}

/// What the gate answered: each check it made, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    pub checks: Vec<GateCheck>,
    /// The moment reserved in the number's pace, where the text has to wait for it.
    pub slot: Option<DateTime<Utc>>,
    may_send_anyway: bool,
}

impl Decision {
    /// Why the text may not leave at all; `None` when it may.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        let refused = self.with(Verdict::Refuse).next()?;
        Some(Refusal {
            code: refused.code?,
            detail: refused.detail.clone(),
        })
    }

    /// Why the text waits, and until when; `None` when it may leave now, or not at all.
    #[must_use]
    pub fn hold(&self) -> Option<Hold> {
        if self.refusal().is_some() {
            return None;
        }
        let held = self.with(Verdict::Hold).max_by_key(|check| check.until)?;
        Some(Hold {
            code: held.code?,
            detail: held.detail.clone(),
            until: held.until?,
            may_send_anyway: self.may_send_anyway,
        })
    }

    fn with(&self, verdict: Verdict) -> impl Iterator<Item = &GateCheck> {
        self.checks
            .iter()
            .filter(move |check| check.verdict == verdict)
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

/// Asks the gate about a text that is about to be taken. Locks the number's pace, and reserves the
/// text's place in it.
///
/// # Errors
/// When the database fails.
pub async fn ask(
    connection: &mut Connection,
    workspace: WorkspaceId,
    asked: &Asked<'_>,
) -> Result<Decision, Error> {
    let mut decision = decide(&facts::gather(connection, workspace, asked).await?);
    if let Some(number) = paced(asked, &decision) {
        let slot = pace::reserve(connection, workspace, number.id, asked).await?;
        decision.checks.push(pace::check(asked, number, slot));
        decision.slot = Some(slot).filter(|slot| *slot > asked.now);
    }
    Ok(decision)
}

/// As [`ask`], about a text that may be written; writes nothing.
///
/// # Errors
/// When the database fails.
pub async fn look(
    connection: &mut Connection,
    workspace: WorkspaceId,
    asked: &Asked<'_>,
) -> Result<Decision, Error> {
    let mut decision = decide(&facts::gather(connection, workspace, asked).await?);
    if let Some(number) = paced(asked, &decision) {
        let slot = pace::look(connection, workspace, number.id, asked).await?;
        decision.checks.push(pace::check(asked, number, slot));
    }
    Ok(decision)
}

/// The number whose pace is asked about: that of a text which leaves now, if nothing else says no.
fn paced<'a>(asked: &Asked<'a>, decision: &Decision) -> Option<&'a Number> {
    let leaves = decision
        .checks
        .iter()
        .all(|check| check.verdict == Verdict::Pass);
    let wanted = leaves && asked.later.is_none() && asked.pace > 0;
    asked.from.filter(|_| wanted)
}

/// The checks that need nothing reserved, in their order.
const CHECKS: [fn(&Facts<'_>) -> Option<GateCheck>; 8] = [
    opt_out::check,
    automation::check,
    destination::check,
    textable::check,
    consent::check,
    quiet_hours::check,
    number::check,
    balance::check,
];

fn decide(facts: &Facts<'_>) -> Decision {
    let mut checks = Vec::with_capacity(CHECKS.len() + 1);
    for check in CHECKS {
        checks.extend(check(facts));
        if checks
            .last()
            .is_some_and(|check| check.verdict == Verdict::Refuse)
        {
            break;
        }
    }
    Decision {
        checks,
        slot: None,
        may_send_anyway: quiet_hours::may_go_anyway(facts),
    }
}

fn pass(check: Check, detail: impl Into<String>) -> GateCheck {
    GateCheck {
        check,
        verdict: Verdict::Pass,
        code: None,
        until: None,
        detail: detail.into(),
    }
}

fn hold(
    check: Check,
    code: ErrorCode,
    until: DateTime<Utc>,
    detail: impl Into<String>,
) -> GateCheck {
    GateCheck {
        check,
        verdict: Verdict::Hold,
        code: Some(code),
        until: Some(until),
        detail: detail.into(),
    }
}

fn refuse(check: Check, code: ErrorCode, detail: impl Into<String>) -> GateCheck {
    GateCheck {
        check,
        verdict: Verdict::Refuse,
        code: Some(code),
        until: None,
        detail: detail.into(),
    }
}

/// The trace of a text that Copperline must send by itself: it passes although the contact may be
/// opted out and at any hour, and goes free of charge where the balance doesn't cover it.
pub(super) fn own_text(number: &Phone, charged: Micros) -> Decision {
    let paid = if charged == Micros::ZERO {
        "It goes free of charge.".to_owned()
    } else {
        format!("The balance covers {charged}.")
    };
    let answer = "It answers the contact's own word and goes out even when they are opted out.";
    let checks = vec![
        pass(Check::OptOut, answer),
        pass(
            Check::QuietHours,
            "An answer to STOP, START or HELP goes at any hour.",
        ),
        pass(
            Check::Number,
            format!("The contact wrote to {}.", number.formatted()),
        ),
        pass(Check::Balance, paid),
    ];
    Decision {
        checks,
        ..Decision::default()
    }
}

#[cfg(test)]
mod tests;
