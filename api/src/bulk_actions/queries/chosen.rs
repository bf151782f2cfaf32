//! The conversations that a bulk action was asked for, and what became of each.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Jsonb, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde::Serialize;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::bulk_action_conversations as chosen;

/// The next conversations to look at, in the order of their ids.
///
/// # Errors
/// When the database fails.
pub async fn next(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    reached: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Uuid>, Error> {
    Ok(chosen::table
        .filter(chosen::workspace_id.eq(workspace.0))
        .filter(chosen::bulk_action_id.eq(id))
        .filter(chosen::conversation_id.gt(reached.unwrap_or(Uuid::nil())))
        .order(chosen::conversation_id)
        .select(chosen::conversation_id)
        .limit(limit)
        .load(connection)
        .await?)
}

/// What became of one conversation.
#[derive(Queryable, Selectable, Serialize, Debug, Default)]
#[diesel(table_name = chosen)]
pub struct Noted {
    pub conversation_id: Uuid,
    pub changed_at: Option<DateTime<Utc>>,
    pub changes: Option<i32>,
    pub was_archived_at: Option<DateTime<Utc>>,
    pub tag_ids: Option<Vec<Option<Uuid>>>,
    pub was_assigned_to: Option<Uuid>,
    pub applied_at: Option<Vec<Option<DateTime<Utc>>>>,
    pub places: Option<Vec<Option<i16>>>,
    pub was_assigned_to_group: Option<Uuid>,
}

/// The next conversations to change back.
///
/// # Errors
/// When the database fails.
pub async fn next_changed(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    reached: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Noted>, Error> {
    Ok(chosen::table
        .filter(chosen::workspace_id.eq(workspace.0))
        .filter(chosen::bulk_action_id.eq(id))
        .filter(chosen::changed_at.is_not_null())
        .filter(chosen::conversation_id.gt(reached.unwrap_or(Uuid::nil())))
        .order(chosen::conversation_id)
        .select(Noted::as_select())
        .limit(limit)
        .load(connection)
        .await?)
}

/// Writes down what a batch changed.
///
/// # Errors
/// When the database fails.
pub async fn note(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    changed: &[Noted],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if changed.is_empty() {
        return Ok(());
    }
    // Diesel has no update from a list of rows.
    diesel::sql_query(
        "UPDATE bulk_action_conversations AS chosen SET changed_at = $4, \
             changes = noted.changes, was_archived_at = noted.was_archived_at, \
             tag_ids = noted.tag_ids, was_assigned_to = noted.was_assigned_to, \
             was_assigned_to_group = noted.was_assigned_to_group, \
             applied_at = noted.applied_at, places = noted.places \
         FROM jsonb_to_recordset($3) AS noted (conversation_id uuid, changes integer, \
             was_archived_at timestamptz, tag_ids uuid[], was_assigned_to uuid, \
             was_assigned_to_group uuid, applied_at timestamptz[], places smallint[]) \
         WHERE chosen.workspace_id = $1 AND chosen.bulk_action_id = $2 \
             AND chosen.conversation_id = noted.conversation_id",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(id)
    .bind::<Jsonb, _>(serde_json::to_value(changed)?)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(())
}
