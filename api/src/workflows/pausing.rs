//! Runs that pause while a review is open (X4), and go on when nobody asked to be left alone.

use chrono::{DateTime, Utc};
use copperline_shared::events::Event;
use uuid::Uuid;

use super::{changed, jobs, queries};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;

/// Lets the runs of a contact, whom the caller holds, go on that were about to do something meanwhile.
/// Call [`wake`](crate::jobs::wake) after the commit.
///
/// # Errors
/// When the database fails.
pub async fn resume(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let mut events = Vec::new();
    for run in queries::unpause(connection, workspace, contact_id, now).await? {
        jobs::enqueue_step(connection, workspace, run, now).await?;
        let run = queries::run(connection, workspace, run).await?;
        events.extend(run.map(changed));
    }
    Ok(events)
}
