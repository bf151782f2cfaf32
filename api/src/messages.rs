//! Texts: sending through the gate, handing over to the carrier, receiving, and states (C7, M3).

mod delivery_errors;
pub mod gate;
pub mod jobs;
pub mod queries;
mod receiving;
mod reporting;
pub mod rules;
mod sending;
mod settling;

use actix_web::{HttpResponse, get, post, web};
use copperline_shared::checks;
use copperline_shared::messages::{Message, MessageDetail, SendMessage};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, SendMessages};
use crate::error::{Answer, Error};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::{Body, Fields};
use crate::jobs::wake;
use crate::openapi::Problems;

pub use receiving::{Inbound, Received, receive};
pub use reporting::{Report, report};

pub fn routes(config: &mut ServiceConfig) {
    config.service(send_message).service(read_message);
}

/// Send a text
///
/// Into a conversation, or to a phone. What the send gate refuses is not written and not charged;
/// the answer's `code` and words say why. An accepted text is charged at once, is handed to the
/// carrier in the order of its conversation, and its state follows in events.
#[utoipa::path(
    tag = "messages",
    operation_id = "send_message",
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeating a request with its key sends one text and gives the first answer again")),
    request_body = SendMessage,
    responses((status = 201, description = "The text, queued", body = Message), Problems)
)]
#[post("/api/v1/messages")]
pub async fn send_message(
    app: AppData,
    caller: Caller<SendMessages>,
    key: IdempotencyKey,
    body: Body<SendMessage>,
) -> Result<HttpResponse, Error> {
    let request = body.0;
    let mut fields = Fields::default();
    let text = fields.check("body", checks::message_body(&request.body));
    let recipient = fields.check(
        if request.conversation_id.is_some() {
            "conversation_id"
        } else {
            "to"
        },
        rules::recipient(&request),
    );
    let (text, recipient) = fields.finish((text, recipient))?;
    let once = Once::new(&caller, key, "send_message", &request)?;
    let message = sending::send(&app, &caller, &once, recipient, &text).await?;
    wake(&app);
    Ok(HttpResponse::Created().json(message))
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
