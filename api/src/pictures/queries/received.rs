//! Pictures that came in and are fetched from the carrier.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::pictures::storing::NewPicture;
use crate::schema::{message_pictures, messages};

/// A picture that came with a text, as the carrier names it.
#[derive(Clone, Debug)]
pub struct Incoming {
    pub url: String,
    /// Why there is no need to fetch it.
    pub refused: Option<String>,
}

/// Writes down what came with a message.
///
/// # Errors
/// When the database fails.
pub async fn expect(
    connection: &mut Connection,
    workspace: WorkspaceId,
    message_id: Uuid,
    incoming: &[Incoming],
) -> Result<(), Error> {
    let rows: Vec<_> = (0_i16..)
        .zip(incoming)
        .map(|(position, incoming)| {
            let state = match &incoming.refused {
                None => "fetching",
                Some(_) => "failed",
            };
            (
                message_pictures::workspace_id.eq(workspace.0),
                message_pictures::message_id.eq(message_id),
                message_pictures::position.eq(position),
                message_pictures::state.eq(state),
                message_pictures::carrier_url.eq(&incoming.url),
                message_pictures::reason.eq(&incoming.refused),
            )
        })
        .collect();
    diesel::insert_into(message_pictures::table)
        .values(rows)
        .execute(connection)
        .await?;
    Ok(())
}

/// A picture that is still to be fetched.
#[derive(Clone, Debug, Queryable)]
pub struct Outstanding {
    pub url: String,
    /// When its message came.
    pub since: DateTime<Utc>,
}

/// What is to be fetched, if it still is.
///
/// # Errors
/// When the database fails.
pub async fn outstanding(
    connection: &mut Connection,
    workspace: WorkspaceId,
    message_id: Uuid,
    position: i16,
) -> Result<Option<Outstanding>, Error> {
    let of_message = messages::workspace_id
        .eq(message_pictures::workspace_id)
        .and(messages::id.eq(message_pictures::message_id));
    Ok(message_pictures::table
        .inner_join(messages::table.on(of_message))
        .filter(message_pictures::workspace_id.eq(workspace.0))
        .filter(message_pictures::message_id.eq(message_id))
        .filter(message_pictures::position.eq(position))
        .filter(message_pictures::state.eq("fetching"))
        .select((
            message_pictures::carrier_url.assume_not_null(),
            messages::created_at,
        ))
        .first(connection)
        .await
        .optional()?)
}

/// Makes the pictures of a message arrive one after the other, so that the last to arrive tells of all.
///
/// # Errors
/// When the database fails.
pub async fn hold_message(
    connection: &mut Connection,
    workspace: WorkspaceId,
    message_id: Uuid,
) -> Result<(), Error> {
    let _: Uuid = messages::table
        .find((workspace.0, message_id))
        .select(messages::id)
        .for_no_key_update()
        .first(connection)
        .await?;
    Ok(())
}

/// Puts a picture in its place; false when it is not waited for any more.
///
/// # Errors
/// When the database fails.
pub async fn arrived(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (message_id, position): (Uuid, i16),
    new: &NewPicture,
) -> Result<bool, Error> {
    let waiting = message_pictures::table
        .find((workspace.0, message_id, position))
        .filter(message_pictures::state.eq("fetching"));
    let changed = diesel::update(waiting)
        .set((
            message_pictures::state.eq("ready"),
            message_pictures::picture_id.eq(new.id),
        ))
        .execute(connection)
        .await?;
    Ok(changed == 1)
}

/// Says why there will be none; false when it is not waited for any more.
///
/// # Errors
/// When the database fails.
pub async fn fail(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (message_id, position): (Uuid, i16),
    reason: &str,
) -> Result<bool, Error> {
    let waiting = message_pictures::table
        .find((workspace.0, message_id, position))
        .filter(message_pictures::state.eq("fetching"));
    let changed = diesel::update(waiting)
        .set((
            message_pictures::state.eq("failed"),
            message_pictures::reason.eq(reason),
        ))
        .execute(connection)
        .await?;
    Ok(changed == 1)
}
