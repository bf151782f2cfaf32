//! Who works on a conversation: an agent, or a group of them (C18).

use actix_web::{put, web};
use chrono::{DateTime, Utc};
use copperline_shared::assignment::{AssignConversation, AssignedTo};
use copperline_shared::conversations::{Conversation, RecordKind};
use copperline_shared::events::Event;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, WorkConversations};
use crate::conversations::{self, queries, records, records::By};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::input::{Body, Fields};
use crate::openapi::Problems;
use crate::outbox::Audience;
use crate::{agents, groups, notifications};

pub fn routes(config: &mut ServiceConfig) {
    config.service(assign_conversation);
}

/// Assign a conversation to an agent or a group, or to nobody
///
/// Whoever works with conversations may assign them, to themselves and to others. The thread tells
/// who did, and whoever is given it is told so; of a group, its members.
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
    let mut fields = Fields::default();
    let to = AssignedTo::of(body.0.agent_id, body.0.group_id);
    let to = fields.check("group_id", to);
    let (to,) = fields.finish((to,))?;
    let (workspace, now) = (caller.workspace, app.clock.now());
    let (id, by) = (*conversation_id, By::caller(&caller));
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
    (id, to): (Uuid, Option<AssignedTo>),
    by: By,
    now: DateTime<Utc>,
) -> Result<Conversation, Error> {
    let told = change(connection, workspace, (id, to), by, now).await?;
    if told.is_empty() {
        let same = queries::conversation(connection, workspace, id).await?;
        return same.ok_or_else(|| Error::not_found("conversation"));
    }
    conversations::announce(connection, workspace, id, told, now).await
}

/// Assigns a conversation, which it locks, with a record in the thread, and tells whoever it is given to
/// but for the agent who did it. Gives the events, without the conversation's own; none where it is
/// assigned so already.
///
/// # Errors
/// When there is no such conversation, agent or group, or the database fails.
pub async fn change(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (id, to): (Uuid, Option<AssignedTo>),
    by: By,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    // The group is held before the conversation.
    let name = name(connection, workspace, to).await?;
    let before = queries::lock(connection, workspace, id)
        .await?
        .ok_or_else(|| Error::not_found("conversation"))?;
    if before.assigned_to() == to {
        return Ok(Vec::new());
    }
    let marks = queries::Marks {
        assigned_agent_id: Some(to.and_then(AssignedTo::agent_id)),
        assigned_group_id: Some(to.and_then(AssignedTo::group_id)),
        ..queries::Marks::default()
    };
    queries::mark(connection, workspace, id, marks).await?;
    let (kind, add) = (RecordKind::Assigned, records::add);
    let record = add(connection, workspace, id, kind, by, &name, now).await?;
    let mut told = vec![(Audience::Workspace, Event::RecordAdded { record })];
    let mut agents = agents_of(connection, workspace, to).await?;
    agents.retain(|agent| Some(*agent) != by.agent());
    let tell = notifications::tell_assigned;
    told.extend(tell(connection, workspace, id, &agents, now).await?);
    Ok(told)
}

/// The agents who work on what is assigned so: the one, or those who are in the group.
///
/// # Errors
/// When the database fails.
pub async fn agents_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    to: Option<AssignedTo>,
) -> Result<Vec<Uuid>, Error> {
    match to {
        None => Ok(Vec::new()),
        Some(AssignedTo::Agent(agent)) => Ok(vec![agent]),
        Some(AssignedTo::Group(group)) => {
            groups::queries::members(connection, workspace, group).await
        }
    }
}

/// What a record calls whom a conversation is assigned to: empty for nobody. Holds a group until the
/// transaction ends.
///
/// # Errors
/// When the workspace has no such agent or group, or the database fails.
pub async fn name(
    connection: &mut Connection,
    workspace: WorkspaceId,
    to: Option<AssignedTo>,
) -> Result<String, Error> {
    match to {
        None => Ok(String::new()),
        Some(AssignedTo::Agent(id)) => {
            let agent = agents::queries::agent(connection, workspace, id).await?;
            let agent = agent.ok_or_else(|| Error::not_found("agent"))?;
            Ok(agent.full_name())
        }
        Some(AssignedTo::Group(id)) => {
            let held = groups::queries::hold(connection, workspace, &[id]).await?;
            let group = held.into_iter().next();
            let (_, name) = group.ok_or_else(|| Error::not_found("group"))?;
            Ok(name)
        }
    }
}
