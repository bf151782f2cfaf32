//! Numbers in the database, and the directory that says whose a phone is.

mod rental;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use copperline_shared::conversations::COUNT_CAP;
use copperline_shared::numbers::{Number, NumberState};
use copperline_shared::phone::Phone;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{conversations, numbers, rented_numbers};

pub use rental::{
    activate, carrier_number_id, end, lock_all, move_default, oldest_active, refuse, rename, rent,
    set_state,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = numbers, check_for_backend(Pg))]
struct Row {
    id: Uuid,
    phone: String,
    name: String,
    state: String,
    refusal: Option<String>,
    is_default: bool,
    rented_at: DateTime<Utc>,
}

impl Row {
    fn number(self, conversations: u32) -> Result<Number, Error> {
        Ok(Number {
            id: self.id,
            phone: stored_phone(self.phone)?,
            name: self.name,
            state: db::from_text(self.state)?,
            refusal: self.refusal,
            is_default: self.is_default,
            conversations,
            rented_at: self.rented_at,
        })
    }
}

fn stored_phone(text: String) -> Result<Phone, Error> {
    Ok(Phone::try_from(text)?)
}

#[derive(QueryableByName)]
struct Used {
    #[diesel(sql_type = sql_types::Uuid)]
    id: Uuid,
    #[diesel(sql_type = sql_types::BigInt)]
    conversations: i64,
}

/// Adds to each number how many conversations' replies leave from it, counted up to
/// [`COUNT_CAP`].
async fn with_conversations(
    connection: &mut Connection,
    workspace: WorkspaceId,
    rows: Vec<Row>,
) -> Result<Vec<Number>, Error> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    // Diesel can't count a limited subselect.
    let used: Vec<Used> = diesel::sql_query(
        "SELECT n.id, (SELECT count(*) FROM (SELECT 1 FROM conversations \
         WHERE workspace_id = $1 AND number_id = n.id LIMIT $3) c) AS conversations \
         FROM unnest($2) AS n (id)",
    )
    .bind::<sql_types::Uuid, _>(workspace.0)
    .bind::<sql_types::Array<sql_types::Uuid>, _>(ids)
    .bind::<sql_types::BigInt, _>(i64::from(COUNT_CAP))
    .load(connection)
    .await?;
    let used: HashMap<Uuid, i64> = used
        .into_iter()
        .map(|used| (used.id, used.conversations))
        .collect();
    rows.into_iter()
        .map(|row| {
            let conversations = used.get(&row.id).copied().unwrap_or(0);
            row.number(u32::try_from(conversations).unwrap_or(COUNT_CAP))
        })
        .collect()
}

/// The numbers the workspace has or was refused, released ones left out; the default one first,
/// then by age.
///
/// # Errors
/// When the database fails.
pub async fn numbers(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<Vec<Number>, Error> {
    let rows = numbers::table
        .filter(numbers::workspace_id.eq(workspace.0))
        .filter(numbers::state.ne("released"))
        .order((
            numbers::is_default.desc(),
            numbers::rented_at.asc(),
            numbers::id.asc(),
        ))
        .select(Row::as_select())
        .load(connection)
        .await?;
    with_conversations(connection, workspace, rows).await
}

/// The phones of the numbers the workspace has.
///
/// # Errors
/// When the database fails.
pub async fn phones(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<Vec<Phone>, Error> {
    let phones: Vec<String> = numbers::table
        .filter(numbers::workspace_id.eq(workspace.0))
        .filter(numbers::state.ne_all(["refused", "released"]))
        .select(numbers::phone)
        .load(connection)
        .await?;
    phones.into_iter().map(stored_phone).collect()
}

/// One number, whatever its state.
///
/// # Errors
/// When the database fails.
pub async fn number(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Number>, Error> {
    let row: Option<Row> = numbers::table
        .find((workspace.0, id))
        .select(Row::as_select())
        .first(connection)
        .await
        .optional()?;
    let rows = row.into_iter().collect();
    Ok(with_conversations(connection, workspace, rows).await?.pop())
}

/// A number known to be there.
///
/// # Errors
/// When the database fails, or it isn't there.
pub async fn existing(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Number, Error> {
    let number = number(connection, workspace, id).await?;
    number.ok_or_else(|| Error::internal("a number vanished while it was changed"))
}

/// The number new conversations start from.
///
/// # Errors
/// When the database fails.
pub async fn default_number(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<Option<Number>, Error> {
    let row: Option<Row> = numbers::table
        .filter(numbers::workspace_id.eq(workspace.0))
        .filter(numbers::is_default)
        .select(Row::as_select())
        .first(connection)
        .await
        .optional()?;
    let rows = row.into_iter().collect();
    Ok(with_conversations(connection, workspace, rows).await?.pop())
}

/// A number as the send gate needs it.
#[derive(Clone, Debug)]
pub struct Sender {
    pub id: Uuid,
    pub phone: Phone,
    pub state: NumberState,
}

/// The number a conversation's texts leave from: the one last used while it is active, else the
/// default one.
///
/// # Errors
/// When the database fails.
pub async fn sender(
    mut connection: &Connection,
    workspace: WorkspaceId,
    conversation_id: Uuid,
) -> Result<Option<Sender>, Error> {
    let last_used = conversations::table
        .find((workspace.0, conversation_id))
        .select(conversations::number_id)
        .single_value();
    let in_use = numbers::state
        .eq("active")
        .and(numbers::id.nullable().eq(last_used));
    let row: Option<(Uuid, String, String)> = numbers::table
        .filter(numbers::workspace_id.eq(workspace.0))
        .filter(numbers::is_default.nullable().or(in_use))
        // Of the two that may be found, the default one comes second.
        .order(numbers::is_default.asc())
        .select((numbers::id, numbers::phone, numbers::state))
        .first(&mut connection)
        .await
        .optional()?;
    row.map(|(id, phone, state)| {
        Ok(Sender {
            id,
            phone: stored_phone(phone)?,
            state: db::from_text(state)?,
        })
    })
    .transpose()
}

/// Whose number this is.
///
/// # Errors
/// When the database fails.
pub async fn owner(
    connection: &mut Connection,
    phone: &Phone,
) -> Result<Option<(WorkspaceId, Uuid)>, Error> {
    let row: Option<(Uuid, Uuid)> = rented_numbers::table
        .find(phone.as_str())
        .select((rented_numbers::workspace_id, rented_numbers::number_id))
        .first(connection)
        .await
        .optional()?;
    Ok(row.map(|(workspace, number)| (WorkspaceId(workspace), number)))
}
