//! Writing texts down.

use chrono::{DateTime, Utc};
use copperline_shared::conversations::Refusal;
use copperline_shared::messages::{Direction, GateAnswer, SenderKind};
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
    /// How many pictures go or came with it.
    pub pictures: usize,
    pub segments: i32,
    pub price: Micros,
    /// An inbound text's id with the carrier.
    pub carrier_message_id: Option<&'a str>,
    /// What the gate answered to an outbound one.
    pub decision: Option<&'a Decision>,
    /// Until when an outbound one waits; `None` for one that is queued at once.
    pub wait: Option<Wait>,
    pub created_at: DateTime<Utc>,
}

/// How a text waits for its moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Wait {
    pub due_at: DateTime<Utc>,
    /// The moment reserved in its number's pace.
    pub slot_at: Option<DateTime<Utc>>,
    /// Why the gate holds it; `None` for one that was chosen for later.
    pub reason: Option<Refusal>,
}

impl Wait {
    /// The state of a text that waits so.
    #[must_use]
    pub fn state(&self) -> &'static str {
        if self.reason.is_some() {
            "held"
        } else {
            "scheduled"
        }
    }

    /// The reason's code and words, as they are kept.
    pub(super) fn reason(&self) -> Result<(Option<String>, Option<&str>), Error> {
        let code = self
            .reason
            .as_ref()
            .map(|reason| db::to_text(reason.code))
            .transpose()?;
        Ok((code, self.reason.as_ref().map(|r| r.detail.as_str())))
    }
}

/// Which step of which run a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfRun {
    pub workflow_id: Uuid,
    pub run_id: Uuid,
    /// Counts from 0.
    pub step: i32,
}

/// Who writes a message.
#[derive(Clone, Copy, Debug)]
pub enum Sender {
    Contact,
    Agent(Uuid),
    ApiToken(Uuid),
    Workflow(OfRun),
    Copperline,
}

impl Sender {
    #[must_use]
    pub fn kind(self) -> SenderKind {
        match self {
            Self::Contact => SenderKind::Contact,
            Self::Agent(_) => SenderKind::Agent,
            Self::ApiToken(_) => SenderKind::ApiToken,
            Self::Workflow(_) => SenderKind::Workflow,
            Self::Copperline => SenderKind::Copperline,
        }
    }

    /// The run's step, when a workflow writes.
    #[must_use]
    pub fn run(self) -> Option<OfRun> {
        match self {
            Self::Workflow(of) => Some(of),
            _ => None,
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
    mut connection: &Connection,
    workspace: WorkspaceId,
    new: &NewMessage<'_>,
) -> Result<bool, Error> {
    let (direction, state) = match (new.sender, &new.wait) {
        (Sender::Contact, _) => (Direction::Inbound, "received"),
        (_, Some(wait)) => (Direction::Outbound, wait.state()),
        (_, None) => (Direction::Outbound, "queued"),
    };
    let (reason_code, reason) = match &new.wait {
        Some(wait) => wait.reason()?,
        None => (None, None),
    };
    // What waits is charged at its moment.
    let price = new.wait.as_ref().map_or(new.price, |_| Micros::ZERO);
    let (agent, token) = match new.sender {
        Sender::Agent(id) => (Some(id), None),
        Sender::ApiToken(id) => (None, Some(id)),
        Sender::Contact | Sender::Workflow(_) | Sender::Copperline => (None, None),
    };
    let run = new.sender.run();
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
            messages::workflow_id.eq(run.map(|of| of.workflow_id)),
            messages::workflow_run_id.eq(run.map(|of| of.run_id)),
            messages::workflow_step.eq(run.map(|of| of.step)),
            messages::body.eq(new.body),
            messages::pictures.eq(i16::try_from(new.pictures).unwrap_or(i16::MAX)),
            messages::segments.eq(new.segments),
            messages::price_micros.eq(price.0),
            messages::carrier_message_id.eq(new.carrier_message_id),
            messages::decision.eq(decision),
            messages::due_at.eq(new.wait.as_ref().map(|wait| wait.due_at)),
            messages::slot_at.eq(new.wait.as_ref().and_then(|wait| wait.slot_at)),
            messages::reason_code.eq(reason_code),
            messages::reason.eq(reason),
            messages::created_at.eq(new.created_at),
        ))
        .on_conflict((messages::workspace_id, messages::carrier_message_id))
        .do_nothing()
        .execute(&mut connection)
        .await?;
    Ok(written == 1)
}

/// Keeps with a text that was written just now what the gate answered while it was not written yet.
///
/// # Errors
/// When the database fails.
pub async fn keep_earlier(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    answers: &[GateAnswer],
) -> Result<(), Error> {
    if answers.is_empty() {
        return Ok(());
    }
    diesel::update(messages::table.find((workspace.0, id)))
        .set(messages::earlier_decisions.eq(serde_json::to_value(answers)?))
        .execute(connection)
        .await?;
    Ok(())
}
