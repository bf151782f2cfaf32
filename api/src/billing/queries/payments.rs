//! Card payments.

use chrono::{DateTime, Utc};
use copperline_shared::billing::{Card, Payment, PaymentState};
use copperline_shared::money::Micros;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::Position;
use crate::schema::{cards, payments};

type PaymentColumns = (
    Uuid,
    i64,
    String,
    String,
    String,
    Option<String>,
    DateTime<Utc>,
    Option<DateTime<Utc>>,
);

/// A payment with its card's brand and last four, from columns selected by [`payments_with_cards`].
fn payment_of(row: PaymentColumns) -> Result<Payment, Error> {
    let (id, amount, card_brand, card_last_four, state, failure, created_at, settled_at) = row;
    Ok(Payment {
        id,
        amount_micros: Micros(amount),
        card_brand,
        card_last_four,
        state: db::from_text(state)?,
        failure,
        created_at,
        settled_at,
    })
}

#[diesel::dsl::auto_type(no_type_alias)]
fn payments_with_cards() -> _ {
    let used_card = cards::workspace_id
        .eq(payments::workspace_id)
        .and(cards::id.eq(payments::card_id));
    payments::table
        .inner_join(cards::table.on(used_card))
        .select((
            payments::id,
            payments::amount_micros,
            cards::brand,
            cards::last_four,
            payments::state,
            payments::failure,
            payments::created_at,
            payments::settled_at,
        ))
}

/// # Errors
/// When the database fails.
pub async fn insert_payment(
    connection: &mut Connection,
    workspace: WorkspaceId,
    card: &Card,
    amount: Micros,
    requested_by: Uuid,
    now: DateTime<Utc>,
) -> Result<Payment, Error> {
    let id = Uuid::now_v7();
    diesel::insert_into(payments::table)
        .values((
            payments::workspace_id.eq(workspace.0),
            payments::id.eq(id),
            payments::card_id.eq(card.id),
            payments::amount_micros.eq(amount.0),
            payments::state.eq(db::to_text(PaymentState::Pending)?),
            payments::requested_by.eq(requested_by),
            payments::created_at.eq(now),
        ))
        .execute(connection)
        .await?;
    payment(connection, workspace, id).await
}

/// # Errors
/// When there is no such payment or the database fails.
pub async fn payment(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Payment, Error> {
    let row = payments_with_cards()
        .filter(payments::workspace_id.eq(workspace.0))
        .filter(payments::id.eq(id))
        .first(connection)
        .await?;
    payment_of(row)
}

/// What a charge needs to know of a payment.
#[derive(Clone, Debug)]
pub struct DuePayment {
    pub state: PaymentState,
    pub amount: Micros,
    /// The processor's id of the card.
    pub payment_method: String,
}

/// # Errors
/// When the database fails.
pub async fn due_payment(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<DuePayment>, Error> {
    let used_card = cards::workspace_id
        .eq(payments::workspace_id)
        .and(cards::id.eq(payments::card_id));
    let row: Option<(String, i64, String)> = payments::table
        .inner_join(cards::table.on(used_card))
        .filter(payments::workspace_id.eq(workspace.0))
        .filter(payments::id.eq(id))
        .select((
            payments::state,
            payments::amount_micros,
            cards::processor_id,
        ))
        .first(connection)
        .await
        .optional()?;
    row.map(|(state, amount, payment_method)| {
        Ok(DuePayment {
            state: db::from_text(state)?,
            amount: Micros(amount),
            payment_method,
        })
    })
    .transpose()
}

/// A payment whose row is locked until the commit.
#[derive(Clone, Copy, Debug)]
pub struct LockedPayment {
    pub state: PaymentState,
    pub amount: Micros,
}

/// # Errors
/// When the database fails.
pub async fn lock_payment(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<LockedPayment>, Error> {
    let row: Option<(String, i64)> = payments::table
        .find((workspace.0, id))
        .select((payments::state, payments::amount_micros))
        .for_update()
        .first(connection)
        .await
        .optional()?;
    row.map(|(state, amount)| {
        Ok(LockedPayment {
            state: db::from_text(state)?,
            amount: Micros(amount),
        })
    })
    .transpose()
}

/// Call [`lock_payment`] before.
///
/// # Errors
/// When the database fails.
pub async fn settle_payment(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    (state, failure): (PaymentState, Option<&str>),
    processor_id: &str,
    now: DateTime<Utc>,
) -> Result<Payment, Error> {
    diesel::update(payments::table.find((workspace.0, id)))
        .set((
            payments::state.eq(db::to_text(state)?),
            payments::failure.eq(failure),
            payments::processor_id.eq(Some(processor_id).filter(|id| !id.is_empty())),
            payments::settled_at.eq(now),
        ))
        .execute(connection)
        .await?;
    payment(connection, workspace, id).await
}

/// The payments made in a stretch of time, newest first.
///
/// # Errors
/// When the database fails.
pub async fn payments(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (from, to): (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    after: Option<Position>,
    limit: i64,
) -> Result<Vec<Payment>, Error> {
    let mut query = payments_with_cards()
        .filter(payments::workspace_id.eq(workspace.0))
        .order((payments::created_at.desc(), payments::id.desc()))
        .limit(limit)
        .into_boxed();
    if let Some(from) = from {
        query = query.filter(payments::created_at.ge(from));
    }
    if let Some(to) = to {
        query = query.filter(payments::created_at.lt(to));
    }
    if let Some(position) = after {
        query = query.filter(position.before(payments::created_at, payments::id));
    }
    let rows: Vec<PaymentColumns> = query.load(connection).await?;
    rows.into_iter().map(payment_of).collect()
}
