//! The workspace's row.

use copperline_shared::workspace::Workspace;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::result::OptionalEmptyChangesetExtension;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::rules::Changes;
use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::workspaces;

/// A workspace as everybody in it sees it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = workspaces, check_for_backend(Pg))]
pub struct Row {
    id: Uuid,
    name: String,
    time_zone: String,
    consent_required: bool,
    live_replies: String,
}

impl TryFrom<Row> for Workspace {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            name: row.name,
            time_zone: row.time_zone,
            consent_required: row.consent_required,
            live_replies: db::from_text(row.live_replies)?,
        })
    }
}

/// # Errors
/// When the database fails.
pub async fn workspace(connection: &mut Connection, id: WorkspaceId) -> Result<Workspace, Error> {
    let row: Row = workspaces::table
        .find(id.0)
        .select(Row::as_select())
        .first(connection)
        .await?;
    row.try_into()
}

/// Holds the workspace's settings until the commit, so that one change is told of after another.
///
/// # Errors
/// When the database fails.
pub async fn lock(connection: &mut Connection, id: WorkspaceId) -> Result<Workspace, Error> {
    let row: Row = workspaces::table
        .find(id.0)
        .select(Row::as_select())
        .for_no_key_update()
        .first(connection)
        .await?;
    row.try_into()
}

/// Changes the settings, and gives the workspace as it is then.
///
/// # Errors
/// When the database fails.
pub async fn change(
    connection: &mut Connection,
    id: WorkspaceId,
    changes: &Changes,
) -> Result<Workspace, Error> {
    diesel::update(workspaces::table.find(id.0))
        .set(changes)
        .execute(connection)
        .await
        .optional_empty_changeset()?;
    workspace(connection, id).await
}
