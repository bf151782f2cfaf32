//! What can go wrong with the private cluster, said so that a person can act upon it.

use std::path::{Path, PathBuf};

/// Why the private PostgreSQL could not be started. Each sentence names what to do.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    #[error(
        "PostgreSQL is not installed. Install it (on Debian and Ubuntu: \
         `apt-get install postgresql`), or set DATABASE_URL to the address of a PostgreSQL server \
         you already have. Looked in: {looked_in}."
    )]
    NotInstalled { looked_in: String },

    #[error(
        "Copperline needs PostgreSQL {needed} or newer, and only {installed} is installed. Install \
         a newer one, or set DATABASE_URL to the address of a newer server."
    )]
    TooOld { needed: u32, installed: String },

    #[error(
        "the database in {folder} was made by PostgreSQL {needed}, which is no longer installed \
         (installed: {installed}). Install it again (on Debian and Ubuntu: \
         `apt-get install postgresql-{needed}`). To move to another version, make a backup with \
         the old one and restore it with the new one."
    )]
    VersionMissing {
        folder: PathBuf,
        needed: u32,
        installed: String,
    },

    #[error(
        "{folder} is not empty and holds no PostgreSQL database. Move it away, or choose another \
         data folder."
    )]
    NotACluster { folder: PathBuf },

    #[error(
        "{folder} belongs to another user (uid {owner}). Run Copperline as that user or as root, \
         or choose another data folder."
    )]
    OtherOwner { folder: PathBuf, owner: u32 },

    #[error(
        "{folder} belongs to root, and PostgreSQL refuses to run as root. Give it to user {user} \
         with `chown -R {user} {folder}`."
    )]
    OwnedByRoot { folder: PathBuf, user: String },

    #[error(
        "PostgreSQL refuses to run as root and runs as user {user} instead, but that user may not \
         enter {blocked}. Allow it with `chmod o+x {blocked}`, choose a data folder elsewhere (for \
         example /var/lib/copperline), or run Copperline as an ordinary user."
    )]
    Unreachable { user: String, blocked: PathBuf },

    #[error(
        "PostgreSQL refuses to run as root, and /etc/passwd has neither a user `postgres` nor \
         `nobody` to run it as. Add one, or run Copperline as an ordinary user."
    )]
    NoServerUser,

    #[error(
        "PostgreSQL can't put its socket into {wanted}: the path of a socket may have at most \
         {limit} bytes, in UTF-8 and without a comma. The folder used instead, {fallback}, {reason}. \
         Remove that, or choose a data folder with a shorter path."
    )]
    SocketFolder {
        wanted: PathBuf,
        limit: usize,
        fallback: PathBuf,
        reason: String,
    },

    #[error(
        "{folder} says that it is served by process {pid} from {recorded}: it was moved or copied \
         while that PostgreSQL was running. Stop that one first (`kill -INT {pid}`); if this is a \
         copy, then also delete {folder}/postmaster.pid."
    )]
    Elsewhere {
        folder: PathBuf,
        pid: i32,
        recorded: PathBuf,
    },

    #[error(
        "another Copperline has been starting or stopping the database for {seconds} s (it holds \
         {lock}). Look whether it hangs, end it and start again."
    )]
    Busy { lock: PathBuf, seconds: u64 },

    #[error("PostgreSQL could not make a new database in {folder}. It said:\n{output}")]
    InitFailed { folder: PathBuf, output: String },

    #[error("PostgreSQL did not start. The end of {log} says:\n{tail}")]
    StartFailed { log: PathBuf, tail: String },

    #[error(
        "PostgreSQL was not ready within {seconds} s. It may still be recovering: start again, or \
         look at {log}, whose end says:\n{tail}"
    )]
    StartTimeout {
        seconds: u64,
        log: PathBuf,
        tail: String,
    },

    #[error("the private PostgreSQL runs but refuses Copperline: {0}")]
    Refused(#[from] tokio_postgres::Error),

    #[error("could not {doing} {path}: {source}")]
    Io {
        doing: &'static str,
        path: PathBuf,
        source: std::io::Error,
    },
}

impl PostgresError {
    /// For `map_err`: names what was being done, and to which file.
    pub(super) fn io(
        doing: &'static str,
        path: impl AsRef<Path>,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.as_ref().to_path_buf();
        move |source| Self::Io {
            doing,
            path,
            source,
        }
    }
}
