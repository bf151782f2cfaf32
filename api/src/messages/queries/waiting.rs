//! Texts that wait for their moment: reading and changing them, letting them go, and ending them.

use chrono::{DateTime, Utc};
use copperline_shared::contacts::display_name;
use copperline_shared::conversations::Refusal;
use copperline_shared::messages::{GateAnswer, GateCheck, Message, WaitingMessage};
use copperline_shared::money::Micros;
use copperline_shared::page::Page;
use copperline_shared::phone::Phone;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{Named, OfRun, Row, Sender, Wait, columns, messages_of, with_senders};
use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::messages::gate::Decision;
use crate::paging::{self, Paging, Position};
use crate::schema::{agents, api_tokens, contacts, conversations, messages, workflows};

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

/// What waits in a conversation, in the order in which it falls due.
///
/// # Errors
/// When the database fails.
pub async fn waiting_in(
    mut connection: &Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
) -> Result<Vec<Message>, Error> {
    let rows: Vec<Named> = with_senders(workspace.0)
        .filter(messages::conversation_id.eq(conversation_id))
        .filter(messages::due_at.is_not_null())
        .order((messages::due_at.asc(), messages::id.asc()))
        .select(columns())
        .load(&mut connection)
        .await?;
    messages_of(connection, workspace, rows).await
}

/// A message as in [`Named`], and the contact's names, phone, state and ZIP.
type Listed = (
    Row,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    String,
    String,
    String,
    String,
    String,
);

/// A page of everything that waits in the workspace, in the order in which it falls due.
///
/// # Errors
/// When the cursor is none of ours or the database fails.
pub async fn waiting_page(
    connection: &mut Connection,
    workspace: WorkspaceId,
    paging: &Paging,
) -> Result<Page<WaitingMessage>, Error> {
    let of_message = conversations::workspace_id
        .eq(messages::workspace_id)
        .and(conversations::id.eq(messages::conversation_id));
    let of_conversation = contacts::workspace_id
        .eq(conversations::workspace_id)
        .and(contacts::id.eq(conversations::contact_id));
    let mut query = with_senders(workspace.0)
        .inner_join(conversations::table.on(of_message))
        .inner_join(contacts::table.on(of_conversation))
        .filter(messages::due_at.is_not_null())
        .order((messages::due_at.asc(), messages::id.asc()))
        .limit(paging.limit() + 1)
        .select((
            Row::as_select(),
            agents::first_name.nullable(),
            agents::last_name.nullable(),
            api_tokens::name.nullable(),
            workflows::name.nullable(),
            contacts::first_name,
            contacts::last_name,
            contacts::phone,
            contacts::state,
            contacts::zip,
        ))
        .into_boxed::<Pg>();
    if let Some(position) = paging.position()? {
        let later = position.after(messages::due_at.assume_not_null(), messages::id);
        query = query.filter(later);
    }
    let rows: Vec<Listed> = query.load(connection).await?;
    let (named, whom): (Vec<Named>, Vec<Whom>) = rows.into_iter().map(parted).unzip();
    let messages = messages_of(connection, workspace, named).await?;
    let items = messages
        .into_iter()
        .zip(whom)
        .map(|(message, whom)| listed(message, whom))
        .collect::<Result<Vec<_>, Error>>()?;
    Ok(paging::page(items, paging.limit(), |waiting| Position {
        at: waiting.message.due_at.unwrap_or(waiting.message.created_at),
        id: waiting.message.id,
    }))
}

/// The contact's names, phone, state and ZIP.
type Whom = (String, String, String, String, String);

fn parted(
    (row, agent_first, agent_last, token, workflow, first_name, last_name, phone, state, zip): Listed,
) -> (Named, Whom) {
    let whom = (first_name, last_name, phone, state, zip);
    ((row, agent_first, agent_last, token, workflow), whom)
}

fn listed(
    message: Message,
    (first_name, last_name, phone, state, zip): Whom,
) -> Result<WaitingMessage, Error> {
    let phone = Phone::try_from(phone)?;
    Ok(WaitingMessage {
        message,
        name: display_name(&first_name, &last_name, &phone),
        phone,
        state,
        zip,
    })
}
