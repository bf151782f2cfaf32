//! Writing workflows down.

use chrono::{DateTime, Utc};
use copperline_shared::workflows::{Workflow, WorkflowStep};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Row, Standing, triggers};
use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{workflow_steps, workflows};
use crate::workflows::rules::Definition;

fn days(days: Option<u32>) -> Option<i32> {
    days.and_then(|days| i32::try_from(days).ok())
}

async fn write_steps(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (id, version): (Uuid, i32),
    steps: &[WorkflowStep],
) -> Result<(), Error> {
    let mut rows = Vec::with_capacity(steps.len());
    for (place, step) in (0_i32..).zip(steps) {
        rows.push((
            workflow_steps::workspace_id.eq(workspace.0),
            workflow_steps::workflow_id.eq(id),
            workflow_steps::version.eq(version),
            workflow_steps::place.eq(place),
            workflow_steps::step.eq(serde_json::to_value(step)?),
        ));
    }
    diesel::insert_into(workflow_steps::table)
        .values(rows)
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes the EZ mark from every other workflow of a kind. The caller holds the workspace.
async fn give_up_ez(
    connection: &mut Connection,
    workspace: WorkspaceId,
    kind: &str,
    except: Uuid,
) -> Result<(), Error> {
    let others = workflows::table
        .filter(workflows::workspace_id.eq(workspace.0))
        .filter(workflows::kind.eq(kind))
        .filter(workflows::ez)
        .filter(workflows::id.ne(except));
    diesel::update(others)
        .set((
            workflows::ez.eq(false),
            workflows::revision.eq(workflows::revision + 1),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes a new workflow down. The caller holds the workspace.
///
/// # Errors
/// Naming the field when another of its kind has the name; when the database fails.
pub async fn insert(
    connection: &mut Connection,
    workspace: WorkspaceId,
    new: &Definition,
    now: DateTime<Utc>,
) -> Result<Workflow, Error> {
    let (id, kind) = (Uuid::now_v7(), db::to_text(new.kind)?);
    if new.ez {
        give_up_ez(connection, workspace, &kind, id).await?;
    }
    let row: Row = diesel::insert_into(workflows::table)
        .values((
            workflows::workspace_id.eq(workspace.0),
            workflows::id.eq(id),
            workflows::kind.eq(kind),
            workflows::name.eq(&new.name),
            workflows::revision.eq(1),
            workflows::version.eq(1),
            workflows::tag_id.eq(new.tag_id),
            workflows::ez.eq(new.ez),
            workflows::ends_on_reply.eq(new.ends_on_reply),
            workflows::silent_days.eq(days(new.silent_days)),
            workflows::cooldown_days.eq(days(new.cooldown_days)),
            workflows::created_at.eq(now),
            workflows::updated_at.eq(now),
        ))
        .returning(Row::as_returning())
        .get_result(connection)
        .await
        .map_err(|cause| name_taken(cause, &new.name))?;
    write_steps(connection, workspace, (id, 1), &new.steps).await?;
    triggers::replace(connection, workspace, id, &new.triggers).await?;
    row.workflow(new.steps.clone(), new.triggers.clone())
}

/// Saves a workflow that the caller has locked. Other steps are another version.
///
/// # Errors
/// Naming the field when another of its kind has the name; when the database fails.
pub async fn save(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &Standing,
    new: &Definition,
    now: DateTime<Utc>,
) -> Result<Workflow, Error> {
    let id = standing.workflow.id;
    let mut version = standing.version;
    if new.steps != standing.workflow.steps {
        version += 1;
        write_steps(connection, workspace, (id, version), &new.steps).await?;
    }
    if new.ez {
        give_up_ez(connection, workspace, &db::to_text(new.kind)?, id).await?;
    }
    let row: Row = diesel::update(workflows::table.find((workspace.0, id)))
        .set((
            workflows::name.eq(&new.name),
            workflows::revision.eq(workflows::revision + 1),
            workflows::version.eq(version),
            workflows::tag_id.eq(new.tag_id),
            workflows::ez.eq(new.ez),
            workflows::ends_on_reply.eq(new.ends_on_reply),
            workflows::silent_days.eq(days(new.silent_days)),
            workflows::cooldown_days.eq(days(new.cooldown_days)),
            workflows::updated_at.eq(now),
        ))
        .returning(Row::as_returning())
        .get_result(connection)
        .await
        .map_err(|cause| name_taken(cause, &new.name))?;
    triggers::replace(connection, workspace, id, &new.triggers).await?;
    row.workflow(new.steps.clone(), new.triggers.clone())
}

/// The index on the names is what knows.
fn name_taken(cause: DieselError, name: &str) -> Error {
    match cause {
        DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
            Error::field("name", format!("There is one called “{name}” already."))
        }
        cause => cause.into(),
    }
}

/// Begins the end of a workflow: nobody sees it any more. Whether it was there.
///
/// # Errors
/// When the database fails.
pub async fn delete(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let standing = workflows::table
        .find((workspace.0, id))
        .filter(workflows::deleted_at.is_null());
    let deleted = diesel::update(standing)
        .set(workflows::deleted_at.eq(now))
        .execute(connection)
        .await?;
    Ok(deleted == 1)
}
