//! Marking many conversations at once, and marking them back.

use chrono::{DateTime, Utc};
use copperline_shared::assignment::AssignedTo;
use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::groups;
use crate::schema::conversations;

/// How conversations are marked.
#[derive(Clone, Copy, Debug)]
pub enum Mark {
    Hot(bool),
    /// Since when; `None` brings them back.
    Archived(Option<DateTime<Utc>>),
    Read,
    /// To whom; `None` to nobody.
    Assigned(Option<AssignedTo>),
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
    pub was_assigned_to: Option<AssignedTo>,
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
    assigned_group_id: Option<Uuid>,
    assignment_changes: i32,
}

impl Locked {
    fn assigned_to(&self) -> Option<AssignedTo> {
        AssignedTo::either(self.assigned_agent_id, self.assigned_group_id)
    }

    /// Whether nobody has changed since what was marked.
    fn is_untouched(&self, kept: &Kept, mark: Mark) -> bool {
        match mark {
            Mark::Hot(_) => self.hot_changes == kept.changes,
            Mark::Archived(_) => self.archive_changes == kept.changes,
            Mark::Assigned(_) => self.assignment_changes == kept.changes,
            Mark::Read => false,
        }
    }
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
            conversations::assigned_group_id,
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
                Mark::Assigned(to) => (row.assigned_to() != to, row.assignment_changes),
            };
            differs.then(|| Kept {
                id: row.id,
                // The database counts this one too.
                changes: changes + 1,
                was_archived_at: row.archived_at,
                was_assigned_to: row.assigned_to(),
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
        Mark::Assigned(to) => {
            let set = update.set((
                conversations::assigned_agent_id.eq(to.and_then(AssignedTo::agent_id)),
                conversations::assigned_group_id.eq(to.and_then(AssignedTo::group_id)),
            ));
            set.execute(connection).await?
        }
    };
    Ok(kept)
}

/// Marks conversations back, where nobody has changed that mark since; gives those that were.
/// Archived ones are so again since when they were, and assigned ones to whom they were: to nobody
/// where that is a group that was deleted since, which is told of them then.
///
/// # Errors
/// When the database fails.
pub async fn restore(
    connection: &mut Connection,
    workspace: WorkspaceId,
    kept: &[Kept],
    mark: Mark,
) -> Result<Vec<Kept>, Error> {
    let groups = match mark {
        Mark::Assigned(_) => standing_groups(connection, workspace, kept).await?,
        _ => Vec::new(),
    };
    let ids: Vec<Uuid> = kept.iter().map(|kept| kept.id).collect();
    let locked = lock(connection, workspace, &ids).await?;
    let mut untouched: Vec<Kept> = kept.to_vec();
    untouched.retain(|kept| {
        let row = locked.iter().find(|row| row.id == kept.id);
        row.is_some_and(|row| row.is_untouched(kept, mark))
    });
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
            for kept in &mut untouched {
                let group = kept.was_assigned_to.and_then(AssignedTo::group_id);
                if group.is_some_and(|group| !groups.contains(&group)) {
                    kept.was_assigned_to = None;
                }
            }
            assign_back(connection, workspace, &untouched).await?;
        }
        Mark::Read => {}
    }
    Ok(untouched)
}

/// Those of the groups that conversations were assigned to that are still there. Holds them, before the
/// conversations are.
async fn standing_groups(
    connection: &mut Connection,
    workspace: WorkspaceId,
    kept: &[Kept],
) -> Result<Vec<Uuid>, Error> {
    let mut groups: Vec<Uuid> = kept
        .iter()
        .filter_map(|kept| kept.was_assigned_to?.group_id())
        .collect();
    groups.sort_unstable();
    groups.dedup();
    let held = groups::queries::hold(connection, workspace, &groups).await?;
    Ok(held.into_iter().map(|(id, _)| id).collect())
}

/// Assigns each to whom it was.
async fn assign_back(
    connection: &mut Connection,
    workspace: WorkspaceId,
    kept: &[Kept],
) -> Result<(), Error> {
    let to = |of: fn(AssignedTo) -> Option<Uuid>| -> Vec<Option<Uuid>> {
        let to = kept.iter().map(|kept| kept.was_assigned_to);
        to.map(|to| to.and_then(of)).collect()
    };
    diesel::sql_query(
        "UPDATE conversations \
         SET assigned_agent_id = kept.agent_id, assigned_group_id = kept.group_id \
         FROM unnest($2, $3, $4) AS kept (id, agent_id, group_id) \
         WHERE conversations.workspace_id = $1 AND conversations.id = kept.id",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Array<SqlUuid>, _>(kept.iter().map(|kept| kept.id).collect::<Vec<_>>())
    .bind::<Array<Nullable<SqlUuid>>, _>(to(AssignedTo::agent_id))
    .bind::<Array<Nullable<SqlUuid>>, _>(to(AssignedTo::group_id))
    .execute(connection)
    .await?;
    Ok(())
}
