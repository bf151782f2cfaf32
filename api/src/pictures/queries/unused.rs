//! Pictures that nothing uses, and all that there are.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::Connection;
use crate::error::Error;
use crate::schema::pictures;

/// A picture that is no more.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct Removed {
    #[diesel(sql_type = SqlUuid)]
    pub workspace_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
}

/// Removes pictures from before a moment that no message and no template uses, at most `limit`. One
/// that somebody is about to use is held by them and skipped; should they have used it in the same
/// moment, its foreign keys refuse.
///
/// # Errors
/// When the database fails.
pub async fn delete_unused(
    connection: &mut Connection,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Removed>, Error> {
    // Diesel's delete knows no limit and no locks.
    let sql = "DELETE FROM pictures WHERE (workspace_id, id) IN ( \
         SELECT p.workspace_id, p.id FROM pictures p WHERE p.created_at < $1 \
         AND NOT EXISTS (SELECT FROM message_pictures m \
             WHERE m.workspace_id = p.workspace_id AND m.picture_id = p.id) \
         AND NOT EXISTS (SELECT FROM templates t \
             WHERE t.workspace_id = p.workspace_id AND t.picture_id = p.id) \
         LIMIT $2 FOR UPDATE SKIP LOCKED) \
         RETURNING workspace_id, id, created_at";
    Ok(diesel::sql_query(sql)
        .bind::<Timestamptz, _>(before)
        .bind::<BigInt, _>(limit)
        .load(connection)
        .await?)
}

/// The pictures made in a time.
///
/// # Errors
/// When the database fails.
pub async fn made_between(
    connection: &mut Connection,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<HashSet<Uuid>, Error> {
    let ids: Vec<Uuid> = pictures::table
        .filter(pictures::created_at.ge(from))
        .filter(pictures::created_at.lt(to))
        .select(pictures::id)
        .load(connection)
        .await?;
    Ok(ids.into_iter().collect())
}

/// Pictures of all workspaces after one, in the order of their keys, with when each was made.
///
/// # Errors
/// When the database fails.
pub async fn batch_after(
    connection: &mut Connection,
    (workspace, id): (Uuid, Uuid),
    limit: i64,
) -> Result<Vec<(Uuid, Uuid, DateTime<Utc>)>, Error> {
    let later = pictures::workspace_id
        .gt(workspace)
        .or(pictures::workspace_id
            .eq(workspace)
            .and(pictures::id.gt(id)));
    Ok(pictures::table
        .filter(later)
        .order((pictures::workspace_id, pictures::id))
        .limit(limit)
        .select((pictures::workspace_id, pictures::id, pictures::created_at))
        .load(connection)
        .await?)
}
