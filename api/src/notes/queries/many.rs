//! The notepads of many contacts at once, as imports need them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Integer, Jsonb, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{note_versions, notes};

/// What stands on the notepads of these contacts, of those that aren't empty.
///
/// # Errors
/// When the database fails.
pub async fn texts(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contacts: &[Uuid],
) -> Result<HashMap<Uuid, String>, Error> {
    let on_top = note_versions::workspace_id
        .eq(notes::workspace_id)
        .and(note_versions::id.eq(notes::version_id));
    let rows: Vec<(Uuid, String)> = notes::table
        .inner_join(note_versions::table.on(on_top))
        .filter(notes::workspace_id.eq(workspace.0))
        .filter(notes::contact_id.eq_any(contacts))
        .filter(note_versions::text.ne(""))
        .select((notes::contact_id, note_versions::text))
        .load(connection)
        .await?;
    Ok(rows.into_iter().collect())
}

#[derive(QueryableByName)]
struct Written {
    #[diesel(sql_type = SqlUuid)]
    contact_id: Uuid,
    #[diesel(sql_type = Integer)]
    revision: i32,
}

/// Begins a version on the notepad of each of these contacts, which the caller has locked; the author
/// is an agent or a token. Gives the contacts with their notepads' revisions.
///
/// # Errors
/// When the database fails.
pub async fn write(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (agent, token): (Option<Uuid>, Option<Uuid>),
    texts: &[(Uuid, String)],
    now: DateTime<Utc>,
) -> Result<Vec<(Uuid, u32)>, Error> {
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let row = |(contact, text): &(Uuid, String)| serde_json::json!({ "id": Uuid::now_v7(), "contact_id": contact, "text": text });
    let rows = Value::Array(texts.iter().map(row).collect());
    // Diesel's insert of so many rows would be a statement of as many parts.
    diesel::sql_query(
        "INSERT INTO note_versions (workspace_id, id, contact_id, text, agent_id, api_token_id, \
             began_at, saved_at) \
         SELECT $1, new.id, new.contact_id, new.text, $3, $4, $5, $5 \
         FROM jsonb_to_recordset($2) AS new (id uuid, contact_id uuid, text text)",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Jsonb, _>(&rows)
    .bind::<Nullable<SqlUuid>, _>(agent)
    .bind::<Nullable<SqlUuid>, _>(token)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    let written: Vec<Written> = diesel::sql_query(
        "INSERT INTO notes (workspace_id, contact_id, revision, version_id) \
         SELECT $1, new.contact_id, 1, new.id \
         FROM jsonb_to_recordset($2) AS new (id uuid, contact_id uuid) \
         ON CONFLICT (workspace_id, contact_id) DO UPDATE \
         SET revision = notes.revision + 1, version_id = excluded.version_id \
         RETURNING contact_id, revision",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Jsonb, _>(&rows)
    .load(connection)
    .await?;
    Ok(written
        .into_iter()
        .map(|row| (row.contact_id, row.revision.unsigned_abs()))
        .collect())
}
