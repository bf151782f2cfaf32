//! Renting, changing and ending: what is written about numbers.

use chrono::{DateTime, Utc};
use copperline_shared::numbers::NumberState;
use copperline_shared::phone::Phone;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{numbers, rented_numbers, workspaces};

fn name_of(state: NumberState) -> &'static str {
    match state {
        NumberState::Renting => "renting",
        NumberState::Refused => "refused",
        NumberState::Active => "active",
        NumberState::Releasing => "releasing",
        NumberState::Released => "released",
    }
}

/// Lets changes of the workspace's numbers come one after the other, so that exactly one is the
/// default. Held until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn lock_all(connection: &mut Connection, workspace: WorkspaceId) -> Result<(), Error> {
    let _: Uuid = workspaces::table
        .find(workspace.0)
        .select(workspaces::id)
        .for_no_key_update()
        .first(connection)
        .await?;
    Ok(())
}

/// Writes a number down as being rented and enters it in the directory; `None` when somebody has
/// it. The workspace's first number becomes its default.
///
/// # Errors
/// When the database fails.
pub async fn rent(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
    name: &str,
    now: DateTime<Utc>,
) -> Result<Option<Uuid>, Error> {
    lock_all(connection, workspace).await?;
    let id = Uuid::now_v7();
    let first = default_id(connection, workspace).await?.is_none();
    diesel::insert_into(numbers::table)
        .values((
            numbers::workspace_id.eq(workspace.0),
            numbers::id.eq(id),
            numbers::phone.eq(phone.as_str()),
            numbers::name.eq(name),
            numbers::state.eq("renting"),
            numbers::is_default.eq(first),
            numbers::rented_at.eq(now),
        ))
        .execute(connection)
        .await?;
    let entered = diesel::insert_into(rented_numbers::table)
        .values((
            rented_numbers::phone.eq(phone.as_str()),
            rented_numbers::workspace_id.eq(workspace.0),
            rented_numbers::number_id.eq(id),
        ))
        .on_conflict(rented_numbers::phone)
        .do_nothing()
        .execute(connection)
        .await?;
    Ok((entered == 1).then_some(id))
}

async fn default_id(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<Option<Uuid>, Error> {
    Ok(numbers::table
        .filter(numbers::workspace_id.eq(workspace.0))
        .filter(numbers::is_default)
        .select(numbers::id)
        .first(connection)
        .await
        .optional()?)
}

/// # Errors
/// When the database fails.
pub async fn rename(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    name: &str,
) -> Result<(), Error> {
    diesel::update(numbers::table.find((workspace.0, id)))
        .set(numbers::name.eq(name))
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes another number the default, or none; gives the one that was.
///
/// # Errors
/// When the database fails.
pub async fn move_default(
    connection: &mut Connection,
    workspace: WorkspaceId,
    to: Option<Uuid>,
) -> Result<Option<Uuid>, Error> {
    let before = default_id(connection, workspace).await?;
    // One after the other: the index that admits one default looks after each row.
    for (id, is_default) in [(before, false), (to, true)] {
        let Some(id) = id else { continue };
        diesel::update(numbers::table.find((workspace.0, id)))
            .set(numbers::is_default.eq(is_default))
            .execute(connection)
            .await?;
    }
    Ok(before)
}

/// The workspace's longest rented active number but this one.
///
/// # Errors
/// When the database fails.
pub async fn oldest_active(
    connection: &mut Connection,
    workspace: WorkspaceId,
    but: Uuid,
) -> Result<Option<Uuid>, Error> {
    Ok(numbers::table
        .filter(numbers::workspace_id.eq(workspace.0))
        .filter(numbers::state.eq("active"))
        .filter(numbers::id.ne(but))
        .order((numbers::rented_at.asc(), numbers::id.asc()))
        .select(numbers::id)
        .first(connection)
        .await
        .optional()?)
}

/// # Errors
/// When the database fails.
pub async fn set_state(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    state: NumberState,
) -> Result<(), Error> {
    diesel::update(numbers::table.find((workspace.0, id)))
        .set(numbers::state.eq(name_of(state)))
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes that the carrier has handed the number over.
///
/// # Errors
/// When the database fails.
pub async fn activate(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    carrier_number_id: &str,
) -> Result<(), Error> {
    diesel::update(numbers::table.find((workspace.0, id)))
        .set((
            numbers::state.eq(name_of(NumberState::Active)),
            numbers::carrier_number_id.eq(carrier_number_id),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// The carrier's id of a number.
///
/// # Errors
/// When the database fails.
pub async fn carrier_number_id(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<String>, Error> {
    Ok(numbers::table
        .find((workspace.0, id))
        .select(numbers::carrier_number_id)
        .first(connection)
        .await?)
}

/// Ends a rental: the directory forgets the phone, its history stays.
///
/// # Errors
/// When the database fails.
pub async fn end(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    forget_phone(connection, workspace, id).await?;
    diesel::update(numbers::table.find((workspace.0, id)))
        .set((
            numbers::state.eq(name_of(NumberState::Released)),
            numbers::is_default.eq(false),
            numbers::released_at.eq(now),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes that the carrier would not hand the number over, in its own words: the directory forgets
/// the phone.
///
/// # Errors
/// When the database fails.
pub async fn refuse(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    words: &str,
) -> Result<(), Error> {
    forget_phone(connection, workspace, id).await?;
    diesel::update(numbers::table.find((workspace.0, id)))
        .set((
            numbers::state.eq(name_of(NumberState::Refused)),
            numbers::refusal.eq(words),
            numbers::is_default.eq(false),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

async fn forget_phone(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<(), Error> {
    let entry = rented_numbers::table
        .filter(rented_numbers::workspace_id.eq(workspace.0))
        .filter(rented_numbers::number_id.eq(id));
    diesel::delete(entry).execute(connection).await?;
    Ok(())
}
