//! Cards, payments and the movements of the balance, of one workspace each.

mod cards;
mod payments;

pub use cards::*;
pub use payments::*;

use chrono::{DateTime, Utc};
use copperline_shared::billing::Transaction;
use copperline_shared::money::Micros;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::Position;
use crate::schema::{ledger_entries, ledger_transactions};

/// The movements of the balance, newest first.
///
/// # Errors
/// When the database fails.
pub async fn transactions(
    connection: &mut Connection,
    workspace: WorkspaceId,
    after: Option<Position>,
    limit: i64,
) -> Result<Vec<Transaction>, Error> {
    use ledger_transactions as movements;
    let its_entry = ledger_entries::workspace_id
        .eq(movements::workspace_id)
        .and(ledger_entries::transaction_id.eq(movements::id));
    let mut query = movements::table
        .inner_join(ledger_entries::table.on(its_entry))
        .filter(movements::workspace_id.eq(workspace.0))
        .filter(ledger_entries::account.eq("balance"))
        .order((movements::created_at.desc(), movements::id.desc()))
        .limit(limit)
        .select((
            movements::id,
            movements::kind,
            ledger_entries::amount_micros,
            movements::reference_id,
            movements::created_at,
        ))
        .into_boxed();
    if let Some(position) = after {
        query = query.filter(position.before(movements::created_at, movements::id));
    }
    let rows: Vec<(Uuid, String, i64, Uuid, DateTime<Utc>)> = query.load(connection).await?;
    rows.into_iter()
        .map(|(id, kind, amount, reference_id, created_at)| {
            let kind = db::from_text(kind)?;
            Ok(Transaction {
                id,
                kind,
                amount_micros: Micros(amount),
                reference_id,
                created_at,
            })
        })
        .collect()
}
