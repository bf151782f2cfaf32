//! Two cards of contacts that become one.

use copperline_shared::events::Event;
use uuid::Uuid;

use super::moving::{changed, touched};
use super::queries::{self, Place};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;

/// Gives the other contact's card to the one that stays, within the caller's transaction, which holds
/// both contacts and their conversations. Where both have one, that of the one that stays remains
/// where it is, with the other's amount if it has none.
///
/// # Errors
/// When the database fails.
pub async fn merge(
    connection: &mut Connection,
    workspace: WorkspaceId,
    kept: Uuid,
    other: Uuid,
) -> Result<Vec<(Audience, Event)>, Error> {
    queries::lock(connection, workspace).await?;
    let Some(theirs) = queries::place(connection, workspace, other).await? else {
        return Ok(Vec::new());
    };
    match queries::place(connection, workspace, kept).await? {
        None => queries::hand_over(connection, workspace, other, kept).await?,
        Some(mine) => {
            queries::remove(connection, workspace, other).await?;
            let place = Place {
                amount_micros: mine.amount_micros.or(theirs.amount_micros),
                ..mine.clone()
            };
            if place != mine {
                queries::put(connection, workspace, kept, &place).await?;
            }
        }
    }
    let removed = Event::PipelineCardRemoved {
        contact_id: other,
        stages: touched(connection, workspace, &[Some(theirs.stage_id)]).await?,
    };
    let now = queries::place(connection, workspace, kept).await?;
    let stage = now.map(|now| now.stage_id);
    let changed = changed(connection, workspace, kept, &[stage]).await?;
    Ok(vec![(Audience::Workspace, removed), changed])
}
