//! Workflows that start by themselves (P4): when a token posts a lead, a tag is put on, or a stage is
//! reached. What happens is written down first and started by a job: a lead is answered at once, and
//! tagging 50,000 contacts waits for no workflow.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use copperline_shared::problem::ErrorCode;
use copperline_shared::workflows::WorkflowTrigger;
use uuid::Uuid;

use super::by::By;
use super::starting::start_many;
use super::{queries, rules};
use crate::app::App;
use crate::contacts::merging::queries::survivor_of;
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::jobs::{Job, enqueue, wake};
use crate::{outbox, tags};

/// Enqueues the starts that follow from what has happened to these contacts, in the caller's
/// transaction. Each run has its id from here: a job that is run again starts none twice.
///
/// # Errors
/// When the database fails.
pub async fn set_off(
    connection: &mut Connection,
    workspace: WorkspaceId,
    trigger: WorkflowTrigger,
    contacts: &[Uuid],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if contacts.is_empty() {
        return Ok(());
    }
    for workflow_id in queries::started_by(connection, workspace, trigger).await? {
        let starts = contacts.iter().map(|contact| (*contact, Uuid::now_v7()));
        let job = Job::StartWorkflow {
            workflow_id,
            starts: starts.collect(),
            trigger: Some(trigger),
        };
        enqueue(connection, Some(workspace), &job, now).await?;
    }
    Ok(())
}

/// How a workflow started that nobody started, as the thread says it. What set it off may be gone, or
/// not be known.
///
/// # Errors
/// When the database fails.
pub(super) async fn told(
    connection: &mut Connection,
    workspace: WorkspaceId,
    trigger: Option<WorkflowTrigger>,
) -> Result<String, Error> {
    if let Some(trigger) = trigger
        && let Some(named) = queries::named_by(connection, workspace, trigger).await?
    {
        let what = rules::set_off_by(trigger, &named);
        return Ok(format!("by itself: {what}"));
    }
    Ok("by itself".to_owned())
}

/// Starts a workflow for contacts, each as the run with its id, where it may start. Doing it again is
/// safe.
///
/// # Errors
/// When the database fails.
pub async fn start_all(
    app: &Arc<App>,
    workspace: WorkspaceId,
    (workflow_id, trigger): (Uuid, Option<WorkflowTrigger>),
    starts: Vec<(Uuid, Uuid)>,
) -> Result<(), Error> {
    let mut connection = app.pool.get().await?;
    for (contact_id, run_id) in starts {
        connection
            .atomically(async |connection| {
                if queries::place_of(connection, workspace, run_id)
                    .await?
                    .is_some()
                {
                    return Ok(());
                }
                let now = app.clock.now();
                // Who was merged into another meanwhile is that one; from here on nobody is.
                tags::queries::lock_contacts(connection, workspace, &[contact_id]).await?;
                let survivor = survivor_of(connection, workspace, contact_id).await?;
                let what = [(survivor.unwrap_or(contact_id), run_id)];
                let (what, by) = ((workflow_id, what.as_slice()), By::Itself(trigger));
                match start_many(connection, workspace, what, by, now).await {
                    Ok((_, events)) => outbox::record(connection, workspace, events, now).await,
                    // It was deleted meanwhile.
                    Err(error) if error.code() == ErrorCode::NotFound => Ok(()),
                    Err(error) => Err(error),
                }
            })
            .await?;
    }
    wake(app);
    Ok(())
}
