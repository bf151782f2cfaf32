//! The events outbox: every change a person could see, written in the transaction that makes it.

use chrono::{DateTime, Utc};
use copperline_shared::events::Event;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::Deserialize;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{event_cursors, events};

/// Who may see an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody in the workspace.
    Workspace,
    /// Owner and admins.
    Admins,
    Owner,
    /// One agent only.
    Agent(Uuid),
}

impl Audience {
    fn name(self) -> &'static str {
        match self {
            Self::Workspace => "workspace",
            Self::Admins => "admins",
            Self::Owner => "owner",
            Self::Agent(_) => "agent",
        }
    }

    fn agent(self) -> Option<Uuid> {
        match self {
            Self::Agent(id) => Some(id),
            _ => None,
        }
    }
}

#[derive(Insertable)]
#[diesel(table_name = events)]
struct NewEvent {
    workspace_id: Uuid,
    cursor: i64,
    audience: &'static str,
    audience_agent_id: Option<Uuid>,
    payload: serde_json::Value,
    created_at: DateTime<Utc>,
}

/// Records events. Must be the last thing a transaction does: it locks the workspace's counter
/// until the commit, which makes commit order cursor order, so that no reader skips an event.
///
/// # Errors
/// When the database fails.
pub async fn record(
    connection: &mut Connection,
    workspace: WorkspaceId,
    new: Vec<(Audience, Event)>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if new.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(new.len()).unwrap_or(i64::MAX);
    let last: i64 = diesel::update(event_cursors::table.find(workspace.0))
        .set(event_cursors::cursor.eq(event_cursors::cursor + count))
        .returning(event_cursors::cursor)
        .get_result(connection)
        .await?;
    let rows = new
        .into_iter()
        .zip(last - count + 1..)
        .map(|((audience, event), cursor)| {
            Ok(NewEvent {
                workspace_id: workspace.0,
                cursor,
                audience: audience.name(),
                audience_agent_id: audience.agent(),
                payload: serde_json::to_value(event)?,
                created_at: now,
            })
        })
        .collect::<Result<Vec<_>, serde_json::Error>>()?;
    diesel::insert_into(events::table)
        .values(rows)
        .execute(connection)
        .await?;
    // Diesel has no word for NOTIFY. It is delivered at commit, to every node.
    diesel::sql_query("SELECT pg_notify('copperline_events', $1)")
        .bind::<diesel::sql_types::Text, _>(workspace.0.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// An event as it is stored, with who may see it. It is handed on as it was written: an event of a
/// newer version that this one can't read reaches the browsers that can.
#[derive(Clone, Debug)]
pub struct StoredEvent {
    pub cursor: i64,
    pub audience: Audience,
    /// An [`Event`] in JSON.
    pub payload: serde_json::Value,
}

impl StoredEvent {
    /// # Errors
    /// When this version doesn't know the event.
    pub fn event(&self) -> Result<Event, Error> {
        Ok(Event::deserialize(&self.payload)?)
    }
}

#[derive(Queryable)]
struct EventRow {
    cursor: i64,
    audience: String,
    audience_agent_id: Option<Uuid>,
    payload: serde_json::Value,
}

/// The events after `cursor`, oldest first, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn after(
    connection: &mut Connection,
    workspace: WorkspaceId,
    cursor: i64,
    limit: i64,
) -> Result<Vec<StoredEvent>, Error> {
    let rows: Vec<EventRow> = events::table
        .filter(events::workspace_id.eq(workspace.0))
        .filter(events::cursor.gt(cursor))
        .order(events::cursor.asc())
        .limit(limit)
        .select((
            events::cursor,
            events::audience,
            events::audience_agent_id,
            events::payload,
        ))
        .load(connection)
        .await?;
    let stored = |row: EventRow| StoredEvent {
        cursor: row.cursor,
        audience: match (row.audience.as_str(), row.audience_agent_id) {
            ("workspace", _) => Audience::Workspace,
            ("admins", _) => Audience::Admins,
            ("agent", Some(id)) => Audience::Agent(id),
            // The narrowest, should a newer version have written something unknown.
            _ => Audience::Owner,
        },
        payload: row.payload,
    };
    Ok(rows.into_iter().map(stored).collect())
}

/// The workspace's newest cursor.
///
/// # Errors
/// When the database fails.
pub async fn newest(connection: &mut Connection, workspace: WorkspaceId) -> Result<i64, Error> {
    Ok(event_cursors::table
        .find(workspace.0)
        .select(event_cursors::cursor)
        .first(connection)
        .await?)
}
