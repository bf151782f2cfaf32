//! What starts workflows by itself, in the database.

use copperline_shared::workflows::WorkflowTrigger;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{api_tokens, pipeline_stages, tags, workflow_triggers, workflows};

/// A trigger as its columns hold it: its kind, and what it names.
const fn columns(trigger: WorkflowTrigger) -> (&'static str, Uuid) {
    match trigger {
        WorkflowTrigger::Lead { api_token_id } => ("lead", api_token_id),
        WorkflowTrigger::Tag { tag_id } => ("tag", tag_id),
        WorkflowTrigger::Stage { stage_id } => ("stage", stage_id),
    }
}

fn trigger(kind: &str, named: Uuid) -> Result<WorkflowTrigger, Error> {
    match kind {
        "lead" => Ok(WorkflowTrigger::Lead {
            api_token_id: named,
        }),
        "tag" => Ok(WorkflowTrigger::Tag { tag_id: named }),
        "stage" => Ok(WorkflowTrigger::Stage { stage_id: named }),
        _ => Err(Error::internal("a trigger of an unknown kind")),
    }
}

/// All triggers of the workspace, each with its workflow.
///
/// # Errors
/// When the database fails.
pub async fn all(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<Vec<(Uuid, WorkflowTrigger)>, Error> {
    let rows: Vec<(Uuid, String, Uuid)> = workflow_triggers::table
        .filter(workflow_triggers::workspace_id.eq(workspace.0))
        .order((workflow_triggers::kind, workflow_triggers::named))
        .select((
            workflow_triggers::workflow_id,
            workflow_triggers::kind,
            workflow_triggers::named,
        ))
        .load(connection)
        .await?;
    let triggers = rows
        .into_iter()
        .map(|(workflow, kind, named)| Ok((workflow, trigger(&kind, named)?)));
    triggers.collect()
}

/// The triggers of one workflow.
///
/// # Errors
/// When the database fails.
pub async fn of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    workflow_id: Uuid,
) -> Result<Vec<WorkflowTrigger>, Error> {
    let rows: Vec<(String, Uuid)> = workflow_triggers::table
        .filter(workflow_triggers::workspace_id.eq(workspace.0))
        .filter(workflow_triggers::workflow_id.eq(workflow_id))
        .order((workflow_triggers::kind, workflow_triggers::named))
        .select((workflow_triggers::kind, workflow_triggers::named))
        .load(connection)
        .await?;
    let triggers = rows.into_iter().map(|(kind, named)| trigger(&kind, named));
    triggers.collect()
}

/// Gives a workflow, which the caller has locked or made, these triggers and no others.
///
/// # Errors
/// When the database fails.
pub async fn replace(
    connection: &mut Connection,
    workspace: WorkspaceId,
    workflow_id: Uuid,
    triggers: &[WorkflowTrigger],
) -> Result<(), Error> {
    let own = workflow_triggers::table
        .filter(workflow_triggers::workspace_id.eq(workspace.0))
        .filter(workflow_triggers::workflow_id.eq(workflow_id));
    diesel::delete(own).execute(connection).await?;
    let rows: Vec<_> = triggers
        .iter()
        .map(|trigger| {
            let (kind, named) = columns(*trigger);
            (
                workflow_triggers::workspace_id.eq(workspace.0),
                workflow_triggers::workflow_id.eq(workflow_id),
                workflow_triggers::kind.eq(kind),
                workflow_triggers::named.eq(named),
            )
        })
        .collect();
    diesel::insert_into(workflow_triggers::table)
        .values(rows)
        .execute(connection)
        .await?;
    Ok(())
}

/// What a trigger names, by its name: a token, a tag or a stage; `None` when that is gone.
///
/// # Errors
/// When the database fails.
pub async fn named_by(
    connection: &mut Connection,
    workspace: WorkspaceId,
    trigger: WorkflowTrigger,
) -> Result<Option<String>, Error> {
    let found: QueryResult<String> = match trigger {
        WorkflowTrigger::Lead { api_token_id } => {
            let token = api_tokens::table.find((workspace.0, api_token_id));
            token.select(api_tokens::name).first(connection).await
        }
        WorkflowTrigger::Tag { tag_id } => {
            let tag = tags::table.find((workspace.0, tag_id));
            tag.select(tags::name).first(connection).await
        }
        WorkflowTrigger::Stage { stage_id } => {
            let stage = pipeline_stages::table.find((workspace.0, stage_id));
            stage.select(pipeline_stages::name).first(connection).await
        }
    };
    Ok(found.optional()?)
}

/// The workflows that something starts.
///
/// # Errors
/// When the database fails.
pub async fn started_by(
    connection: &mut Connection,
    workspace: WorkspaceId,
    trigger: WorkflowTrigger,
) -> Result<Vec<Uuid>, Error> {
    let (kind, named) = columns(trigger);
    let own_workflow = workflows::workspace_id
        .eq(workflow_triggers::workspace_id)
        .and(workflows::id.eq(workflow_triggers::workflow_id));
    Ok(workflow_triggers::table
        .inner_join(workflows::table.on(own_workflow))
        .filter(workflow_triggers::workspace_id.eq(workspace.0))
        .filter(workflow_triggers::kind.eq(kind))
        .filter(workflow_triggers::named.eq(named))
        .filter(workflows::deleted_at.is_null())
        .order(workflows::id)
        .select(workflows::id)
        .load(connection)
        .await?)
}
