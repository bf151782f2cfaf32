//! Many conversations at once.

use copperline_shared::conversations::Conversation;
use diesel::prelude::*;
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

/// The conversations of those of these contacts that have one.
///
/// # Errors
/// When the database fails.
pub async fn ids_of_contacts(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contacts: &[Uuid],
) -> Result<Vec<Uuid>, Error> {
    Ok(conversations::table
        .filter(conversations::workspace_id.eq(workspace.0))
        .filter(conversations::contact_id.eq_any(contacts))
        .select(conversations::id)
        .load(connection)
        .await?)
}
