//! The events outbox: every change a person could see, written in the transaction that makes it.

use chrono::{DateTime, Utc};
use copperline_shared::events::Event;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
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

/// Moves the workspace's counter on, writes the events and tells every node at commit, in one
/// statement: the counter is locked no longer than this and the commit take.
#[derive(Debug, QueryId)]
struct Record {
    workspace: Uuid,
    count: i64,
    audiences: Vec<&'static str>,
    agents: Vec<Option<Uuid>>,
    payloads: Vec<serde_json::Value>,
    created_at: DateTime<Utc>,
}

// Diesel has no words for this, and what it runs as plain SQL it prepares anew each time.
impl QueryFragment<Pg> for Record {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH counter AS (UPDATE event_cursors SET cursor = cursor + ");
        out.push_bind_param::<BigInt, _>(&self.count)?;
        out.push_sql(" WHERE workspace_id = ");
        out.push_bind_param::<SqlUuid, _>(&self.workspace)?;
        out.push_sql(
            " RETURNING workspace_id, cursor) INSERT INTO events (workspace_id, cursor, audience, \
             audience_agent_id, payload, created_at) \
             SELECT counter.workspace_id, counter.cursor - ",
        );
        out.push_bind_param::<BigInt, _>(&self.count)?;
        out.push_sql(" + new.place, new.audience, new.agent, new.payload, ");
        out.push_bind_param::<Timestamptz, _>(&self.created_at)?;
        out.push_sql(" FROM counter, unnest(");
        out.push_bind_param::<Array<Text>, _>(&self.audiences)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<SqlUuid>>, _>(&self.agents)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Jsonb>, _>(&self.payloads)?;
        out.push_sql(
            ") WITH ORDINALITY AS new (audience, agent, payload, place) \
             RETURNING pg_notify('copperline_events', workspace_id::text)",
        );
        Ok(())
    }
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
    let record = Record {
        workspace: workspace.0,
        count,
        audiences: new.iter().map(|(audience, _)| audience.name()).collect(),
        agents: new.iter().map(|(audience, _)| audience.agent()).collect(),
        payloads: new
            .iter()
            .map(|(_, event)| serde_json::to_value(event))
            .collect::<Result<_, _>>()?,
        created_at: now,
    };
    if i64::try_from(record.execute(connection).await?) == Ok(count) {
        return Ok(());
    }
    Err(Error::internal(
        "the workspace has no counter for its events",
    ))
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
