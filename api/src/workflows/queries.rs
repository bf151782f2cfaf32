//! Workflows in the database: what they are. How far they are with whom stands in `runs`.

mod changes;
mod holding;
mod naming;
mod retagging;
mod runs;
mod saving;
mod standing;
mod triggers;

use chrono::{DateTime, Utc};
use copperline_shared::workflows::{RunCounts, RunState, Workflow, WorkflowStep, WorkflowTrigger};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{workflow_runs, workflow_steps, workflows};

pub use changes::{
    Ended, NewRun, RunRow, Which, advance, end, hand_over, insert_run, running, running_of,
    some_running,
};
pub use holding::{Waiting, unpause, wait};
pub use naming::speaker;
pub use retagging::{lose_group, restage, retag};
pub use runs::{held, of_contact, open, page, place_of, run};
pub use saving::{delete, insert, save};
pub use standing::{last_redrip, standing_of};
pub use triggers::{named_by, started_by};

#[derive(Queryable, Selectable)]
#[diesel(table_name = workflows, check_for_backend(Pg))]
struct Row {
    id: Uuid,
    kind: String,
    name: String,
    revision: i32,
    version: i32,
    tag_id: Option<Uuid>,
    ez: bool,
    ends_on_reply: bool,
    silent_days: Option<i32>,
    cooldown_days: Option<i32>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl Row {
    fn workflow(
        self,
        steps: Vec<WorkflowStep>,
        triggers: Vec<WorkflowTrigger>,
    ) -> Result<Workflow, Error> {
        Ok(Workflow {
            id: self.id,
            kind: db::from_text(self.kind)?,
            name: self.name,
            revision: self.revision.unsigned_abs(),
            steps,
            tag_id: self.tag_id,
            ez: self.ez,
            ends_on_reply: self.ends_on_reply,
            silent_days: self.silent_days.map(i32::unsigned_abs),
            cooldown_days: self.cooldown_days.map(i32::unsigned_abs),
            triggers,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

/// A workflow, and which version of its steps new runs get.
#[derive(Clone, Debug)]
pub struct Standing {
    pub workflow: Workflow,
    pub version: i32,
}

/// The workspace's workflows and redrips, by name.
///
/// # Errors
/// When the database fails.
pub async fn workflows(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<Vec<Workflow>, Error> {
    let rows: Vec<Row> = workflows::table
        .filter(workflows::workspace_id.eq(workspace.0))
        .filter(workflows::deleted_at.is_null())
        .select(Row::as_select())
        .load(connection)
        .await?;
    let of_current = workflow_steps::workspace_id
        .eq(workflows::workspace_id)
        .and(workflow_steps::workflow_id.eq(workflows::id))
        .and(workflow_steps::version.eq(workflows::version));
    let steps: Vec<(Uuid, Value)> = workflows::table
        .inner_join(workflow_steps::table.on(of_current))
        .filter(workflows::workspace_id.eq(workspace.0))
        .filter(workflows::deleted_at.is_null())
        .order((workflow_steps::workflow_id, workflow_steps::place))
        .select((workflow_steps::workflow_id, workflow_steps::step))
        .load(connection)
        .await?;
    let triggers = triggers::all(connection, workspace).await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let own = steps.iter().filter(|(workflow, _)| *workflow == row.id);
        let own = own.map(|(_, step)| Ok(serde_json::from_value(step.clone())?));
        let own: Vec<WorkflowStep> = own.collect::<Result<_, Error>>()?;
        let starts = triggers.iter().filter(|(workflow, _)| *workflow == row.id);
        let starts = starts.map(|(_, trigger)| *trigger).collect();
        all.push(row.workflow(own, starts)?);
    }
    all.sort_by_cached_key(|workflow| (workflow.name.to_lowercase(), workflow.id));
    Ok(all)
}

/// The steps of one version, in their order.
///
/// # Errors
/// When the database fails.
pub async fn steps(
    connection: &mut Connection,
    workspace: WorkspaceId,
    workflow_id: Uuid,
    version: i32,
) -> Result<Vec<WorkflowStep>, Error> {
    let steps: Vec<Value> = workflow_steps::table
        .filter(workflow_steps::workspace_id.eq(workspace.0))
        .filter(workflow_steps::workflow_id.eq(workflow_id))
        .filter(workflow_steps::version.eq(version))
        .order(workflow_steps::place)
        .select(workflow_steps::step)
        .load(connection)
        .await?;
    let steps = steps.into_iter().map(serde_json::from_value);
    Ok(steps.collect::<Result<_, _>>()?)
}

async fn with_steps(
    connection: &mut Connection,
    workspace: WorkspaceId,
    row: Option<Row>,
) -> Result<Option<Standing>, Error> {
    let Some(row) = row else { return Ok(None) };
    let version = row.version;
    let steps = steps(connection, workspace, row.id, version).await?;
    let triggers = triggers::of(connection, workspace, row.id).await?;
    let workflow = row.workflow(steps, triggers)?;
    Ok(Some(Standing { workflow, version }))
}

/// # Errors
/// When the database fails.
pub async fn workflow(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Standing>, Error> {
    let row = workflows::table
        .find((workspace.0, id))
        .filter(workflows::deleted_at.is_null())
        .select(Row::as_select())
        .first(connection)
        .await
        .optional()?;
    with_steps(connection, workspace, row).await
}

/// A workflow that is neither changed nor deleted until the caller's commit.
///
/// # Errors
/// When the database fails.
pub async fn hold(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Standing>, Error> {
    let row = workflows::table
        .find((workspace.0, id))
        .filter(workflows::deleted_at.is_null())
        .select(Row::as_select())
        .for_share()
        .first(connection)
        .await
        .optional()?;
    with_steps(connection, workspace, row).await
}

/// Whether a workflow is there still.
///
/// # Errors
/// When the database fails.
pub async fn stands(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<bool, Error> {
    let standing = workflows::table
        .find((workspace.0, id))
        .filter(workflows::deleted_at.is_null());
    let standing = diesel::select(diesel::dsl::exists(standing));
    Ok(standing.get_result(connection).await?)
}

/// A workflow that the caller is about to change.
///
/// # Errors
/// When the database fails.
pub async fn lock(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Standing>, Error> {
    let row = workflows::table
        .find((workspace.0, id))
        .filter(workflows::deleted_at.is_null())
        .select(Row::as_select())
        .for_no_key_update()
        .first(connection)
        .await
        .optional()?;
    with_steps(connection, workspace, row).await
}

/// What became of the runs of each workflow that has any.
///
/// # Errors
/// When the database fails.
pub async fn counts(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<Vec<(Uuid, RunCounts)>, Error> {
    let rows: Vec<(Uuid, String, i64)> = workflow_runs::table
        .filter(workflow_runs::workspace_id.eq(workspace.0))
        .group_by((workflow_runs::workflow_id, workflow_runs::state))
        .select((
            workflow_runs::workflow_id,
            workflow_runs::state,
            diesel::dsl::count_star(),
        ))
        .load(connection)
        .await?;
    let mut all: Vec<(Uuid, RunCounts)> = Vec::new();
    for (workflow, state, count) in rows {
        let at = all.iter().position(|(id, _)| *id == workflow);
        let at = at.unwrap_or_else(|| {
            all.push((workflow, RunCounts::default()));
            all.len() - 1
        });
        let counts = &mut all[at].1;
        *match db::from_text(state)? {
            RunState::Running => &mut counts.running,
            RunState::Finished => &mut counts.finished,
            RunState::Replied => &mut counts.replied,
            RunState::OptedOut => &mut counts.opted_out,
            RunState::Stopped => &mut counts.stopped,
            RunState::Failed => &mut counts.failed,
        } = u32::try_from(count).unwrap_or(u32::MAX);
    }
    Ok(all)
}
