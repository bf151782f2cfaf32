//! Doing and undoing a bulk action, a batch at a time.
//!
//! What a batch changed is written down in the batch's own transaction: a worker killed at any
//! point is followed by another that goes on with the next batch.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use copperline_shared::bulk_actions::{BulkChange, BulkState};
use uuid::Uuid;

use super::queries::{self, Standing};
use super::{changed, changes};
use crate::app::App;
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::jobs::{Job, wake};
use crate::outbox;

/// Conversations of one transaction: few enough that nobody waits for it.
const BATCH: i64 = 500;
/// Of those for which a workflow is started, which is twenty statements for each.
const STARTS: i64 = 25;
/// Batches of one run, and how long it may begin others: it must end before the job's lease does.
const BATCHES: usize = 20;
const BEGINS_FOR: Duration = Duration::from_secs(25);

const fn batch_of(change: &BulkChange) -> i64 {
    match change {
        BulkChange::Workflow { .. } => STARTS,
        _ => BATCH,
    }
}

/// # Errors
/// When the database fails.
pub(super) async fn enqueue(
    connection: &mut Connection,
    workspace: WorkspaceId,
    bulk_action_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let job = Job::RunBulkAction { bulk_action_id };
    crate::jobs::enqueue(connection, Some(workspace), &job, now).await
}

/// Goes on with a bulk action, or with undoing it. Running it again is safe.
///
/// # Errors
/// When the database fails.
pub async fn run(app: &Arc<App>, workspace: WorkspaceId, id: Uuid) -> Result<(), Error> {
    let began = Instant::now();
    for batch in 1..=BATCHES {
        let last = batch == BATCHES || began.elapsed() >= BEGINS_FOR;
        let now = app.clock.now();
        let mut connection = app.pool.get().await?;
        let more = connection
            .atomically(async |connection| {
                let Some(standing) = queries::lock(connection, workspace, id).await? else {
                    return Ok::<_, Error>(false);
                };
                let more = step(connection, workspace, &standing, now).await?;
                if more && last {
                    enqueue(connection, workspace, id, now).await?;
                }
                Ok(more)
            })
            .await?;
        if !more {
            return Ok(());
        }
        if last {
            break;
        }
    }
    wake(app);
    Ok(())
}

/// One batch; whether there are more.
async fn step(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &Standing,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let id = standing.action.id;
    let limit = batch_of(&standing.action.change);
    let (looked_at, last, mut events) = match standing.action.state {
        BulkState::Running => {
            let ids = queries::next(connection, workspace, id, standing.reached, limit).await?;
            let batch = changes::apply(connection, workspace, standing, &ids, now).await?;
            queries::note(connection, workspace, id, &batch.changed, now).await?;
            let (done, changed) = (ids.len(), batch.changed.len());
            let reasons = changes::summed(&standing.action.reasons, &batch.left_alone);
            let looked_at = (done, changed);
            queries::advance(connection, workspace, id, looked_at, &reasons, ids.last()).await?;
            (ids.len(), BulkState::Finished, batch.events)
        }
        BulkState::Undoing => {
            let reached = standing.reached;
            let noted = queries::next_changed(connection, workspace, id, reached, limit).await?;
            let (undone, events) =
                changes::undo(connection, workspace, standing, &noted, now).await?;
            let reached = noted.last().map(|noted| &noted.conversation_id);
            queries::advance_undo(connection, workspace, id, undone, reached).await?;
            (noted.len(), BulkState::Undone, events)
        }
        BulkState::Finished | BulkState::Undone => return Ok(false),
    };
    let more = i64::try_from(looked_at).is_ok_and(|count| count == limit);
    if !more {
        queries::finish(connection, workspace, id, last, now).await?;
    }
    let action = queries::action(connection, workspace, id).await?;
    events.push(changed(&action));
    outbox::record(connection, workspace, events, now).await?;
    Ok(more)
}
