//! The double-entry ledger: the only place where money moves (M2, M3, M4).
//!
//! Each movement is one transaction between the workspace's balance and one other account. It is
//! named by its kind and what it is for, and the database admits each name once: no retry,
//! duplicate or race moves money twice. The balance row is locked before the ledger is written, so
//! that movements of one workspace come one after the other and none waits for another's name.

use chrono::{DateTime, Utc};
use copperline_shared::billing::TransactionKind;
use copperline_shared::events::Event;
use copperline_shared::money::Micros;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::rules;
use crate::db::{CacheStatement, Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use crate::schema::{balances, ledger_entries as entries, ledger_transactions as transactions};

/// What the workspace may spend, in micro-dollars.
///
/// # Errors
/// When the database fails.
pub async fn balance(mut connection: &Connection, workspace: WorkspaceId) -> Result<Micros, Error> {
    let balance = balances::table
        .find(workspace.0)
        .select(balances::balance_micros);
    Ok(Micros(balance.first(&mut connection).await?))
}

/// Charges a message, once however often it is asked. A price of zero moves nothing.
///
/// # Errors
/// [`BalanceTooLow`](copperline_shared::problem::ErrorCode::BalanceTooLow), having moved nothing.
pub async fn charge_message(
    connection: &Connection,
    workspace: WorkspaceId,
    message_id: Uuid,
    price: Micros,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    if price == Micros::ZERO {
        return Ok(Vec::new());
    }
    let amount = price
        .checked_neg()
        .ok_or_else(|| Error::internal("the price is out of range"))?;
    let charge = Movement {
        kind: TransactionKind::MessageCharged,
        reference: message_id,
        against: "messages",
        amount,
    };
    match charge.post(connection, workspace, now).await? {
        Posted::Now(balance) => Ok(changed(balance)),
        Posted::Before => Ok(Vec::new()),
        Posted::NotCovered => Err(rules::balance_too_low(price)),
    }
}

/// Gives back what a message was charged, once. Does nothing when it was never charged.
///
/// # Errors
/// When the database fails.
pub async fn refund_message(
    connection: &mut Connection,
    workspace: WorkspaceId,
    message_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let charged: Option<i64> = transactions::table
        .inner_join(
            entries::table.on(entries::workspace_id
                .eq(transactions::workspace_id)
                .and(entries::transaction_id.eq(transactions::id))),
        )
        .filter(transactions::workspace_id.eq(workspace.0))
        .filter(transactions::kind.eq(kind_name(TransactionKind::MessageCharged)))
        .filter(transactions::reference_id.eq(message_id))
        .filter(entries::account.eq("messages"))
        .select(entries::amount_micros)
        .first(connection)
        .await
        .optional()?;
    let Some(charged) = charged else {
        return Ok(Vec::new());
    };
    let refund = Movement {
        kind: TransactionKind::MessageRefunded,
        reference: message_id,
        against: "messages",
        amount: Micros(charged),
    };
    refund.add(connection, workspace, now).await
}

/// Credits a card payment, once.
///
/// # Errors
/// When the database fails.
pub async fn credit_payment(
    connection: &mut Connection,
    workspace: WorkspaceId,
    payment_id: Uuid,
    amount: Micros,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let credit = Movement {
        kind: TransactionKind::FundsAdded,
        reference: payment_id,
        against: "card_payments",
        amount,
    };
    credit.add(connection, workspace, now).await
}

fn changed(balance_micros: Micros) -> Vec<(Audience, Event)> {
    vec![(Audience::Owner, Event::BalanceChanged { balance_micros })]
}

/// One movement between the balance and another account.
struct Movement {
    kind: TransactionKind,
    /// What it is for.
    reference: Uuid,
    /// The other account.
    against: &'static str,
    /// What it does to the balance.
    amount: Micros,
}

enum Posted {
    /// With the balance after it.
    Now(Micros),
    /// The ledger had it already.
    Before,
    /// The balance would have fallen below zero.
    NotCovered,
}

impl Movement {
    /// A movement that only adds, which any balance covers.
    async fn add(
        &self,
        connection: &mut Connection,
        workspace: WorkspaceId,
        now: DateTime<Utc>,
    ) -> Result<Vec<(Audience, Event)>, Error> {
        match self.post(connection, workspace, now).await? {
            Posted::Now(balance) => Ok(changed(balance)),
            Posted::Before => Ok(Vec::new()),
            Posted::NotCovered => Err(Error::internal("the workspace has no balance to add to")),
        }
    }

    async fn post(
        &self,
        mut connection: &Connection,
        workspace: WorkspaceId,
        now: DateTime<Utc>,
    ) -> Result<Posted, Error> {
        match self.write(connection, workspace, now).await? {
            Some(Moved {
                written: true,
                balance_micros,
            }) => Ok(Posted::Now(Micros(balance_micros))),
            // The ledger had it: the balance becomes what it was before.
            Some(_) => {
                diesel::update(balances::table.find(workspace.0))
                    .set(balances::balance_micros.eq(balances::balance_micros - self.amount.0))
                    .execute(&mut connection)
                    .await?;
                Ok(Posted::Before)
            }
            None if self.is_written(connection, workspace).await? => Ok(Posted::Before),
            None => Ok(Posted::NotCovered),
        }
    }

    async fn is_written(
        &self,
        mut connection: &Connection,
        workspace: WorkspaceId,
    ) -> Result<bool, Error> {
        let same = transactions::table
            .filter(transactions::workspace_id.eq(workspace.0))
            .filter(transactions::kind.eq(kind_name(self.kind)))
            .filter(transactions::reference_id.eq(self.reference));
        Ok(diesel::select(diesel::dsl::exists(same))
            .get_result(&mut connection)
            .await?)
    }

    /// Adds to the balance, or takes from it what it covers, and writes the movement with its two
    /// entries; `None` when the balance doesn't cover it. One statement, because the balance is
    /// locked from here to the commit, and all that the workspace sends waits for it.
    async fn write(
        &self,
        mut connection: &Connection,
        workspace: WorkspaceId,
        now: DateTime<Utc>,
    ) -> Result<Option<Moved>, Error> {
        Ok(diesel::sql_query(
            "WITH moved AS (UPDATE balances SET balance_micros = balance_micros + $1 \
                 WHERE workspace_id = $2 AND balance_micros >= -$1 RETURNING balance_micros), \
             written AS (INSERT INTO ledger_transactions \
                     (workspace_id, id, kind, reference_id, created_at) \
                 SELECT $2, $3, $4, $5, $6 FROM moved \
                 ON CONFLICT (workspace_id, kind, reference_id) DO NOTHING RETURNING id), \
             entered AS (INSERT INTO ledger_entries \
                     (workspace_id, transaction_id, account, amount_micros) \
                 SELECT $2, written.id, entry.account, entry.amount FROM written, \
                     (VALUES ('balance', $1), ($7, -$1)) AS entry (account, amount)) \
             SELECT balance_micros, EXISTS (SELECT FROM written) AS written FROM moved",
        )
        .bind::<BigInt, _>(self.amount.0)
        .bind::<SqlUuid, _>(workspace.0)
        .bind::<SqlUuid, _>(Uuid::now_v7())
        .bind::<Text, _>(kind_name(self.kind))
        .bind::<SqlUuid, _>(self.reference)
        .bind::<Timestamptz, _>(now)
        .bind::<Text, _>(self.against)
        .cached()
        .get_result(&mut connection)
        .await
        .optional()?)
    }
}

#[derive(QueryableByName)]
struct Moved {
    #[diesel(sql_type = BigInt)]
    balance_micros: i64,
    /// False where the ledger had the movement already.
    #[diesel(sql_type = Bool)]
    written: bool,
}

/// The kind as the ledger stores it.
#[must_use]
pub fn kind_name(kind: TransactionKind) -> &'static str {
    match kind {
        TransactionKind::FundsAdded => "funds_added",
        TransactionKind::MessageCharged => "message_charged",
        TransactionKind::MessageRefunded => "message_refunded",
    }
}
