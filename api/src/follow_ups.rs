//! Follow-ups: conversations that are put off until a moment (C20).
//!
//! One that is put off leaves Recents. At its moment, or when something comes in before, it returns
//! to the top, unread. At its moment its follow-up is due until somebody says that it is done,
//! writes to the contact or puts it off again. What comes in, and what a token, a workflow or the
//! clock sends, leaves it due: nobody has followed up by that.

mod changes;
pub mod jobs;
mod merging;
mod queries;
mod rules;

use actix_web::{delete, put, web};
use chrono::{DateTime, Utc};
use copperline_shared::conversations::Conversation;
use copperline_shared::follow_ups::{PutOff, check_until};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub use changes::answered;
pub use merging::merge;

use crate::app::AppData;
use crate::caller::{Caller, WorkConversations};
use crate::conversations::records::By;
use crate::db::Atomic;
use crate::error::Answer;
use crate::input::{Body, Fields};
use crate::openapi::Problems;

pub fn routes(config: &mut ServiceConfig) {
    config.service(put_off_conversation).service(end_follow_up);
}

/// Put a conversation off until a moment
///
/// It leaves Recents, counted as read, and returns to the top, unread, at that moment or when the
/// contact writes. One that is put off already, or due, gets the new moment. With `seen`, one in
/// which something came in later is left as it is: 409 `conversation_changed`, with the conversation
/// in `current`.
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
    let mut fields = Fields::default();
    let until = check_until(body.0.until, app.clock.now());
    let until = fields.check("until", until.map(rules::kept));
    let (until,) = fields.finish((until,))?;
    let asked = PutOff {
        until,
        of: body.0.of.map(rules::kept),
        ..body.0
    };
    let of = (caller.workspace, *conversation_id);
    let (by, clock) = (By::caller(&caller), &app.clock);
    let mut connection = app.pool.get().await?;
    let conversation = connection
        .atomically(async |connection| changes::put_off(connection, of, asked, by, clock).await)
        .await?;
    Ok(web::Json(conversation))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TakingBack {
    /// Takes back that it was put off until this moment: it stays where it is if it is archived, and
    /// as it is when another moment counts by now. Within a minute, by whoever put it off, the thread's
    /// record of it goes too.
    of: Option<DateTime<Utc>>,
    /// With `of`: since when a follow-up was due before that. It is due again.
    due_since: Option<DateTime<Utc>>,
}

/// Bring a conversation back that is put off, or say that its follow-up is done
///
/// One that is put off returns to Recents, from the archive too. One that is neither put off nor due
/// stays as it is.
#[utoipa::path(
    tag = "conversations",
    operation_id = "end_follow_up",
    params(("conversation_id" = Uuid, Path, description = "The conversation's id"), TakingBack),
    responses((status = 200, description = "The conversation as it is now", body = Conversation), Problems)
)]
#[delete("/api/v1/conversations/{conversation_id}/follow_up")]
async fn end_follow_up(
    app: AppData,
    caller: Caller<WorkConversations>,
    conversation_id: web::Path<Uuid>,
    taking: web::Query<TakingBack>,
) -> Answer<Conversation> {
    let taken_back = rules::taken_back(taking.of, taking.due_since, app.clock.now())?;
    let of = (caller.workspace, *conversation_id);
    let (by, clock) = (By::caller(&caller), &app.clock);
    let mut connection = app.pool.get().await?;
    let conversation = connection
        .atomically(async |connection| match taken_back {
            Some(back) => changes::take_back(connection, of, back, by, clock).await,
            None => changes::end(connection, of, by, clock).await,
        })
        .await?;
    Ok(web::Json(conversation))
}
