//! Whose name the texts of a run have that nobody started.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{agents, conversations};

/// The agent a conversation is assigned to, or the owner.
///
/// # Errors
/// When the database fails.
pub async fn speaker(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation_id: Option<Uuid>,
) -> Result<Option<Uuid>, Error> {
    if let Some(id) = conversation_id {
        let assigned: Option<Option<Uuid>> = conversations::table
            .find((workspace.0, id))
            .select(conversations::assigned_agent_id)
            .first(connection)
            .await
            .optional()?;
        if let Some(agent) = assigned.flatten() {
            return Ok(Some(agent));
        }
    }
    Ok(agents::table
        .filter(agents::workspace_id.eq(workspace.0))
        .filter(agents::role.eq("owner"))
        .order(agents::id)
        .select(agents::id)
        .first(connection)
        .await
        .optional()?)
}
