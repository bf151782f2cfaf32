//! What the card processor reports by itself: signed events, each acknowledged after its commit.
//!
//! A genuine event that comes again, or for a payment that is settled or unknown, is acknowledged
//! and changes nothing.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use secrecy::ExposeSecret;
use serde::Deserialize;
use uuid::Uuid;

use super::signature;
use crate::app::AppData;
use crate::billing::jobs::{Outcome, settle_payment};
use crate::billing::rules;
use crate::db::{Atomic, WorkspaceId};
use crate::error::{Error, plain};
use crate::input::nul;
use crate::outbox;
use crate::router::Unlisted;

pub fn routes(routes: &mut Unlisted) {
    routes.post("/callbacks/payments", payment_event);
}

/// An event in Stripe's form; fields Copperline has no use for are left out.
#[derive(Deserialize)]
struct ProcessorEvent {
    #[serde(rename = "type")]
    kind: String,
    data: EventData,
}

#[derive(Deserialize)]
struct EventData {
    object: serde_json::Value,
}

#[derive(Deserialize)]
struct PaymentIntent {
    id: String,
    metadata: Metadata,
    last_payment_error: Option<PaymentFailure>,
}

#[derive(Deserialize)]
struct Metadata {
    workspace_id: Uuid,
    payment_id: Uuid,
}

#[derive(Deserialize)]
struct PaymentFailure {
    code: Option<String>,
    decline_code: Option<String>,
}

async fn payment_event(
    app: AppData,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, Error> {
    let secret = app.secrets.payments_callback_secret.expose_secret();
    let header = request
        .headers()
        .get("stripe-signature")
        .and_then(|value| value.to_str().ok());
    if let Err(error) = signature::verify(secret, header, &body, app.clock.now()) {
        tracing::warn!(%error, "refused a payment callback");
        return Ok(plain(StatusCode::FORBIDDEN, "The signature does not fit."));
    }
    let Ok(event) = serde_json::from_slice::<ProcessorEvent>(&body) else {
        return Ok(plain(StatusCode::BAD_REQUEST, "This is not an event."));
    };
    nul::refuse_in_json(&body)?;
    let outcome: fn(&PaymentIntent) -> Outcome = match event.kind.as_str() {
        "payment_intent.succeeded" => |_| Outcome::Succeeded,
        "payment_intent.payment_failed" => failure,
        // Processors report more than Copperline asked for.
        _ => return Ok(plain(StatusCode::OK, "Nothing to do.")),
    };
    let Ok(intent) = serde_json::from_value::<PaymentIntent>(event.data.object) else {
        // A payment made elsewhere with the same processor account.
        return Ok(plain(StatusCode::OK, "Not a payment of Copperline."));
    };
    settle(&app, &intent, outcome(&intent)).await?;
    Ok(plain(StatusCode::OK, "Received."))
}

fn failure(intent: &PaymentIntent) -> Outcome {
    let code = intent
        .last_payment_error
        .as_ref()
        .and_then(|error| error.decline_code.as_deref().or(error.code.as_deref()));
    Outcome::Failed(rules::decline_words(code.unwrap_or_default()))
}

async fn settle(app: &AppData, intent: &PaymentIntent, outcome: Outcome) -> Result<(), Error> {
    let workspace = WorkspaceId(intent.metadata.workspace_id);
    let payment = intent.metadata.payment_id;
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let events = settle_payment(
                connection,
                workspace,
                payment,
                &intent.id,
                outcome.clone(),
                now,
            )
            .await?;
            outbox::record(connection, workspace, events, now).await
        })
        .await
}
