//! The connections that a process keeps.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool::{BuildError, Object, Pool as Deadpool, PoolError};
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
};
use futures_util::FutureExt;
use secrecy::SecretString;

use super::{Connection, DbError, connect};

/// How long a request waits for a free connection before it is told to come again.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// A thread that would have fewer connections than this shares them with the others.
const FEWEST_OF_A_THREAD: usize = 4;

thread_local! {
    /// Which of the serving threads this one is.
    static SERVES: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Connections for the threads that serve requests, and for all else.
///
/// A connection is driven by the thread that opened it, and whoever uses it from another one waits
/// for two changes of threads with each statement. So each serving thread has its own.
#[derive(Clone)]
pub struct Pool {
    shared: Deadpool<AsyncPgConnection>,
    of_threads: Arc<[Deadpool<AsyncPgConnection>]>,
    threads: Arc<AtomicUsize>,
}

impl Pool {
    /// A free connection.
    ///
    /// # Errors
    /// When none is free for long, or a new one can't be opened.
    pub async fn get(&self) -> Result<Object<AsyncPgConnection>, PoolError> {
        let own = SERVES.get().and_then(|thread| self.of_threads.get(thread));
        own.unwrap_or(&self.shared).get().await
    }

    /// From now on this thread serves requests.
    pub fn serve_here(&self) {
        if !self.of_threads.is_empty() && SERVES.get().is_none() {
            SERVES.set(Some(self.threads.fetch_add(1, Ordering::Relaxed)));
        }
    }
}

/// A pool of at most `size` connections that all threads share; none is opened yet.
///
/// # Errors
/// When the pool's settings don't make sense.
pub fn pool(url: &str, size: usize) -> Result<Pool, DbError> {
    Ok(Pool {
        shared: build(url, size, None)?,
        of_threads: Arc::default(),
        threads: Arc::default(),
    })
}

/// A pool of at most `size` connections, half of them for so many serving threads. They bring the key
/// under which the database hashes the phones of erased contacts: it is kept there for the
/// connection's life, and stored nowhere.
///
/// # Errors
/// When the pool's settings don't make sense.
pub fn pool_with_key(
    url: &str,
    size: usize,
    threads: usize,
    key: &SecretString,
) -> Result<Pool, DbError> {
    let own = Some(size / 2 / threads.max(1)).filter(|own| *own >= FEWEST_OF_A_THREAD);
    let of_threads = own.map_or(0, |_| threads);
    let of_thread = |_| build(url, own.unwrap_or_default(), Some(key.clone()));
    Ok(Pool {
        shared: build(
            url,
            size - own.unwrap_or_default() * of_threads,
            Some(key.clone()),
        )?,
        of_threads: (0..of_threads).map(of_thread).collect::<Result<_, _>>()?,
        threads: Arc::default(),
    })
}

fn build(
    url: &str,
    size: usize,
    key: Option<SecretString>,
) -> Result<Deadpool<AsyncPgConnection>, BuildError> {
    // A connection that was lost is known to be closed; asking each of the others whether it
    // stands, before each use, costs as much as a query.
    let mut config = ManagerConfig::<Connection>::default();
    config.recycling_method = RecyclingMethod::Fast;
    config.custom_setup = Box::new(move |url| connect(url.to_owned(), key.clone()).boxed());
    let manager = AsyncDieselConnectionManager::new_with_config(url, config);
    Deadpool::builder(manager)
        .max_size(size)
        .runtime(::deadpool::Runtime::Tokio1)
        .wait_timeout(Some(LONGEST_WAIT))
        .build()
}
