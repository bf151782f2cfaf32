//! Background work: a queue in the database, at least once, with idempotent jobs.
//!
//! A job is enqueued in the transaction that needs it. Workers claim due jobs with
//! `FOR UPDATE SKIP LOCKED` under a lease, so that a killed worker's jobs are taken up by another.
//! A job is run only while its lease is good for the longest run, and settled only under that
//! lease: no two workers run it at once.
//!
//! Jobs run side by side and in no order, except those of one line: each waits for the earlier ones
//! to end.

mod crew;
mod queue;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::workflows::WorkflowTrigger;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::FutureExt;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::App;
use crate::db::{Connection, WorkspaceId, delete_in_batches};
use crate::error::Error;
use crate::schema::jobs;
use crate::{
    auth, billing, bulk_actions, follow_ups, groups, imports, messages, numbers, pictures,
    simulator, tags, workflows,
};
use crew::Crew;
use queue::Claimed;

pub use queue::withdraw_end_put_off;

/// After so many failed runs a job is given up and kept for people to look at, unless somebody's
/// money or number hangs on it.
const MAX_ATTEMPTS: i32 = 12;

/// Every kind of background work.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Mails a link. Its secret is made when the mail is sent: none stands here.
    SendMail {
        letter: auth::Letter,
        /// In lower case.
        email: String,
    },
    /// Hands a queued message to the carrier.
    SendMessage { message_id: Uuid },
    /// Asks the send gate about a waiting message whose moment has come.
    ReleaseMessage { message_id: Uuid },
    /// Fetches a picture that came with a text.
    FetchPicture { message_id: Uuid, position: i16 },
    /// Asks the carrier for a number.
    RentNumber { number_id: Uuid },
    /// Gives a number back to the carrier.
    ReleaseNumber { number_id: Uuid },
    /// Asks the card processor for a payment.
    ChargeCard { payment_id: Uuid },
    /// Starts a workflow for contacts, each as the run with the id beside it.
    StartWorkflow {
        workflow_id: Uuid,
        starts: Vec<(Uuid, Uuid)>,
        /// What set it off.
        #[serde(default)]
        trigger: Option<WorkflowTrigger>,
    },
    /// Does the next step of a workflow for a contact.
    RunWorkflowStep { run_id: Uuid },
    /// Ends the runs of a workflow that was deleted.
    EndWorkflow { workflow_id: Uuid },
    /// Does or undoes something to many conversations.
    RunBulkAction { bulk_action_id: Uuid },
    /// Looks through a file, or imports it.
    RunImport { import_id: Uuid },
    /// Takes a tag that was deleted or merged off the contacts that still wear it.
    EndTag { tag_id: Uuid },
    /// Makes the conversations nobody's that are assigned to a group that was deleted.
    EndGroup { group_id: Uuid },
    /// Brings a conversation back that is put off until this moment.
    EndPutOff {
        conversation_id: Uuid,
        until: DateTime<Utc>,
    },
    /// The simulated carrier or processor reports to the api.
    SimulatedCallback { callback: simulator::Callback },
}

/// The kinds as the database holds them.
const KINDS: [&str; 16] = [
    "send_mail",
    "send_message",
    "release_message",
    "fetch_picture",
    "rent_number",
    "release_number",
    "charge_card",
    "start_workflow",
    "run_workflow_step",
    "end_workflow",
    "run_bulk_action",
    "run_import",
    "end_tag",
    "end_group",
    "end_put_off",
    "simulated_callback",
];

impl Job {
    fn kind(&self) -> &'static str {
        match self {
            Self::SendMail { .. } => "send_mail",
            Self::SendMessage { .. } => "send_message",
            Self::ReleaseMessage { .. } => "release_message",
            Self::FetchPicture { .. } => "fetch_picture",
            Self::RentNumber { .. } => "rent_number",
            Self::ReleaseNumber { .. } => "release_number",
            Self::ChargeCard { .. } => "charge_card",
            Self::StartWorkflow { .. } => "start_workflow",
            Self::RunWorkflowStep { .. } => "run_workflow_step",
            Self::EndWorkflow { .. } => "end_workflow",
            Self::RunBulkAction { .. } => "run_bulk_action",
            Self::RunImport { .. } => "run_import",
            Self::EndTag { .. } => "end_tag",
            Self::EndGroup { .. } => "end_group",
            Self::EndPutOff { .. } => "end_put_off",
            Self::SimulatedCallback { .. } => "simulated_callback",
        }
    }
}

/// Enqueues a job in the caller's transaction. Call [`wake`] after the commit.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(
    connection: &Connection,
    workspace: Option<WorkspaceId>,
    job: &Job,
    run_at: DateTime<Utc>,
) -> Result<(), Error> {
    insert(connection, workspace, None, job, run_at).await
}

/// Enqueues a job that is run when the earlier ones of its line have ended or were given up.
/// Earlier is what was enqueued first: the caller holds a lock so that it is also committed first.
///
/// # Errors
/// When the database fails.
pub async fn enqueue_in_line(
    connection: &mut Connection,
    line: &str,
    job: &Job,
    run_at: DateTime<Utc>,
) -> Result<(), Error> {
    insert(connection, None, Some(line), job, run_at).await
}

async fn insert(
    mut connection: &Connection,
    workspace: Option<WorkspaceId>,
    line: Option<&str>,
    job: &Job,
    run_at: DateTime<Utc>,
) -> Result<(), Error> {
    diesel::insert_into(jobs::table)
        .values((
            jobs::id.eq(Uuid::now_v7()),
            jobs::workspace_id.eq(workspace.map(|workspace| workspace.0)),
            jobs::line.eq(line),
            jobs::kind.eq(job.kind()),
            jobs::payload.eq(serde_json::to_value(job)?),
            jobs::run_at.eq(run_at),
            jobs::created_at.eq(run_at),
        ))
        .execute(&mut connection)
        .await?;
    Ok(())
}

/// Tells this process's workers that there is something to do now.
pub fn wake(app: &App) {
    app.job_added.notify_one();
}

async fn run(app: &Arc<App>, claimed: &Claimed) -> Result<(), Error> {
    let job: Job = serde_json::from_value(claimed.payload.clone())?;
    let workspace = claimed.workspace_id.map(WorkspaceId);
    let needed = || workspace.ok_or_else(|| Error::internal("the job names no workspace"));
    match job {
        Job::SendMail { letter, email } => auth::jobs::send(app, letter, &email).await,
        Job::SendMessage { message_id } => {
            messages::jobs::hand_over(app, needed()?, message_id).await
        }
        Job::ReleaseMessage { message_id } => {
            messages::releasing::release(app, needed()?, message_id).await
        }
        Job::FetchPicture {
            message_id,
            position,
        } => pictures::jobs::fetch(app, needed()?, message_id, position).await,
        Job::RentNumber { number_id } => numbers::jobs::rent(app, needed()?, number_id).await,
        Job::ReleaseNumber { number_id } => numbers::jobs::release(app, needed()?, number_id).await,
        Job::ChargeCard { payment_id } => billing::jobs::charge(app, needed()?, payment_id).await,
        Job::StartWorkflow {
            workflow_id,
            starts,
            trigger,
        } => {
            let what = (workflow_id, trigger);
            workflows::triggers::start_all(app, needed()?, what, starts).await
        }
        Job::RunWorkflowStep { run_id } => workflows::jobs::step(app, needed()?, run_id).await,
        Job::EndWorkflow { workflow_id } => workflows::jobs::end(app, needed()?, workflow_id).await,
        Job::RunBulkAction { bulk_action_id } => {
            bulk_actions::jobs::run(app, needed()?, bulk_action_id).await
        }
        Job::RunImport { import_id } => imports::jobs::run(app, needed()?, import_id).await,
        Job::EndTag { tag_id } => tags::jobs::end(app, needed()?, tag_id).await,
        Job::EndGroup { group_id } => groups::jobs::end(app, needed()?, group_id).await,
        Job::EndPutOff {
            conversation_id,
            until,
        } => follow_ups::jobs::end_put_off(app, needed()?, conversation_id, until).await,
        Job::SimulatedCallback { callback } => simulator::deliver(app, callback).await,
    }
}

/// Whether a failed job is given up. A text that was charged or waits, a number that is being rented and a
/// payment stay what they are until the carrier or processor has answered: asking them never ends,
/// however long they are away. Fetching a picture ends by itself, and says so in the thread. Nor does what was begun on many rows and is to be finished.
fn is_given_up(job: &Claimed) -> bool {
    let lasting = serde_json::from_value(job.payload.clone()).is_ok_and(|job| match job {
        Job::SendMessage { .. }
        | Job::ReleaseMessage { .. }
        | Job::FetchPicture { .. }
        | Job::RentNumber { .. }
        | Job::ReleaseNumber { .. }
        | Job::ChargeCard { .. }
        | Job::StartWorkflow { .. }
        | Job::RunWorkflowStep { .. }
        | Job::EndWorkflow { .. }
        | Job::RunBulkAction { .. }
        | Job::EndTag { .. }
        | Job::EndGroup { .. }
        | Job::RunImport { .. }
        | Job::EndPutOff { .. } => true,
        Job::SendMail { .. } | Job::SimulatedCallback { .. } => false,
    });
    job.attempts >= MAX_ATTEMPTS && !lasting
}

/// Runs the jobs that are due now and says how many there were; not those they lead to.
///
/// # Errors
/// When the database fails; a job's own failure is recorded with the job.
pub async fn run_due(app: &Arc<App>, at_once: usize) -> Result<usize, Error> {
    let mut crew = Crew::new(app, at_once);
    let count = crew.claim().await?;
    while !crew.is_idle() {
        crew.settle_next().await?;
    }
    Ok(count)
}

/// Works until the process ends: on due jobs, and once an hour on clearing what is too old. Should
/// either break down, it begins anew a second later.
pub async fn work(app: Arc<App>) {
    tokio::join!(
        again_and_again("the workers", || crew::work(&app)),
        again_and_again("clearing", || clear(&app)),
    );
}

async fn again_and_again<Work: Future>(name: &str, work: impl Fn() -> Work) {
    loop {
        if AssertUnwindSafe(work()).catch_unwind().await.is_err() {
            tracing::error!("{name} broke down and begin again");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn clear(app: &App) {
    loop {
        if let Err(error) = clear_old(app).await {
            tracing::warn!(%error, "could not clear what is too old");
        }
        tokio::time::sleep(Duration::from_secs(60 * 60)).await;
    }
}

/// Forgets what is kept for a time only.
///
/// # Errors
/// When the database fails.
pub async fn clear_old(app: &App) -> Result<(), Error> {
    let mut connection = app.pool.get().await?;
    let now = app.clock.now();
    crate::idempotency::forget_old(&mut connection, now).await?;
    crate::events::forget_old(&mut connection, now).await?;
    crate::auth::forget_old(&mut connection, now).await?;
    crate::bulk_actions::forget_old(&mut connection, now).await?;
    crate::simulator::forget_old(&mut connection, now).await?;
    crate::imports::forget_old(&mut connection, now).await?;
    let dead = "dead_at < $1";
    delete_in_batches(&mut connection, "jobs", dead, now - TimeDelta::days(30)).await?;
    drop(connection);
    pictures::jobs::forget_unused(app).await
}
