//! Which operating-system user PostgreSQL runs as.
//!
//! PostgreSQL refuses to run as root. Run by root, Copperline starts it as the owner of the
//! existing cluster, else as `postgres`, else as `nobody`; run by anybody else, as that user.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use tokio::process::Command;

use super::error::PostgresError;

const ROOT: u32 = 0;

/// The user that the server runs as and that owns the cluster's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    pub uid: u32,
    /// Name and group to change to; `None` when this process is that user already.
    change: Option<(String, u32)>,
}

impl Account {
    /// Chooses the user for the cluster in `folder`, which may not exist yet.
    ///
    /// # Errors
    /// When the cluster is somebody else's, or root finds no user to change to.
    pub fn choose(folder: &Path) -> Result<Self, PostgresError> {
        let own = rustix::process::geteuid().as_raw();
        let owner = folder.metadata().ok().map(|meta| (meta.uid(), meta.gid()));
        match owner {
            Some((owner, _)) if own != ROOT && owner != own => Err(PostgresError::OtherOwner {
                folder: folder.to_path_buf(),
                owner,
            }),
            _ if own != ROOT => Ok(Self {
                uid: own,
                change: None,
            }),
            Some((uid, gid)) if uid != ROOT => Ok(Self {
                uid,
                change: Some((name_of(uid), gid)),
            }),
            _ => Self::for_root(folder),
        }
    }

    /// The user that root runs a cluster as which nobody owns yet.
    fn for_root(folder: &Path) -> Result<Self, PostgresError> {
        let passwd = passwd();
        let (name, (uid, gid)) = ["postgres", "nobody"]
            .into_iter()
            .find_map(|name| Some((name, lookup(&passwd, name)?)))
            .ok_or(PostgresError::NoServerUser)?;
        if folder.join("PG_VERSION").exists() {
            return Err(PostgresError::OwnedByRoot {
                folder: folder.to_path_buf(),
                user: name.to_owned(),
            });
        }
        Ok(Self {
            uid,
            change: Some((name.to_owned(), gid)),
        })
    }

    /// Lets `command` run as this user.
    pub fn apply(&self, command: &mut Command) {
        if let Some((_, gid)) = &self.change {
            command.uid(self.uid).gid(*gid);
        }
    }

    /// Gives a file or folder of ours to this user.
    pub fn give(&self, path: &Path) -> Result<(), PostgresError> {
        match &self.change {
            Some((_, gid)) => std::os::unix::fs::chown(path, Some(self.uid), Some(*gid))
                .map_err(PostgresError::io("change the owner of", path)),
            None => Ok(()),
        }
    }

    /// Explains a server that could not be run in `folder`: a folder on the way there is closed
    /// to the user, or else `error` itself.
    pub fn explain(&self, error: std::io::Error, program: &Path, folder: &Path) -> PostgresError {
        if let Some((user, gid)) = &self.change
            && error.kind() == std::io::ErrorKind::PermissionDenied
            && let Some(blocked) = closed_folder(folder, self.uid, *gid)
        {
            return PostgresError::Unreachable {
                user: user.clone(),
                blocked,
            };
        }
        PostgresError::io("run", program)(error)
    }
}

/// The outermost folder on the way to `folder` that the user may not enter.
fn closed_folder(folder: &Path, uid: u32, gid: u32) -> Option<PathBuf> {
    let mut way: Vec<&Path> = folder.ancestors().collect();
    way.reverse();
    way.into_iter()
        .find(|step| {
            step.metadata().is_ok_and(|meta| {
                let enter = if meta.uid() == uid {
                    0o100
                } else if meta.gid() == gid {
                    0o010
                } else {
                    0o001
                };
                meta.mode() & enter == 0
            })
        })
        .map(Path::to_path_buf)
}

fn passwd() -> String {
    std::fs::read_to_string("/etc/passwd").unwrap_or_default()
}

/// The user's uid and gid in a text such as `/etc/passwd`.
fn lookup(passwd: &str, name: &str) -> Option<(u32, u32)> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next()? == name).then_some(())?;
        let uid = fields.nth(1)?.parse().ok()?;
        Some((uid, fields.next()?.parse().ok()?))
    })
}

/// A user's name for messages; its number when it has none.
fn name_of(uid: u32) -> String {
    passwd()
        .lines()
        .find(|line| line.split(':').nth(2) == Some(uid.to_string().as_str()))
        .and_then(|line| line.split(':').next())
        .map_or_else(|| uid.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_user_is_found_by_its_whole_name() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\n\
                      postgresql:x:7:7::/:/bin/sh\n\
                      broken\n\
                      postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash";
        assert_eq!(lookup(passwd, "postgres"), Some((101, 104)));
        assert_eq!(lookup(passwd, "nobody"), None);
    }

    #[test]
    fn the_outermost_closed_folder_is_named() {
        let top = tempfile::tempdir().unwrap();
        let top = top.path().canonicalize().unwrap();
        std::fs::create_dir_all(top.join("closed/deeper")).unwrap();
        let mode = |path: &Path, mode| {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        mode(&top, 0o755);
        mode(&top.join("closed"), 0o700);
        let stranger = u32::MAX - 7;
        assert_eq!(
            closed_folder(&top.join("closed/deeper"), stranger, stranger),
            Some(top.join("closed"))
        );
        mode(&top.join("closed"), 0o711);
        assert_eq!(
            closed_folder(&top.join("closed/deeper"), stranger, stranger),
            None
        );
    }
}
