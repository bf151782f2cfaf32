//! Transactions that are run again when they are undone because another came in their way.

use std::time::Duration;

use diesel_async::{AnsiTransactionManager, AsyncConnection, TransactionManager};

use super::Connection;
use crate::error::Error;

/// How often a transaction is begun before its caller is told to come again.
const RUNS: u32 = 5;
/// The pause before the second run, in milliseconds; each later one is longer by as much.
const PAUSE: u64 = 20;

/// A closure that may be called again, and whose future may change threads. Rust has no shorter
/// word for the latter; diesel-async says it the same way of closures that are called once.
pub trait Again<Argument, Output>:
    AsyncFn(Argument) -> Output + Fn(Argument) -> <Self as Again<Argument, Output>>::Running
{
    type Running: Future<Output = Output>;
}

impl<Work, Argument, Output, Running> Again<Argument, Output> for Work
where
    Work: AsyncFn(Argument) -> Output + Fn(Argument) -> Running,
    Running: Future<Output = Output>,
{
    type Running = Running;
}

/// All or nothing.
pub trait Atomic {
    /// Does the work in one transaction: committed when it succeeds, undone when it fails. What
    /// PostgreSQL undoes because of a deadlock or a serialization failure, or what was
    /// [overtaken](Error::overtaken), is begun anew from its beginning, a few times, after a short
    /// pause that is never the same for two. The work must have no effect outside of the transaction.
    ///
    /// Inside another transaction it is part of that one, which is then run again as a whole.
    ///
    /// # Errors
    /// The work's own, or [`Error::Undone`] when it was undone each time.
    fn atomically<T, Work>(&mut self, work: Work) -> impl Future<Output = Result<T, Error>> + Send
    where
        for<'r> Work: AsyncFn(&'r mut Connection) -> Result<T, Error>
            + Again<&'r mut Connection, Result<T, Error>, Running: Send>
            + Send
            + Sync,
        T: Send;
}

impl Atomic for Connection {
    async fn atomically<T, Work>(&mut self, work: Work) -> Result<T, Error>
    where
        for<'r> Work: AsyncFn(&'r mut Connection) -> Result<T, Error>
            + Again<&'r mut Connection, Result<T, Error>, Running: Send>
            + Send
            + Sync,
        T: Send,
    {
        let status = AnsiTransactionManager::transaction_manager_status_mut(self);
        let outermost = status.transaction_depth()?.is_none();
        let mut run = 1;
        loop {
            #[expect(clippy::disallowed_methods, reason = "here it is run again")]
            let outcome = self.transaction(&work).await;
            match outcome {
                Err(Error::Undone(cause)) if outermost && run < RUNS => {
                    tracing::warn!(%cause, run, "a transaction is run again");
                }
                outcome => return outcome,
            }
            tokio::time::sleep(pause(run)).await;
            run += 1;
        }
    }
}

fn pause(run: u32) -> Duration {
    let longest = PAUSE * u64::from(run);
    Duration::from_millis(rand::random_range(longest / 2..=longest))
}
