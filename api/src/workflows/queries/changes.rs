//! Changing runs. Whoever does holds the contact: no other does meanwhile.

use chrono::{DateTime, Utc};
use copperline_shared::messages::GateAnswer;
use copperline_shared::workflows::{RunState, WorkflowKind};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::holding::Held;
use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{workflow_runs, workflows};

/// A run as its steps need it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = workflow_runs, check_for_backend(Pg))]
pub struct RunRow {
    pub id: Uuid,
    pub workflow_id: Uuid,
    pub version: i32,
    pub contact_id: Uuid,
    pub conversation_id: Uuid,
    pub agent_id: Option<Uuid>,
    pub state: String,
    pub place: i32,
    pub due_at: Option<DateTime<Utc>>,
    /// Since when the workspace lacks what the next step's text needs.
    pub lacking_since: Option<DateTime<Utc>>,
    slot_at: Option<DateTime<Utc>>,
    slot_number_id: Option<Uuid>,
    answers: Option<Value>,
}

impl RunRow {
    /// The moment that was reserved for the next step's text in the pace of this number.
    #[must_use]
    pub fn slot(&self) -> Option<(Uuid, DateTime<Utc>)> {
        self.slot_number_id.zip(self.slot_at)
    }

    /// What the gate has answered to the next step's text so far.
    ///
    /// # Errors
    /// When the stored answers are none that are known.
    pub fn answers(&self) -> Result<Vec<GateAnswer>, Error> {
        let answers = self.answers.clone().map(serde_json::from_value);
        Ok(answers.transpose()?.unwrap_or_default())
    }
}

/// A run that is under way. The caller holds its contact.
///
/// # Errors
/// When the database fails.
pub async fn running(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<RunRow>, Error> {
    Ok(workflow_runs::table
        .find((workspace.0, id))
        .filter(workflow_runs::state.eq("running"))
        .select(RunRow::as_select())
        .first(connection)
        .await
        .optional()?)
}

/// The runs of a contact that are under way, each with its workflow.
///
/// # Errors
/// When the database fails.
pub async fn running_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact_id: Uuid,
) -> Result<Vec<(Uuid, Uuid)>, Error> {
    Ok(workflow_runs::table
        .filter(workflow_runs::workspace_id.eq(workspace.0))
        .filter(workflow_runs::contact_id.eq(contact_id))
        .filter(workflow_runs::state.eq("running"))
        .order(workflow_runs::id)
        .select((workflow_runs::id, workflow_runs::workflow_id))
        .load(connection)
        .await?)
}

/// Gives all runs of one contact to another, in that one's conversation. The caller holds both.
///
/// # Errors
/// When both are in a workflow at once, or the database fails.
pub async fn hand_over(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (from, to): (Uuid, Uuid),
    conversation: Uuid,
) -> Result<(), Error> {
    let of_contact = workflow_runs::table
        .filter(workflow_runs::workspace_id.eq(workspace.0))
        .filter(workflow_runs::contact_id.eq(from));
    diesel::update(of_contact)
        .set((
            workflow_runs::contact_id.eq(to),
            workflow_runs::conversation_id.eq(conversation),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Some runs of a workflow that are under way, each with its contact and conversation, in the order of
/// the contacts.
///
/// # Errors
/// When the database fails.
pub async fn some_running(
    connection: &mut Connection,
    workspace: WorkspaceId,
    workflow_id: Uuid,
    limit: i64,
) -> Result<Vec<(Uuid, Uuid, Uuid)>, Error> {
    Ok(workflow_runs::table
        .filter(workflow_runs::workspace_id.eq(workspace.0))
        .filter(workflow_runs::workflow_id.eq(workflow_id))
        .filter(workflow_runs::state.eq("running"))
        .order(workflow_runs::contact_id)
        .select((
            workflow_runs::id,
            workflow_runs::contact_id,
            workflow_runs::conversation_id,
        ))
        .limit(limit)
        .load(connection)
        .await?)
}

/// A run to begin.
#[derive(Clone, Copy, Debug)]
pub struct NewRun {
    pub id: Uuid,
    pub workflow_id: Uuid,
    pub version: i32,
    pub contact_id: Uuid,
    pub conversation_id: Uuid,
    pub agent_id: Option<Uuid>,
    pub api_token_id: Option<Uuid>,
    pub place: i32,
    pub steps: i32,
    pub due_at: DateTime<Utc>,
    pub ends_on_reply: bool,
    pub started_at: DateTime<Utc>,
}

/// # Errors
/// When the database fails.
pub async fn insert_run(
    connection: &mut Connection,
    workspace: WorkspaceId,
    new: NewRun,
) -> Result<(), Error> {
    diesel::insert_into(workflow_runs::table)
        .values((
            workflow_runs::workspace_id.eq(workspace.0),
            workflow_runs::id.eq(new.id),
            workflow_runs::workflow_id.eq(new.workflow_id),
            workflow_runs::version.eq(new.version),
            workflow_runs::contact_id.eq(new.contact_id),
            workflow_runs::conversation_id.eq(new.conversation_id),
            workflow_runs::agent_id.eq(new.agent_id),
            workflow_runs::api_token_id.eq(new.api_token_id),
            workflow_runs::state.eq("running"),
            workflow_runs::place.eq(new.place),
            workflow_runs::steps.eq(new.steps),
            workflow_runs::due_at.eq(new.due_at),
            workflow_runs::ends_on_reply.eq(new.ends_on_reply),
            workflow_runs::started_at.eq(new.started_at),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Goes on to the next step, with so many texts more.
///
/// # Errors
/// When the database fails.
pub async fn advance(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    (place, due_at): (i32, DateTime<Utc>),
    sent: i32,
) -> Result<(), Error> {
    diesel::update(workflow_runs::table.find((workspace.0, id)))
        .set((
            workflow_runs::place.eq(place),
            workflow_runs::due_at.eq(due_at),
            workflow_runs::sent.eq(workflow_runs::sent + sent),
            Held::default(),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// How a run ends.
#[derive(Clone, Copy, Debug)]
pub struct Ended<'a> {
    pub state: RunState,
    /// Why, where the state alone doesn't say it.
    pub reason: &'a str,
    /// The texts of its last step.
    pub sent: i32,
    /// The place after the last step, for one that did them all.
    pub place: Option<i32>,
    pub at: DateTime<Utc>,
}

/// Which of a contact's runs.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    All,
    /// Those that end when the contact writes.
    EndingOnReply,
    /// Workflows, not redrips.
    Workflows,
    Run(Uuid),
}

/// Ends runs of a contact, whom the caller holds, that are under way; gives them, with the names of
/// their workflows.
///
/// # Errors
/// When the database fails.
pub async fn end(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact_id: Uuid,
    which: Which,
    ended: Ended<'_>,
) -> Result<Vec<(Uuid, WorkflowKind, String)>, Error> {
    let own_workflow = workflows::workspace_id
        .eq(workflow_runs::workspace_id)
        .and(workflows::id.eq(workflow_runs::workflow_id));
    let mut query = workflow_runs::table
        .inner_join(workflows::table.on(own_workflow))
        .filter(workflow_runs::workspace_id.eq(workspace.0))
        .filter(workflow_runs::contact_id.eq(contact_id))
        .filter(workflow_runs::state.eq("running"))
        .order(workflow_runs::id)
        .select((workflow_runs::id, workflows::kind, workflows::name))
        .into_boxed::<Pg>();
    query = match which {
        Which::All => query,
        Which::EndingOnReply => query.filter(workflow_runs::ends_on_reply),
        Which::Workflows => query.filter(workflows::kind.eq("workflow")),
        Which::Run(id) => query.filter(workflow_runs::id.eq(id)),
    };
    let found: Vec<(Uuid, String, String)> = query.load(connection).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = found.iter().map(|(id, ..)| *id).collect();
    let these = workflow_runs::table
        .filter(workflow_runs::workspace_id.eq(workspace.0))
        .filter(workflow_runs::id.eq_any(ids));
    diesel::update(these)
        .set((
            workflow_runs::state.eq(db::to_text(ended.state)?),
            workflow_runs::due_at.eq(None::<DateTime<Utc>>),
            workflow_runs::reason.eq(ended.reason),
            workflow_runs::sent.eq(workflow_runs::sent + ended.sent),
            ended.place.map(|place| workflow_runs::place.eq(place)),
            Held::default(),
            workflow_runs::ended_at.eq(ended.at),
        ))
        .execute(connection)
        .await?;
    let kinds = found
        .into_iter()
        .map(|(id, kind, name)| Ok((id, db::from_text(kind)?, name)));
    kinds.collect()
}
