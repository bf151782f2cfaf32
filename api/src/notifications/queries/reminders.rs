//! Reminders of follow-ups.

use chrono::{DateTime, Utc};
use copperline_shared::notifications::{Notification, NotificationKind};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::name_of;
use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::notifications;

/// Writes down that each of these agents is reminded of a follow-up, and gives what they are told.
///
/// # Errors
/// When the database fails.
pub async fn insert_due(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
    agents: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Vec<(Uuid, Notification)>, Error> {
    let kind = NotificationKind::FollowUpDue;
    let name = name_of(connection, workspace, conversation).await?;
    let due = |agent: &Uuid| {
        let notification = Notification {
            id: Uuid::now_v7(),
            kind,
            conversation_id: conversation,
            name: name.clone(),
            comment: None,
            created_at: now,
            read_at: None,
        };
        (*agent, notification)
    };
    let told: Vec<(Uuid, Notification)> = agents.iter().map(due).collect();
    let kind = db::to_text(kind)?;
    let row = |(agent, notification): &(Uuid, Notification)| {
        (
            notifications::workspace_id.eq(workspace.0),
            notifications::id.eq(notification.id),
            notifications::agent_id.eq(*agent),
            notifications::kind.eq(kind.clone()),
            notifications::conversation_id.eq(conversation),
            notifications::created_at.eq(now),
        )
    };
    diesel::insert_into(notifications::table)
        .values(told.iter().map(row).collect::<Vec<_>>())
        .execute(connection)
        .await?;
    Ok(told)
}

/// Marks as read what is unread of a conversation's reminders, and gives whose they were, each once.
///
/// # Errors
/// When the database fails.
pub async fn mark_reminders(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<Uuid>, Error> {
    let unread: Vec<Uuid> = notifications::table
        .filter(notifications::workspace_id.eq(workspace.0))
        .filter(notifications::conversation_id.eq(conversation))
        .filter(notifications::kind.eq(db::to_text(NotificationKind::FollowUpDue)?))
        .filter(notifications::read_at.is_null())
        .order(notifications::id)
        .select(notifications::id)
        .for_no_key_update()
        .load(connection)
        .await?;
    if unread.is_empty() {
        return Ok(Vec::new());
    }
    let chosen = notifications::table
        .filter(notifications::workspace_id.eq(workspace.0))
        .filter(notifications::id.eq_any(unread));
    let mut agents: Vec<Uuid> = diesel::update(chosen)
        .set(notifications::read_at.eq(now))
        .returning(notifications::agent_id)
        .get_results(connection)
        .await?;
    agents.sort_unstable();
    agents.dedup();
    Ok(agents)
}
