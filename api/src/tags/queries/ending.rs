//! Tags while they are put on contacts, and while they go.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::wearers;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::tags;

/// Those of these tags that are there, held until the transaction ends: none of them is deleted or
/// merged meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn hold(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<Vec<Uuid>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(tags::table
        .filter(tags::workspace_id.eq(workspace.0))
        .filter(tags::id.eq_any(ids))
        .filter(tags::ending_at.is_null())
        .order(tags::id)
        .select(tags::id)
        .for_share()
        .load(connection)
        .await?)
}

/// Those of these tags that are there, locked against being put on contacts and against each other.
///
/// # Errors
/// When the database fails.
pub async fn lock(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<Vec<Uuid>, Error> {
    Ok(tags::table
        .filter(tags::workspace_id.eq(workspace.0))
        .filter(tags::id.eq_any(ids))
        .filter(tags::ending_at.is_null())
        .order(tags::id)
        .select(tags::id)
        .for_no_key_update()
        .load(connection)
        .await?)
}

/// Begins the end of a tag that the caller has locked. What is being merged into it goes on into
/// what takes its place.
///
/// # Errors
/// When the database fails.
pub async fn end(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    merged_into: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let merging = tags::table
        .filter(tags::workspace_id.eq(workspace.0))
        .filter(tags::merged_into.eq(id));
    diesel::update(merging)
        .set(tags::merged_into.eq(merged_into))
        .execute(connection)
        .await?;
    diesel::update(tags::table.find((workspace.0, id)))
        .set((tags::ending_at.eq(now), tags::merged_into.eq(merged_into)))
        .execute(connection)
        .await?;
    Ok(())
}

/// A tag that was deleted or merged and still stands on contacts.
#[derive(Queryable, Debug)]
pub struct Ending {
    pub id: Uuid,
    pub merged_into: Option<Uuid>,
}

/// # Errors
/// When the database fails.
pub async fn ending(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Ending>, Error> {
    Ok(tags::table
        .find((workspace.0, id))
        .filter(tags::ending_at.is_not_null())
        .select((tags::id, tags::merged_into))
        .first(connection)
        .await
        .optional()?)
}

/// Removes an ending tag unless somebody wears it; whether it is gone. Waits for those who are
/// putting it on.
///
/// # Errors
/// When the database fails.
pub async fn delete(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<bool, Error> {
    let locked: Option<Uuid> = tags::table
        .find((workspace.0, id))
        .select(tags::id)
        .for_update()
        .first(connection)
        .await
        .optional()?;
    if locked.is_none() {
        return Ok(true);
    }
    if !wearers(connection, workspace, id, 1).await?.is_empty() {
        return Ok(false);
    }
    diesel::delete(tags::table.find((workspace.0, id)))
        .execute(connection)
        .await?;
    Ok(true)
}
