//! Telling the workspace how a conversation is now.

use chrono::{DateTime, Utc};
use copperline_shared::conversations::Conversation;
use copperline_shared::events::Event;
use uuid::Uuid;

use super::queries;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::{self, Audience};

/// The event that tells how a conversation is now.
///
/// # Errors
/// When the database fails.
pub async fn changed(
    connection: &Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<(Audience, Event)>, Error> {
    let conversation = queries::conversation(connection, workspace, id).await?;
    Ok(conversation.map(|conversation| {
        (
            Audience::Workspace,
            Event::ConversationChanged { conversation },
        )
    }))
}

/// Records `events` and the conversation's change; the last thing in a transaction.
///
/// # Errors
/// When there is no such conversation or the database fails.
pub async fn announce(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    mut events: Vec<(Audience, Event)>,
    now: DateTime<Utc>,
) -> Result<Conversation, Error> {
    let conversation = queries::conversation(connection, workspace, id)
        .await?
        .ok_or_else(|| Error::not_found("conversation"))?;
    let changed = Event::ConversationChanged {
        conversation: conversation.clone(),
    };
    events.push((Audience::Workspace, changed));
    outbox::record(connection, workspace, events, now).await?;
    Ok(conversation)
}
