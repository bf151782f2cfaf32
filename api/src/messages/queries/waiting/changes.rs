//! Changing texts that wait, letting them go, and ending them.

use chrono::{DateTime, Utc};
use copperline_shared::conversations::Refusal;
use copperline_shared::money::Micros;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::WaitingText;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::messages::gate::Decision;
use crate::messages::queries::Wait;
use crate::schema::messages;

/// Changes a waiting text's words and how it waits.
///
/// # Errors
/// When the database fails.
pub async fn change_waiting(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    (body, segments): (&str, i32),
    wait: &Wait,
) -> Result<(), Error> {
    let (reason_code, reason) = wait.reason()?;
    diesel::update(messages::table.find((workspace.0, id)))
        .set((
            messages::body.eq(body),
            messages::segments.eq(segments),
            messages::state.eq(wait.state()),
            messages::due_at.eq(wait.due_at),
            messages::slot_at.eq(wait.slot_at),
            messages::reason_code.eq(reason_code),
            messages::reason.eq(reason),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Lets a text wait on, with what the gate answered.
///
/// # Errors
/// When the database fails.
pub async fn hold_on(
    connection: &mut Connection,
    workspace: WorkspaceId,
    text: &WaitingText,
    (wait, number): (&Wait, Uuid),
    decision: &Decision,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let (reason_code, reason) = wait.reason()?;
    diesel::update(messages::table.find((workspace.0, text.id)))
        .set((
            messages::state.eq(wait.state()),
            messages::number_id.eq(number),
            messages::due_at.eq(wait.due_at),
            messages::slot_at.eq(wait.slot_at),
            messages::reason_code.eq(reason_code),
            messages::reason.eq(reason),
            messages::decision.eq(serde_json::to_value(&decision.checks)?),
            messages::asked_at.eq(now),
            messages::earlier_decisions.eq(text.answers()?),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// What a text becomes that may leave.
#[derive(Clone, Copy, Debug)]
pub struct Released {
    pub number_id: Uuid,
    pub segments: i32,
    pub price: Micros,
    /// When it leaves: its place in the conversation from now on.
    pub at: DateTime<Utc>,
}

/// Queues a text that waited; it is not charged yet.
///
/// # Errors
/// When the database fails.
pub async fn release(
    connection: &mut Connection,
    workspace: WorkspaceId,
    text: &WaitingText,
    decision: &Decision,
    released: Released,
) -> Result<(), Error> {
    diesel::update(messages::table.find((workspace.0, text.id)))
        .set((
            messages::state.eq("queued"),
            messages::number_id.eq(released.number_id),
            messages::segments.eq(released.segments),
            messages::price_micros.eq(released.price.0),
            messages::due_at.eq(None::<DateTime<Utc>>),
            messages::reason_code.eq(None::<String>),
            messages::reason.eq(None::<String>),
            messages::decision.eq(serde_json::to_value(&decision.checks)?),
            messages::asked_at.eq(released.at),
            messages::earlier_decisions.eq(text.answers()?),
            messages::created_at.eq(released.at),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// How a text ends that never left.
#[derive(Clone, Debug)]
pub struct Ended<'a> {
    /// `failed` or `cancelled`.
    pub state: &'static str,
    pub reason: Option<Refusal>,
    /// What the gate answered, when it was asked.
    pub decision: Option<&'a Decision>,
    pub at: DateTime<Utc>,
}

/// Ends a waiting text.
///
/// # Errors
/// When the database fails.
pub async fn end(
    connection: &mut Connection,
    workspace: WorkspaceId,
    text: &WaitingText,
    ended: Ended<'_>,
) -> Result<(), Error> {
    let wait = Wait {
        due_at: ended.at,
        slot_at: None,
        reason: ended.reason,
    };
    let (reason_code, reason) = wait.reason()?;
    let trace = ended
        .decision
        .map(|decision| {
            Ok::<_, Error>((
                messages::decision.eq(serde_json::to_value(&decision.checks)?),
                messages::asked_at.eq(ended.at),
                messages::earlier_decisions.eq(text.answers()?),
            ))
        })
        .transpose()?;
    diesel::update(messages::table.find((workspace.0, text.id)))
        .set((
            messages::state.eq(ended.state),
            messages::due_at.eq(None::<DateTime<Utc>>),
            messages::reason_code.eq(reason_code),
            messages::reason.eq(reason),
            trace,
            messages::created_at.eq(ended.at),
            messages::settled_at.eq(ended.at),
        ))
        .execute(connection)
        .await?;
    Ok(())
}
