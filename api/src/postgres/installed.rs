//! Which PostgreSQL versions this machine has, and which of them to use.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::error::PostgresError;

/// The oldest major version that Copperline's SQL runs on.
pub const OLDEST: u32 = 15;

/// Where packages put the server's programs; `*` stands for the version in a folder's name.
const USUAL_FOLDERS: [&str; 7] = [
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/usr/local/bin",
    "/usr/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
];

/// One installed PostgreSQL.
#[derive(Clone, Debug)]
pub struct Installation {
    /// Its major version, such as 15.
    pub major: u32,
    /// The folder of `postgres` and `initdb`.
    pub bin: PathBuf,
}

/// The folders to look for PostgreSQL in.
#[derive(Clone, Debug)]
pub struct SearchPath(Vec<String>);

impl Default for SearchPath {
    fn default() -> Self {
        Self(USUAL_FOLDERS.map(str::to_owned).to_vec())
    }
}

impl SearchPath {
    /// Looks in these folders only. A `*` in a folder's name stands for anything.
    pub fn only<I: IntoIterator<Item: Into<String>>>(folders: I) -> Self {
        Self(folders.into_iter().map(Into::into).collect())
    }

    /// The installation to use: for an existing cluster the one of its major version, otherwise
    /// the newest.
    ///
    /// # Errors
    /// When there is none, none new enough, or none of the cluster's version.
    pub(super) fn choose(
        &self,
        cluster: Option<(u32, &Path)>,
    ) -> Result<Installation, PostgresError> {
        let found = self.installations();
        if found.is_empty() {
            return Err(PostgresError::NotInstalled {
                looked_in: self.0.join(", "),
            });
        }
        let versions = || {
            let mut majors: Vec<u32> = found.iter().map(|one| one.major).collect();
            majors.sort_unstable();
            majors.dedup();
            let words: Vec<String> = majors.iter().map(u32::to_string).collect();
            words.join(", ")
        };
        match cluster {
            Some((needed, folder)) => found
                .iter()
                .find(|one| one.major == needed)
                .cloned()
                .ok_or_else(|| PostgresError::VersionMissing {
                    folder: folder.to_path_buf(),
                    needed,
                    installed: versions(),
                }),
            None => found
                .iter()
                .filter(|one| one.major >= OLDEST)
                .max_by_key(|one| one.major)
                .cloned()
                .ok_or_else(|| PostgresError::TooOld {
                    needed: OLDEST,
                    installed: versions(),
                }),
        }
    }

    fn installations(&self) -> Vec<Installation> {
        self.0
            .iter()
            .flat_map(|pattern| folders_like(pattern))
            .filter_map(|bin| {
                let server = bin.join("postgres");
                (server.is_file() && bin.join("initdb").is_file())
                    .then(|| major_of(&server))
                    .flatten()
                    .map(|major| Installation { major, bin })
            })
            .collect()
    }
}

/// The existing folders that a pattern with at most one `*` stands for.
fn folders_like(pattern: &str) -> Vec<PathBuf> {
    let Some((before, after)) = pattern.split_once('*') else {
        return vec![PathBuf::from(pattern)];
    };
    let (parent, prefix) = before.rsplit_once('/').unwrap_or((".", before));
    let Ok(entries) = std::fs::read_dir(parent) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| entry.path().join(after.trim_start_matches('/')))
        .collect()
}

/// The major version that a `postgres` program reports.
fn major_of(server: &Path) -> Option<u32> {
    let output = Command::new(server).arg("--version").output().ok()?;
    major_in(&String::from_utf8_lossy(&output.stdout))
}

/// The major version in a line such as `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn major_in(line: &str) -> Option<u32> {
    let version = line.split_once("(PostgreSQL)")?.1.trim_start();
    let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_every_packager_prints() {
        for (line, major) in [
            (
                "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n",
                Some(15),
            ),
            ("postgres (PostgreSQL) 16.4\n", Some(16)),
            ("postgres (PostgreSQL) 18beta1\n", Some(18)),
            ("postgres (PostgreSQL) 9.6.24\n", Some(9)),
            ("something else 15\n", None),
        ] {
            assert_eq!(major_in(line), major, "{line}");
        }
    }

    #[test]
    fn a_star_stands_for_every_version_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["pgsql-15/bin", "pgsql-16/bin", "other/bin"] {
            std::fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        let pattern = format!("{}/pgsql-*/bin", folder.path().display());
        let mut found = folders_like(&pattern);
        found.sort();
        assert_eq!(
            found,
            ["pgsql-15/bin", "pgsql-16/bin"].map(|name| folder.path().join(name))
        );
    }
}
