//! How to sign in to the demo workspace: made at random, kept in the data folder for its user.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

use crate::config::random_secret;
use crate::error::Error;

/// The demo owner's password and a lead vendor's token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignIn {
    pub password: String,
    pub api_token: String,
}

fn file(data: &Path) -> PathBuf {
    data.join("demo.json")
}

impl SignIn {
    #[must_use]
    pub fn random() -> Self {
        let secret = random_secret();
        let digits = secret.expose_secret();
        // 64 bits, in groups that can be typed.
        let groups: Vec<&str> = (0..4)
            .map(|group| &digits[group * 4..group * 4 + 4])
            .collect();
        Self {
            password: format!("demo-{}", groups.join("-")),
            api_token: format!("clp_{}", random_secret().expose_secret()),
        }
    }

    /// What an earlier run kept in this data folder.
    #[must_use]
    pub fn read(data: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(file(data)).ok()?).ok()
    }

    /// Keeps it in the data folder, readable by its user only.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn write(&self, data: &Path) -> Result<(), Error> {
        let path = file(data);
        let write = || {
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut open = std::fs::OpenOptions::new();
            let mut file = open.write(true).create_new(true).mode(0o600).open(&path)?;
            file.write_all(&serde_json::to_vec_pretty(self)?)
        };
        write().map_err(|error| Error::Internal(format!("{}: {error}", path.display()).into()))
    }
}
