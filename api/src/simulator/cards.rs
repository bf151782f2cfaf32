//! The simulated card processor: stores cards and charges them, in Stripe's words.
//!
//! Only [`store_simulated_card`] belongs to the page; the rest is what a processor's own servers
//! answer, under `/simulator/processor`. Outcomes are also reported by signed callback.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Datelike, Utc};
use copperline_shared::checks::FieldError;
use copperline_shared::simulator::{SimulatedCard, StoredCard};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::json;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::Callback;
use crate::app::AppData;
use crate::caller::{Caller, ManageBilling};
use crate::db::Connection;
use crate::error::Error;
use crate::input::{Body, Fields};
use crate::jobs::{self, Job};
use crate::openapi::Problems;
use crate::payments::{signature, simulated};
use crate::schema::{simulated_cards, simulated_charges};

/// The processor's own endpoints.
pub fn provider_routes(config: &mut web::ServiceConfig) {
    config.service(payment_method).service(payment_intent);
}

/// Store a card with the simulated processor
///
/// Stands in for the processor's own card form: the number goes to the processor, which keeps the
/// brand and the last four digits. 4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined,
/// 4000 0000 0000 9995 has insufficient funds. Never enter a real card.
#[utoipa::path(tag = "simulator", operation_id = "store_simulated_card", request_body = SimulatedCard,
    responses((status = 201, description = "The processor's id of the card", body = StoredCard), Problems))]
#[post("/api/v1/simulator/cards")]
pub async fn store_simulated_card(
    app: AppData,
    _caller: Caller<ManageBilling>,
    body: Body<SimulatedCard>,
) -> Result<HttpResponse, Error> {
    let now = app.clock.now();
    let mut fields = Fields::default();
    let digits = fields.check("number", card_number(&body.0.number));
    let expiry = fields.check("expiry_year", expiry(body.0.expiry_month, body.0.expiry_year, now));
    let cvc = fields.check("cvc", cvc(&body.0.cvc));
    let (digits, expiry, ()) = fields.finish((digits, expiry, cvc))?;
    let mut connection = app.pool.get().await?;
    let payment_method = store(&mut connection, &digits, expiry, now).await?;
    Ok(HttpResponse::Created().json(StoredCard { payment_method }))
}

/// Keeps what a processor tells of a card, and returns its id there. `digits` are not kept.
///
/// # Errors
/// When the database fails.
pub async fn store(
    connection: &mut Connection,
    digits: &str,
    (month, year): (i16, i16),
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let id = format!("pm_{}", Uuid::now_v7().simple());
    diesel::insert_into(simulated_cards::table)
        .values((
            simulated_cards::id.eq(&id),
            simulated_cards::brand.eq(brand(digits)),
            simulated_cards::last_four.eq(&digits[digits.len() - 4..]),
            simulated_cards::expiry_month.eq(month),
            simulated_cards::expiry_year.eq(year),
            simulated_cards::declines_with.eq(decline_of(digits)),
            simulated_cards::created_at.eq(now),
        ))
        .execute(connection)
        .await?;
    Ok(id)
}

fn card_number(text: &str) -> Result<String, FieldError> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let plausible = (12..=19).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if plausible && passes_luhn(&digits) {
        return Ok(digits);
    }
    Err(FieldError::new("card_number", "Check the number: it is not a card's. Try 4242 4242 4242 4242"))
}

/// The check digit of ISO/IEC 7812-1.
fn passes_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| match (place % 2, u32::from(byte - b'0')) {
            (0, digit) => digit,
            (_, digit) => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// A card is good to the end of its month, everywhere on earth.
fn is_over(month: i16, year: i16, now: DateTime<Utc>) -> bool {
    (i32::from(year), i64::from(month)) < (now.year(), i64::from(now.month()))
}

fn expiry(month: u8, year: u16, now: DateTime<Utc>) -> Result<(i16, i16), FieldError> {
    let refused = || FieldError::new("expiry", "Enter a month and year that are not over, like 12 and 2030");
    let year = i16::try_from(year).map_err(|_| refused())?;
    let month = i16::from(month);
    if !(1..=12).contains(&month) || year > 2200 || is_over(month, year, now) {
        return Err(refused());
    }
    Ok((month, year))
}

fn cvc(text: &str) -> Result<(), FieldError> {
    if (3..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(FieldError::new("cvc", "Enter the three or four digits on the card"))
}

fn brand(digits: &str) -> &'static str {
    match digits.as_bytes() {
        [b'4', ..] => "Visa",
        [b'5', b'1'..=b'5', ..] | [b'2', b'2'..=b'7', ..] => "Mastercard",
        [b'3', b'4' | b'7', ..] => "American Express",
        [b'6', ..] => "Discover",
        _ => "Card",
    }
}

/// The numbers Stripe publishes for testing: docs.stripe.com/testing.
fn decline_of(digits: &str) -> Option<&'static str> {
    match digits {
        "4000000000000002" => Some("generic_decline"),
        "4000000000009995" => Some("insufficient_funds"),
        _ => None,
    }
}

/// Only Copperline, which knows the key, may ask the processor.
fn knows_key(request: &HttpRequest, app: &AppData) -> bool {
    let key = simulated::api_key(&app.secrets.payments_callback_secret);
    let expected = format!("Bearer {}", key.expose_secret());
    let given = request.headers().get("authorization").map(|value| value.as_bytes().to_vec());
    given.is_some_and(|given| bool::from(given.ct_eq(expected.as_bytes())))
}

fn failure(status: StatusCode, kind: &str, code: &str, message: &str) -> HttpResponse {
    HttpResponse::build(status)
        .json(json!({ "error": { "type": kind, "code": code, "message": message } }))
}

fn wrong_key() -> HttpResponse {
    failure(StatusCode::UNAUTHORIZED, "invalid_request_error", "api_key_invalid", "Wrong API key.")
}

fn no_such(what: &str) -> HttpResponse {
    let message = format!("No such {what}.");
    failure(StatusCode::NOT_FOUND, "invalid_request_error", "resource_missing", &message)
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
    let card = simulated_cards::table.find(id).select(StoredCardRow::as_select());
    Ok(card.first(connection).await.optional()?)
}

#[get("/simulator/processor/v1/payment_methods/{id}")]
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

#[post("/simulator/processor/v1/payment_intents")]
async fn payment_intent(
    app: AppData,
    request: HttpRequest,
    form: web::Form<ChargeForm>,
) -> Result<HttpResponse, Error> {
    if !knows_key(&request, &app) {
        return Ok(wrong_key());
    }
    let key = request.headers().get("idempotency-key").and_then(|value| value.to_str().ok());
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
        .transaction(async |connection| take(connection, &app, key, &card, &form, now).await)
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
    let expired = is_over(card.expiry_month, card.expiry_year, now).then(|| "expired_card".to_owned());
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
        let code = if decline == "expired_card" { "expired_card" } else { "card_declined" };
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
