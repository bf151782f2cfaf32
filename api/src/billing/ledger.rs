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
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::rules;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use crate::schema::{balances, ledger_entries as entries, ledger_transactions as transactions};

/// What the workspace may spend, in micro-dollars.
///
/// # Errors
/// When the database fails.
pub async fn balance(connection: &mut Connection, workspace: WorkspaceId) -> Result<Micros, Error> {
    let balance = balances::table
        .find(workspace.0)
        .select(balances::balance_micros);
    Ok(Micros(balance.first(connection).await?))
}

/// Charges a message, once however often it is asked. A price of zero moves nothing.
///
/// # Errors
/// [`BalanceTooLow`](copperline_shared::problem::ErrorCode::BalanceTooLow), having moved nothing.
pub async fn charge_message(
    connection: &mut Connection,
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
        connection: &mut Connection,
        workspace: WorkspaceId,
        now: DateTime<Utc>,
    ) -> Result<Posted, Error> {
        let Some(balance) = move_balance(connection, workspace, self.amount.0).await? else {
            let before = self.is_written(connection, workspace).await?;
            return Ok(if before {
                Posted::Before
            } else {
                Posted::NotCovered
            });
        };
        if self.write(connection, workspace, now).await? {
            return Ok(Posted::Now(Micros(balance)));
        }
        // The ledger had it: the balance is as it was before.
        move_balance(connection, workspace, -self.amount.0).await?;
        Ok(Posted::Before)
    }

    async fn is_written(
        &self,
        connection: &mut Connection,
        workspace: WorkspaceId,
    ) -> Result<bool, Error> {
        let same = transactions::table
            .filter(transactions::workspace_id.eq(workspace.0))
            .filter(transactions::kind.eq(kind_name(self.kind)))
            .filter(transactions::reference_id.eq(self.reference));
        Ok(diesel::select(diesel::dsl::exists(same))
            .get_result(connection)
            .await?)
    }

    /// Writes the movement and its two entries; false when it was there.
    async fn write(
        &self,
        connection: &mut Connection,
        workspace: WorkspaceId,
        now: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let id = Uuid::now_v7();
        let written = diesel::insert_into(transactions::table)
            .values((
                transactions::workspace_id.eq(workspace.0),
                transactions::id.eq(id),
                transactions::kind.eq(kind_name(self.kind)),
                transactions::reference_id.eq(self.reference),
                transactions::created_at.eq(now),
            ))
            .on_conflict((
                transactions::workspace_id,
                transactions::kind,
                transactions::reference_id,
            ))
            .do_nothing()
            .execute(connection)
            .await?;
        if written == 0 {
            return Ok(false);
        }
        let entry = |account: &'static str, amount: i64| {
            (
                entries::workspace_id.eq(workspace.0),
                entries::transaction_id.eq(id),
                entries::account.eq(account),
                entries::amount_micros.eq(amount),
            )
        };
        // An array, of which the statement can be prepared once; a list's length could change.
        let both = [
            entry("balance", self.amount.0),
            entry(self.against, -self.amount.0),
        ];
        diesel::insert_into(entries::table)
            .values(both)
            .execute(connection)
            .await?;
        Ok(true)
    }
}

/// Adds to the balance, or takes from it what it covers; locks it until the commit.
async fn move_balance(
    connection: &mut Connection,
    workspace: WorkspaceId,
    amount: i64,
) -> Result<Option<i64>, Error> {
    let covered = balances::table
        .find(workspace.0)
        .filter(balances::balance_micros.ge(-amount));
    Ok(diesel::update(covered)
        .set(balances::balance_micros.eq(balances::balance_micros + amount))
        .returning(balances::balance_micros)
        .get_result(connection)
        .await
        .optional()?)
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
