//! Charging cards, and how a charge ends: the processor's reply and its callback both settle it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use copperline_shared::billing::PaymentState;
use copperline_shared::events::Event;
use uuid::Uuid;

use super::{ledger, queries, rules};
use crate::app::App;
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::{self, Audience};
use crate::payments::{Charge, PaymentError};

/// Asks the processor for a pending payment. Safe to repeat: the payment's id is the processor's
/// idempotency key, and a settled payment is left alone.
///
/// # Errors
/// When the processor does not answer, so that the job is run again; or when the database fails.
pub async fn charge(app: &Arc<App>, workspace: WorkspaceId, payment_id: Uuid) -> Result<(), Error> {
    let due = {
        let mut connection = app.pool.get().await?;
        queries::due_payment(&mut connection, workspace, payment_id).await?
    };
    let Some(due) = due.filter(|due| due.state == PaymentState::Pending) else {
        return Ok(());
    };
    let cents = due.amount.whole_cents();
    let cents = cents.ok_or_else(|| Error::internal("the payment is not in whole cents"))?;
    // No connection is held while the processor thinks.
    let charged = app
        .payments
        .charge(workspace.0, payment_id, &due.payment_method, cents)
        .await;
    let (processor_id, outcome) = match charged {
        Ok(Charge::Succeeded { processor_id }) => (processor_id, Outcome::Succeeded),
        Ok(Charge::Declined { reason }) => (String::new(), Outcome::Failed(reason)),
        // The callback will settle it.
        Ok(Charge::Pending { .. }) => return Ok(()),
        Err(PaymentError::Refused(cause)) => {
            tracing::warn!(%payment_id, %cause, "the card processor refused a charge");
            (String::new(), Outcome::Failed(rules::refused_words()))
        }
        Err(error @ PaymentError::Unknown(_)) => return Err(Error::Internal(Box::new(error))),
    };
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let events = settle_payment(
                connection,
                workspace,
                payment_id,
                &processor_id,
                outcome.clone(),
                now,
            )
            .await?;
            outbox::record(connection, workspace, events, now).await
        })
        .await
}

/// What the processor decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Succeeded,
    /// With the reason in plain words.
    Failed(String),
}

/// Settles a payment, once: the first outcome counts, a repeated one changes nothing (M4). Money
/// that the processor took is credited even after it had said the payment failed.
///
/// Returns the events to record; an unknown payment has none.
///
/// # Errors
/// When the database fails.
pub async fn settle_payment(
    connection: &mut Connection,
    workspace: WorkspaceId,
    payment_id: Uuid,
    processor_id: &str,
    outcome: Outcome,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let Some(payment) = queries::lock_payment(connection, workspace, payment_id).await? else {
        return Ok(Vec::new());
    };
    let (state, failure) = match (payment.state, outcome) {
        (PaymentState::Pending | PaymentState::Failed, Outcome::Succeeded) => {
            (PaymentState::Succeeded, None)
        }
        (PaymentState::Pending, Outcome::Failed(reason)) => (PaymentState::Failed, Some(reason)),
        _ => return Ok(Vec::new()),
    };
    let settled = queries::settle_payment(
        connection,
        workspace,
        payment_id,
        (state, failure.as_deref()),
        processor_id,
        now,
    )
    .await?;
    let mut events = Vec::new();
    if state == PaymentState::Succeeded {
        let amount = settled.amount_micros;
        events = ledger::credit_payment(connection, workspace, payment_id, amount, now).await?;
    }
    events.insert(
        0,
        (Audience::Owner, Event::PaymentChanged { payment: settled }),
    );
    Ok(events)
}
