//! What agents were told of a comment that no longer mentions them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::notifications;

/// Takes back what these agents were told of a comment; those who were told.
///
/// # Errors
/// When the database fails.
pub async fn delete_mentions(
    connection: &mut Connection,
    workspace: WorkspaceId,
    comment: Uuid,
    agents: &[Uuid],
) -> Result<Vec<Uuid>, Error> {
    if agents.is_empty() {
        return Ok(Vec::new());
    }
    let told = notifications::table
        .filter(notifications::workspace_id.eq(workspace.0))
        .filter(notifications::comment_id.eq(comment))
        .filter(notifications::agent_id.eq_any(agents));
    Ok(diesel::delete(told)
        .returning(notifications::agent_id)
        .get_results(connection)
        .await?)
}
