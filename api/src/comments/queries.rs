//! Comments in the database.

mod changes;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use copperline_shared::comments::{Comment, Mention};
use diesel::dsl::Nullable;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::caller::{Actor, Identity};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::Position;
use crate::schema::{agents, api_tokens, comment_mentions, comments};

pub use changes::{Standing, delete, delete_mentions, hold, rewrite};

/// A comment with its author's names, without whom it mentions.
#[derive(Queryable, Debug)]
struct Row {
    id: Uuid,
    conversation_id: Uuid,
    text: String,
    agent_id: Option<Uuid>,
    first_name: Option<String>,
    last_name: Option<String>,
    token_name: Option<String>,
    created_at: DateTime<Utc>,
    revision: i32,
    edited_at: Option<DateTime<Utc>>,
}

impl Row {
    fn comment(self, mentions: Vec<Mention>) -> Comment {
        let author_name = match (self.first_name, self.last_name) {
            (Some(first), Some(last)) => full_name(&first, &last),
            _ => self.token_name.unwrap_or_default(),
        };
        Comment {
            id: self.id,
            conversation_id: self.conversation_id,
            text: self.text,
            mentions,
            agent_id: self.agent_id,
            author_name,
            created_at: self.created_at,
            revision: self.revision.unsigned_abs(),
            edited_at: self.edited_at,
        }
    }
}

fn full_name(first: &str, last: &str) -> String {
    format!("{first} {last}").trim().to_owned()
}

/// Every query of comments begins here: bound to the workspace, joined with the author.
#[diesel::dsl::auto_type(no_type_alias)]
fn of_workspace(workspace: Uuid) -> _ {
    comments::table
        .left_join(
            agents::table.on(agents::workspace_id
                .eq(comments::workspace_id)
                .and(agents::id.nullable().eq(comments::agent_id))),
        )
        .left_join(
            api_tokens::table.on(api_tokens::workspace_id
                .eq(comments::workspace_id)
                .and(api_tokens::id.nullable().eq(comments::api_token_id))),
        )
        .filter(comments::workspace_id.eq(workspace))
}

type Columns = (
    comments::id,
    comments::conversation_id,
    comments::text,
    comments::agent_id,
    Nullable<agents::first_name>,
    Nullable<agents::last_name>,
    Nullable<api_tokens::name>,
    comments::created_at,
    comments::revision,
    comments::edited_at,
);

fn columns() -> Columns {
    (
        comments::id,
        comments::conversation_id,
        comments::text,
        comments::agent_id,
        agents::first_name.nullable(),
        agents::last_name.nullable(),
        api_tokens::name.nullable(),
        comments::created_at,
        comments::revision,
        comments::edited_at,
    )
}

/// Writes a comment down; its id.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    connection: &mut Connection,
    author: &Identity,
    conversation: Uuid,
    text: &str,
    now: DateTime<Utc>,
) -> Result<Uuid, Error> {
    let id = Uuid::now_v7();
    let token = match &author.actor {
        Actor::ApiToken { id, .. } => Some(*id),
        Actor::Agent { .. } => None,
    };
    diesel::insert_into(comments::table)
        .values((
            comments::workspace_id.eq(author.workspace.0),
            comments::id.eq(id),
            comments::conversation_id.eq(conversation),
            comments::text.eq(text),
            comments::agent_id.eq(author.agent()),
            comments::api_token_id.eq(token),
            comments::created_at.eq(now),
        ))
        .execute(connection)
        .await?;
    Ok(id)
}

/// Writes down whom a comment mentions.
///
/// # Errors
/// When the database fails, or one of them is no agent of the workspace.
pub async fn insert_mentions(
    connection: &mut Connection,
    workspace: WorkspaceId,
    comment: Uuid,
    agents: &[Uuid],
) -> Result<(), Error> {
    let rows: Vec<_> = agents
        .iter()
        .map(|agent| {
            (
                comment_mentions::workspace_id.eq(workspace.0),
                comment_mentions::comment_id.eq(comment),
                comment_mentions::agent_id.eq(*agent),
            )
        })
        .collect();
    if !rows.is_empty() {
        diesel::insert_into(comment_mentions::table)
            .values(rows)
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// # Errors
/// When the database fails.
pub async fn comment(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Comment>, Error> {
    Ok(many(connection, workspace, &[id]).await?.pop())
}

/// These comments, in no order.
///
/// # Errors
/// When the database fails.
pub async fn many(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<Vec<Comment>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = of_workspace(workspace.0)
        .filter(comments::id.eq_any(ids))
        .select(columns())
        .load(connection)
        .await?;
    with_mentions(connection, workspace, rows).await
}

/// A conversation's comments before a place, or its last ones; newest first, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn before(
    mut connection: &Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
    position: Option<Position>,
    limit: i64,
) -> Result<Vec<Comment>, Error> {
    let mut query = of_workspace(workspace.0)
        .filter(comments::conversation_id.eq(conversation))
        .select(columns())
        .order((comments::created_at.desc(), comments::id.desc()))
        .limit(limit)
        .into_boxed::<Pg>();
    if let Some(position) = position {
        query = query.filter(position.before(comments::created_at, comments::id));
    }
    let rows: Vec<Row> = query.load(&mut connection).await?;
    with_mentions(connection, workspace, rows).await
}

/// A conversation's comments after a place; oldest first, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn after(
    mut connection: &Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
    position: Position,
    limit: i64,
) -> Result<Vec<Comment>, Error> {
    let rows: Vec<Row> = of_workspace(workspace.0)
        .filter(comments::conversation_id.eq(conversation))
        .filter(position.after(comments::created_at, comments::id))
        .select(columns())
        .order((comments::created_at.asc(), comments::id.asc()))
        .limit(limit)
        .load(&mut connection)
        .await?;
    with_mentions(connection, workspace, rows).await
}

/// Adds to each whom it mentions, with their names as they are now.
async fn with_mentions(
    mut connection: &Connection,
    workspace: WorkspaceId,
    rows: Vec<Row>,
) -> Result<Vec<Comment>, Error> {
    // Most stretches of a thread have none: then nothing more is asked.
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let found: Vec<(Uuid, Uuid, String, String)> = comment_mentions::table
        .inner_join(
            agents::table.on(agents::workspace_id
                .eq(comment_mentions::workspace_id)
                .and(agents::id.eq(comment_mentions::agent_id))),
        )
        .filter(comment_mentions::workspace_id.eq(workspace.0))
        .filter(comment_mentions::comment_id.eq_any(ids))
        .order((comment_mentions::comment_id, comment_mentions::agent_id))
        .select((
            comment_mentions::comment_id,
            agents::id,
            agents::first_name,
            agents::last_name,
        ))
        .load(&mut connection)
        .await?;
    let mut mentions: HashMap<Uuid, Vec<Mention>> = HashMap::new();
    for (comment, agent_id, first, last) in found {
        let name = full_name(&first, &last);
        let mention = Mention { agent_id, name };
        mentions.entry(comment).or_default().push(mention);
    }
    let comment = |row: Row| {
        let mentions = mentions.remove(&row.id).unwrap_or_default();
        row.comment(mentions)
    };
    Ok(rows.into_iter().map(comment).collect())
}
