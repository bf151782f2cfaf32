//! What becomes of workflows that name a tag which is deleted or merged into another, a stage that is
//! removed, or a group that is deleted.
//!
//! Diesel has no words for a part of a JSON document: what writes here is SQL.

use diesel::sql_types::{Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;

/// Lets the workspace's workflows, and the runs that are under way, name the tag that takes another's
/// place. Where none does, they put on nothing, and nothing starts by it. How many workflows that
/// changes. The caller has locked the tag.
///
/// # Errors
/// When the database fails.
pub async fn retag(
    connection: &mut Connection,
    workspace: WorkspaceId,
    tag: Uuid,
    into: Option<Uuid>,
) -> Result<usize, Error> {
    // Whoever has one of them open sees that it is another now.
    let changed = diesel::sql_query(
        "UPDATE workflows SET revision = revision + 1, \
             tag_id = CASE WHEN tag_id = $2 THEN $3 ELSE tag_id END \
         WHERE workspace_id = $1 AND deleted_at IS NULL AND (tag_id = $2 \
             OR EXISTS (SELECT FROM workflow_triggers AS start \
                 WHERE start.workspace_id = $1 AND start.workflow_id = workflows.id \
                     AND start.kind = 'tag' AND start.named = $2) \
             OR EXISTS (SELECT FROM workflow_steps AS own \
                 WHERE own.workspace_id = $1 AND own.workflow_id = workflows.id \
                     AND own.version = workflows.version AND own.step ->> 'tag_id' = $4))",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(tag)
    .bind::<Nullable<SqlUuid>, _>(into)
    .bind::<Text, _>(tag.to_string())
    .execute(connection)
    .await?;
    follow(connection, workspace, ("tag", "tag_id"), tag, into).await?;
    Ok(changed)
}

/// Lets the workspace's workflows, and the runs that are under way, name the stage that takes the cards
/// of one that is removed. Where none does, they move nobody there, and nothing starts by it. How many
/// workflows that changes. The caller has locked the pipeline.
///
/// # Errors
/// When the database fails.
pub async fn restage(
    connection: &mut Connection,
    workspace: WorkspaceId,
    stage: Uuid,
    into: Option<Uuid>,
) -> Result<usize, Error> {
    let changed = diesel::sql_query(
        "UPDATE workflows SET revision = revision + 1 \
         WHERE workspace_id = $1 AND deleted_at IS NULL AND ( \
             EXISTS (SELECT FROM workflow_triggers AS start \
                 WHERE start.workspace_id = $1 AND start.workflow_id = workflows.id \
                     AND start.kind = 'stage' AND start.named = $2) \
             OR EXISTS (SELECT FROM workflow_steps AS own \
                 WHERE own.workspace_id = $1 AND own.workflow_id = workflows.id \
                     AND own.version = workflows.version AND own.step ->> 'stage_id' = $3))",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(stage)
    .bind::<Text, _>(stage.to_string())
    .execute(connection)
    .await?;
    follow(connection, workspace, ("stage", "stage_id"), stage, into).await?;
    Ok(changed)
}

/// Counts a change of the workspace's workflows that assign to a group which is deleted: they give it
/// nothing any more. How many those are. The caller holds the workspace.
///
/// # Errors
/// When the database fails.
pub async fn lose_group(
    connection: &mut Connection,
    workspace: WorkspaceId,
    group: Uuid,
) -> Result<usize, Error> {
    let changed = diesel::sql_query(
        "UPDATE workflows SET revision = revision + 1 \
         WHERE workspace_id = $1 AND deleted_at IS NULL \
             AND EXISTS (SELECT FROM workflow_steps AS own \
                 WHERE own.workspace_id = $1 AND own.workflow_id = workflows.id \
                     AND own.version = workflows.version AND own.step ->> 'group_id' = $2)",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Text, _>(group.to_string())
    .execute(connection)
    .await?;
    Ok(changed)
}

/// Lets steps and what starts workflows name another thing; without one, nothing starts by it. The kind
/// and the field are the program's own words.
async fn follow(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (kind, field): (&'static str, &'static str),
    gone: Uuid,
    into: Option<Uuid>,
) -> Result<(), Error> {
    if let Some(into) = into {
        diesel::sql_query(
            "UPDATE workflow_steps SET step = jsonb_set(step, ARRAY[$4], to_jsonb($3)) \
             WHERE workspace_id = $1 AND step ->> $4 = $2",
        )
        .bind::<SqlUuid, _>(workspace.0)
        .bind::<Text, _>(gone.to_string())
        .bind::<Text, _>(into.to_string())
        .bind::<Text, _>(field)
        .execute(connection)
        .await?;
        diesel::sql_query(
            "INSERT INTO workflow_triggers (workspace_id, workflow_id, kind, named) \
             SELECT workspace_id, workflow_id, kind, $3 FROM workflow_triggers \
             WHERE workspace_id = $1 AND kind = $4 AND named = $2 ON CONFLICT DO NOTHING",
        )
        .bind::<SqlUuid, _>(workspace.0)
        .bind::<SqlUuid, _>(gone)
        .bind::<SqlUuid, _>(into)
        .bind::<Text, _>(kind)
        .execute(connection)
        .await?;
    }
    diesel::sql_query(
        "DELETE FROM workflow_triggers WHERE workspace_id = $1 AND kind = $3 AND named = $2",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(gone)
    .bind::<Text, _>(kind)
    .execute(connection)
    .await?;
    Ok(())
}
