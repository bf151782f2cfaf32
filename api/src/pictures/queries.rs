//! Pictures in the database, and which message has which.

mod received;
mod unused;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use copperline_shared::pictures::{MessagePicture, Picture};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::storing::NewPicture;
use crate::caller::Actor;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{message_pictures, pictures};

pub use received::{Incoming, Outstanding, arrived, expect, fail, hold_message, outstanding};
pub use unused::{batch_after, delete_unused, made_between};

type Columns = (
    pictures::id,
    pictures::width,
    pictures::height,
    pictures::size_bytes,
);
const COLUMNS: Columns = (
    pictures::id,
    pictures::width,
    pictures::height,
    pictures::size_bytes,
);

fn picture_of((id, width, height, size_bytes): (Uuid, i32, i32, i32)) -> Picture {
    Picture {
        id,
        width: width.unsigned_abs(),
        height: height.unsigned_abs(),
        size_bytes: size_bytes.unsigned_abs(),
    }
}

fn stored(number: u32) -> Result<i32, Error> {
    i32::try_from(number).map_err(|cause| Error::Internal(Box::new(cause)))
}

/// Writes a picture down whose file is there.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    connection: &mut Connection,
    workspace: WorkspaceId,
    new: &NewPicture,
    by: Option<&Actor>,
) -> Result<(), Error> {
    let (agent, token) = match by {
        Some(Actor::Agent { id, .. }) => (Some(*id), None),
        Some(Actor::ApiToken { id, .. }) => (None, Some(*id)),
        None => (None, None),
    };
    diesel::insert_into(pictures::table)
        .values((
            pictures::workspace_id.eq(workspace.0),
            pictures::id.eq(new.id),
            pictures::width.eq(stored(new.width)?),
            pictures::height.eq(stored(new.height)?),
            pictures::size_bytes.eq(stored(new.size_bytes)?),
            pictures::sha256.eq(&new.sha256),
            pictures::agent_id.eq(agent),
            pictures::api_token_id.eq(token),
            pictures::created_at.eq(new.created_at),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// When a picture was made; `None` when there is none.
///
/// # Errors
/// When the database fails.
pub async fn made_at(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<DateTime<Utc>>, Error> {
    Ok(pictures::table
        .find((workspace.0, id))
        .select(pictures::created_at)
        .first(connection)
        .await
        .optional()?)
}

/// Those of the pictures that are there, kept from being removed until the commit.
///
/// # Errors
/// When the database fails.
pub async fn hold(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<Vec<Picture>, Error> {
    let rows: Vec<(Uuid, i32, i32, i32)> = pictures::table
        .filter(pictures::workspace_id.eq(workspace.0))
        .filter(pictures::id.eq_any(ids))
        .order(pictures::id)
        .select(COLUMNS)
        .for_key_share()
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(picture_of).collect())
}

/// Those of the pictures that are there.
///
/// # Errors
/// When the database fails.
pub async fn read(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<Vec<Picture>, Error> {
    let rows: Vec<(Uuid, i32, i32, i32)> = pictures::table
        .filter(pictures::workspace_id.eq(workspace.0))
        .filter(pictures::id.eq_any(ids))
        .select(COLUMNS)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(picture_of).collect())
}

/// Gives a message its pictures, which the caller holds.
///
/// # Errors
/// When the database fails.
pub async fn attach(
    connection: &mut Connection,
    workspace: WorkspaceId,
    message_id: Uuid,
    ids: &[Uuid],
) -> Result<(), Error> {
    let rows: Vec<_> = (0_i16..)
        .zip(ids)
        .map(|(position, id)| {
            (
                message_pictures::workspace_id.eq(workspace.0),
                message_pictures::message_id.eq(message_id),
                message_pictures::position.eq(position),
                message_pictures::state.eq("ready"),
                message_pictures::picture_id.eq(*id),
            )
        })
        .collect();
    diesel::insert_into(message_pictures::table)
        .values(rows)
        .execute(connection)
        .await?;
    Ok(())
}

/// The ids of a message's pictures, in their order.
///
/// # Errors
/// When the database fails.
pub async fn ids_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    message_id: Uuid,
) -> Result<Vec<Uuid>, Error> {
    Ok(message_pictures::table
        .filter(message_pictures::workspace_id.eq(workspace.0))
        .filter(message_pictures::message_id.eq(message_id))
        .filter(message_pictures::picture_id.is_not_null())
        .order(message_pictures::position)
        .select(message_pictures::picture_id.assume_not_null())
        .load(connection)
        .await?)
}

#[derive(Queryable)]
struct Row {
    message_id: Uuid,
    state: String,
    reason: Option<String>,
    picture: Option<(Uuid, i32, i32, i32)>,
}

/// The pictures of messages, each message's in their order.
///
/// # Errors
/// When the database fails.
pub async fn of_messages(
    mut connection: &Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<MessagePicture>>, Error> {
    let of_row = pictures::workspace_id
        .eq(message_pictures::workspace_id)
        .and(pictures::id.nullable().eq(message_pictures::picture_id));
    let rows: Vec<Row> = message_pictures::table
        .left_join(pictures::table.on(of_row))
        .filter(message_pictures::workspace_id.eq(workspace.0))
        .filter(message_pictures::message_id.eq_any(ids))
        .order((message_pictures::message_id, message_pictures::position))
        .select((
            message_pictures::message_id,
            message_pictures::state,
            message_pictures::reason,
            COLUMNS.nullable(),
        ))
        .load(&mut connection)
        .await?;
    let mut found: HashMap<Uuid, Vec<MessagePicture>> = HashMap::new();
    for row in rows {
        let shown = match (row.picture, row.state.as_str()) {
            (Some(picture), _) => MessagePicture::Ready {
                picture: picture_of(picture),
            },
            (None, "fetching") => MessagePicture::Fetching,
            (None, _) => MessagePicture::Failed {
                reason: row.reason.unwrap_or_default(),
            },
        };
        found.entry(row.message_id).or_default().push(shown);
    }
    Ok(found)
}
