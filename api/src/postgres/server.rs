//! The server's process: launched by us, or adopted from a program that was killed.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

use super::account::Account;
use super::error::PostgresError;
use super::installed::Installation;
use super::pid_file::{self, PidFile, Status};
use super::place::Place;

/// How long a server may take to become ready; recovering after a power cut takes a while.
const START_PATIENCE: Duration = Duration::from_secs(120);
/// How long a server may take to write everything down and end.
const STOP_PATIENCE: Duration = Duration::from_secs(60);
const STEP: Duration = Duration::from_millis(5);
const WATCH_STEP: Duration = Duration::from_millis(50);
/// The log is put aside at a start when it is longer than this, in bytes.
const LONG_LOG: u64 = 10_000_000;
/// How much of the log an error quotes, in lines and at most in bytes.
const TAIL_LINES: usize = 20;
const TAIL_BYTES: u64 = 8_000;
/// What PostgreSQL says while the backends of a killed server are still ending.
const STILL_IN_USE: &str = "is still in use";

/// A running PostgreSQL server.
#[derive(Debug)]
pub(super) struct Server {
    pid: i32,
    cluster: PathBuf,
    /// `None` when the server is adopted.
    child: Option<Child>,
}

impl Server {
    /// Takes over the server that is running in the cluster, if there is one, once it is ready.
    /// Tells also in which folder its socket is. One that is stopping is waited for.
    pub async fn adopt(place: &Place) -> Result<Option<(Self, PathBuf)>, PostgresError> {
        let end = Instant::now() + START_PATIENCE;
        let mut hurried = false;
        while let Some(file) = PidFile::of_running(&place.cluster)? {
            let server = Self {
                pid: file.pid,
                cluster: place.cluster.clone(),
                child: None,
            };
            match file.status {
                Status::Ready => return Ok(Some((server, file.socket))),
                // It may be waiting politely for clients that never leave.
                Status::Stopping if !hurried => {
                    hurried = true;
                    server.signal(Signal::INT);
                }
                Status::Stopping | Status::Starting => {}
            }
            if Instant::now() > end {
                return Err(not_ready(place, 0));
            }
            sleep(STEP).await;
        }
        Ok(None)
    }

    /// Starts a server and waits until it is ready.
    pub async fn launch(
        place: &Place,
        account: &Account,
        installation: &Installation,
    ) -> Result<Self, PostgresError> {
        pid_file::disown(place)?;
        let log = open_log(&place.log)?;
        let end = Instant::now() + START_PATIENCE;
        loop {
            let quoted_from = place.log.metadata().map_or(0, |meta| meta.len());
            let program = installation.bin.join("postgres");
            let mut command = command(&program, place, &log)?;
            account.apply(&mut command);
            let child = command
                .spawn()
                .map_err(|error| account.explain(error, &program, &place.cluster))?;
            if let Some(server) = ready(child, place, end, quoted_from).await? {
                return Ok(server);
            }
            let tail = tail(&place.log, quoted_from);
            if !tail.contains(STILL_IN_USE) || Instant::now() > end {
                return Err(PostgresError::StartFailed {
                    log: place.log.clone(),
                    tail,
                });
            }
            sleep(WATCH_STEP).await;
        }
    }

    /// Waits until the server has ended.
    pub async fn ended(&mut self) {
        if let Some(child) = &mut self.child {
            if let Err(error) = child.wait().await {
                tracing::warn!(%error, "can't wait for PostgreSQL");
            }
            return;
        }
        while pid_file::serves(self.pid, &self.cluster) {
            sleep(WATCH_STEP).await;
        }
    }

    /// Stops the server: open transactions are rolled back, everything is written down.
    pub async fn stop(mut self) {
        // The order of PostgreSQL's own shutdown modes: fast, then immediate, which recovers at
        // the next start.
        for signal in [Signal::INT, Signal::QUIT] {
            self.signal(signal);
            if timeout(STOP_PATIENCE, self.ended()).await.is_ok() {
                return;
            }
            tracing::warn!(pid = self.pid, "PostgreSQL does not end");
        }
    }

    fn signal(&self, signal: Signal) {
        let Some(pid) = Pid::from_raw(self.pid) else {
            return;
        };
        if let Err(error) = kill_process(pid, signal) {
            tracing::warn!(pid = self.pid, %error, "can't signal PostgreSQL");
        }
    }
}

/// Waits for a server of ours to say that it is ready; `None` when it has ended instead.
async fn ready(
    mut child: Child,
    place: &Place,
    end: Instant,
    quoted_from: u64,
) -> Result<Option<Server>, PostgresError> {
    let pid = child.id().and_then(|pid| i32::try_from(pid).ok());
    loop {
        let ended = child
            .try_wait()
            .map_err(PostgresError::io("wait for PostgreSQL in", &place.cluster))?;
        let (Some(pid), None) = (pid, ended) else {
            return Ok(None);
        };
        let file = PidFile::read(&place.cluster);
        if file.is_some_and(|file| file.pid == pid && file.status == Status::Ready) {
            return Ok(Some(Server {
                pid,
                cluster: place.cluster.clone(),
                child: Some(child),
            }));
        }
        if Instant::now() > end {
            return Err(not_ready(place, quoted_from));
        }
        sleep(STEP).await;
    }
}

/// The command that runs the server: reachable through its socket only, whatever the cluster's
/// `postgresql.conf` says, and out of reach of the terminal's Ctrl-C, which is for Copperline:
/// it answers what it was asked first and stops the server then.
fn command(program: &Path, place: &Place, log: &File) -> Result<Command, PostgresError> {
    let mut socket = std::ffi::OsString::from("unix_socket_directories=");
    socket.push(&place.socket);
    let duplicate = || {
        log.try_clone()
            .map(Stdio::from)
            .map_err(PostgresError::io("write to", &place.log))
    };
    let mut command = Command::new(program);
    command
        .arg("-D")
        .arg(&place.cluster)
        .args(["-c", "listen_addresses="])
        .args(["-c", "port=5432"])
        .args(["-c", "unix_socket_permissions=0700"])
        // Before it recovers from a kill, PostgreSQL makes sure that all files are on disk: one
        // call for the file system takes tens of milliseconds, one for each of the 2,000 files
        // takes seconds on a busy disk, and all that time nothing can be acknowledged.
        .args(["-c", "recovery_init_sync_method=syncfs"])
        .arg("-c")
        .arg(socket)
        .current_dir(&place.cluster)
        .env_clear()
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .stdout(duplicate()?)
        .stderr(duplicate()?)
        .process_group(0);
    Ok(command)
}

fn open_log(path: &Path) -> Result<File, PostgresError> {
    if path.metadata().is_ok_and(|meta| meta.len() > LONG_LOG) {
        std::fs::rename(path, path.with_extension("log.1"))
            .map_err(PostgresError::io("put aside", path))?;
    }
    OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path)
        .map_err(PostgresError::io("open", path))
}

fn not_ready(place: &Place, quoted_from: u64) -> PostgresError {
    PostgresError::StartTimeout {
        seconds: START_PATIENCE.as_secs(),
        log: place.log.clone(),
        tail: tail(&place.log, quoted_from),
    }
}

/// The last lines of the log, none of them older than the byte `from`.
fn tail(log: &Path, from: u64) -> String {
    let read = || -> std::io::Result<Vec<u8>> {
        let mut file = File::open(log)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(from.max(length.saturating_sub(TAIL_BYTES))))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().unwrap_or_default();
    last_lines(&String::from_utf8_lossy(&bytes))
}

/// The last lines of a program's output.
pub(super) fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n")
}
