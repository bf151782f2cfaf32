//! The engine: the steps of runs, each a job that is due at a moment.
//!
//! A step is done in one transaction with what moves the run on, and the job for the next one is
//! enqueued in it. A worker killed at any point leaves either a step that is not done, whose job
//! another takes up, or one that is, with the next one's job. A job that comes for a run that ended,
//! or before its step is due, finds nothing to do.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use copperline_shared::events::Event;
use copperline_shared::workflows::RunState;
use uuid::Uuid;

use super::doing::Doing;
use super::ending;
use super::queries::{self, Which};
use crate::app::App;
use crate::billing::ledger;
use crate::conversations::records::By;
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::jobs::{Job, enqueue, wake};
use crate::outbox::{self, Audience};
use crate::tags;

type Events = Vec<(Audience, Event)>;

/// Runs of one transaction when a workflow is deleted.
const BATCH: i64 = 200;
/// Batches of one job, which must end before its lease does.
const BATCHES: usize = 20;

/// Enqueues the doing of a run's next step at its moment. Whoever sets the moment does this in the
/// same transaction.
///
/// # Errors
/// When the database fails.
pub(super) async fn enqueue_step(
    connection: &mut Connection,
    workspace: WorkspaceId,
    run_id: Uuid,
    due_at: DateTime<Utc>,
) -> Result<(), Error> {
    enqueue(
        connection,
        Some(workspace),
        &Job::RunWorkflowStep { run_id },
        due_at,
    )
    .await
}

/// Does the next step of a run, if it is due.
///
/// # Errors
/// When the database fails; running again is safe.
pub async fn step(app: &Arc<App>, workspace: WorkspaceId, run_id: Uuid) -> Result<(), Error> {
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            // Whoever ends a run, or moves it on, holds the contact.
            let Some((contact, _)) = ending::hold(connection, workspace, run_id).await? else {
                return Ok(());
            };
            let now = app.clock.now();
            let run = queries::running(connection, workspace, run_id).await?;
            let Some(run) = run.filter(|run| run.due_at.is_some_and(|due| due <= now)) else {
                return Ok(());
            };
            let doing = Doing {
                app,
                workspace,
                run: &run,
                contact: &contact,
                now,
            };
            let (mut events, charge) = doing.step(connection).await?;
            // Last of all but the events: all of the workspace's texts wait for its balance.
            if let Some((message_id, price)) = charge {
                let charged =
                    ledger::charge_message(connection, workspace, message_id, price, now).await?;
                events.splice(0..0, charged);
            }
            outbox::record(connection, workspace, events, now).await
        })
        .await?;
    wake(app);
    Ok(())
}

/// Why runs of a deleted workflow end.
pub(super) const DELETED: &str = "it was deleted";

/// Ends the runs of a workflow that was deleted, a batch at a time. Doing it again is safe; a run that
/// was started in the same moment ends when its next step is due.
///
/// # Errors
/// When the database fails.
pub async fn end(app: &Arc<App>, workspace: WorkspaceId, workflow_id: Uuid) -> Result<(), Error> {
    for batch in 1..=BATCHES {
        let now = app.clock.now();
        let mut connection = app.pool.get().await?;
        let more = connection
            .atomically(async |connection| {
                let runs = queries::some_running(connection, workspace, workflow_id, BATCH).await?;
                let contacts: Vec<Uuid> = runs.iter().map(|(_, contact, _)| *contact).collect();
                tags::queries::lock_contacts(connection, workspace, &contacts).await?;
                let mut events = Events::new();
                for (run, contact, conversation) in &runs {
                    let why = ending::Why {
                        state: RunState::Stopped,
                        reason: DELETED,
                        by: By::Nobody,
                    };
                    let of = (*contact, *conversation);
                    let which = Which::Run(*run);
                    events.extend(ending::end(connection, workspace, of, which, why, now).await?);
                }
                let more = !runs.is_empty();
                if more && batch == BATCHES {
                    let job = Job::EndWorkflow { workflow_id };
                    enqueue(connection, Some(workspace), &job, now).await?;
                }
                outbox::record(connection, workspace, events, now).await?;
                Ok::<_, Error>(more)
            })
            .await?;
        if !more {
            return Ok(());
        }
    }
    wake(app);
    Ok(())
}
