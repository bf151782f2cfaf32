//! Many conversations at once: those of a tab, and those that a bulk action changes.

use chrono::{DateTime, Utc};
use copperline_shared::conversations::{Conversation, Tab};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Row, columns, of_workspace};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::conversations;

/// Conversations as the list shows them.
///
/// # Errors
/// When the database fails.
pub async fn many(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<Vec<Conversation>, Error> {
    let rows: Vec<Row> = of_workspace(workspace.0)
        .filter(conversations::id.eq_any(ids))
        .select(columns())
        .load(connection)
        .await?;
    rows.into_iter().map(Conversation::try_from).collect()
}

/// The conversations of these contacts as the list shows them.
///
/// # Errors
/// When the database fails.
pub async fn of_contacts(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact_ids: &[Uuid],
) -> Result<Vec<Conversation>, Error> {
    if contact_ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = of_workspace(workspace.0)
        .filter(conversations::contact_id.eq_any(contact_ids))
        .select(columns())
        .load(connection)
        .await?;
    rows.into_iter().map(Conversation::try_from).collect()
}

/// Those of these conversations that are there, each once.
///
/// # Errors
/// When the database fails.
pub async fn existing(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<Vec<Uuid>, Error> {
    Ok(conversations::table
        .filter(conversations::workspace_id.eq(workspace.0))
        .filter(conversations::id.eq_any(ids))
        .select(conversations::id)
        .load(connection)
        .await?)
}

/// These conversations, each with its contact.
///
/// # Errors
/// When the database fails.
pub async fn contacts_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, Uuid)>, Error> {
    Ok(conversations::table
        .filter(conversations::workspace_id.eq(workspace.0))
        .filter(conversations::id.eq_any(ids))
        .select((conversations::id, conversations::contact_id))
        .load(connection)
        .await?)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn all(workspace: Uuid) -> _ {
    conversations::table.filter(conversations::workspace_id.eq(workspace))
}

/// All conversations of a tab.
///
/// # Errors
/// When the database fails.
pub async fn in_tab(
    connection: &mut Connection,
    workspace: WorkspaceId,
    tab: Tab,
) -> Result<Vec<Uuid>, Error> {
    let query = all(workspace.0)
        .select(conversations::id)
        .into_boxed::<Pg>();
    let query = match tab {
        Tab::All => query,
        Tab::Hot => query
            .filter(conversations::hot)
            .filter(conversations::archived_at.is_null()),
        Tab::Recents => query.filter(conversations::archived_at.is_null()),
        Tab::Archived => query.filter(conversations::archived_at.is_not_null()),
    };
    Ok(query.load(connection).await?)
}

/// How many conversations a tab holds, all counted.
///
/// # Errors
/// When the database fails.
pub async fn count_in_tab(
    connection: &mut Connection,
    workspace: WorkspaceId,
    tab: Tab,
) -> Result<i64, Error> {
    let query = all(workspace.0).count().into_boxed::<Pg>();
    let query = match tab {
        Tab::All => query,
        Tab::Hot => query
            .filter(conversations::hot)
            .filter(conversations::archived_at.is_null()),
        Tab::Recents => query.filter(conversations::archived_at.is_null()),
        Tab::Archived => query.filter(conversations::archived_at.is_not_null()),
    };
    Ok(query.get_result(connection).await?)
}

/// How conversations are marked.
#[derive(Clone, Copy, Debug)]
pub enum Mark {
    Hot(bool),
    /// Since when; `None` brings them back.
    Archived(Option<DateTime<Utc>>),
    Read,
}

/// A conversation that was marked, and what an undo needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    pub id: Uuid,
    /// Its count of changes of this kind, after this one.
    pub changes: i32,
    /// Since when it was archived before.
    pub was_archived_at: Option<DateTime<Utc>>,
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
            };
            differs.then(|| Kept {
                id: row.id,
                // The database counts this one too.
                changes: changes + 1,
                was_archived_at: row.archived_at,
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
    };
    Ok(kept)
}

/// Marks conversations back, where nobody has changed that mark since; gives those that were.
/// Archived ones are so again since when they were.
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
        Mark::Read => {}
    }
    Ok(ids)
}
