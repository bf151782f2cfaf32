//! Runs whose next step can't be done yet: what holds it, and until when (X5).

use chrono::{DateTime, Utc};
use copperline_shared::conversations::Refusal;
use copperline_shared::messages::GateAnswer;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::workflow_runs;

/// Why a run's next step waits, as the columns hold it; nothing of it, by default.
#[derive(AsChangeset, Debug, Default)]
#[diesel(table_name = workflow_runs, treat_none_as_null = true)]
pub(super) struct Held {
    hold_code: Option<String>,
    hold: Option<String>,
    lacking_since: Option<DateTime<Utc>>,
    slot_at: Option<DateTime<Utc>>,
    slot_number_id: Option<Uuid>,
    answers: Option<Value>,
}

/// How the next step of a run waits that can't be done yet.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub until: DateTime<Utc>,
    pub hold: Refusal,
    /// Since when the workspace lacks what the text needs.
    pub lacking_since: Option<DateTime<Utc>>,
    /// The moment that is reserved in the pace of this number.
    pub slot: Option<(Uuid, DateTime<Utc>)>,
    /// What the gate has answered so far.
    pub answers: Vec<GateAnswer>,
}

/// Lets the step that is next wait.
///
/// # Errors
/// When the database fails.
pub async fn wait(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    waiting: Waiting,
) -> Result<(), Error> {
    let held = Held {
        hold_code: Some(db::to_text(waiting.hold.code)?),
        hold: Some(waiting.hold.detail),
        lacking_since: waiting.lacking_since,
        slot_at: waiting.slot.map(|(_, at)| at),
        slot_number_id: waiting.slot.map(|(number, _)| number),
        answers: Some(serde_json::to_value(waiting.answers)?),
    };
    diesel::update(workflow_runs::table.find((workspace.0, id)))
        .set((workflow_runs::due_at.eq(waiting.until), held))
        .execute(connection)
        .await?;
    Ok(())
}

/// Lets the runs of a contact, whom the caller holds, that a review paused go on at once; gives them.
///
/// # Errors
/// When the database fails.
pub async fn unpause(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<Uuid>, Error> {
    let paused = workflow_runs::table
        .filter(workflow_runs::workspace_id.eq(workspace.0))
        .filter(workflow_runs::contact_id.eq(contact_id))
        .filter(workflow_runs::state.eq("running"))
        .filter(workflow_runs::hold_code.eq("automation_paused"));
    Ok(diesel::update(paused)
        .set((workflow_runs::due_at.eq(now), Held::default()))
        .returning(workflow_runs::id)
        .get_results(connection)
        .await?)
}
