//! Writing texts down.

use chrono::{DateTime, Utc};
use copperline_shared::messages::{Direction, SenderKind};
use copperline_shared::money::Micros;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::messages::gate::Decision;
use crate::schema::messages;

/// A message to write down.
#[derive(Debug)]
pub struct NewMessage<'a> {
    pub id: Uuid,
    pub conversation_id: Uuid,
    pub number_id: Uuid,
    pub sender: Sender,
    pub body: &'a str,
    pub segments: i32,
    pub price: Micros,
    /// An inbound text's id with the carrier.
    pub carrier_message_id: Option<&'a str>,
    /// What the gate answered to an outbound one.
    pub decision: Option<&'a Decision>,
    pub created_at: DateTime<Utc>,
}

/// Who writes a message.
#[derive(Clone, Copy, Debug)]
pub enum Sender {
    Contact,
    Agent(Uuid),
    ApiToken(Uuid),
    Copperline,
}

impl Sender {
    #[must_use]
    pub fn kind(self) -> SenderKind {
        match self {
            Self::Contact => SenderKind::Contact,
            Self::Agent(_) => SenderKind::Agent,
            Self::ApiToken(_) => SenderKind::ApiToken,
            Self::Copperline => SenderKind::Copperline,
        }
    }

    /// The agent, when an agent writes.
    #[must_use]
    pub fn agent(self) -> Option<Uuid> {
        match self {
            Self::Agent(id) => Some(id),
            _ => None,
        }
    }
}

/// Writes a message down; false when one with this carrier id is there.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    connection: &mut Connection,
    workspace: WorkspaceId,
    new: &NewMessage<'_>,
) -> Result<bool, Error> {
    let (direction, state) = match new.sender {
        Sender::Contact => (Direction::Inbound, "received"),
        _ => (Direction::Outbound, "queued"),
    };
    let (agent, token) = match new.sender {
        Sender::Agent(id) => (Some(id), None),
        Sender::ApiToken(id) => (None, Some(id)),
        Sender::Contact | Sender::Copperline => (None, None),
    };
    let decision = new
        .decision
        .map(|decision| serde_json::to_value(&decision.checks))
        .transpose()?;
    let written = diesel::insert_into(messages::table)
        .values((
            messages::workspace_id.eq(workspace.0),
            messages::id.eq(new.id),
            messages::conversation_id.eq(new.conversation_id),
            messages::number_id.eq(new.number_id),
            messages::direction.eq(db::to_text(direction)?),
            messages::state.eq(state),
            messages::sender.eq(db::to_text(new.sender.kind())?),
            messages::agent_id.eq(agent),
            messages::api_token_id.eq(token),
            messages::body.eq(new.body),
            messages::segments.eq(new.segments),
            messages::price_micros.eq(new.price.0),
            messages::carrier_message_id.eq(new.carrier_message_id),
            messages::decision.eq(decision),
            messages::created_at.eq(new.created_at),
        ))
        .on_conflict((messages::workspace_id, messages::carrier_message_id))
        .do_nothing()
        .execute(connection)
        .await?;
    Ok(written == 1)
}
