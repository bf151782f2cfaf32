//! That somebody was given a conversation: one unread notification of each agent and conversation.
//!
//! Diesel can name no partial index, nor delete beside another row of the same table: what writes here
//! is SQL.

use chrono::{DateTime, Utc};
use copperline_shared::notifications::{Notification, NotificationKind};
use diesel::prelude::*;
use diesel::sql_types::{Array, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::name_of;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    agent_id: Uuid,
}

/// Writes down that each of these agents was given a conversation, and gives what they are told. One
/// that is unread still is told anew instead.
///
/// # Errors
/// When the database fails.
pub async fn put_assigned(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
    agents: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Vec<(Uuid, Notification)>, Error> {
    if agents.is_empty() {
        return Ok(Vec::new());
    }
    let name = name_of(connection, workspace, conversation).await?;
    let ids: Vec<Uuid> = agents.iter().map(|_| Uuid::now_v7()).collect();
    let put: Vec<Told> = diesel::sql_query(
        "INSERT INTO notifications (workspace_id, id, agent_id, kind, conversation_id, created_at) \
         SELECT $1, told.id, told.agent_id, 'assigned', $2, $3 \
         FROM unnest($4, $5) AS told (id, agent_id) \
         ON CONFLICT (workspace_id, agent_id, conversation_id) \
             WHERE kind = 'assigned' AND read_at IS NULL \
         DO UPDATE SET created_at = excluded.created_at \
         RETURNING id, agent_id",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(conversation)
    .bind::<Timestamptz, _>(now)
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<SqlUuid>, _>(agents)
    .load(connection)
    .await?;
    let told = |agent: &Uuid| {
        let of_agent = put.iter().find(|told| told.agent_id == *agent)?;
        let notification = Notification {
            id: of_agent.id,
            kind: NotificationKind::Assigned,
            conversation_id: conversation,
            name: name.clone(),
            comment: None,
            created_at: now,
            read_at: None,
        };
        Some((*agent, notification))
    };
    Ok(agents.iter().filter_map(told).collect())
}

#[derive(QueryableByName)]
struct Dropped {
    #[diesel(sql_type = SqlUuid)]
    agent_id: Uuid,
}

/// Takes away what agents are told unread of the other conversation, where they are told the same of the
/// one that is kept; gives those agents.
///
/// # Errors
/// When the database fails.
pub async fn drop_told_twice(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (kept, other): (Uuid, Uuid),
) -> Result<Vec<Uuid>, Error> {
    let dropped: Vec<Dropped> = diesel::sql_query(
        "DELETE FROM notifications AS twice USING notifications AS once \
         WHERE twice.workspace_id = $1 AND once.workspace_id = $1 \
             AND twice.conversation_id = $3 AND once.conversation_id = $2 \
             AND twice.agent_id = once.agent_id \
             AND twice.kind = 'assigned' AND once.kind = 'assigned' \
             AND twice.read_at IS NULL AND once.read_at IS NULL \
         RETURNING twice.agent_id",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(kept)
    .bind::<SqlUuid, _>(other)
    .load(connection)
    .await?;
    Ok(dropped.into_iter().map(|of| of.agent_id).collect())
}
