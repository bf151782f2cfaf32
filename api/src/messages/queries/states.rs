//! How a text's state moves in the database: only forward; and which phone the carrier's reports on
//! it are about.

use chrono::{DateTime, Utc};
use copperline_shared::messages::MessageState;
use copperline_shared::phone::Phone;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{self, CacheStatement, Connection, WorkspaceId};
use crate::error::Error;
use crate::messages::rules;
use crate::schema::{contacts, conversations, messages};

/// A new state and what came with it.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    pub state: MessageState,
    pub carrier_message_id: Option<&'a str>,
    pub error_code: Option<&'a str>,
}

/// Moves an outbound message to a state if that is forward; says whether it moved. The carrier's id
/// is kept in any case; a report on another id moves nothing.
///
/// # Errors
/// When the database fails.
pub async fn change(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    change: Change<'_>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    if let Some(carrier_message_id) = change.carrier_message_id {
        let unnamed = messages::table
            .find((workspace.0, id))
            .filter(messages::carrier_message_id.is_null());
        diesel::update(unnamed)
            .set(messages::carrier_message_id.eq(carrier_message_id))
            .cached()
            .execute(connection)
            .await?;
    }
    let from = rules::comes_from(change.state)
        .iter()
        .map(db::to_text)
        .collect::<Result<Vec<_>, _>>()?;
    let message = messages::table
        .find((workspace.0, id))
        .filter(messages::state.eq_any(from))
        .filter(
            messages::carrier_message_id
                .is_not_distinct_from(change.carrier_message_id)
                .or(
                    // A refusal names no id.
                    change
                        .carrier_message_id
                        .is_none()
                        .into_sql::<diesel::sql_types::Bool>(),
                ),
        );
    let moved = diesel::update(message)
        .set((
            messages::state.eq(db::to_text(change.state)?),
            messages::error_code.eq(change.error_code),
            settled(change.state, now),
        ))
        .cached()
        .execute(connection)
        .await?;
    if moved == 1 && passed_the_carrier(change.state) {
        let unsent = messages::table
            .find((workspace.0, id))
            .filter(messages::sent_at.is_null());
        diesel::update(unsent)
            .set(messages::sent_at.eq(now))
            .cached()
            .execute(connection)
            .await?;
    }
    Ok(moved == 1)
}

fn settled(
    state: MessageState,
    now: DateTime<Utc>,
) -> Option<diesel::dsl::Eq<messages::settled_at, DateTime<Utc>>> {
    rules::is_last(state).then(|| messages::settled_at.eq(now))
}

/// Whether a text in this state has left, so that there is a moment at which it was sent.
fn passed_the_carrier(state: MessageState) -> bool {
    matches!(
        state,
        MessageState::Sent | MessageState::Delivered | MessageState::Undelivered
    )
}

/// The phone that a text went to: its contact's, or that of a contact who was merged into theirs.
///
/// # Errors
/// When the database fails.
pub async fn went_to(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Phone>, Error> {
    let of_message = conversations::workspace_id
        .eq(messages::workspace_id)
        .and(conversations::id.eq(messages::conversation_id));
    let of_conversation = contacts::workspace_id
        .eq(conversations::workspace_id)
        .and(contacts::id.eq(conversations::contact_id));
    let row: Option<(Option<String>, String)> = messages::table
        .inner_join(conversations::table.on(of_message))
        .inner_join(contacts::table.on(of_conversation))
        .filter(messages::workspace_id.eq(workspace.0))
        .filter(messages::id.eq(id))
        .select((messages::sent_to, contacts::phone))
        .first(connection)
        .await
        .optional()?;
    let phone = row.map(|(other, own)| Phone::try_from(other.unwrap_or(own)));
    Ok(phone.transpose()?)
}
