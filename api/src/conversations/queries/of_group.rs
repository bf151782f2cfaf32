//! Conversations that are assigned to a group.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::conversations;

/// Some of them.
///
/// # Errors
/// When the database fails.
pub async fn some_of_group(
    connection: &mut Connection,
    workspace: WorkspaceId,
    group: Uuid,
    limit: i64,
) -> Result<Vec<Uuid>, Error> {
    Ok(conversations::table
        .filter(conversations::workspace_id.eq(workspace.0))
        .filter(conversations::assigned_group_id.eq(group))
        .select(conversations::id)
        .limit(limit)
        .load(connection)
        .await?)
}

/// Assigns those of these conversations to nobody that are the group's, and gives them. What somebody
/// has given to another meanwhile stays theirs.
///
/// # Errors
/// When the database fails.
pub async fn take_from_group(
    connection: &mut Connection,
    workspace: WorkspaceId,
    group: Uuid,
    ids: &[Uuid],
) -> Result<Vec<Uuid>, Error> {
    let locked: Vec<Uuid> = conversations::table
        .filter(conversations::workspace_id.eq(workspace.0))
        .filter(conversations::id.eq_any(ids))
        .filter(conversations::assigned_group_id.eq(group))
        .order(conversations::id)
        .select(conversations::id)
        .for_no_key_update()
        .load(connection)
        .await?;
    let chosen = conversations::table
        .filter(conversations::workspace_id.eq(workspace.0))
        .filter(conversations::id.eq_any(&locked));
    diesel::update(chosen)
        .set(conversations::assigned_group_id.eq(None::<Uuid>))
        .execute(connection)
        .await?;
    Ok(locked)
}
