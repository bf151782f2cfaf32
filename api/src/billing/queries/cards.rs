//! Saved cards.

use chrono::{DateTime, Utc};
use copperline_shared::billing::Card;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::payments::StoredCardDetails;
use crate::schema::{balances, cards};

/// A saved card, with the processor's id of it.
#[derive(Clone, Debug)]
pub struct SavedCard {
    pub card: Card,
    pub payment_method: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = cards)]
struct CardRow {
    id: Uuid,
    processor_id: String,
    brand: String,
    last_four: String,
    expiry_month: i16,
    expiry_year: i16,
    is_primary: bool,
}

impl TryFrom<CardRow> for SavedCard {
    type Error = Error;

    fn try_from(row: CardRow) -> Result<Self, Error> {
        let out_of_range = |_| Error::internal("a card's expiry is out of range");
        Ok(Self {
            payment_method: row.processor_id,
            card: Card {
                id: row.id,
                brand: row.brand,
                last_four: row.last_four,
                expiry_month: row.expiry_month.try_into().map_err(out_of_range)?,
                expiry_year: row.expiry_year.try_into().map_err(out_of_range)?,
                is_primary: row.is_primary,
            },
        })
    }
}

/// Makes changes to a workspace's cards come one after the other.
///
/// # Errors
/// When the database fails.
pub async fn lock_cards(connection: &mut Connection, workspace: WorkspaceId) -> Result<(), Error> {
    let _: Uuid = balances::table
        .find(workspace.0)
        .select(balances::workspace_id)
        .for_update()
        .first(connection)
        .await?;
    Ok(())
}

/// The saved cards, primary first, then by age.
///
/// # Errors
/// When the database fails.
pub async fn cards(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<Vec<Card>, Error> {
    let rows: Vec<CardRow> = cards::table
        .filter(cards::workspace_id.eq(workspace.0))
        .filter(cards::deleted_at.is_null())
        .order((
            cards::is_primary.desc(),
            cards::created_at.asc(),
            cards::id.asc(),
        ))
        .select(CardRow::as_select())
        .load(connection)
        .await?;
    rows.into_iter()
        .map(|row| Ok(SavedCard::try_from(row)?.card))
        .collect()
}

/// # Errors
/// When the database fails.
pub async fn card(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<SavedCard>, Error> {
    let row: Option<CardRow> = cards::table
        .find((workspace.0, id))
        .filter(cards::deleted_at.is_null())
        .select(CardRow::as_select())
        .first(connection)
        .await
        .optional()?;
    row.map(SavedCard::try_from).transpose()
}

/// # Errors
/// When the database fails.
pub async fn primary_card(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<Option<SavedCard>, Error> {
    let row: Option<CardRow> = cards::table
        .filter(cards::workspace_id.eq(workspace.0))
        .filter(cards::is_primary)
        .select(CardRow::as_select())
        .first(connection)
        .await
        .optional()?;
    row.map(SavedCard::try_from).transpose()
}

/// Saves a card; the first one becomes primary. One that is there stays, a deleted one comes back.
/// Call [`lock_cards`] before.
///
/// # Errors
/// When the database fails.
pub async fn save_card(
    connection: &mut Connection,
    workspace: WorkspaceId,
    payment_method: &str,
    details: &StoredCardDetails,
    now: DateTime<Utc>,
) -> Result<Card, Error> {
    let is_primary = primary_card(connection, workspace).await?.is_none();
    let expiry_year = i16::try_from(details.expiry_year)
        .ok()
        .ok_or_else(|| Error::internal("the processor's expiry year is out of range"))?;
    let saved: CardRow = diesel::insert_into(cards::table)
        .values((
            cards::workspace_id.eq(workspace.0),
            cards::id.eq(Uuid::now_v7()),
            cards::processor_id.eq(payment_method),
            cards::brand.eq(&details.brand),
            cards::last_four.eq(&details.last_four),
            cards::expiry_month.eq(i16::from(details.expiry_month)),
            cards::expiry_year.eq(expiry_year),
            cards::is_primary.eq(is_primary),
            cards::created_at.eq(now),
        ))
        .on_conflict((cards::workspace_id, cards::processor_id))
        .do_update()
        .set((
            cards::deleted_at.eq(None::<DateTime<Utc>>),
            // Diesel has no word for the row that stands in an upsert's way.
            cards::is_primary.eq(sql::<Bool>("cards.is_primary OR excluded.is_primary")),
        ))
        .returning(CardRow::as_returning())
        .get_result(connection)
        .await?;
    Ok(SavedCard::try_from(saved)?.card)
}

/// Call [`lock_cards`] before.
///
/// # Errors
/// When the database fails.
pub async fn make_primary(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<(), Error> {
    let mine = cards::table.filter(cards::workspace_id.eq(workspace.0));
    diesel::update(mine.filter(cards::is_primary))
        .set(cards::is_primary.eq(false))
        .execute(connection)
        .await?;
    diesel::update(mine.filter(cards::id.eq(id)))
        .set(cards::is_primary.eq(true))
        .execute(connection)
        .await?;
    Ok(())
}

/// # Errors
/// When the database fails, or the card is primary.
pub async fn delete_card(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    diesel::update(cards::table.find((workspace.0, id)))
        .set(cards::deleted_at.eq(now))
        .execute(connection)
        .await?;
    Ok(())
}
