//! What everything is measured on: a database of 20 workspaces, a copy of it for the floor and
//! the bare SQL, and the programs that serve them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use copperline_api::config::Secrets;
use copperline_api::demo::SignIn;
use copperline_api::postgres::{self, Cluster};
use secrecy::ExposeSecret;
use tempfile::TempDir;
use tokio::runtime::Handle;
use tokio_postgres::NoTls;

use crate::Failure;
use crate::data::{self, Data, Pick};
use crate::programs::{self, Installation, Served};

/// Background jobs at once, as `copperline serve` has it by default.
const WORKERS: u32 = 4;

/// The stage's PostgreSQL. It ends with the stage, however that comes to its end: a cluster that is
/// dropped by itself leaves its server running, for the next program to adopt.
struct Server(Option<Cluster>);

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(cluster) = self.0.take() {
            tokio::task::block_in_place(|| Handle::current().block_on(cluster.stop()));
        }
    }
}

/// The running programs and what they know. What uses another comes before it: so they end.
pub struct Stage {
    pub copperline: Served,
    floor: Served,
    _server: Server,
    /// Copperline's database.
    pub database_url: String,
    /// Its copy for the floor and the bare SQL.
    pub bare_url: String,
    pub data: Data,
    password: String,
    pub carrier_token: String,
    pub program: PathBuf,
    pub folder: PathBuf,
    /// Removes the folder, unless it is kept.
    _temporary: Option<TempDir>,
}

impl Stage {
    /// Fills the database, or finds it filled in `keep`, and starts the programs.
    pub async fn set(
        program: &Path,
        keep: Option<&Path>,
        conversations: u32,
    ) -> Result<Self, Failure> {
        let (folder, temporary) = folder(keep)?;
        let cluster = postgres::start(&folder).await?;
        let (database_url, bare_url) = (cluster.url(), with_database(&cluster.url(), "bare"));
        let server = Server(Some(cluster));
        let installation = Installation {
            program,
            data: &folder,
            database_url: &database_url,
        };
        let data = data::load(&installation, &bare_url, conversations).await?;
        let sign_in = SignIn::read(&folder).ok_or("the demo left no password")?;
        let copperline = installation.serve(WORKERS).await?;
        let floor = programs::floor(&folder, &bare_url, &data.large).await?;
        let secrets = Secrets::load(&folder.join("secrets.json"), false)?;
        Ok(Self {
            copperline,
            floor,
            data,
            password: sign_in.password,
            carrier_token: secrets.carrier_auth_token.expose_secret().to_owned(),
            program: program.to_owned(),
            _server: server,
            database_url,
            bare_url,
            folder,
            _temporary: temporary,
        })
    }

    /// A folder for what one measurement writes.
    pub fn scratch(&self, name: &str) -> PathBuf {
        self.folder.join("scratch").join(name)
    }

    pub fn floor_url(&self) -> &str {
        &self.floor.base_url
    }

    pub fn picks(&self) -> &[Pick] {
        &self.data.picks
    }

    /// The headers of somebody who is signed in: a session lasts ten minutes.
    pub async fn signed_in(&self, email: &str) -> Result<Vec<(&'static str, String)>, Failure> {
        signed_in(&self.copperline.base_url, email, &self.password).await
    }

    /// Ends the programs, and with the stage its PostgreSQL.
    pub async fn strike(self) {
        self.floor.stop().await;
        self.copperline.stop().await;
    }
}

/// Signs somebody in and gives the headers their browser sends from then on.
async fn signed_in(
    base_url: &str,
    email: &str,
    password: &str,
) -> Result<Vec<(&'static str, String)>, Failure> {
    let answer = http()?
        .post(format!("{base_url}/api/v1/auth/sessions"))
        .header("origin", base_url)
        .json(&serde_json::json!({ "email": email, "password": password }))
        .send()
        .await?
        .error_for_status()?;
    let cookies = answer.headers().get_all("set-cookie");
    let mut values = cookies.iter().filter_map(|cookie| cookie.to_str().ok());
    let session = values
        .find(|cookie| cookie.starts_with("copperline_session="))
        .and_then(|cookie| cookie.split(';').next())
        .ok_or("signing in gave no session")?;
    Ok(vec![
        ("Cookie", session.to_owned()),
        ("Origin", base_url.to_owned()),
        ("Content-Type", "application/json".to_owned()),
    ])
}

/// A client for the bench's own few requests.
pub fn http() -> Result<reqwest::Client, Failure> {
    let limit = Duration::from_secs(20);
    Ok(reqwest::Client::builder().timeout(limit).build()?)
}

/// A connection of the bench's own.
pub async fn connect(url: &str) -> Result<tokio_postgres::Client, Failure> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

fn folder(keep: Option<&Path>) -> Result<(PathBuf, Option<TempDir>), Failure> {
    use std::os::unix::fs::PermissionsExt;
    let (folder, temporary) = match keep {
        Some(folder) => (std::path::absolute(folder)?, None),
        None => {
            let temporary = tempfile::Builder::new()
                .prefix("copperline-bench-")
                .tempdir()?;
            (temporary.path().to_owned(), Some(temporary))
        }
    };
    std::fs::create_dir_all(&folder)?;
    // Run by root, PostgreSQL belongs to another user, who must get through to its own folder.
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755))?;
    Ok((folder, temporary))
}

/// The same server's url with another database name.
pub fn with_database(url: &str, name: &str) -> String {
    let (before, query) = url.split_once('?').unwrap_or((url, ""));
    let server = before.rsplit_once('/').map_or(before, |(server, _)| server);
    format!("{server}/{name}?{query}")
}
