//! Finding the number to change, and telling the workspace how numbers are now.

use chrono::{DateTime, Utc};
use copperline_shared::events::Event;
use copperline_shared::numbers::{Number, NumberState};
use uuid::Uuid;

use super::queries;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::{self, Audience};

/// A number the workspace has; a released one is gone.
pub(super) async fn present(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Number, Error> {
    queries::number(connection, workspace, id)
        .await?
        .filter(|number| number.state != NumberState::Released)
        .ok_or_else(|| Error::not_found("number"))
}

pub(super) fn changed(number: &Number) -> (Audience, Event) {
    (
        Audience::Workspace,
        Event::NumberChanged {
            number: number.clone(),
        },
    )
}

/// Takes a number that the carrier refused off the list.
pub(super) async fn put_away(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<Number, Error> {
    queries::end(connection, workspace, id, now).await?;
    let number = queries::existing(connection, workspace, id).await?;
    outbox::record(connection, workspace, vec![changed(&number)], now).await?;
    Ok(number)
}

/// Tells the workspace how these numbers are now.
pub(super) async fn changes(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<Vec<(Audience, Event)>, Error> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let mut events = Vec::new();
    for id in ids {
        events.push(changed(
            &queries::existing(connection, workspace, id).await?,
        ));
    }
    Ok(events)
}
