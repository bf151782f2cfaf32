//! Who works on a conversation (C18).

use actix_web::{put, web};
use chrono::{DateTime, Utc};
use copperline_shared::assignment::AssignConversation;
use copperline_shared::conversations::{Conversation, RecordKind};
use copperline_shared::events::Event;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::agents;
use crate::app::AppData;
use crate::caller::{Caller, WorkConversations};
use crate::conversations::{self, queries, records};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::input::Body;
use crate::openapi::Problems;
use crate::outbox::Audience;

pub fn routes(config: &mut ServiceConfig) {
    config.service(assign_conversation);
}

/// Assign a conversation to an agent, or to nobody
///
/// Whoever works with conversations may assign them, to themselves and to others. The thread tells
/// who did.
#[utoipa::path(
    tag = "conversations",
    operation_id = "assign_conversation",
    params(("conversation_id" = Uuid, Path, description = "The conversation's id")),
    request_body = AssignConversation,
    responses((status = 200, description = "The conversation as it is now", body = Conversation), Problems)
)]
#[put("/api/v1/conversations/{conversation_id}/assignee")]
async fn assign_conversation(
    app: AppData,
    caller: Caller<WorkConversations>,
    conversation_id: web::Path<Uuid>,
    body: Body<AssignConversation>,
) -> Answer<Conversation> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let (id, to, by) = (*conversation_id, body.0.agent_id, caller.agent());
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| assign(connection, workspace, (id, to), by, now).await)
        .await
        .map(web::Json)
}

/// Assigns a conversation and tells so; one that is assigned so already stays as it is. The last
/// thing in a transaction.
async fn assign(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (id, to): (Uuid, Option<Uuid>),
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<Conversation, Error> {
    let told = change(connection, workspace, (id, to), by, now).await?;
    if told.is_empty() {
        let same = queries::conversation(connection, workspace, id).await?;
        return same.ok_or_else(|| Error::not_found("conversation"));
    }
    conversations::announce(connection, workspace, id, told, now).await
}

/// Assigns a conversation, which it locks, with a record in the thread. Gives the events, without the
/// conversation's own; none where it is assigned so already.
///
/// # Errors
/// When there is no such conversation or agent, or the database fails.
pub async fn change(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (id, to): (Uuid, Option<Uuid>),
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let before = queries::lock(connection, workspace, id)
        .await?
        .ok_or_else(|| Error::not_found("conversation"))?;
    if before.assigned_agent_id == to {
        return Ok(Vec::new());
    }
    let name = name(connection, workspace, to).await?;
    let marks = queries::Marks {
        assigned_agent_id: Some(to),
        ..queries::Marks::default()
    };
    queries::mark(connection, workspace, id, marks).await?;
    let (kind, add) = (RecordKind::Assigned, records::add);
    let record = add(connection, workspace, id, kind, by, &name, now).await?;
    Ok(vec![(Audience::Workspace, Event::RecordAdded { record })])
}

/// What a record calls whom a conversation is assigned to: empty for nobody.
///
/// # Errors
/// When the workspace has no such agent, or the database fails.
pub async fn name(
    connection: &mut Connection,
    workspace: WorkspaceId,
    agent: Option<Uuid>,
) -> Result<String, Error> {
    let Some(id) = agent else {
        return Ok(String::new());
    };
    let agent = agents::queries::agent(connection, workspace, id).await?;
    let agent = agent.ok_or_else(|| Error::not_found("agent"))?;
    Ok(agent.full_name())
}
