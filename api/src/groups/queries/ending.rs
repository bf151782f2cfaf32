//! Groups that were deleted, until no conversation is assigned to them any more.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::conversations::queries::some_of_group;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{group_members, groups};

/// Begins the end of a group: nobody is in it any more. The caller knows that its members belong to
/// others.
///
/// # Errors
/// When the database fails.
pub async fn end(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    // First, so that whoever holds the group is waited for.
    diesel::update(groups::table.find((workspace.0, id)))
        .set(groups::ending_at.eq(now))
        .execute(connection)
        .await?;
    let members = group_members::table
        .filter(group_members::workspace_id.eq(workspace.0))
        .filter(group_members::group_id.eq(id));
    diesel::delete(members).execute(connection).await?;
    Ok(())
}

/// # Errors
/// When the database fails.
pub async fn is_ending(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<bool, Error> {
    let ending = groups::table
        .find((workspace.0, id))
        .filter(groups::ending_at.is_not_null());
    Ok(diesel::select(diesel::dsl::exists(ending))
        .get_result(connection)
        .await?)
}

/// Removes an ending group unless a conversation is assigned to it; whether it is gone. Waits for those
/// who are moving an assignment to it: a merge of two contacts may.
///
/// # Errors
/// When the database fails.
pub async fn delete(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<bool, Error> {
    let locked: Option<Uuid> = groups::table
        .find((workspace.0, id))
        .select(groups::id)
        .for_update()
        .first(connection)
        .await
        .optional()?;
    if locked.is_none() {
        return Ok(true);
    }
    if !some_of_group(connection, workspace, id, 1)
        .await?
        .is_empty()
    {
        return Ok(false);
    }
    diesel::delete(groups::table.find((workspace.0, id)))
        .execute(connection)
        .await?;
    Ok(true)
}
