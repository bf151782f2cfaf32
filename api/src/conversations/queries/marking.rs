//! Marking many conversations at once, and marking them back.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::conversations;

/// How conversations are marked.
#[derive(Clone, Copy, Debug)]
pub enum Mark {
    Hot(bool),
    /// Since when; `None` brings them back.
    Archived(Option<DateTime<Utc>>),
    Read,
    /// To whom; `None` to nobody.
    Assigned(Option<Uuid>),
}

/// A conversation that was marked, and what an undo needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    pub id: Uuid,
    /// Its count of changes of this kind, after this one.
    pub changes: i32,
    /// Since when it was archived before.
    pub was_archived_at: Option<DateTime<Utc>>,
    /// Who it was assigned to before.
    pub was_assigned_to: Option<Uuid>,
}

/// Conversations as they are, locked in the order of their ids.
#[derive(Queryable)]
struct Locked {
    id: Uuid,
    hot: bool,
    archived_at: Option<DateTime<Utc>>,
    unread_count: i32,
    hot_changes: i32,
    archive_changes: i32,
    assigned_agent_id: Option<Uuid>,
    assignment_changes: i32,
}

async fn lock(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<Vec<Locked>, Error> {
    Ok(conversations::table
        .filter(conversations::workspace_id.eq(workspace.0))
        .filter(conversations::id.eq_any(ids))
        .order(conversations::id)
        .select((
            conversations::id,
            conversations::hot,
            conversations::archived_at,
            conversations::unread_count,
            conversations::hot_changes,
            conversations::archive_changes,
            conversations::assigned_agent_id,
            conversations::assignment_changes,
        ))
        .for_no_key_update()
        .load(connection)
        .await?)
}

/// Marks those of these conversations that aren't marked so already, and gives them.
///
/// # Errors
/// When the database fails.
pub async fn mark_many(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
    mark: Mark,
) -> Result<Vec<Kept>, Error> {
    let kept: Vec<Kept> = lock(connection, workspace, ids)
        .await?
        .into_iter()
        .filter_map(|row| {
            let (differs, changes) = match mark {
                Mark::Hot(hot) => (row.hot != hot, row.hot_changes),
                Mark::Archived(at) => (
                    row.archived_at.is_some() != at.is_some(),
                    row.archive_changes,
                ),
                Mark::Read => (row.unread_count > 0, 0),
                Mark::Assigned(agent) => (row.assigned_agent_id != agent, row.assignment_changes),
            };
            differs.then(|| Kept {
                id: row.id,
                // The database counts this one too.
                changes: changes + 1,
                was_archived_at: row.archived_at,
                was_assigned_to: row.assigned_agent_id,
            })
        })
        .collect();
    let chosen = conversations::table
        .filter(conversations::workspace_id.eq(workspace.0))
        .filter(conversations::id.eq_any(kept.iter().map(|kept| kept.id)));
    let update = diesel::update(chosen);
    match mark {
        _ if kept.is_empty() => 0,
        Mark::Hot(hot) => {
            let set = update.set(conversations::hot.eq(hot));
            set.execute(connection).await?
        }
        Mark::Archived(at) => {
            let set = update.set(conversations::archived_at.eq(at));
            set.execute(connection).await?
        }
        Mark::Read => {
            let set = update.set(conversations::unread_count.eq(0));
            set.execute(connection).await?
        }
        Mark::Assigned(agent) => {
            let set = update.set(conversations::assigned_agent_id.eq(agent));
            set.execute(connection).await?
        }
    };
    Ok(kept)
}

/// Marks conversations back, where nobody has changed that mark since; gives those that were.
/// Archived ones are so again since when they were, and assigned ones to whom they were.
///
/// # Errors
/// When the database fails.
pub async fn restore(
    connection: &mut Connection,
    workspace: WorkspaceId,
    kept: &[Kept],
    mark: Mark,
) -> Result<Vec<Uuid>, Error> {
    let ids: Vec<Uuid> = kept.iter().map(|kept| kept.id).collect();
    let locked = lock(connection, workspace, &ids).await?;
    let untouched: Vec<&Kept> = kept
        .iter()
        .filter(|kept| {
            let row = locked.iter().find(|row| row.id == kept.id);
            row.is_some_and(|row| match mark {
                Mark::Hot(_) => row.hot_changes == kept.changes,
                Mark::Archived(_) => row.archive_changes == kept.changes,
                Mark::Assigned(_) => row.assignment_changes == kept.changes,
                Mark::Read => false,
            })
        })
        .collect();
    let ids: Vec<Uuid> = untouched.iter().map(|kept| kept.id).collect();
    match mark {
        Mark::Hot(hot) => {
            let chosen = conversations::table
                .filter(conversations::workspace_id.eq(workspace.0))
                .filter(conversations::id.eq_any(&ids));
            diesel::update(chosen)
                .set(conversations::hot.eq(hot))
                .execute(connection)
                .await?;
        }
        Mark::Archived(_) => {
            let since: Vec<_> = untouched.iter().map(|kept| kept.was_archived_at).collect();
            // Diesel has no update from a list of rows.
            diesel::sql_query(
                "UPDATE conversations SET archived_at = kept.archived_at \
                 FROM unnest($2, $3) AS kept (id, archived_at) \
                 WHERE conversations.workspace_id = $1 AND conversations.id = kept.id",
            )
            .bind::<SqlUuid, _>(workspace.0)
            .bind::<Array<SqlUuid>, _>(&ids)
            .bind::<Array<Nullable<Timestamptz>>, _>(since)
            .execute(connection)
            .await?;
        }
        Mark::Assigned(_) => {
            let to: Vec<_> = untouched.iter().map(|kept| kept.was_assigned_to).collect();
            diesel::sql_query(
                "UPDATE conversations SET assigned_agent_id = kept.agent_id \
                 FROM unnest($2, $3) AS kept (id, agent_id) \
                 WHERE conversations.workspace_id = $1 AND conversations.id = kept.id",
            )
            .bind::<SqlUuid, _>(workspace.0)
            .bind::<Array<SqlUuid>, _>(&ids)
            .bind::<Array<Nullable<SqlUuid>>, _>(to)
            .execute(connection)
            .await?;
        }
        Mark::Read => {}
    }
    Ok(ids)
}
