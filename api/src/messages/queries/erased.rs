//! What stays of the texts of erased contacts: what they cost, and what became of them.

use copperline_shared::messages::MessageState;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::messages::rules;
use crate::schema::{erased_messages, messages};

/// Whether this was a text of somebody who was erased.
///
/// # Errors
/// When the database fails.
pub async fn was_erased(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<bool, Error> {
    let erased = diesel::select(diesel::dsl::exists(
        erased_messages::table.find((workspace.0, id)),
    ));
    Ok(erased.get_result(connection).await?)
}

/// Whether the carrier's text with this id came in before. A repetition brings nobody back who was
/// erased or merged into another since. The answer is certain while whoever sent it is held.
///
/// # Errors
/// When the database fails.
pub async fn came_before(
    mut connection: &Connection,
    workspace: WorkspaceId,
    carrier_message_id: &str,
) -> Result<bool, Error> {
    let known = messages::table
        .filter(messages::workspace_id.eq(workspace.0))
        .filter(messages::carrier_message_id.eq(carrier_message_id));
    let erased = erased_messages::table
        .filter(erased_messages::workspace_id.eq(workspace.0))
        .filter(erased_messages::carrier_message_id.eq(carrier_message_id));
    let either = diesel::dsl::exists(known).or(diesel::dsl::exists(erased));
    Ok(diesel::select(either).get_result(&mut connection).await?)
}

/// Moves an erased text to a state if that is forward; says whether it moved.
///
/// # Errors
/// When the database fails.
pub async fn settle_erased(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    state: MessageState,
) -> Result<bool, Error> {
    let from = rules::comes_from(state)
        .iter()
        .map(db::to_text)
        .collect::<Result<Vec<_>, _>>()?;
    let text = erased_messages::table
        .find((workspace.0, id))
        .filter(erased_messages::state.eq_any(from));
    let moved = diesel::update(text)
        .set(erased_messages::state.eq(db::to_text(state)?))
        .execute(connection)
        .await?;
    Ok(moved == 1)
}
