//! Background work: a queue in the database, at least once, with idempotent jobs.
//!
//! A job is enqueued in the transaction that needs it. Workers claim due jobs with
//! `FOR UPDATE SKIP LOCKED` under a lease, so that a killed worker's jobs are taken up by another.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::App;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::jobs;
use crate::{auth, billing, messages, numbers, simulator};

/// How long a worker may keep a job before another takes it up.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// A single run is ended before its lease is, so that two workers never run a job at once.
const RUN_LIMIT: Duration = Duration::from_secs(45);
/// After so many failed runs a job is given up and kept for people to look at.
const MAX_ATTEMPTS: i32 = 12;
const CLAIM_AT_ONCE: i64 = 20;

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
    /// Asks the carrier for a number.
    RentNumber { number_id: Uuid },
    /// Gives a number back to the carrier.
    ReleaseNumber { number_id: Uuid },
    /// Asks the card processor for a payment.
    ChargeCard { payment_id: Uuid },
    /// The simulated carrier or processor reports to the api.
    SimulatedCallback { callback: simulator::Callback },
}

impl Job {
    fn kind(&self) -> &'static str {
        match self {
            Self::SendMail { .. } => "send_mail",
            Self::SendMessage { .. } => "send_message",
            Self::RentNumber { .. } => "rent_number",
            Self::ReleaseNumber { .. } => "release_number",
            Self::ChargeCard { .. } => "charge_card",
            Self::SimulatedCallback { .. } => "simulated_callback",
        }
    }
}

/// Enqueues a job in the caller's transaction. Call [`wake`] after the commit.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(
    connection: &mut Connection,
    workspace: Option<WorkspaceId>,
    job: &Job,
    run_at: DateTime<Utc>,
) -> Result<(), Error> {
    diesel::insert_into(jobs::table)
        .values((
            jobs::id.eq(Uuid::now_v7()),
            jobs::workspace_id.eq(workspace.map(|workspace| workspace.0)),
            jobs::kind.eq(job.kind()),
            jobs::payload.eq(serde_json::to_value(job)?),
            jobs::run_at.eq(run_at),
            jobs::created_at.eq(run_at),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Tells this process's workers that there is something to do now.
pub fn wake(app: &App) {
    app.job_added.notify_one();
}

#[derive(Queryable)]
struct Claimed {
    id: Uuid,
    workspace_id: Option<Uuid>,
    payload: serde_json::Value,
    attempts: i32,
}

/// Takes up to `limit` due jobs, so that no other worker has them until the lease ends.
async fn claim(
    connection: &mut Connection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Claimed>, Error> {
    let free = jobs::leased_until.is_null().or(jobs::leased_until.lt(now));
    let due = jobs::table
        .filter(jobs::dead_at.is_null())
        .filter(jobs::run_at.le(now))
        .filter(free)
        .order((jobs::run_at.asc(), jobs::id.asc()))
        .limit(limit)
        .for_update()
        .skip_locked()
        .select(jobs::id);
    // Diesel can't use a locking subselect in an update; two statements in one transaction can.
    use diesel_async::AsyncConnection;
    connection
        .transaction(async |connection| {
            let ids: Vec<Uuid> = due.load(connection).await?;
            if ids.is_empty() {
                return Ok(Vec::new());
            }
            let claimed = diesel::update(jobs::table.filter(jobs::id.eq_any(ids)))
                .set((
                    jobs::leased_until.eq(now + LEASE),
                    jobs::attempts.eq(jobs::attempts + 1),
                ))
                .returning((jobs::id, jobs::workspace_id, jobs::payload, jobs::attempts))
                .get_results(connection)
                .await?;
            Ok(claimed)
        })
        .await
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
        Job::RentNumber { number_id } => numbers::jobs::rent(app, needed()?, number_id).await,
        Job::ReleaseNumber { number_id } => numbers::jobs::release(app, needed()?, number_id).await,
        Job::ChargeCard { payment_id } => billing::jobs::charge(app, needed()?, payment_id).await,
        Job::SimulatedCallback { callback } => simulator::deliver(app, callback).await,
    }
}

/// Runs a batch of due jobs and says how many there were.
///
/// # Errors
/// When the database fails; a job's own failure is recorded with the job.
pub async fn run_due(app: &Arc<App>, at_once: usize) -> Result<usize, Error> {
    let claimed = {
        let mut connection = app.pool.get().await?;
        claim(&mut connection, app.clock.now(), CLAIM_AT_ONCE).await?
    };
    let count = claimed.len();
    let outcomes: Vec<(Claimed, Result<(), Error>)> = futures_util::stream::iter(claimed)
        .map(|claimed| async move {
            let outcome = tokio::time::timeout(RUN_LIMIT, run(app, &claimed))
                .await
                .unwrap_or_else(|_| Err(Error::internal("the job took too long")));
            (claimed, outcome)
        })
        .buffer_unordered(at_once.max(1))
        .collect()
        .await;
    if count > 0 {
        settle(app, outcomes).await?;
    }
    Ok(count)
}

/// Removes finished jobs and plans the next run of failed ones.
async fn settle(app: &App, outcomes: Vec<(Claimed, Result<(), Error>)>) -> Result<(), Error> {
    let mut connection = app.pool.get().await?;
    let now = app.clock.now();
    let done: Vec<Uuid> = outcomes
        .iter()
        .filter(|(_, outcome)| outcome.is_ok())
        .map(|(job, _)| job.id)
        .collect();
    diesel::delete(jobs::table.filter(jobs::id.eq_any(done)))
        .execute(&mut connection)
        .await?;
    for (job, outcome) in outcomes {
        let Err(error) = outcome else { continue };
        tracing::warn!(job = %job.id, attempts = job.attempts, %error, "job failed");
        let dead = (job.attempts >= MAX_ATTEMPTS).then_some(now);
        diesel::update(jobs::table.find(job.id))
            .set((
                jobs::leased_until.eq(None::<DateTime<Utc>>),
                jobs::run_at.eq(now + backoff(job.attempts)),
                jobs::last_error.eq(error.to_string()),
                jobs::dead_at.eq(dead),
            ))
            .execute(&mut connection)
            .await?;
    }
    Ok(())
}

/// 1 s, 2 s, 4 s … 10 min, each stretched by up to a quarter so that retries don't come together.
fn backoff(attempts: i32) -> TimeDelta {
    let doublings = u32::try_from(attempts.saturating_sub(1))
        .unwrap_or(0)
        .min(10);
    let millis = (1000_i64 << doublings).min(600_000);
    TimeDelta::milliseconds(millis + rand::random_range(0..=millis / 4))
}

/// Works until the process ends: on due jobs, and once an hour on clearing what is too old.
pub async fn work(app: Arc<App>) {
    let mut next_clearing = app.clock.now();
    loop {
        let found = match run_due(&app, app.config.workers).await {
            Ok(found) => found,
            Err(error) => {
                tracing::warn!(%error, "workers could not reach the database");
                0
            }
        };
        if app.clock.now() >= next_clearing {
            next_clearing = app.clock.now() + TimeDelta::hours(1);
            if let Err(error) = clear_old(&app).await {
                tracing::warn!(%error, "could not clear what is too old");
            }
        }
        if found == 0 {
            // Jobs of other nodes and jobs that fall due are found by looking twice a second.
            let _ =
                tokio::time::timeout(Duration::from_millis(500), app.job_added.notified()).await;
        }
    }
}

async fn clear_old(app: &App) -> Result<(), Error> {
    let mut connection = app.pool.get().await?;
    let now = app.clock.now();
    crate::idempotency::forget_old(&mut connection, now).await?;
    crate::events::forget_old(&mut connection, now).await?;
    crate::auth::forget_old(&mut connection, now).await?;
    Ok(())
}
