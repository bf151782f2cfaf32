//! The people of a workspace in the database.

use copperline_shared::agents::Agent;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::agents;

#[derive(Queryable, Selectable)]
#[diesel(table_name = agents)]
struct AgentRow {
    id: Uuid,
    first_name: String,
    last_name: String,
}

impl From<AgentRow> for Agent {
    fn from(row: AgentRow) -> Self {
        Self {
            id: row.id,
            first_name: row.first_name,
            last_name: row.last_name,
        }
    }
}

/// The workspace's agents, by name.
///
/// # Errors
/// When the database fails.
pub async fn agents(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<Vec<Agent>, Error> {
    let rows: Vec<AgentRow> = agents::table
        .filter(agents::workspace_id.eq(workspace.0))
        .order((agents::first_name, agents::last_name, agents::id))
        .select(AgentRow::as_select())
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(Agent::from).collect())
}

/// An agent of the workspace, if it is one.
///
/// # Errors
/// When the database fails.
pub async fn agent(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Agent>, Error> {
    let row: Option<AgentRow> = agents::table
        .find((workspace.0, id))
        .select(AgentRow::as_select())
        .first(connection)
        .await
        .optional()?;
    Ok(row.map(Agent::from))
}

/// Holds these agents until the transaction ends: whoever would change which groups they are in waits.
///
/// # Errors
/// When the database fails.
pub async fn lock(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<(), Error> {
    let _locked: Vec<Uuid> = agents::table
        .filter(agents::workspace_id.eq(workspace.0))
        .filter(agents::id.eq_any(ids))
        .order(agents::id)
        .select(agents::id)
        .for_no_key_update()
        .load(connection)
        .await?;
    Ok(())
}

/// How many of these ids are agents of the workspace; each is named once.
///
/// # Errors
/// When the database fails.
pub async fn count_known(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<usize, Error> {
    let known: i64 = agents::table
        .filter(agents::workspace_id.eq(workspace.0))
        .filter(agents::id.eq_any(ids))
        .count()
        .get_result(connection)
        .await?;
    Ok(usize::try_from(known).unwrap_or(0))
}
