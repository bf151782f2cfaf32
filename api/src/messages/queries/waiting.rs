//! Texts that wait for their moment: reading and changing them, letting them go, and ending them.

mod changes;
mod listed;

use chrono::{DateTime, Utc};
use copperline_shared::conversations::Refusal;
use copperline_shared::messages::{GateAnswer, GateCheck};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{OfRun, Sender, Wait};
use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{conversations, messages};

pub use changes::{Ended, Released, change_waiting, end, hold_on, release};
pub use listed::{addressees, waiting_in, waiting_page};

/// So many of a conversation's texts are let go in one transaction.
const AT_ONCE: i64 = 50;
/// So many earlier answers of the gate are kept with a text.
const ANSWERS_KEPT: usize = 20;

/// A text that waits, as its moment needs it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = messages, check_for_backend(Pg))]
pub struct WaitingText {
    pub id: Uuid,
    pub state: String,
    pub number_id: Uuid,
    agent_id: Option<Uuid>,
    api_token_id: Option<Uuid>,
    workflow_id: Option<Uuid>,
    workflow_run_id: Option<Uuid>,
    workflow_step: Option<i32>,
    pub body: String,
    pictures: i16,
    #[diesel(select_expression = messages::due_at.assume_not_null())]
    pub due_at: DateTime<Utc>,
    pub slot_at: Option<DateTime<Utc>>,
    reason_code: Option<String>,
    reason: Option<String>,
    decision: Option<Value>,
    asked_at: Option<DateTime<Utc>>,
    earlier_decisions: Option<Value>,
    created_at: DateTime<Utc>,
}

impl WaitingText {
    /// Who wrote it.
    #[must_use]
    pub fn sender(&self) -> Sender {
        let run = self.workflow_id.zip(self.workflow_run_id);
        match (self.agent_id, self.api_token_id, run) {
            (Some(id), ..) => Sender::Agent(id),
            (None, Some(id), _) => Sender::ApiToken(id),
            (None, None, Some((workflow_id, run_id))) => Sender::Workflow(OfRun {
                workflow_id,
                run_id,
                step: self.workflow_step.unwrap_or_default(),
            }),
            (None, None, None) => Sender::Copperline,
        }
    }

    /// How many pictures go with it.
    #[must_use]
    pub fn pictures(&self) -> usize {
        usize::from(self.pictures.unsigned_abs())
    }

    /// How it waits now.
    ///
    /// # Errors
    /// When the stored reason is none that is known.
    pub fn wait(&self) -> Result<Wait, Error> {
        let reason = self.reason_code.clone().zip(self.reason.clone());
        let reason = reason.map(|(code, detail)| {
            Ok::<_, Error>(Refusal {
                code: db::from_text(code)?,
                detail,
            })
        });
        Ok(Wait {
            due_at: self.due_at,
            slot_at: self.slot_at,
            reason: reason.transpose()?,
        })
    }

    /// The gate's answers so far, without those that only the last twenty came after.
    fn answers(&self) -> Result<Value, Error> {
        let earlier = self.earlier_decisions.clone();
        let mut answers: Vec<GateAnswer> = earlier
            .map(serde_json::from_value)
            .transpose()?
            .unwrap_or_default();
        if let Some(decision) = self.decision.clone() {
            let checks: Vec<GateCheck> = serde_json::from_value(decision)?;
            answers.push(GateAnswer {
                asked_at: self.asked_at.unwrap_or(self.created_at),
                checks,
            });
        }
        let surplus = answers.len().saturating_sub(ANSWERS_KEPT);
        answers.drain(..surplus);
        Ok(serde_json::to_value(answers)?)
    }
}

/// The conversation and the contact of a message.
///
/// # Errors
/// When the database fails.
pub async fn place_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<(Uuid, Uuid)>, Error> {
    let of_message = conversations::workspace_id
        .eq(messages::workspace_id)
        .and(conversations::id.eq(messages::conversation_id));
    Ok(messages::table
        .inner_join(conversations::table.on(of_message))
        .filter(messages::workspace_id.eq(workspace.0))
        .filter(messages::id.eq(id))
        .select((conversations::id, conversations::contact_id))
        .first(connection)
        .await
        .optional()?)
}

/// A text that still waits, locked. The caller holds its conversation.
///
/// # Errors
/// When the database fails.
pub async fn lock_waiting(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<WaitingText>, Error> {
    Ok(messages::table
        .find((workspace.0, id))
        .filter(messages::due_at.is_not_null())
        .select(WaitingText::as_select())
        .for_no_key_update()
        .first(connection)
        .await
        .optional()?)
}

/// The texts of a conversation whose moment has come, locked, in the order in which they leave. The
/// caller holds the conversation.
///
/// # Errors
/// When the database fails.
pub async fn due(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<WaitingText>, Error> {
    Ok(messages::table
        .filter(messages::workspace_id.eq(workspace.0))
        .filter(messages::conversation_id.eq(conversation_id))
        .filter(messages::due_at.le(now))
        .order((messages::due_at.asc(), messages::id.asc()))
        .limit(AT_ONCE)
        .select(WaitingText::as_select())
        .for_no_key_update()
        .load(connection)
        .await?)
}
