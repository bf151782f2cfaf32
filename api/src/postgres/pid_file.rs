//! `postmaster.pid`: what a running server writes about itself into its cluster.

use std::path::{Path, PathBuf};

use rustix::process::{Pid, test_kill_process};

use super::error::PostgresError;
use super::place::Place;

/// The interesting lines of the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PidFile {
    pub pid: i32,
    /// The cluster's path when the server started.
    pub cluster: PathBuf,
    /// The folder of the socket; empty until there is one.
    pub socket: PathBuf,
    pub status: Status,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Status {
    Starting,
    Ready,
    Stopping,
}

impl PidFile {
    /// Reads the file; `None` without one, or before its writer has finished the first lines.
    pub fn read(cluster: &Path) -> Option<Self> {
        Self::parse(&std::fs::read_to_string(path_in(cluster)).ok()?)
    }

    /// The lines are: pid, cluster, start time, port, socket's folder, address, shared memory,
    /// status (PostgreSQL's `src/include/utils/pidfile.h`).
    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        Some(Self {
            pid: lines.next()?.trim().parse().ok()?,
            cluster: lines.next()?.into(),
            socket: lines.nth(2).unwrap_or_default().into(),
            status: match lines.nth(2).unwrap_or_default().trim() {
                "ready" => Status::Ready,
                "stopping" => Status::Stopping,
                _ => Status::Starting,
            },
        })
    }

    /// The file of a server that is running in `cluster`; `None` when there is none, or only the
    /// file that a killed one left behind.
    ///
    /// # Errors
    /// When the cluster was moved or copied under a running server.
    pub fn of_running(cluster: &Path) -> Result<Option<Self>, PostgresError> {
        let Some(file) = Self::read(cluster) else {
            return Ok(None);
        };
        let recorded = file
            .cluster
            .canonicalize()
            .unwrap_or_else(|_gone| file.cluster.clone());
        let runs_here = serves(file.pid, cluster);
        if recorded == cluster {
            return Ok(runs_here.then_some(file));
        }
        if runs_here || serves(file.pid, &recorded) {
            return Err(PostgresError::Elsewhere {
                folder: cluster.to_path_buf(),
                pid: file.pid,
                recorded: file.cluster,
            });
        }
        Ok(None)
    }
}

/// Makes PostgreSQL see that the file of a killed server is stale although its process number
/// now belongs to somebody else, which is common in containers.
///
/// PostgreSQL takes the number of its own parent, which is us, for stale. The rest of the file
/// stays, because PostgreSQL looks there for memory that old backends still use.
pub(super) fn disown(place: &Place) -> Result<(), PostgresError> {
    let Some(stale) = PidFile::read(&place.cluster) else {
        return Ok(());
    };
    if !is_alive(stale.pid) {
        return Ok(());
    }
    let path = path_in(&place.cluster);
    let text =
        std::fs::read_to_string(&path).map_err(PostgresError::io("read the stale", &path))?;
    let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
    std::fs::write(&path, format!("{}\n{rest}", std::process::id()))
        .map_err(PostgresError::io("correct the stale", &path))?;
    let lock = place.socket_lock();
    match std::fs::remove_file(&lock) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(PostgresError::io("remove the stale", &lock)(error))
        }
        _ => Ok(()),
    }
}

/// Whether the process is a server working in this cluster. A server's working folder is its
/// cluster, which tells it from another process that got its number, and from one that has ended
/// but was not yet collected by its parent.
pub(super) fn serves(pid: i32, cluster: &Path) -> bool {
    if !Path::new("/proc/self/cwd").exists() {
        return is_alive(pid);
    }
    std::fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|folder| folder == cluster)
}

fn is_alive(pid: i32) -> bool {
    Pid::from_raw(pid).is_some_and(|pid| test_kill_process(pid).is_ok())
}

fn path_in(cluster: &Path) -> PathBuf {
    cluster.join("postmaster.pid")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_tells_where_the_socket_is_and_whether_the_server_is_ready() {
        let text = "4711\n/srv/data/postgres\n1763766636\n5432\n/srv/data/postgres\n\n  \
                    1048578        98\nready   \n";
        assert_eq!(
            PidFile::parse(text),
            Some(PidFile {
                pid: 4711,
                cluster: "/srv/data/postgres".into(),
                socket: "/srv/data/postgres".into(),
                status: Status::Ready,
            })
        );
    }

    #[test]
    fn a_half_written_file_is_a_server_that_is_starting() {
        assert_eq!(PidFile::parse("47"), None);
        let file = PidFile::parse("4711\n/srv/data/postgres\n1763766636\n5432\n\n").unwrap();
        assert_eq!(file.status, Status::Starting);
        assert_eq!(file.socket, PathBuf::new());
    }

    #[test]
    fn a_process_that_works_elsewhere_is_not_the_server() {
        let own = i32::try_from(std::process::id()).unwrap();
        assert!(!serves(own, Path::new("/srv/data/postgres")));
        assert!(is_alive(own));
    }
}
