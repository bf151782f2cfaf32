//! What every handler and job works with: the pool, the clock and the outside services.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;

use crate::carriers::Carrier;
use crate::config::{Config, Secrets};
use crate::db::Pool;
use crate::events::Hub;
use crate::files::Files;
use crate::mail::Mailer;
use crate::payments::Payments;
use crate::presence::Presences;

/// The running program's parts.
pub struct App {
    pub pool: Pool,
    pub config: Config,
    pub secrets: Secrets,
    pub clock: Clock,
    pub carrier: Arc<dyn Carrier>,
    pub payments: Arc<dyn Payments>,
    pub mailer: Mailer,
    /// Where pictures are kept.
    pub files: Files,
    /// Wakes this process's browsers when a workspace has new events.
    pub hub: Hub,
    /// Who is in which conversation, as this process has heard.
    pub presence: Presences,
    /// Wakes this process's workers when a job was enqueued.
    pub job_added: Notify,
}

/// How handlers receive the [`App`].
pub type AppData = actix_web::web::Data<App>;

/// The one source of the present moment; tests move it forward.
#[derive(Clone, Default)]
pub struct Clock {
    /// Microseconds by which this clock runs ahead of the machine's.
    ahead: Arc<AtomicI64>,
}

impl Clock {
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "this is the app's clock")]
        let machine = Utc::now();
        // PostgreSQL keeps microseconds: what is written and read back must be equal.
        let whole = chrono::SubsecRound::trunc_subsecs(machine, 6);
        whole + TimeDelta::microseconds(self.ahead.load(Ordering::SeqCst))
    }

    /// Moves this clock forward.
    pub fn advance(&self, by: TimeDelta) {
        let micros = by.num_microseconds().unwrap_or(0);
        self.ahead.fetch_add(micros, Ordering::SeqCst);
    }
}
