//! Follow-ups: conversations that are put off until a moment (C20).
//!
//! One that is put off leaves Recents. At its moment, or when something comes in before, it returns
//! to the top, unread. At its moment its follow-up is due until somebody says that it is done,
//! writes to the contact or puts it off again.

pub mod jobs;
mod queries;

use actix_web::{delete, put, web};
use chrono::{DateTime, SubsecRound, Utc};
use copperline_shared::conversations::{Conversation, RecordKind};
use copperline_shared::events::Event;
use copperline_shared::follow_ups::{PutOff, check_until};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, WorkConversations};
use crate::conversations::{self, records};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::input::{Body, Fields};
use crate::jobs::{Job, enqueue};
use crate::openapi::Problems;
use crate::outbox::Audience;

pub fn routes(config: &mut ServiceConfig) {
    config.service(put_off_conversation).service(end_follow_up);
}

/// Put a conversation off until a moment
///
/// It leaves Recents, counted as read, and returns to the top, unread, at that moment or when the
/// contact writes. One that is put off already, or due, gets the new moment.
#[utoipa::path(
    tag = "conversations",
    operation_id = "put_off_conversation",
    params(("conversation_id" = Uuid, Path, description = "The conversation's id")),
    request_body = PutOff,
    responses((status = 200, description = "The conversation as it is now", body = Conversation), Problems)
)]
#[put("/api/v1/conversations/{conversation_id}/follow_up")]
async fn put_off_conversation(
    app: AppData,
    caller: Caller<WorkConversations>,
    conversation_id: web::Path<Uuid>,
    body: Body<PutOff>,
) -> Answer<Conversation> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut fields = Fields::default();
    // As the database keeps it: the job knows the moment by it.
    let until = check_until(body.0.until, now).map(|until| until.trunc_subsecs(6));
    let until = fields.check("until", until);
    let (until,) = fields.finish((until,))?;
    let (id, by) = (*conversation_id, caller.agent());
    let mut connection = app.pool.get().await?;
    let conversation = connection
        .atomically(async |connection| {
            let standing = queries::lock(connection, workspace, id).await?;
            if standing.put_off_until == Some(until) {
                return existing(connection, workspace, id).await;
            }
            queries::put_off(connection, workspace, id, (until, by)).await?;
            let job = Job::EndPutOff {
                conversation_id: id,
                until,
            };
            enqueue(connection, Some(workspace), &job, until).await?;
            let record = (RecordKind::PutOff, until.to_rfc3339());
            tell(connection, workspace, id, record, by, now).await
        })
        .await?;
    Ok(web::Json(conversation))
}

/// Bring a conversation back that is put off, or say that its follow-up is done
///
/// One that is neither stays as it is.
#[utoipa::path(
    tag = "conversations",
    operation_id = "end_follow_up",
    params(("conversation_id" = Uuid, Path, description = "The conversation's id")),
    responses((status = 200, description = "The conversation as it is now", body = Conversation), Problems)
)]
#[delete("/api/v1/conversations/{conversation_id}/follow_up")]
async fn end_follow_up(
    app: AppData,
    caller: Caller<WorkConversations>,
    conversation_id: web::Path<Uuid>,
) -> Answer<Conversation> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let (id, by) = (*conversation_id, caller.agent());
    let mut connection = app.pool.get().await?;
    let conversation = connection
        .atomically(async |connection| {
            let standing = queries::lock(connection, workspace, id).await?;
            if standing.put_off_until.is_none() && standing.due_at.is_none() {
                return existing(connection, workspace, id).await;
            }
            queries::end(connection, workspace, id).await?;
            let record = (RecordKind::FollowUpDone, String::new());
            tell(connection, workspace, id, record, by, now).await
        })
        .await?;
    Ok(web::Json(conversation))
}

async fn existing(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Conversation, Error> {
    let conversation = conversations::queries::conversation(connection, workspace, id).await?;
    conversation.ok_or_else(|| Error::not_found("conversation"))
}

/// Adds a record and tells how the conversation is now; the last thing in a transaction.
async fn tell(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    (kind, detail): (RecordKind, String),
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<Conversation, Error> {
    let add = records::add;
    let record = add(connection, workspace, id, kind, by, &detail, now).await?;
    let told = vec![(Audience::Workspace, Event::RecordAdded { record })];
    conversations::announce(connection, workspace, id, told, now).await
}
