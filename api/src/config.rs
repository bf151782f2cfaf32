//! Settings from flags and the environment, and the secrets kept in the data folder.

use std::io::Write;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use clap::Args;
use copperline_shared::billing::Prices;
use copperline_shared::money::Micros;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

/// Settings of one installation. Each can be given as a flag or in the environment.
#[derive(Args, Clone, Debug)]
pub struct Config {
    /// Address and port to listen on.
    #[arg(long, env = "COPPERLINE_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// The address people and carriers reach Copperline at. Anything but this machine needs HTTPS.
    #[arg(
        long,
        env = "COPPERLINE_PUBLIC_URL",
        default_value = "http://127.0.0.1:8080"
    )]
    pub public_url: String,

    /// Where the private database, mail files and secrets are kept.
    #[arg(long, env = "COPPERLINE_DATA", default_value = "data")]
    pub data: PathBuf,

    /// Your own PostgreSQL (15 or newer); a private one is started in the data folder without it.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,

    /// Database connections this process may hold.
    #[arg(long, env = "COPPERLINE_DATABASE_CONNECTIONS", default_value_t = 20)]
    pub database_connections: usize,

    /// Mail server, such as `smtps://user:password@mail.example.com`; mail goes to files without it.
    #[arg(long, env = "SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<SecretString>,

    /// Sender of Copperline's mail.
    #[arg(
        long,
        env = "MAIL_FROM",
        default_value = "Copperline <copperline@localhost>"
    )]
    pub mail_from: String,

    /// Refuses to start with anything fit only for trying out: weak secrets, plain HTTP.
    #[arg(long, env = "COPPERLINE_PRODUCTION")]
    pub production: bool,

    /// Background jobs this process works on at once.
    #[arg(long, env = "COPPERLINE_WORKERS", default_value_t = 4)]
    pub workers: usize,

    /// Micro-dollars for one segment of an outbound text.
    #[arg(long, env = "COPPERLINE_PRICE_SEGMENT", default_value_t = 12_000)]
    pub price_segment: i64,

    /// Micro-dollars for a number and month.
    #[arg(long, env = "COPPERLINE_PRICE_NUMBER", default_value_t = 1_000_000)]
    pub price_number: i64,

    /// Micro-dollars for an agent and month.
    #[arg(long, env = "COPPERLINE_PRICE_AGENT", default_value_t = 60_000_000)]
    pub price_agent: i64,
}

impl Config {
    /// The public address without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.public_url.trim_end_matches('/')
    }

    /// Where mail goes when no mail server is set.
    #[must_use]
    pub fn mail_folder(&self) -> PathBuf {
        self.data.join("mail")
    }

    #[must_use]
    pub fn prices(&self) -> Prices {
        Prices {
            outbound_segment_micros: Micros(self.price_segment),
            number_month_micros: Micros(self.price_number),
            agent_month_micros: Micros(self.price_agent),
        }
    }

    /// Whether browsers accept `Secure` cookies from the public address.
    #[must_use]
    pub fn secure_origin(&self) -> bool {
        let url = self.base_url();
        let host = url
            .strip_prefix("http://")
            .map(|rest| rest.split([':', '/']).next());
        url.starts_with("https://") || matches!(host, Some(Some("127.0.0.1" | "localhost")))
    }

    /// Checks what clap can't.
    ///
    /// # Errors
    /// A sentence saying which setting to change.
    pub fn check(&self) -> Result<(), ConfigError> {
        if !self.secure_origin() {
            return Err(ConfigError::PlainHttp(self.public_url.clone()));
        }
        if self.production && !self.base_url().starts_with("https://") {
            return Err(ConfigError::ProductionNeedsHttps(self.public_url.clone()));
        }
        for (name, price) in [
            ("COPPERLINE_PRICE_SEGMENT", self.price_segment),
            ("COPPERLINE_PRICE_NUMBER", self.price_number),
            ("COPPERLINE_PRICE_AGENT", self.price_agent),
        ] {
            if price < 0 {
                return Err(ConfigError::NegativePrice(name));
            }
        }
        Ok(())
    }
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error(
        "COPPERLINE_PUBLIC_URL is {0}: anywhere but on this machine browsers keep people signed in only over https://. Put a reverse proxy with a certificate in front and set its https:// address."
    )]
    PlainHttp(String),
    #[error(
        "COPPERLINE_PRODUCTION is set, but COPPERLINE_PUBLIC_URL is {0}: set the https:// address people use."
    )]
    ProductionNeedsHttps(String),
    #[error("{0} is negative: give micro-dollars, 0 or more.")]
    NegativePrice(&'static str),
    #[error(
        "{path}: {source}. The file holds this installation's secrets; give the program's user access to it."
    )]
    Secrets {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error(
        "{path} is not as Copperline wrote it ({source}). Restore it from a backup; deleting it signs everybody out and makes carriers' callbacks fail until they are set up again."
    )]
    Unreadable {
        path: PathBuf,
        source: serde_json::Error,
    },
    #[error(
        "the secret {name} in {path} is weak (shorter than 32 characters). Remove the file to have new ones made."
    )]
    Weak { name: &'static str, path: PathBuf },
    #[error(
        "{path} can be read by other users of this machine (mode {mode:o}): run `chmod 600 {path}`."
    )]
    Exposed { path: PathBuf, mode: u32 },
}

/// This installation's secrets, made on the first run into `secrets.json` (mode 0600).
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

    /// Reads the data folder's secrets, making them on the first run.
    ///
    /// # Errors
    /// When the file can't be read or written, or holds weak or exposed secrets in production.
    pub fn load(data: &Path, production: bool) -> Result<Self, ConfigError> {
        let path = data.join("secrets.json");
        let io = |source| ConfigError::Secrets {
            path: path.clone(),
            source,
        };
        let secrets = match std::fs::read(&path) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes).map_err(|source| ConfigError::Unreadable {
                    path: path.clone(),
                    source,
                })?
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let secrets = Self::random();
                let mut file = std::fs::OpenOptions::new()
                    .write(true)
                    .create_new(true)
                    .mode(0o600)
                    .open(&path)
                    .map_err(io)?;
                let json = serde_json::to_vec_pretty(&secrets).map_err(|source| {
                    ConfigError::Unreadable {
                        path: path.clone(),
                        source,
                    }
                })?;
                file.write_all(&json)
                    .and_then(|()| file.sync_all())
                    .map_err(io)?;
                secrets
            }
            Err(error) => return Err(io(error)),
        };
        if production {
            secrets.check(&path)?;
        }
        Ok(secrets)
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

/// 256 random bits in hexadecimal.
#[must_use]
pub fn random_secret() -> SecretString {
    let bytes: [u8; 32] = rand::random();
    hex::encode(bytes).into()
}
