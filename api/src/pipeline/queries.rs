//! Stages and cards in the database.

mod cards;
mod order;
mod stages;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::pipelines;

pub use cards::{board, card, column};
pub use order::{Side, append_all, ends, key_in, neighbour};
pub use stages::{
    Place, add, arrange, begin, hand_over, is_taken, place, put, remove, remove_stage, stages,
    update,
};

/// Locks what stands where in a workspace until the transaction ends. Whoever waits here reads
/// afterwards how it has become.
///
/// # Errors
/// When the database fails.
pub async fn lock(connection: &mut Connection, workspace: WorkspaceId) -> Result<(), Error> {
    let locked: Option<uuid::Uuid> = pipelines::table
        .find(workspace.0)
        .select(pipelines::workspace_id)
        .for_no_key_update()
        .first(connection)
        .await
        .optional()?;
    locked
        .map(|_| ())
        .ok_or_else(|| Error::internal("the workspace has no pipeline"))
}
