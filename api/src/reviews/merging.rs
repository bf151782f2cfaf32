//! Reviews of two contacts that become one.

use uuid::Uuid;

use super::queries;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use copperline_shared::events::Event;

/// Gives the other contact's reviews to the one that stays, within the caller's transaction, which
/// holds both contacts. Where both have an open one, the replies of both are in one review from then
/// on: automation stays paused.
///
/// # Errors
/// When the database fails.
pub async fn merge(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (kept, other): (Uuid, Uuid),
    conversation: Uuid,
) -> Result<Option<(Audience, Event)>, Error> {
    let mine = queries::open_of(connection, workspace, kept).await?;
    let theirs = queries::open_of(connection, workspace, other).await?;
    if let (Some(mine), Some(theirs)) = (mine, theirs) {
        queries::join_reviews(connection, workspace, theirs, mine).await?;
    }
    queries::hand_over(connection, workspace, (other, kept), conversation).await?;
    match (theirs, mine.or(theirs)) {
        (Some(_), Some(open)) => queries::changed(connection, workspace, open).await,
        _ => Ok(None),
    }
}
