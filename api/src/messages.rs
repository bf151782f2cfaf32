//! Texts: sending through the gate, now or later, handing over to the carrier, receiving, and states
//! (C7, C8, M3, X3).

mod automated;
mod delivery_errors;
pub mod gate;
pub mod jobs;
mod leaving;
pub mod queries;
mod receiving;
pub mod releasing;
mod reporting;
pub mod rules;
mod sending;
mod settling;
mod waiting;

use actix_web::{HttpResponse, get, patch, post, web};
use copperline_shared::checks;
use copperline_shared::messages::{
    CheckedMessage, Message, MessageDetail, SendMessage, SendNow, UpdateMessage, WaitingMessage,
};
use copperline_shared::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, SendMessages, WorkConversations};
use crate::error::{Answer, Error};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::{Body, Fields};
use crate::jobs::wake;
use crate::openapi::Problems;
use crate::paging::Paging;
use rules::Recipient;
use waiting::{Wish, fulfil};

pub use automated::{Outcome, StepText, Taken, Waits, send_step};
pub use receiving::{Inbound, InboundMedia, Received, receive};
pub use reporting::{Report, report};
pub use settling::changed;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(send_message)
        .service(check_message)
        .service(list_waiting_messages)
        .service(read_message)
        .service(update_message)
        .service(send_message_now)
        .service(cancel_message);
}

/// Send a text
///
/// Into a conversation, or to a phone. What the send gate refuses is not written and not charged;
/// the answer's `code` and words say why. What it holds is taken and waits, as does a text with a
/// `send_at`: it is asked about again, charged and sent at `due_at`. Any other is charged at once and
/// handed to the carrier in the order of its conversation. States follow in events.
#[utoipa::path(
    tag = "messages",
    operation_id = "send_message",
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeating a request with its key sends one text and gives the first answer again")),
    request_body = SendMessage,
    responses((status = 201, description = "The text: queued, held or scheduled", body = Message), Problems)
)]
#[post("/api/v1/messages")]
pub async fn send_message(
    app: AppData,
    caller: Caller<SendMessages>,
    key: IdempotencyKey,
    body: Body<SendMessage>,
) -> Result<HttpResponse, Error> {
    let request = body.0;
    let (text, recipient) = read_request(&request)?;
    let once = Once::new(&caller, key, "send_message", &request)?;
    let message = sending::send(&app, &caller, &once, recipient, &request, &text).await?;
    wake(&app);
    Ok(HttpResponse::Created().json(message))
}

/// Ask the send gate about a text
///
/// What `send_message` would do with the same request, check by check. Nothing is sent or changed.
#[utoipa::path(
    tag = "messages",
    operation_id = "check_message",
    request_body = SendMessage,
    responses((status = 200, description = "What the gate would answer", body = CheckedMessage), Problems)
)]
#[post("/api/v1/messages/check")]
pub async fn check_message(
    app: AppData,
    caller: Caller<SendMessages>,
    body: Body<SendMessage>,
) -> Answer<CheckedMessage> {
    let (text, recipient) = read_request(&body.0)?;
    Ok(web::Json(
        sending::check(&app, &caller, recipient, &body.0, &text).await?,
    ))
}

fn read_request(request: &SendMessage) -> Result<(String, Recipient), Error> {
    let mut fields = Fields::default();
    let text = fields.check(
        "body",
        checks::message_beside(&request.body, request.picture_ids.len()),
    );
    fields.check("picture_ids", rules::picture_ids(&request.picture_ids));
    let recipient = fields.check(
        if request.conversation_id.is_some() {
            "conversation_id"
        } else {
            "to"
        },
        rules::recipient(request),
    );
    fields.finish((text, recipient))
}

/// List the texts that wait
///
/// Scheduled and held ones of the whole workspace, in the order in which they fall due. Of a scheduled
/// one whose moment lies in the contact's quiet hours, `leaves_at` says when it will leave.
#[utoipa::path(
    tag = "messages",
    operation_id = "list_waiting_messages",
    params(Paging),
    responses((status = 200, description = "One page", body = Page<WaitingMessage>), Problems)
)]
#[get("/api/v1/messages/waiting")]
pub async fn list_waiting_messages(
    app: AppData,
    caller: Caller<WorkConversations>,
    paging: web::Query<Paging>,
) -> Answer<Page<WaitingMessage>> {
    let mut connection = app.pool.get().await?;
    Ok(web::Json(
        queries::waiting_page(&mut connection, caller.workspace, &paging).await?,
    ))
}

/// Read a text with the send gate's trace
#[utoipa::path(
    tag = "messages",
    operation_id = "read_message",
    params(("message_id" = Uuid, Path, description = "The text's id")),
    responses((status = 200, description = "The text and each check it passed", body = MessageDetail), Problems)
)]
#[get("/api/v1/messages/{message_id}")]
pub async fn read_message(
    app: AppData,
    caller: Caller<SendMessages>,
    message_id: web::Path<Uuid>,
) -> Answer<MessageDetail> {
    let mut connection = app.pool.get().await?;
    let detail = queries::detail(&mut connection, caller.workspace, *message_id).await?;
    Ok(web::Json(
        detail.ok_or_else(|| Error::not_found("message"))?,
    ))
}

/// Change a text that waits
///
/// Its words, or its moment: a held text with a moment of its own is then a scheduled one. One that
/// has left or ended is refused with `not_waiting`.
#[utoipa::path(
    tag = "messages",
    operation_id = "update_message",
    params(("message_id" = Uuid, Path, description = "The text's id")),
    request_body = UpdateMessage,
    responses((status = 200, description = "The text as it waits now", body = Message), Problems)
)]
#[patch("/api/v1/messages/{message_id}")]
pub async fn update_message(
    app: AppData,
    caller: Caller<SendMessages>,
    message_id: web::Path<Uuid>,
    body: Body<UpdateMessage>,
) -> Answer<Message> {
    let UpdateMessage { body, send_at } = body.0;
    let mut fields = Fields::default();
    // One with pictures may have no words; whether it has any is seen where it is held.
    let words = |body: &String| checks::message_beside(body, 1);
    let text = fields.check("body", body.as_ref().map(words).transpose());
    let (text,) = fields.finish((text,))?;
    let wish = Wish::Change {
        body: text.as_deref(),
        send_at,
    };
    let message = fulfil(&app, caller.workspace, *message_id, wish).await?;
    Ok(web::Json(message))
}

/// Send a text that waits now
///
/// The send gate is asked again. What it refuses or holds is said with its code, and the text waits
/// on as it was. Repeating the request sends nothing twice.
#[utoipa::path(
    tag = "messages",
    operation_id = "send_message_now",
    params(("message_id" = Uuid, Path, description = "The text's id")),
    request_body = SendNow,
    responses((status = 200, description = "The text, queued", body = Message), Problems)
)]
#[post("/api/v1/messages/{message_id}/send_now")]
pub async fn send_message_now(
    app: AppData,
    caller: Caller<SendMessages>,
    message_id: web::Path<Uuid>,
    body: Body<SendNow>,
) -> Answer<Message> {
    // Only a person may decide to send at an hour for which a program's text waits.
    let anyway = body.0.send_anyway && caller.agent().is_some();
    let wish = Wish::SendNow { anyway };
    let message = fulfil(&app, caller.workspace, *message_id, wish).await?;
    wake(&app);
    Ok(web::Json(message))
}

/// Cancel a text that waits
///
/// It was never charged. One that has left is refused with `not_waiting`; repeating the request
/// changes nothing.
#[utoipa::path(
    tag = "messages",
    operation_id = "cancel_message",
    params(("message_id" = Uuid, Path, description = "The text's id")),
    responses((status = 200, description = "The text, cancelled", body = Message), Problems)
)]
#[post("/api/v1/messages/{message_id}/cancel")]
pub async fn cancel_message(
    app: AppData,
    caller: Caller<SendMessages>,
    message_id: web::Path<Uuid>,
) -> Answer<Message> {
    let message = fulfil(&app, caller.workspace, *message_id, Wish::Cancel).await?;
    Ok(web::Json(message))
}
