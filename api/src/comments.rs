//! Comments: what colleagues say to each other in a conversation, and never to the contact (C21).
//!
//! Nothing of this noun reaches a carrier: its table, types and operations are its own, and what
//! sends texts knows none of them.

mod changing;
pub mod queries;
mod rules;

use actix_web::{HttpResponse, delete, get, patch, post, web};
use copperline_shared::comments::{self as shared, Comment, CreateComment, UpdateComment};
use copperline_shared::events::Event;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::{App, AppData};
use crate::caller::{Caller, Identity, WorkConversations};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::{Body, Fields};
use crate::openapi::Problems;
use crate::outbox::{self, Audience};
use crate::{agents, conversations, notifications};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(create_comment)
        .service(read_comment)
        .service(update_comment)
        .service(delete_comment);
}

/// Write a comment into a conversation
///
/// It stands in the thread, for the workspace alone: it is never sent to the contact, costs
/// nothing, and leaves the conversation's row as it is. Whoever it mentions is notified.
#[utoipa::path(
    tag = "comments",
    operation_id = "create_comment",
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeating a request with its key writes one comment and gives the first answer again")),
    request_body = CreateComment,
    responses((status = 201, description = "The comment", body = Comment), Problems)
)]
#[post("/api/v1/comments")]
async fn create_comment(
    app: AppData,
    caller: Caller<WorkConversations>,
    key: IdempotencyKey,
    body: Body<CreateComment>,
) -> Result<HttpResponse, Error> {
    let request = body.0;
    let mut fields = Fields::default();
    let text = fields.check("text", shared::check_text(&request.text));
    let (text,) = fields.finish((text,))?;
    let once = Once::new(&caller, key, "create_comment", &request)?;
    let conversation = request.conversation_id;
    let comment = write(&app, &caller, &once, conversation, &text).await?;
    Ok(HttpResponse::Created().json(comment))
}

async fn write(
    app: &App,
    author: &Identity,
    once: &Once,
    conversation: Uuid,
    text: &str,
) -> Result<Comment, Error> {
    let (workspace, mentioned) = (author.workspace, shared::mentioned(text));
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let now = app.clock.now();
            if let Some(answer) = once.begin::<Comment>(connection, now).await? {
                return Ok(answer);
            }
            if !conversations::queries::exists(connection, workspace, conversation).await? {
                return Err(Error::not_found("conversation"));
            }
            expect_known(connection, workspace, &mentioned).await?;
            let id = queries::insert(connection, author, conversation, text, now).await?;
            queries::insert_mentions(connection, workspace, id, &mentioned).await?;
            let comment = queries::comment(connection, workspace, id).await?;
            let comment = comment
                .ok_or_else(|| Error::internal("a comment vanished while it was written"))?;
            let told =
                notifications::tell_mentioned(connection, workspace, &comment, &mentioned).await?;
            once.keep(connection, &comment).await?;
            let added = Event::CommentAdded {
                comment: comment.clone(),
            };
            let mut events = vec![(Audience::Workspace, added)];
            events.extend(told);
            outbox::record(connection, workspace, events, now).await?;
            Ok(comment)
        })
        .await
}

/// Whoever a comment mentions must be of its workspace.
async fn expect_known(
    connection: &mut Connection,
    workspace: WorkspaceId,
    mentioned: &[Uuid],
) -> Result<(), Error> {
    let known = agents::queries::count_known(connection, workspace, mentioned).await?;
    if known < mentioned.len() {
        let message = "Mention people of this workspace only";
        return Err(Error::field("text", message));
    }
    Ok(())
}

/// Read a comment
///
/// A conversation's comments stand in its thread, in their order among messages and records.
#[utoipa::path(
    tag = "comments",
    operation_id = "read_comment",
    params(("comment_id" = Uuid, Path, description = "The comment's id")),
    responses((status = 200, description = "The comment", body = Comment), Problems)
)]
#[get("/api/v1/comments/{comment_id}")]
async fn read_comment(
    app: AppData,
    caller: Caller<WorkConversations>,
    comment_id: web::Path<Uuid>,
) -> Answer<Comment> {
    let mut connection = app.pool.get().await?;
    let comment = queries::comment(&mut connection, caller.workspace, *comment_id).await?;
    Ok(web::Json(
        comment.ok_or_else(|| Error::not_found("comment"))?,
    ))
}

/// Change a comment
///
/// Only who wrote it may, with the revision that was edited. When it got another text since, this
/// one is refused with 409 `comment_changed`, and `current` holds the comment as it is. The same text
/// again is no change. Whoever it mentions now and didn't before is notified; what others were told,
/// whom it no longer mentions, is taken back. As ever, nothing is sent to the contact.
#[utoipa::path(
    tag = "comments",
    operation_id = "update_comment",
    params(("comment_id" = Uuid, Path, description = "The comment's id")),
    request_body = UpdateComment,
    responses((status = 200, description = "The comment as it is now", body = Comment), Problems)
)]
#[patch("/api/v1/comments/{comment_id}")]
async fn update_comment(
    app: AppData,
    caller: Caller<WorkConversations>,
    comment_id: web::Path<Uuid>,
    body: Body<UpdateComment>,
) -> Answer<Comment> {
    let mut fields = Fields::default();
    let text = fields.check("text", shared::check_text(&body.0.text));
    let (text,) = fields.finish((text,))?;
    let change = UpdateComment { text, ..body.0 };
    let comment = changing::update(&app, &caller, *comment_id, &change).await?;
    Ok(web::Json(comment))
}

/// Delete a comment
///
/// Who wrote it may, the owner and admins. It vanishes from the thread, and what it told those it
/// mentions with it.
#[utoipa::path(
    tag = "comments",
    operation_id = "delete_comment",
    params(("comment_id" = Uuid, Path, description = "The comment's id")),
    responses((status = 204, description = "It is gone"), Problems)
)]
#[delete("/api/v1/comments/{comment_id}")]
async fn delete_comment(
    app: AppData,
    caller: Caller<WorkConversations>,
    comment_id: web::Path<Uuid>,
) -> Result<HttpResponse, Error> {
    changing::delete(&app, &caller, *comment_id).await?;
    Ok(HttpResponse::NoContent().finish())
}
