//! Groups and their members in the database.

mod ending;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use copperline_shared::groups::Group;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{agents, group_members, groups};

pub use ending::{delete, end, is_ending};

diesel::define_sql_function! { fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text; }

/// The workspace's groups, by name.
///
/// # Errors
/// When the database fails.
pub async fn groups(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<Vec<Group>, Error> {
    let rows: Vec<(Uuid, String)> = groups::table
        .filter(groups::workspace_id.eq(workspace.0))
        .filter(groups::ending_at.is_null())
        .order((lower(groups::name), groups::id))
        .select((groups::id, groups::name))
        .load(connection)
        .await?;
    let belonging: Vec<(Uuid, Uuid)> = members_of(workspace.0)
        .select((group_members::group_id, agents::id))
        .order((agents::first_name, agents::last_name, agents::id))
        .load(connection)
        .await?;
    let mut members: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for (group, agent) in belonging {
        members.entry(group).or_default().push(agent);
    }
    let group = |(id, name): (Uuid, String)| Group {
        id,
        name,
        agent_ids: members.remove(&id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(group).collect())
}

/// The members of a workspace's groups.
#[diesel::dsl::auto_type(no_type_alias)]
fn members_of(workspace: Uuid) -> _ {
    group_members::table
        .inner_join(
            agents::table.on(agents::workspace_id
                .eq(group_members::workspace_id)
                .and(agents::id.eq(group_members::agent_id))),
        )
        .filter(group_members::workspace_id.eq(workspace))
}

/// The agents who are in a group, by name; nobody is in one that was deleted.
///
/// # Errors
/// When the database fails.
pub async fn members(
    connection: &mut Connection,
    workspace: WorkspaceId,
    group: Uuid,
) -> Result<Vec<Uuid>, Error> {
    Ok(members_of(workspace.0)
        .filter(group_members::group_id.eq(group))
        .select(agents::id)
        .order((agents::first_name, agents::last_name, agents::id))
        .load(connection)
        .await?)
}

/// # Errors
/// [`Error::not_found`] when the workspace has no such group.
pub async fn group(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Group, Error> {
    let name: Option<String> = groups::table
        .find((workspace.0, id))
        .filter(groups::ending_at.is_null())
        .select(groups::name)
        .first(connection)
        .await
        .optional()?;
    Ok(Group {
        id,
        name: name.ok_or_else(|| Error::not_found("group"))?,
        agent_ids: members(connection, workspace, id).await?,
    })
}

/// Those of these groups that are there, each with its name, held until the transaction ends: none of
/// them is deleted meanwhile, and nobody joins or leaves.
///
/// # Errors
/// When the database fails.
pub async fn hold(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, String)>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(groups::table
        .filter(groups::workspace_id.eq(workspace.0))
        .filter(groups::id.eq_any(ids))
        .filter(groups::ending_at.is_null())
        .order(groups::id)
        .select((groups::id, groups::name))
        .for_share()
        .load(connection)
        .await?)
}

/// Makes a group that nobody is in yet.
///
/// # Errors
/// Naming the field when another group has the name, or when the database fails.
pub async fn insert(
    connection: &mut Connection,
    workspace: WorkspaceId,
    name: &str,
    now: DateTime<Utc>,
) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    diesel::insert_into(groups::table)
        .values((
            groups::workspace_id.eq(workspace.0),
            groups::id.eq(id),
            groups::name.eq(name),
            groups::created_at.eq(now),
        ))
        .execute(connection)
        .await
        .map_err(|cause| name_taken(cause, name))?;
    Ok(id)
}

/// Gives a group its name, the same one too: whoever holds the group is waited for.
///
/// # Errors
/// Naming the field when another group has the name, or when the database fails.
pub async fn rename(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    name: &str,
) -> Result<(), Error> {
    diesel::update(groups::table.find((workspace.0, id)))
        .set(groups::name.eq(name))
        .execute(connection)
        .await
        .map_err(|cause| name_taken(cause, name))?;
    Ok(())
}

/// Puts agents into a group; those who are in it stay.
///
/// # Errors
/// When the database fails.
pub async fn put_in(
    connection: &mut Connection,
    workspace: WorkspaceId,
    group: Uuid,
    agents: &[Uuid],
) -> Result<(), Error> {
    let rows = agents.iter().map(|agent| {
        (
            group_members::workspace_id.eq(workspace.0),
            group_members::group_id.eq(group),
            group_members::agent_id.eq(*agent),
        )
    });
    diesel::insert_into(group_members::table)
        .values(rows.collect::<Vec<_>>())
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes agents out of a group. The caller knows that they belong to another.
///
/// # Errors
/// When the database fails.
pub async fn take_out(
    connection: &mut Connection,
    workspace: WorkspaceId,
    group: Uuid,
    agents: &[Uuid],
) -> Result<(), Error> {
    let leave = group_members::table
        .filter(group_members::workspace_id.eq(workspace.0))
        .filter(group_members::group_id.eq(group))
        .filter(group_members::agent_id.eq_any(agents));
    diesel::delete(leave).execute(connection).await?;
    Ok(())
}

/// Those of these agents who belong to another group than this one.
///
/// # Errors
/// When the database fails.
pub async fn in_others(
    connection: &mut Connection,
    workspace: WorkspaceId,
    group: Uuid,
    agents: &[Uuid],
) -> Result<Vec<Uuid>, Error> {
    Ok(group_members::table
        .filter(group_members::workspace_id.eq(workspace.0))
        .filter(group_members::agent_id.eq_any(agents))
        .filter(group_members::group_id.ne(group))
        .select(group_members::agent_id)
        .load(connection)
        .await?)
}

/// The index on the names is what knows.
fn name_taken(cause: DieselError, name: &str) -> Error {
    match cause {
        DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
            let message = format!("There is a group called “{name}” already.");
            Error::field("name", message)
        }
        cause => cause.into(),
    }
}
