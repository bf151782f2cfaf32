//! Follow-ups in the database: they stand in their conversations.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::conversations;

/// A conversation's follow-up, with its row locked until the commit.
#[derive(Queryable, Debug)]
pub struct Locked {
    pub put_off_until: Option<DateTime<Utc>>,
    pub due_at: Option<DateTime<Utc>>,
    pub put_off_by: Option<Uuid>,
    pub assigned_agent_id: Option<Uuid>,
}

/// # Errors
/// [`Error::not_found`] when the workspace has no such conversation.
pub async fn lock(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Locked, Error> {
    let locked: Option<Locked> = conversations::table
        .find((workspace.0, id))
        .select((
            conversations::put_off_until,
            conversations::follow_up_due_at,
            conversations::put_off_by,
            conversations::assigned_agent_id,
        ))
        .for_no_key_update()
        .first(connection)
        .await
        .optional()?;
    locked.ok_or_else(|| Error::not_found("conversation"))
}

/// Puts a conversation off; what is unread of it counts as read.
///
/// # Errors
/// When the database fails.
pub async fn put_off(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    (until, by): (DateTime<Utc>, Option<Uuid>),
) -> Result<(), Error> {
    diesel::update(conversations::table.find((workspace.0, id)))
        .set((
            conversations::put_off_until.eq(until),
            conversations::follow_up_due_at.eq(None::<DateTime<Utc>>),
            conversations::put_off_by.eq(by),
            conversations::unread_count.eq(0),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends a conversation's follow-up, due or not.
///
/// # Errors
/// When the database fails.
pub async fn end(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<(), Error> {
    diesel::update(conversations::table.find((workspace.0, id)))
        .set((
            conversations::put_off_until.eq(None::<DateTime<Utc>>),
            conversations::follow_up_due_at.eq(None::<DateTime<Utc>>),
            conversations::put_off_by.eq(None::<Uuid>),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Brings a conversation back to the top, unread and out of the archive: its moment has come.
///
/// # Errors
/// When the database fails.
pub async fn bring_back(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    diesel::update(conversations::table.find((workspace.0, id)))
        .set((
            conversations::put_off_until.eq(None::<DateTime<Utc>>),
            conversations::follow_up_due_at.eq(until),
            conversations::archived_at.eq(None::<DateTime<Utc>>),
            // It was counted as read when it was put off, and what came in would have ended that.
            conversations::unread_count.eq(conversations::unread_count + 1),
            conversations::last_activity_at.eq(now),
        ))
        .execute(connection)
        .await?;
    Ok(())
}
