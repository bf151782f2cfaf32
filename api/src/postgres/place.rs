//! Where everything of the private cluster lies.
//!
//! | in the data folder | what |
//! |---|---|
//! | `postgres/` | the cluster itself, and its socket; mode 0700 |
//! | `postgres.log` | what the server says |
//! | `postgres.lock`, `postgres.users` | see `locks.rs` |
//! | `postgres.new/` | a cluster being made; renamed when it is whole |
//!
//! Where the path of the cluster is too long for a socket, the socket goes to
//! `/tmp/copperline-…`, a folder of mode 0700 named after the data folder's path.

use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

use super::account::Account;
use super::error::PostgresError;

/// The most bytes that the path of a socket may have everywhere: Linux takes 107, macOS 103.
const SOCKET_PATH_LIMIT: usize = 103;
/// PostgreSQL's name for the socket of port 5432. No other server listens in our folder.
const SOCKET_NAME: &str = ".s.PGSQL.5432";
/// What may stay as it is in the URL's `host`.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.');

/// The paths of one private cluster.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub data: PathBuf,
    /// PostgreSQL's own data folder.
    pub cluster: PathBuf,
    /// The folder of the socket.
    pub socket: PathBuf,
    pub log: PathBuf,
}

impl Place {
    /// The paths in `data`, which is created when it is missing.
    pub fn in_data_folder(data: &Path) -> Result<Self, PostgresError> {
        // Root's server runs as another user, who must be able to pass through this folder.
        let is_root = rustix::process::geteuid().is_root();
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(if is_root { 0o711 } else { 0o700 })
            .create(data)
            .map_err(PostgresError::io("create the data folder", data))?;
        let data = data
            .canonicalize()
            .map_err(PostgresError::io("find the data folder", data))?;
        let cluster = data.join("postgres");
        Ok(Self {
            socket: match fits_a_socket(&cluster) {
                true => cluster.clone(),
                false => fallback(&data),
            },
            log: data.join("postgres.log"),
            cluster,
            data,
        })
    }

    /// The major version of the cluster, if there is one.
    pub fn version(&self) -> Result<Option<u32>, PostgresError> {
        if let Ok(text) = std::fs::read_to_string(self.cluster.join("PG_VERSION")) {
            // Before version 10 the file read "9.6".
            let major = text.trim().split('.').next().unwrap_or_default();
            return Ok(major.parse().ok());
        }
        let is_empty =
            std::fs::read_dir(&self.cluster).map_or(true, |mut entries| entries.next().is_none());
        if is_empty {
            return Ok(None);
        }
        Err(PostgresError::NotACluster {
            folder: self.cluster.clone(),
        })
    }

    /// Makes the socket's folder when it isn't the cluster's own, and refuses one that another
    /// user could have prepared or can enter.
    pub fn prepare_socket(&self, account: &Account) -> Result<(), PostgresError> {
        if self.socket == self.cluster {
            return Ok(());
        }
        match std::fs::DirBuilder::new().mode(0o700).create(&self.socket) {
            Ok(()) => return account.give(&self.socket),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(self.bad_socket(format!("can't be created ({error})"))),
        }
        let meta = std::fs::symlink_metadata(&self.socket)
            .map_err(PostgresError::io("look at", &self.socket))?;
        if !meta.is_dir() {
            Err(self.bad_socket("is not a folder".to_owned()))
        } else if meta.uid() != account.uid {
            Err(self.bad_socket(format!("belongs to another user (uid {})", meta.uid())))
        } else if meta.mode() & 0o077 != 0 {
            Err(self.bad_socket("is open to other users".to_owned()))
        } else {
            Ok(())
        }
    }

    /// Removes the socket's folder when it isn't the cluster's own and nothing is left in it.
    pub fn clear_socket(&self) {
        if self.socket != self.cluster
            && let Err(error) = std::fs::remove_dir(&self.socket)
        {
            tracing::debug!(%error, "the socket's folder stays");
        }
    }

    /// The lock file that PostgreSQL keeps beside its socket.
    pub fn socket_lock(&self) -> PathBuf {
        self.socket.join(format!("{SOCKET_NAME}.lock"))
    }

    /// The address of a database for a role, as tokio-postgres and libpq read it.
    pub fn url(&self, role: &str, database: &str) -> String {
        let socket = self.socket.to_string_lossy();
        let host = utf8_percent_encode(&socket, PLAIN);
        format!("postgres://{role}@/{database}?host={host}")
    }

    fn bad_socket(&self, reason: String) -> PostgresError {
        PostgresError::SocketFolder {
            wanted: self.cluster.clone(),
            limit: SOCKET_PATH_LIMIT,
            fallback: self.socket.clone(),
            reason,
        }
    }
}

/// Whether a socket in this folder can be opened and named in a URL.
fn fits_a_socket(folder: &Path) -> bool {
    let length = folder.as_os_str().len() + 1 + SOCKET_NAME.len();
    length <= SOCKET_PATH_LIMIT && folder.to_str().is_some_and(|path| !path.contains(','))
}

/// A short folder of this data folder's own.
fn fallback(data: &Path) -> PathBuf {
    let digest = Sha256::digest(data.as_os_str().as_encoded_bytes());
    Path::new("/tmp").join(format!("copperline-{}", hex::encode(&digest[..8])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_may_take_exactly_the_bytes_that_every_system_allows() {
        let folder = |length: usize| PathBuf::from(format!("/{}", "x".repeat(length - 1)));
        let most = SOCKET_PATH_LIMIT - "/.s.PGSQL.5432".len();
        assert!(fits_a_socket(&folder(most)));
        assert!(!fits_a_socket(&folder(most + 1)));
    }

    #[test]
    fn a_comma_would_name_two_hosts_and_is_avoided() {
        assert!(!fits_a_socket(Path::new("/srv/this, that")));
        assert!(fits_a_socket(Path::new("/srv/this & that")));
    }

    #[test]
    fn the_address_is_read_back_as_written() {
        let place = Place {
            data: "/srv/é & b?".into(),
            cluster: "/srv/é & b?/postgres".into(),
            socket: "/srv/é & b?/postgres".into(),
            log: "/srv/é & b?/postgres.log".into(),
        };
        let config: tokio_postgres::Config = place.url("copperline", "one").parse().unwrap();
        assert_eq!(config.get_user(), Some("copperline"));
        assert_eq!(config.get_dbname(), Some("one"));
        assert_eq!(
            config.get_hosts(),
            [tokio_postgres::config::Host::Unix(place.socket)]
        );
    }
}
