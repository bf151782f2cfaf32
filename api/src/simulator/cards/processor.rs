//! The simulated card processor's own servers: what they answer under `/simulator/processor`, in
//! Stripe's words. Each outcome is also reported by signed callback.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::json;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::super::Callback;
use super::is_over;
use crate::app::AppData;
use crate::db::{Atomic, Connection};
use crate::error::Error;
use crate::input::Form;
use crate::jobs::{self, Job};
use crate::payments::simulated;
use crate::router::Unlisted;
use crate::schema::{simulated_cards, simulated_charges};

pub fn routes(routes: &mut Unlisted) {
    routes
        .get(
            "/simulator/processor/v1/payment_methods/{id}",
            payment_method,
        )
        .post("/simulator/processor/v1/payment_intents", payment_intent);
}

/// Only Copperline, which knows the key, may ask the processor.
fn knows_key(request: &HttpRequest, app: &AppData) -> bool {
    let key = simulated::api_key(&app.secrets.payments_callback_secret);
    let expected = format!("Bearer {}", key.expose_secret());
    let given = request
        .headers()
        .get("authorization")
        .map(|value| value.as_bytes().to_vec());
    given.is_some_and(|given| bool::from(given.ct_eq(expected.as_bytes())))
}

fn failure(status: StatusCode, kind: &str, code: &str, message: &str) -> HttpResponse {
    HttpResponse::build(status)
        .json(json!({ "error": { "type": kind, "code": code, "message": message } }))
}

fn wrong_key() -> HttpResponse {
    failure(
        StatusCode::UNAUTHORIZED,
        "invalid_request_error",
        "api_key_invalid",
        "Wrong API key.",
    )
}

fn no_such(what: &str) -> HttpResponse {
    let message = format!("No such {what}.");
    failure(
        StatusCode::NOT_FOUND,
        "invalid_request_error",
        "resource_missing",
        &message,
    )
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = simulated_cards)]
struct StoredCardRow {
    id: String,
    brand: String,
    last_four: String,
    expiry_month: i16,
    expiry_year: i16,
    declines_with: Option<String>,
}

async fn stored(connection: &mut Connection, id: &str) -> Result<Option<StoredCardRow>, Error> {
    let card = simulated_cards::table
        .find(id)
        .select(StoredCardRow::as_select());
    Ok(card.first(connection).await.optional()?)
}

async fn payment_method(
    app: AppData,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    if !knows_key(&request, &app) {
        return Ok(wrong_key());
    }
    let mut connection = app.pool.get().await?;
    let Some(card) = stored(&mut connection, &id).await? else {
        return Ok(no_such("payment_method"));
    };
    Ok(HttpResponse::Ok().json(json!({
        "id": card.id,
        "object": "payment_method",
        "type": "card",
        "card": {
            "brand": card.brand,
            "last4": card.last_four,
            "exp_month": card.expiry_month,
            "exp_year": card.expiry_year,
        },
    })))
}

#[derive(Deserialize)]
struct ChargeForm {
    amount: i64,
    payment_method: String,
    #[serde(rename = "metadata[workspace_id]")]
    workspace_id: String,
    #[serde(rename = "metadata[payment_id]")]
    payment_id: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = simulated_charges)]
struct ChargeRow {
    id: String,
    card_id: String,
    amount_cents: i64,
    decline_code: Option<String>,
}

async fn payment_intent(
    app: AppData,
    request: HttpRequest,
    Form(form): Form<ChargeForm>,
) -> Result<HttpResponse, Error> {
    if !knows_key(&request, &app) {
        return Ok(wrong_key());
    }
    let key = request
        .headers()
        .get("idempotency-key")
        .and_then(|value| value.to_str().ok());
    let Some(key) = key else {
        return Ok(failure(
            StatusCode::BAD_REQUEST,
            "invalid_request_error",
            "idempotency_key_missing",
            "Send an Idempotency-Key.",
        ));
    };
    let mut connection = app.pool.get().await?;
    let Some(card) = stored(&mut connection, &form.payment_method).await? else {
        return Ok(no_such("payment_method"));
    };
    let now = app.clock.now();
    let charge = connection
        .atomically(async |connection| take(connection, &app, key, &card, &form, now).await)
        .await?;
    jobs::wake(&app);
    if (charge.card_id.as_str(), charge.amount_cents) != (card.id.as_str(), form.amount) {
        return Ok(failure(
            StatusCode::BAD_REQUEST,
            "idempotency_error",
            "idempotency_key_in_use",
            "This Idempotency-Key came before with other parameters.",
        ));
    }
    let object = intent(&charge, &form);
    Ok(match &charge.decline_code {
        None => HttpResponse::Ok().json(object),
        Some(_) => {
            let mut error = object["last_payment_error"].clone();
            error["payment_intent"] = object;
            HttpResponse::PaymentRequired().json(json!({ "error": error }))
        }
    })
}

/// Charges once for each key, and plans the callback with the first charge.
async fn take(
    connection: &mut Connection,
    app: &AppData,
    key: &str,
    card: &StoredCardRow,
    form: &ChargeForm,
    now: DateTime<Utc>,
) -> Result<ChargeRow, Error> {
    let expired =
        is_over(card.expiry_month, card.expiry_year, now).then(|| "expired_card".to_owned());
    let first: Option<ChargeRow> = diesel::insert_into(simulated_charges::table)
        .values((
            simulated_charges::id.eq(format!("pi_{}", Uuid::now_v7().simple())),
            simulated_charges::idempotency_key.eq(key),
            simulated_charges::card_id.eq(&card.id),
            simulated_charges::amount_cents.eq(form.amount),
            simulated_charges::decline_code.eq(expired.or_else(|| card.declines_with.clone())),
            simulated_charges::created_at.eq(now),
        ))
        .on_conflict(simulated_charges::idempotency_key)
        .do_nothing()
        .returning(ChargeRow::as_returning())
        .get_result(connection)
        .await
        .optional()?;
    if let Some(charge) = first {
        let callback = callback(app, &charge, form, now)?;
        jobs::enqueue(connection, None, &Job::SimulatedCallback { callback }, now).await?;
        return Ok(charge);
    }
    Ok(simulated_charges::table
        .filter(simulated_charges::idempotency_key.eq(key))
        .select(ChargeRow::as_select())
        .first(connection)
        .await?)
}

/// The payment intent as the processor tells it.
fn intent(charge: &ChargeRow, form: &ChargeForm) -> serde_json::Value {
    let error = charge.decline_code.as_ref().map(|decline| {
        let code = if decline == "expired_card" {
            "expired_card"
        } else {
            "card_declined"
        };
        json!({
            "type": "card_error",
            "code": code,
            "decline_code": decline,
            "message": "Your card was declined.",
        })
    });
    json!({
        "id": charge.id,
        "object": "payment_intent",
        "amount": charge.amount_cents,
        "currency": "usd",
        "status": if error.is_none() { "succeeded" } else { "requires_payment_method" },
        "last_payment_error": error,
        "metadata": { "workspace_id": form.workspace_id, "payment_id": form.payment_id },
    })
}

fn callback(
    app: &AppData,
    charge: &ChargeRow,
    form: &ChargeForm,
    now: DateTime<Utc>,
) -> Result<Callback, Error> {
    let kind = match charge.decline_code {
        None => "payment_intent.succeeded",
        Some(_) => "payment_intent.payment_failed",
    };
    let event = json!({
        "id": format!("evt_{}", Uuid::now_v7().simple()),
        "object": "event",
        "type": kind,
        "created": now.timestamp(),
        "data": { "object": intent(charge, form) },
    });
    let url = format!("{}/callbacks/payments", app.config.base_url());
    Ok(Callback::Processor {
        url,
        body: serde_json::to_string(&event)?,
    })
}
