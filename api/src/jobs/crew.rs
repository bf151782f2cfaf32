//! The workers of this process. Each kind of job has workers of its own, so that no mail server,
//! carrier or card processor that hangs keeps the others' jobs waiting. Jobs are claimed several at
//! a time and settled as they end: a slow one keeps one worker busy and nothing else.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::FutureExt;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::task::JoinSet;

use super::queue::{self, Claimed};
use super::{KINDS, is_given_up, run};
use crate::app::App;
use crate::error::Error;

/// How long claimed jobs are this process's.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// A run is ended after this time.
const RUN_LIMIT: Duration = Duration::from_secs(45);
/// What of its lease a job needs when it is begun: more than a run may take, so that no job is ever
/// run by two workers at once.
const LEASE_LEFT: TimeDelta = TimeDelta::seconds(46);
/// How many jobs of a kind are claimed ahead of their run.
const HELD: usize = 128;

/// A job that this process has done what it could with.
struct Ended {
    job: Claimed,
    outcome: Outcome,
}

enum Outcome {
    Done,
    Failed(Error),
    /// Too little of its lease was left when its turn came.
    TooLate,
}

/// The claimed jobs of one kind.
#[derive(Default)]
struct Waiting {
    jobs: VecDeque<Claimed>,
    /// Workers that are at it.
    busy: usize,
}

struct Lane {
    kind: &'static str,
    waiting: Arc<Mutex<Waiting>>,
    /// Jobs of this kind that were claimed and are not settled yet.
    held: usize,
}

fn locked(waiting: &Mutex<Waiting>) -> std::sync::MutexGuard<'_, Waiting> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The workers, and what they have in hand. Dropping them ends their runs where they stand.
pub struct Crew {
    app: Arc<App>,
    /// Workers of each kind.
    at_once: usize,
    lanes: Vec<Lane>,
    workers: JoinSet<()>,
    send_ended: UnboundedSender<Ended>,
    ended: UnboundedReceiver<Ended>,
}

impl Crew {
    pub fn new(app: &Arc<App>, at_once: usize) -> Self {
        let (send_ended, ended) = mpsc::unbounded_channel();
        let lane = |kind: &&'static str| Lane {
            kind,
            waiting: Arc::default(),
            held: 0,
        };
        Self {
            app: Arc::clone(app),
            at_once: at_once.max(1),
            lanes: KINDS.iter().map(lane).collect(),
            workers: JoinSet::new(),
            send_ended,
            ended,
        }
    }

    pub fn is_idle(&self) -> bool {
        self.lanes.iter().all(|lane| lane.held == 0)
    }

    /// How many more jobs of each kind to claim: none while a kind's workers have enough.
    fn room(&self) -> Vec<(&'static str, usize)> {
        let wants = |lane: &Lane| {
            let waiting = locked(&lane.waiting).jobs.len();
            let room = HELD.max(self.at_once).saturating_sub(lane.held);
            (waiting < self.at_once && room > 0).then_some((lane.kind, room))
        };
        self.lanes.iter().filter_map(wants).collect()
    }

    /// Puts claimed jobs before their workers, as many as there are.
    fn begin(&mut self, claimed: Vec<Claimed>) {
        for job in claimed {
            let lane = self.lanes.iter_mut().find(|lane| lane.kind == job.kind);
            let Some(lane) = lane else { continue };
            lane.held += 1;
            let mut waiting = locked(&lane.waiting);
            waiting.jobs.push_back(job);
            if waiting.busy < self.at_once {
                waiting.busy += 1;
                drop(waiting);
                let (app, waiting) = (Arc::clone(&self.app), Arc::clone(&lane.waiting));
                let work = work_off(app, waiting, self.send_ended.clone());
                self.workers.spawn(work);
            }
        }
        while self.workers.try_join_next().is_some() {}
    }

    /// Claims what is due and says how many jobs that were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim(&mut self) -> Result<usize, Error> {
        let claimed = claim(&self.app, &self.room()).await?;
        let count = claimed.len();
        self.begin(claimed);
        Ok(count)
    }

    /// Settles ended jobs, and claims others in the same moment.
    ///
    /// # Errors
    /// When the database fails; what wasn't settled is run again when its lease ends.
    async fn settle_and_claim(&mut self, ended: &[Ended]) -> Result<(), Error> {
        let room = self.room();
        let (settled, claimed) = tokio::join!(settle(&self.app, ended), claim(&self.app, &room));
        self.begin(claimed?);
        settled
    }

    /// Waits until a job has ended, and settles what has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settle_next(&mut self) -> Result<(), Error> {
        let ended = self.next_ended().await;
        settle(&self.app, &ended).await
    }

    /// Waits until a job has ended; gives all that have. Nothing is lost when the wait is given up.
    async fn next_ended(&mut self) -> Vec<Ended> {
        let mut ended = Vec::new();
        self.ended.recv_many(&mut ended, HELD).await;
        for ended in &ended {
            let of_kind = |lane: &&mut Lane| lane.kind == ended.job.kind;
            if let Some(lane) = self.lanes.iter_mut().find(of_kind) {
                lane.held = lane.held.saturating_sub(1);
            }
        }
        ended
    }
}

async fn claim(app: &App, room: &[(&'static str, usize)]) -> Result<Vec<Claimed>, Error> {
    if room.is_empty() {
        return Ok(Vec::new());
    }
    let mut connection = app.pool.get().await?;
    queue::claim(&mut connection, room, app.clock.now(), LEASE).await
}

/// One worker: runs waiting jobs of its kind until there are none.
async fn work_off(app: Arc<App>, waiting: Arc<Mutex<Waiting>>, ended: UnboundedSender<Ended>) {
    loop {
        let job = {
            let mut waiting = locked(&waiting);
            let next = waiting.jobs.pop_front();
            if next.is_none() {
                waiting.busy -= 1;
            }
            next
        };
        let Some(job) = job else { return };
        let outcome = try_run(&app, &job).await;
        // Nobody wants to hear of it when the crew is gone.
        let _ = ended.send(Ended { job, outcome });
    }
}

async fn try_run(app: &Arc<App>, job: &Claimed) -> Outcome {
    if app.clock.now() + LEASE_LEFT > job.leased_until {
        return Outcome::TooLate;
    }
    let run = AssertUnwindSafe(run(app, job)).catch_unwind();
    match tokio::time::timeout(RUN_LIMIT, run).await {
        Ok(Ok(Ok(()))) => Outcome::Done,
        Ok(Ok(Err(error))) => Outcome::Failed(error),
        Ok(Err(_)) => Outcome::Failed(Error::internal("the job panicked; the log says where")),
        Err(_) => Outcome::Failed(Error::internal("the job took too long")),
    }
}

/// Removes finished jobs and plans the next run of failed ones.
async fn settle(app: &App, ended: &[Ended]) -> Result<(), Error> {
    if ended.is_empty() {
        return Ok(());
    }
    let mut connection = app.pool.get().await?;
    let now = app.clock.now();
    let (mut done, mut unbegun) = (Vec::new(), Vec::new());
    for Ended { job, outcome } in ended {
        match outcome {
            Outcome::Done => done.push(job),
            Outcome::TooLate => unbegun.push(job),
            Outcome::Failed(error) => {
                tracing::warn!(job = %job.id, kind = job.kind, attempts = job.attempts, %error, "job failed");
                let dead = is_given_up(job).then_some(now);
                let next_run = now + backoff(job.attempts);
                queue::fail(&mut connection, job, &error.to_string(), next_run, dead).await?;
            }
        }
    }
    queue::finish(&mut connection, &done).await?;
    queue::give_back(&mut connection, &unbegun).await?;
    if ended.iter().any(|ended| ended.job.in_line) {
        // Whoever waited behind it needn't wait for the next look.
        super::wake(app);
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

/// Works on due jobs until it is dropped.
pub async fn work(app: &Arc<App>) {
    let mut crew = Crew::new(app, app.config.workers);
    loop {
        if let Err(error) = crew.claim().await {
            tracing::warn!(%error, "workers could not reach the database");
        }
        // Jobs of other nodes and jobs that fall due are found by looking twice a second.
        let look = tokio::time::timeout(Duration::from_millis(500), app.job_added.notified());
        let mut look = std::pin::pin!(look);
        loop {
            let idle = crew.is_idle();
            let ended = tokio::select! {
                _ = &mut look => break,
                ended = crew.next_ended(), if !idle => ended,
            };
            if let Err(error) = crew.settle_and_claim(&ended).await {
                tracing::warn!(%error, "workers could not reach the database");
            }
        }
    }
}
