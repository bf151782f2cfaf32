//! Settings from flags and the environment.

mod secrets;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use copperline_shared::billing::Prices;
use copperline_shared::money::Micros;
use secrecy::SecretString;

pub use secrets::{Secrets, random_secret};

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

    /// The file with this installation's secrets, the same one for each of its nodes; `secrets.json`
    /// in the data folder when absent.
    #[arg(long, env = "COPPERLINE_SECRETS")]
    pub secrets: Option<PathBuf>,

    /// Makes other secrets the installation's: everybody is signed out, and the other nodes are
    /// refused until they have them too.
    #[arg(long)]
    pub replace_secrets: bool,

    /// Where pictures are kept: a folder, or `s3://bucket/path` with the `AWS_…` variables; `files` in
    /// the data folder when absent. Several machines need one place for all.
    #[arg(long, env = "COPPERLINE_FILES")]
    pub files: Option<String>,

    /// Your own PostgreSQL (15 or newer); a private one is started in the data folder without it.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,

    /// Database connections this process may hold; half of them serve requests.
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

    /// How many reverse proxies stand before Copperline and add to `X-Forwarded-For` whom they
    /// answer. The header is believed as far as they wrote it.
    #[arg(long, env = "COPPERLINE_TRUSTED_PROXIES", default_value_t = 0)]
    pub trusted_proxies: usize,

    /// Background jobs of each kind this process works on at once.
    #[arg(long, env = "COPPERLINE_WORKERS", default_value_t = 4)]
    pub workers: usize,

    /// Segments that each number sends in a minute at the most; more wait for their turn. Zero sends
    /// as many as there are.
    #[arg(long, env = "COPPERLINE_SEGMENTS_PER_MINUTE", default_value_t = 60)]
    pub segments_per_minute: u32,

    /// Calling codes of the countries that are texted, such as `1,44`: those that the prices hold for.
    /// Texts from elsewhere are received.
    #[arg(
        long,
        env = "COPPERLINE_TEXT_COUNTRIES",
        default_value = "1",
        value_delimiter = ',',
        value_parser = clap::value_parser!(u16).range(1..=999)
    )]
    pub text_countries: Vec<u16>,

    /// Micro-dollars for one segment of an outbound text.
    #[arg(long, env = "COPPERLINE_PRICE_SEGMENT", default_value_t = 12_000)]
    pub price_segment: i64,

    /// Micro-dollars for an outbound text with pictures.
    #[arg(long, env = "COPPERLINE_PRICE_PICTURE", default_value_t = 30_000)]
    pub price_picture: i64,

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

    /// Where pictures are kept.
    #[must_use]
    pub fn files_place(&self) -> String {
        let own = || self.data.join("files").to_string_lossy().into_owned();
        self.files.clone().unwrap_or_else(own)
    }

    /// Where mail goes when no mail server is set.
    #[must_use]
    pub fn mail_folder(&self) -> PathBuf {
        self.data.join("mail")
    }

    /// Where this installation's secrets are.
    #[must_use]
    pub fn secrets_file(&self) -> PathBuf {
        let own = || self.data.join("secrets.json");
        self.secrets.clone().unwrap_or_else(own)
    }

    /// The simulated carrier's and card processor's address, which is a server's of this program:
    /// this process's own, if it listens.
    #[must_use]
    pub fn simulator_url(&self, listens: bool) -> String {
        if !listens {
            return self.base_url().to_owned();
        }
        let mut own = self.listen;
        if own.ip().is_unspecified() {
            own.set_ip(match own.ip() {
                IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
                IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
            });
        }
        format!("http://{own}")
    }

    #[must_use]
    pub fn prices(&self) -> Prices {
        Prices {
            outbound_segment_micros: Micros(self.price_segment),
            picture_message_micros: Micros(self.price_picture),
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
        for (name, count) in [
            ("COPPERLINE_DATABASE_CONNECTIONS", self.database_connections),
            ("COPPERLINE_WORKERS", self.workers),
        ] {
            if count == 0 {
                return Err(ConfigError::None(name));
            }
        }
        for (name, price) in [
            ("COPPERLINE_PRICE_SEGMENT", self.price_segment),
            ("COPPERLINE_PRICE_PICTURE", self.price_picture),
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
    #[error("{0} is 0: give 1 or more.")]
    None(&'static str),
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
        "{path} is not as Copperline wrote it ({source}). Restore it from a backup; deleting it and starting once with --replace-secrets signs everybody out and makes carriers' callbacks fail until they are set up again."
    )]
    Unreadable {
        path: PathBuf,
        source: serde_json::Error,
    },
    #[error(
        "the secret {name} in {path} is weak (shorter than 32 characters). Remove the file and start once with --replace-secrets to have new ones made."
    )]
    Weak { name: &'static str, path: PathBuf },
    #[error(
        "{path} can be read by other users of this machine (mode {mode:o}): run `chmod 600 {path}`."
    )]
    Exposed { path: PathBuf, mode: u32 },
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Settings {
        #[command(flatten)]
        config: Config,
    }

    fn config(settings: &[&str]) -> Config {
        Settings::parse_from([&["copperline"], settings].concat()).config
    }

    #[test]
    fn the_simulator_is_asked_where_the_program_listens() {
        for (listens_on, url) in [
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("10.1.2.3:80", "http://10.1.2.3:80"),
            ("0.0.0.0:8081", "http://127.0.0.1:8081"),
            ("[::]:8081", "http://[::1]:8081"),
        ] {
            let config = config(&["--listen", listens_on]);
            assert_eq!(config.simulator_url(true), url);
        }
    }

    #[test]
    fn a_process_that_only_works_asks_the_simulator_at_the_public_address() {
        let config = config(&["--public-url", "https://text.example/"]);
        assert_eq!(config.simulator_url(false), "https://text.example");
    }

    #[test]
    fn x3_the_countries_that_are_texted_are_calling_codes() {
        assert_eq!(config(&[]).text_countries, [1]);
        let both = config(&["--text-countries", "1,44"]);
        assert_eq!(both.text_countries, [1, 44]);
        for wrong in ["", "0", "1000", "US"] {
            let refused = Settings::try_parse_from(["copperline", "--text-countries", wrong]);
            assert!(refused.is_err(), "{wrong}");
        }
    }

    #[test]
    fn no_connections_or_no_workers_are_refused_naming_the_setting() {
        for setting in ["--database-connections", "--workers"] {
            let refused = config(&[setting, "0"]).check().unwrap_err().to_string();
            let name = setting[2..].replace('-', "_").to_uppercase();
            assert!(refused.contains(&name), "{refused}");
        }
    }
}
