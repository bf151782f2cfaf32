//! How programs on the same data folder agree: two lock files that the system frees when a
//! program ends, however it ends.
//!
//! `postgres.lock` is held while the server is being started or stopped. `postgres.users` is held,
//! shared, by every program that uses the server, so that only the last one stops it.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::error::PostgresError;

/// How long to wait for another program that starts or stops the server.
const PATIENCE: Duration = Duration::from_secs(150);
/// How long to look whether other users are left: longer than a child of ours that is just being
/// started holds a copy of a lock.
const LAST_LOOK: Duration = Duration::from_millis(200);
const STEP: Duration = Duration::from_millis(10);

/// While this lives, no other program starts or stops the server.
#[derive(Debug)]
pub(super) struct Turn(#[expect(dead_code, reason = "held for its lock")] File);

impl Turn {
    /// Waits for the turn.
    pub async fn wait(data: &Path) -> Result<Self, PostgresError> {
        let (path, file) = open(data, "postgres.lock")?;
        let end = Instant::now() + PATIENCE;
        while !taken(file.try_lock(), &path)? {
            if Instant::now() > end {
                return Err(PostgresError::Busy {
                    lock: path,
                    seconds: PATIENCE.as_secs(),
                });
            }
            sleep(STEP).await;
        }
        Ok(Self(file))
    }
}

/// While this lives, other programs leave the server running.
#[derive(Debug)]
pub(super) struct User(#[expect(dead_code, reason = "held for its lock")] File);

impl User {
    /// Joins the users of the server. Needs the turn, so that nobody asks who is last meanwhile.
    pub fn join(data: &Path, _turn: &Turn) -> Result<Self, PostgresError> {
        let (path, file) = open(data, "postgres.users")?;
        file.lock_shared()
            .map_err(PostgresError::io("lock", &path))?;
        Ok(Self(file))
    }

    /// Leaves, and tells whether nobody else is using the server.
    pub async fn leave(self, data: &Path, _turn: &Turn) -> Result<bool, PostgresError> {
        drop(self);
        let (path, file) = open(data, "postgres.users")?;
        let end = Instant::now() + LAST_LOOK;
        loop {
            if taken(file.try_lock(), &path)? {
                return Ok(true);
            }
            if Instant::now() > end {
                return Ok(false);
            }
            sleep(STEP).await;
        }
    }
}

fn open(data: &Path, name: &str) -> Result<(PathBuf, File), PostgresError> {
    let path = data.join(name);
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(PostgresError::io("open", &path))?;
    Ok((path, file))
}

fn taken(outcome: Result<(), TryLockError>, path: &Path) -> Result<bool, PostgresError> {
    match outcome {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(PostgresError::io("lock", path)(error)),
    }
}
