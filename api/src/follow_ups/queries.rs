//! Follow-ups in the database: they stand in their conversations.

use chrono::{DateTime, Utc};
use copperline_shared::assignment::AssignedTo;
use copperline_shared::follow_ups::{FollowUp, FollowUpState};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::conversations;

/// A conversation's follow-up and what is decided on it, with its row locked until the commit.
#[derive(Queryable, Debug)]
pub struct Locked {
    pub put_off_until: Option<DateTime<Utc>>,
    pub due_at: Option<DateTime<Utc>>,
    pub put_off_by: Option<Uuid>,
    assigned_agent_id: Option<Uuid>,
    assigned_group_id: Option<Uuid>,
    pub unread_count: i32,
    last_activity_at: DateTime<Utc>,
    last_inbound_at: Option<DateTime<Utc>>,
}

impl Locked {
    /// Who works on it.
    #[must_use]
    pub fn assigned_to(&self) -> Option<AssignedTo> {
        AssignedTo::either(self.assigned_agent_id, self.assigned_group_id)
    }

    #[must_use]
    pub fn follow_up(&self) -> Option<FollowUp> {
        let (at, state) = match (self.put_off_until, self.due_at) {
            (Some(until), _) => (until, FollowUpState::Waiting),
            (None, Some(since)) => (since, FollowUpState::Due),
            (None, None) => return None,
        };
        Some(FollowUp {
            at,
            state,
            put_off_by: self.put_off_by,
        })
    }

    /// Whether something came in that whoever saw the conversation as it was then doesn't know of:
    /// a text, even if somebody else has read it, or a lead.
    #[must_use]
    pub fn has_news_since(&self, seen: DateTime<Utc>) -> bool {
        let wrote = self.last_inbound_at.is_some_and(|wrote| wrote > seen);
        wrote || (self.unread_count > 0 && self.last_activity_at > seen)
    }
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
            conversations::assigned_group_id,
            conversations::unread_count,
            conversations::last_activity_at,
            conversations::last_inbound_at,
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

/// Gives a conversation this follow-up, or none, and takes it out of the archive if it is to be
/// `unarchived`. What is unread stays so.
///
/// # Errors
/// When the database fails.
pub async fn set(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    follow_up: Option<FollowUp>,
    unarchived: bool,
) -> Result<(), Error> {
    let at = |state: FollowUpState| {
        let in_it = follow_up.filter(|follow_up| follow_up.state == state);
        in_it.map(|follow_up| follow_up.at)
    };
    diesel::update(conversations::table.find((workspace.0, id)))
        .set((
            conversations::put_off_until.eq(at(FollowUpState::Waiting)),
            conversations::follow_up_due_at.eq(at(FollowUpState::Due)),
            conversations::put_off_by.eq(follow_up.and_then(|follow_up| follow_up.put_off_by)),
            unarchived.then_some(conversations::archived_at.eq(None::<DateTime<Utc>>)),
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
    // It was counted as read when it was put off, unless somebody marked it as unread since.
    let unread = diesel::dsl::case_when(
        conversations::unread_count.gt(0),
        conversations::unread_count,
    )
    .otherwise(1);
    diesel::update(conversations::table.find((workspace.0, id)))
        .set((
            conversations::put_off_until.eq(None::<DateTime<Utc>>),
            conversations::follow_up_due_at.eq(until),
            conversations::archived_at.eq(None::<DateTime<Utc>>),
            conversations::unread_count.eq(unread),
            conversations::last_activity_at.eq(now),
        ))
        .execute(connection)
        .await?;
    Ok(())
}
