//! Notifications in the database.

mod assigned;
mod mentions;
mod reminders;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use copperline_shared::comments::Comment;
use copperline_shared::contacts::display_name;
use copperline_shared::notifications::{Notification, NotificationKind};
use copperline_shared::phone::Phone;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::comments;
use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::Position;
use crate::schema::{contacts, conversations, notifications};

pub use assigned::{drop_told_twice, put_assigned};
pub use mentions::delete_mentions;
pub use reminders::{insert_due, mark_reminders};

/// Counting stops here: the page shows no more than "99+".
const COUNT_CAP: i64 = 100;

#[derive(Queryable, Debug)]
struct Row {
    id: Uuid,
    kind: String,
    conversation_id: Uuid,
    first_name: String,
    last_name: String,
    phone: String,
    comment_id: Option<Uuid>,
    created_at: DateTime<Utc>,
    read_at: Option<DateTime<Utc>>,
}

/// An agent's notifications before a place, newest first, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn of_agent(
    connection: &mut Connection,
    workspace: WorkspaceId,
    agent: Uuid,
    position: Option<Position>,
    limit: i64,
) -> Result<Vec<Notification>, Error> {
    let mut query = notifications::table
        .inner_join(
            conversations::table.on(conversations::workspace_id
                .eq(notifications::workspace_id)
                .and(conversations::id.eq(notifications::conversation_id))),
        )
        .inner_join(
            contacts::table.on(contacts::workspace_id
                .eq(conversations::workspace_id)
                .and(contacts::id.eq(conversations::contact_id))),
        )
        .filter(notifications::workspace_id.eq(workspace.0))
        .filter(notifications::agent_id.eq(agent))
        .select((
            notifications::id,
            notifications::kind,
            notifications::conversation_id,
            contacts::first_name,
            contacts::last_name,
            contacts::phone,
            notifications::comment_id,
            notifications::created_at,
            notifications::read_at,
        ))
        .order((notifications::created_at.desc(), notifications::id.desc()))
        .limit(limit)
        .into_boxed::<Pg>();
    if let Some(position) = position {
        query = query.filter(position.before(notifications::created_at, notifications::id));
    }
    let rows: Vec<Row> = query.load(connection).await?;
    let ids: Vec<Uuid> = rows.iter().filter_map(|row| row.comment_id).collect();
    let comments = comments::queries::many(connection, workspace, &ids).await?;
    let mut comments: HashMap<Uuid, Comment> = comments
        .into_iter()
        .map(|comment| (comment.id, comment))
        .collect();
    rows.into_iter()
        .map(|row| {
            let phone = Phone::try_from(row.phone)?;
            Ok(Notification {
                id: row.id,
                kind: db::from_text(row.kind)?,
                conversation_id: row.conversation_id,
                name: display_name(&row.first_name, &row.last_name, &phone),
                comment: row.comment_id.and_then(|id| comments.remove(&id)),
                created_at: row.created_at,
                read_at: row.read_at,
            })
        })
        .collect()
}

/// How many of an agent's notifications are unread, at most 100; a token has none.
///
/// # Errors
/// When the database fails.
pub async fn count_unread(
    connection: &mut Connection,
    workspace: WorkspaceId,
    agent: Option<Uuid>,
) -> Result<u32, Error> {
    let Some(agent) = agent else {
        return Ok(0);
    };
    let some: Vec<Uuid> = notifications::table
        .filter(notifications::workspace_id.eq(workspace.0))
        .filter(notifications::agent_id.eq(agent))
        .filter(notifications::read_at.is_null())
        .limit(COUNT_CAP)
        .select(notifications::id)
        .load(connection)
        .await?;
    Ok(u32::try_from(some.len()).unwrap_or(u32::MAX))
}

/// Writes down that each of these agents is mentioned, since the comment has the text it has, and
/// gives what they are told.
///
/// # Errors
/// When the database fails, or the comment mentions somebody else.
pub async fn insert_mentions(
    connection: &mut Connection,
    workspace: WorkspaceId,
    comment: &Comment,
    agents: &[Uuid],
) -> Result<Vec<(Uuid, Notification)>, Error> {
    if agents.is_empty() {
        return Ok(Vec::new());
    }
    let kind = NotificationKind::Mention;
    let name = name_of(connection, workspace, comment.conversation_id).await?;
    let told: Vec<(Uuid, Notification)> = agents
        .iter()
        .map(|agent| {
            let notification = Notification {
                id: Uuid::now_v7(),
                kind,
                conversation_id: comment.conversation_id,
                name: name.clone(),
                comment: Some(comment.clone()),
                created_at: comment.written_at(),
                read_at: None,
            };
            (*agent, notification)
        })
        .collect();
    let kind = db::to_text(kind)?;
    let rows: Vec<_> = told
        .iter()
        .map(|(agent, notification)| {
            (
                notifications::workspace_id.eq(workspace.0),
                notifications::id.eq(notification.id),
                notifications::agent_id.eq(*agent),
                notifications::kind.eq(&kind),
                notifications::conversation_id.eq(comment.conversation_id),
                notifications::comment_id.eq(comment.id),
                notifications::created_at.eq(notification.created_at),
            )
        })
        .collect();
    diesel::insert_into(notifications::table)
        .values(rows)
        .execute(connection)
        .await?;
    Ok(told)
}

/// The name a conversation goes by.
async fn name_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
) -> Result<String, Error> {
    let (first, last, phone): (String, String, String) = conversations::table
        .inner_join(
            contacts::table.on(contacts::workspace_id
                .eq(conversations::workspace_id)
                .and(contacts::id.eq(conversations::contact_id))),
        )
        .filter(conversations::workspace_id.eq(workspace.0))
        .filter(conversations::id.eq(conversation))
        .select((contacts::first_name, contacts::last_name, contacts::phone))
        .first(connection)
        .await?;
    Ok(display_name(&first, &last, &Phone::try_from(phone)?))
}

/// Marks one of an agent's notifications as read; how many changed.
///
/// # Errors
/// When the database fails.
pub async fn mark_one(
    connection: &mut Connection,
    workspace: WorkspaceId,
    agent: Uuid,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    let unread = notifications::table
        .find((workspace.0, id))
        .filter(notifications::agent_id.eq(agent))
        .filter(notifications::read_at.is_null());
    Ok(diesel::update(unread)
        .set(notifications::read_at.eq(now))
        .execute(connection)
        .await?)
}

/// Whether the agent was ever told this.
///
/// # Errors
/// When the database fails.
pub async fn exists(
    connection: &mut Connection,
    workspace: WorkspaceId,
    agent: Uuid,
    id: Uuid,
) -> Result<bool, Error> {
    let known = notifications::table
        .find((workspace.0, id))
        .filter(notifications::agent_id.eq(agent));
    Ok(diesel::select(diesel::dsl::exists(known))
        .get_result(connection)
        .await?)
}

/// Some of an agent's unread notifications.
#[derive(Clone, Copy, Debug)]
pub struct Unread {
    pub agent: Uuid,
    /// The newest one to mark.
    pub until: DateTime<Utc>,
    /// Only those of this conversation.
    pub conversation: Option<Uuid>,
}

/// Marks them as read; how many changed.
///
/// # Errors
/// When the database fails.
pub async fn mark(
    connection: &mut Connection,
    workspace: WorkspaceId,
    which: Unread,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    let unread = notifications::table
        .filter(notifications::workspace_id.eq(workspace.0))
        .filter(notifications::agent_id.eq(which.agent))
        .filter(notifications::read_at.is_null())
        .filter(notifications::created_at.le(which.until));
    let set = notifications::read_at.eq(now);
    let changed = match which.conversation {
        Some(id) => {
            let of_conversation = unread.filter(notifications::conversation_id.eq(id));
            diesel::update(of_conversation)
                .set(set)
                .execute(connection)
                .await?
        }
        None => diesel::update(unread).set(set).execute(connection).await?,
    };
    Ok(changed)
}
