//! The installation's secrets, kept in a file.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::ConfigError;

/// This installation's secrets, made on the first run into `secrets.json` (mode 0600) unless another file is named.
#[derive(Clone, Serialize, Deserialize)]
pub struct Secrets {
    /// Signs session tokens.
    #[serde(serialize_with = "expose")]
    pub session_key: SecretString,
    /// Derives the successor of a refresh token.
    #[serde(serialize_with = "expose")]
    pub refresh_key: SecretString,
    /// Shared with the carrier: signs its callbacks.
    #[serde(serialize_with = "expose")]
    pub carrier_auth_token: SecretString,
    /// Shared with the card processor: signs its callbacks.
    #[serde(serialize_with = "expose")]
    pub payments_callback_secret: SecretString,
}

fn expose<S: serde::Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose_secret())
}

impl Secrets {
    /// Fresh random secrets of 256 bits each.
    #[must_use]
    pub fn random() -> Self {
        Self {
            session_key: random_secret(),
            refresh_key: random_secret(),
            carrier_auth_token: random_secret(),
            payments_callback_secret: random_secret(),
        }
    }

    /// Reads the secrets' file, making it on the first run. Of two processes that begin at once, both
    /// get the same.
    ///
    /// # Errors
    /// When the file can't be read or written, or holds weak or exposed secrets in production.
    pub fn load(path: &Path, production: bool) -> Result<Self, ConfigError> {
        let io = |source| ConfigError::Secrets {
            path: path.to_owned(),
            source,
        };
        let unreadable = |source| ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        };
        let bytes = match std::fs::read(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let made = serde_json::to_vec_pretty(&Self::random()).map_err(unreadable)?;
                create(path, &made)
                    .and_then(|()| std::fs::read(path))
                    .map_err(io)?
            }
            read => read.map_err(io)?,
        };
        let secrets: Self = serde_json::from_slice(&bytes).map_err(unreadable)?;
        if production {
            secrets.check(path)?;
        }
        Ok(secrets)
    }

    /// Tells these secrets from others, and nothing of what they are.
    #[must_use]
    pub fn fingerprint(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        for secret in [
            &self.session_key,
            &self.refresh_key,
            &self.carrier_auth_token,
            &self.payments_callback_secret,
        ] {
            hash.update(secret.expose_secret());
            hash.update([0]);
        }
        hash.finalize().to_vec()
    }

    /// The key under which the phones of erased contacts are hashed. It follows from a secret that
    /// stays: whoever replaces the secrets can't recognise those phones any more.
    #[must_use]
    pub fn phone_key(&self) -> SecretString {
        let mut hash = Sha256::new();
        hash.update("phones of erased contacts");
        hash.update([0]);
        hash.update(self.refresh_key.expose_secret());
        hex::encode(hash.finalize()).into()
    }

    fn check(&self, path: &Path) -> Result<(), ConfigError> {
        use std::os::unix::fs::PermissionsExt;
        let named = [
            ("session_key", &self.session_key),
            ("refresh_key", &self.refresh_key),
            ("carrier_auth_token", &self.carrier_auth_token),
            ("payments_callback_secret", &self.payments_callback_secret),
        ];
        for (name, secret) in named {
            if secret.expose_secret().len() < 32 {
                return Err(ConfigError::Weak {
                    name,
                    path: path.to_owned(),
                });
            }
        }
        let mode = std::fs::metadata(path)
            .map_err(|source| ConfigError::Secrets {
                path: path.to_owned(),
                source,
            })?
            .permissions()
            .mode()
            & 0o777;
        if mode & 0o077 != 0 {
            return Err(ConfigError::Exposed {
                path: path.to_owned(),
                mode,
            });
        }
        Ok(())
    }
}

/// Writes a whole file that only this user may read, unless there is one.
fn create(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(format!(".{}-{}", std::process::id(), uuid::Uuid::now_v7()));
    let unfinished = PathBuf::from(unfinished);
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unfinished)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    // A link never takes another file's place.
    let linked = written.and_then(|()| std::fs::hard_link(&unfinished, path));
    std::fs::remove_file(&unfinished)?;
    match linked {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    }
}

/// 256 random bits in hexadecimal.
#[must_use]
pub fn random_secret() -> SecretString {
    let bytes: [u8; 32] = rand::random();
    hex::encode(bytes).into()
}
