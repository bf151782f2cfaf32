//! The balance, cards, card payments and the ledger (S10, M1–M4). The owner only.
//!
//! Money moves in [`ledger`] and nowhere else. A payment is asked for here, charged by
//! [`jobs::charge`], and credited once by [`jobs::settle_payment`], whether the processor's reply or
//! its callback comes first.

pub mod jobs;
pub mod ledger;
pub mod queries;
pub mod rules;

use actix_web::{HttpResponse, delete, get, post, put, web};
use chrono::{DateTime, Utc};
use copperline_shared::billing::{AddCard, AddFunds, Billing, Card, Payment, Transaction};
use copperline_shared::events::Event;
use copperline_shared::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, ManageBilling};
use crate::db::Atomic;
use crate::error::{Answer, Error};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::{Body, Fields};
use crate::jobs::{self as queue, Job};
use crate::openapi::Problems;
use crate::outbox::{self, Audience};
use crate::paging::{self, Paging, Position};
use crate::payments::{PaymentError, StoredCardDetails};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(read_billing)
        .service(add_card)
        .service(make_card_primary)
        .service(delete_card)
        .service(add_funds)
        .service(list_payments)
        .service(list_transactions);
}

/// Read balance, prices and cards
#[utoipa::path(tag = "billing", operation_id = "read_billing",
    responses((status = 200, description = "Balance, prices and cards", body = Billing), Problems))]
#[get("/api/v1/billing")]
pub async fn read_billing(app: AppData, caller: Caller<ManageBilling>) -> Answer<Billing> {
    let mut connection = app.pool.get().await?;
    Ok(web::Json(Billing {
        balance_micros: ledger::balance(&connection, caller.workspace).await?,
        prices: app.config.prices(),
        cards: queries::cards(&mut connection, caller.workspace).await?,
    }))
}

/// Save a card
///
/// The first one becomes primary. A card that is saved already is given back as it is.
#[utoipa::path(tag = "billing", operation_id = "add_card", request_body = AddCard,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body save the card once")),
    responses((status = 201, description = "The saved card", body = Card), Problems))]
#[post("/api/v1/billing/cards")]
pub async fn add_card(
    app: AppData,
    caller: Caller<ManageBilling>,
    key: IdempotencyKey,
    body: Body<AddCard>,
) -> Result<HttpResponse, Error> {
    let once = Once::new(&caller, key, "add_card", &body.0)?;
    let mut fields = Fields::default();
    let method = rules::payment_method(&body.0.payment_method);
    let method = fields.check("payment_method", method);
    let (payment_method,) = fields.finish((method,))?;
    let mut connection = app.pool.get().await?;
    if let Some(card) = once.answered::<Card>(&mut connection).await? {
        return Ok(HttpResponse::Created().json(card));
    }
    drop(connection);
    let details = look_up_card(&app, payment_method).await?;
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    let card = connection
        .atomically(async |connection| {
            if let Some(card) = once.begin::<Card>(connection, now).await? {
                return Ok(card);
            }
            queries::lock_cards(connection, caller.workspace).await?;
            let card =
                queries::save_card(connection, caller.workspace, payment_method, &details, now)
                    .await?;
            once.keep(connection, &card).await?;
            let changed = vec![(Audience::Owner, Event::CardsChanged)];
            outbox::record(connection, caller.workspace, changed, now).await?;
            Ok(card)
        })
        .await?;
    Ok(HttpResponse::Created().json(card))
}

async fn look_up_card(app: &AppData, payment_method: &str) -> Result<StoredCardDetails, Error> {
    app.payments
        .card(payment_method)
        .await
        .map_err(|error| match error {
            PaymentError::Refused(_) => Error::field(
                "payment_method",
                "The card processor has no such card. Enter the card again.",
            ),
            PaymentError::Unknown(cause) => {
                tracing::warn!(%cause, "could not look up a card");
                rules::processor_unavailable()
            }
        })
}

/// Make a card primary
#[utoipa::path(tag = "billing", operation_id = "make_card_primary",
    params(("card_id" = Uuid, Path, description = "The card")),
    responses((status = 200, description = "All cards, primary first", body = Vec<Card>), Problems))]
#[put("/api/v1/billing/cards/{card_id}/primary")]
pub async fn make_card_primary(
    app: AppData,
    caller: Caller<ManageBilling>,
    id: web::Path<Uuid>,
) -> Answer<Vec<Card>> {
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    let cards = connection
        .atomically(async |connection| {
            queries::lock_cards(connection, caller.workspace).await?;
            let card = queries::card(connection, caller.workspace, *id).await?;
            let card = card.ok_or_else(|| Error::not_found("card"))?;
            if !card.card.is_primary {
                queries::make_primary(connection, caller.workspace, *id).await?;
                let changed = vec![(Audience::Owner, Event::CardsChanged)];
                outbox::record(connection, caller.workspace, changed, now).await?;
            }
            queries::cards(connection, caller.workspace).await
        })
        .await?;
    Ok(web::Json(cards))
}

/// Delete a card
///
/// The primary card can't be deleted: make another one primary first.
#[utoipa::path(tag = "billing", operation_id = "delete_card",
    params(("card_id" = Uuid, Path, description = "The card")),
    responses((status = 204, description = "Deleted"), Problems))]
#[delete("/api/v1/billing/cards/{card_id}")]
pub async fn delete_card(
    app: AppData,
    caller: Caller<ManageBilling>,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Error> {
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            queries::lock_cards(connection, caller.workspace).await?;
            let card = queries::card(connection, caller.workspace, *id).await?;
            let card = card.ok_or_else(|| Error::not_found("card"))?;
            rules::may_delete(&card.card)?;
            queries::delete_card(connection, caller.workspace, *id, now).await?;
            let changed = vec![(Audience::Owner, Event::CardsChanged)];
            outbox::record(connection, caller.workspace, changed, now).await
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Add funds from a card
///
/// Answers at once with a pending payment; it turns succeeded or failed when the card processor
/// has decided, and the balance follows.
#[utoipa::path(tag = "billing", operation_id = "add_funds", request_body = AddFunds,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body charge once")),
    responses((status = 201, description = "The payment, pending", body = Payment), Problems))]
#[post("/api/v1/billing/funds")]
pub async fn add_funds(
    app: AppData,
    caller: Caller<ManageBilling>,
    key: IdempotencyKey,
    body: Body<AddFunds>,
) -> Result<HttpResponse, Error> {
    let once = Once::new(&caller, key, "add_funds", &body.0)?;
    let mut fields = Fields::default();
    let amount = fields.check("amount_micros", rules::funds(body.0.amount_micros));
    let (amount,) = fields.finish((amount,))?;
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    let payment = connection
        .atomically(async |connection| {
            if let Some(payment) = once.begin::<Payment>(connection, now).await? {
                return Ok(payment);
            }
            let card = match body.0.card_id {
                Some(id) => queries::card(connection, caller.workspace, id)
                    .await?
                    .ok_or_else(|| Error::field("card_id", "Choose one of the saved cards."))?,
                None => queries::primary_card(connection, caller.workspace)
                    .await?
                    .ok_or_else(rules::no_card)?,
            };
            let payment = queries::insert_payment(
                connection,
                caller.workspace,
                &card.card,
                amount,
                caller.id(),
                now,
            )
            .await?;
            let charge = Job::ChargeCard {
                payment_id: payment.id,
            };
            queue::enqueue(connection, Some(caller.workspace), &charge, now).await?;
            once.keep(connection, &payment).await?;
            let event = Event::PaymentChanged {
                payment: payment.clone(),
            };
            outbox::record(
                connection,
                caller.workspace,
                vec![(Audience::Owner, event)],
                now,
            )
            .await?;
            Ok(payment)
        })
        .await?;
    queue::wake(&app);
    Ok(HttpResponse::Created().json(payment))
}

/// Which payments to read.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PaymentFilter {
    /// Only payments made at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Only payments made before this moment.
    pub to: Option<DateTime<Utc>>,
}

/// List card payments, newest first
#[utoipa::path(tag = "billing", operation_id = "list_payments", params(PaymentFilter, Paging),
    responses((status = 200, description = "A page of payments", body = Page<Payment>), Problems))]
#[get("/api/v1/billing/payments")]
pub async fn list_payments(
    app: AppData,
    caller: Caller<ManageBilling>,
    filter: web::Query<PaymentFilter>,
    paging: web::Query<Paging>,
) -> Answer<Page<Payment>> {
    let mut fields = Fields::default();
    let from = fields.check_some("from", filter.from, paging::moment);
    let to = fields.check_some("to", filter.to, paging::moment);
    fields.finish(())?;
    let (position, limit) = (paging.position()?, paging.limit());
    let mut connection = app.pool.get().await?;
    let rows = queries::payments(
        &mut connection,
        caller.workspace,
        (from, to),
        position,
        limit + 1,
    )
    .await?;
    let place = |payment: &Payment| Position {
        at: payment.created_at,
        id: payment.id,
    };
    Ok(web::Json(paging::page(rows, limit, place)))
}

/// List movements of the balance, newest first
#[utoipa::path(tag = "billing", operation_id = "list_transactions", params(Paging),
    responses((status = 200, description = "A page of movements", body = Page<Transaction>), Problems))]
#[get("/api/v1/billing/transactions")]
pub async fn list_transactions(
    app: AppData,
    caller: Caller<ManageBilling>,
    paging: web::Query<Paging>,
) -> Answer<Page<Transaction>> {
    let (position, limit) = (paging.position()?, paging.limit());
    let mut connection = app.pool.get().await?;
    let rows =
        queries::transactions(&mut connection, caller.workspace, position, limit + 1).await?;
    let place = |movement: &Transaction| Position {
        at: movement.created_at,
        id: movement.id,
    };
    Ok(web::Json(paging::page(rows, limit, place)))
}
