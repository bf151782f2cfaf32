//! Agents as they are shown.

use copperline_shared::profile::Profile;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{agents, sign_ins, workspaces};
use crate::workspace;

#[derive(Queryable)]
struct ProfileRow {
    agent_id: Uuid,
    first_name: String,
    last_name: String,
    email: String,
    role: String,
    workspace: workspace::queries::Row,
}

/// An agent's profile.
///
/// # Errors
/// When the database fails or there is no such agent.
pub async fn profile(
    connection: &mut Connection,
    workspace: WorkspaceId,
    agent: Uuid,
) -> Result<Profile, Error> {
    let row: ProfileRow = agents::table
        .inner_join(workspaces::table)
        .inner_join(
            sign_ins::table.on(sign_ins::workspace_id
                .eq(agents::workspace_id)
                .and(sign_ins::agent_id.eq(agents::id))),
        )
        .filter(agents::workspace_id.eq(workspace.0))
        .filter(agents::id.eq(agent))
        .select((
            agents::id,
            agents::first_name,
            agents::last_name,
            sign_ins::email,
            agents::role,
            workspace::queries::Row::as_select(),
        ))
        .first(connection)
        .await?;
    Ok(Profile {
        agent_id: row.agent_id,
        first_name: row.first_name,
        last_name: row.last_name,
        email: row.email,
        role: db::from_text(row.role)?,
        workspace: row.workspace.try_into()?,
    })
}

/// An agent's first and last name, as colleagues see it.
///
/// # Errors
/// When the database fails or there is no such agent.
pub async fn agent_name(
    connection: &mut Connection,
    workspace: WorkspaceId,
    agent: Uuid,
) -> Result<String, Error> {
    let (first, last) = names(connection, workspace, agent).await?;
    Ok(format!("{first} {last}").trim().to_owned())
}

/// An agent's first and last name, apart.
///
/// # Errors
/// When the database fails or there is no such agent.
pub async fn names(
    connection: &mut Connection,
    workspace: WorkspaceId,
    agent: Uuid,
) -> Result<(String, String), Error> {
    Ok(agents::table
        .find((workspace.0, agent))
        .select((agents::first_name, agents::last_name))
        .first(connection)
        .await?)
}

#[derive(AsChangeset)]
#[diesel(table_name = agents)]
struct NewNames {
    first_name: Option<String>,
    last_name: Option<String>,
}

/// Changes an agent's names; an absent one stays.
///
/// # Errors
/// When the database fails.
pub async fn rename(
    connection: &mut Connection,
    workspace: WorkspaceId,
    agent: Uuid,
    first_name: Option<String>,
    last_name: Option<String>,
) -> Result<(), Error> {
    if first_name.is_none() && last_name.is_none() {
        return Ok(());
    }
    diesel::update(agents::table.find((workspace.0, agent)))
        .set(NewNames {
            first_name,
            last_name,
        })
        .execute(connection)
        .await?;
    Ok(())
}
