//! Records in a thread: what happened and is not a message.

use chrono::{DateTime, Utc};
use copperline_shared::conversations::{RecordKind, ThreadRecord};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::caller::{Actor, Identity};
use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::Position;
use crate::schema::{agents, api_tokens, thread_records, workflows};

/// Who did what a record tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Nobody who works here: the contact, the carrier, or the clock.
    #[default]
    Nobody,
    Agent(Uuid),
    ApiToken(Uuid),
    Workflow(Uuid),
}

impl By {
    #[must_use]
    pub fn caller(caller: &Identity) -> Self {
        match caller.actor {
            Actor::Agent { id, .. } => Self::Agent(id),
            Actor::ApiToken { id, .. } => Self::ApiToken(id),
        }
    }

    #[must_use]
    pub fn agent(self) -> Option<Uuid> {
        match self {
            Self::Agent(id) => Some(id),
            _ => None,
        }
    }

    #[must_use]
    pub fn api_token(self) -> Option<Uuid> {
        match self {
            Self::ApiToken(id) => Some(id),
            _ => None,
        }
    }

    #[must_use]
    pub fn workflow(self) -> Option<Uuid> {
        match self {
            Self::Workflow(id) => Some(id),
            _ => None,
        }
    }
}

#[derive(Queryable)]
struct Row {
    id: Uuid,
    conversation_id: Uuid,
    kind: String,
    first_name: Option<String>,
    last_name: Option<String>,
    api_token_name: Option<String>,
    workflow_name: Option<String>,
    detail: String,
    created_at: DateTime<Utc>,
}

impl TryFrom<Row> for ThreadRecord {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let agent_name = row
            .first_name
            .zip(row.last_name)
            .map(|(first, last)| format!("{first} {last}").trim().to_owned());
        Ok(Self {
            id: row.id,
            conversation_id: row.conversation_id,
            kind: db::from_text(row.kind)?,
            agent_name,
            api_token_name: row.api_token_name,
            workflow_name: row.workflow_name,
            detail: row.detail,
            created_at: row.created_at,
        })
    }
}

#[diesel::dsl::auto_type(no_type_alias)]
fn of_workspace(workspace: Uuid) -> _ {
    let by_agent = agents::workspace_id
        .eq(thread_records::workspace_id)
        .and(agents::id.nullable().eq(thread_records::agent_id));
    let by_token = api_tokens::workspace_id
        .eq(thread_records::workspace_id)
        .and(api_tokens::id.nullable().eq(thread_records::api_token_id));
    let by_workflow = workflows::workspace_id
        .eq(thread_records::workspace_id)
        .and(workflows::id.nullable().eq(thread_records::workflow_id));
    let own = thread_records::workspace_id.eq(workspace);
    thread_records::table
        .left_join(agents::table.on(by_agent))
        .left_join(api_tokens::table.on(by_token))
        .left_join(workflows::table.on(by_workflow))
        .filter(own)
}

type Columns = (
    thread_records::id,
    thread_records::conversation_id,
    thread_records::kind,
    diesel::dsl::Nullable<agents::first_name>,
    diesel::dsl::Nullable<agents::last_name>,
    diesel::dsl::Nullable<api_tokens::name>,
    diesel::dsl::Nullable<workflows::name>,
    thread_records::detail,
    thread_records::created_at,
);

fn columns() -> Columns {
    (
        thread_records::id,
        thread_records::conversation_id,
        thread_records::kind,
        agents::first_name.nullable(),
        agents::last_name.nullable(),
        api_tokens::name.nullable(),
        workflows::name.nullable(),
        thread_records::detail,
        thread_records::created_at,
    )
}

/// Adds a record to a conversation's thread.
///
/// # Errors
/// When the database fails.
pub async fn add(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
    kind: RecordKind,
    by: By,
    detail: &str,
    now: DateTime<Utc>,
) -> Result<ThreadRecord, Error> {
    let id = Uuid::now_v7();
    diesel::insert_into(thread_records::table)
        .values((
            thread_records::workspace_id.eq(workspace.0),
            thread_records::id.eq(id),
            thread_records::conversation_id.eq(conversation_id),
            thread_records::kind.eq(db::to_text(kind)?),
            thread_records::agent_id.eq(by.agent()),
            thread_records::api_token_id.eq(by.api_token()),
            thread_records::workflow_id.eq(by.workflow()),
            thread_records::detail.eq(detail),
            thread_records::created_at.eq(now),
        ))
        .execute(connection)
        .await?;
    let row: Row = of_workspace(workspace.0)
        .filter(thread_records::id.eq(id))
        .select(columns())
        .first(connection)
        .await?;
    row.try_into()
}

/// Adds the same record to the threads of many conversations.
///
/// # Errors
/// When the database fails.
pub async fn add_many(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation_ids: &[Uuid],
    (kind, detail): (RecordKind, &str),
    by: By,
    now: DateTime<Utc>,
) -> Result<Vec<ThreadRecord>, Error> {
    let kind = db::to_text(kind)?;
    let mut ids = Vec::with_capacity(conversation_ids.len());
    let mut new = Vec::with_capacity(conversation_ids.len());
    for conversation in conversation_ids {
        let id = Uuid::now_v7();
        ids.push(id);
        new.push((
            thread_records::workspace_id.eq(workspace.0),
            thread_records::id.eq(id),
            thread_records::conversation_id.eq(conversation),
            thread_records::kind.eq(&kind),
            thread_records::agent_id.eq(by.agent()),
            thread_records::api_token_id.eq(by.api_token()),
            thread_records::workflow_id.eq(by.workflow()),
            thread_records::detail.eq(detail),
            thread_records::created_at.eq(now),
        ));
    }
    diesel::insert_into(thread_records::table)
        .values(new)
        .execute(connection)
        .await?;
    let rows: Vec<Row> = of_workspace(workspace.0)
        .filter(thread_records::id.eq_any(ids))
        .select(columns())
        .load(connection)
        .await?;
    rows.into_iter().map(ThreadRecord::try_from).collect()
}

/// What a record tells, and who did it.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    pub kind: RecordKind,
    pub detail: &'a str,
    pub by: By,
}

/// Removes the records that tell this and were made after `since`; gives their ids. The caller holds
/// the conversation.
///
/// # Errors
/// When the database fails.
pub async fn remove(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
    told: Told<'_>,
    since: DateTime<Utc>,
) -> Result<Vec<Uuid>, Error> {
    let of = thread_records::table
        .filter(thread_records::workspace_id.eq(workspace.0))
        .filter(thread_records::conversation_id.eq(conversation_id))
        .filter(thread_records::kind.eq(db::to_text(told.kind)?))
        .filter(thread_records::detail.eq(told.detail))
        .filter(thread_records::agent_id.is_not_distinct_from(told.by.agent()))
        .filter(thread_records::api_token_id.is_not_distinct_from(told.by.api_token()))
        .filter(thread_records::workflow_id.is_not_distinct_from(told.by.workflow()))
        .filter(thread_records::created_at.gt(since));
    Ok(diesel::delete(of)
        .returning(thread_records::id)
        .get_results(connection)
        .await?)
}

/// Records before `position`, newest first.
///
/// # Errors
/// When the database fails.
pub async fn before(
    mut connection: &Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
    position: Option<Position>,
    limit: i64,
) -> Result<Vec<ThreadRecord>, Error> {
    let mut query = of_workspace(workspace.0)
        .filter(thread_records::conversation_id.eq(conversation_id))
        .select(columns())
        .order((thread_records::created_at.desc(), thread_records::id.desc()))
        .limit(limit)
        .into_boxed::<Pg>();
    if let Some(position) = position {
        query = query.filter(position.before(thread_records::created_at, thread_records::id));
    }
    let rows: Vec<Row> = query.load(&mut connection).await?;
    rows.into_iter().map(ThreadRecord::try_from).collect()
}

/// Records after `position`, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn after(
    mut connection: &Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
    position: Position,
    limit: i64,
) -> Result<Vec<ThreadRecord>, Error> {
    let newer = position.after(thread_records::created_at, thread_records::id);
    let rows: Vec<Row> = of_workspace(workspace.0)
        .filter(thread_records::conversation_id.eq(conversation_id))
        .filter(newer)
        .select(columns())
        .order((thread_records::created_at.asc(), thread_records::id.asc()))
        .limit(limit)
        .load(&mut connection)
        .await?;
    rows.into_iter().map(ThreadRecord::try_from).collect()
}
