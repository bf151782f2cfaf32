//! The private PostgreSQL cluster: a server of our own, started from the installed PostgreSQL,
//! which keeps everything in the data folder and listens on a socket there and nowhere else.
//!
//! Several programs may use one data folder at once, such as `copperline serve` and `copperline
//! check`: the first starts the server, the others find it running, the last one stops it. A
//! program that is killed leaves the server running, and the next one adopts it. A server that is
//! killed is started again. `place.rs` says which files there are, `locks.rs` how the programs
//! agree, `account.rs` as whom the server runs.

mod account;
mod creation;
mod error;
mod installed;
mod locks;
mod pid_file;
mod place;
mod server;

use std::path::Path;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::sleep;

pub use error::PostgresError;
pub use installed::SearchPath;

use account::Account;
use locks::{Turn, User};
use place::Place;
use server::Server;

/// How long to wait after a server that was killed could not be started again.
const RETRY: Duration = Duration::from_secs(1);

/// A running private cluster. Dropping it leaves the server running, for the next start to adopt.
#[derive(Debug)]
pub struct Cluster {
    place: Place,
    user: User,
    stop: oneshot::Sender<()>,
    keeper: JoinHandle<Option<Server>>,
}

/// Starts the cluster in the data folder, or joins the one that is running there. Makes what is
/// missing: the folder, the cluster, the role and the database `copperline`.
///
/// # Errors
/// A sentence for the person who runs the program; see [`PostgresError`].
pub async fn start(data: &Path) -> Result<Cluster, PostgresError> {
    start_from(data, SearchPath::default()).await
}

/// As [`start`], with the PostgreSQL found in `search`.
///
/// # Errors
/// As [`start`].
pub async fn start_from(data: &Path, search: SearchPath) -> Result<Cluster, PostgresError> {
    let mut place = Place::in_data_folder(data)?;
    let turn = Turn::wait(&place.data).await?;
    let user = User::join(&place.data, &turn)?;
    let server = run(&mut place, &search).await?;
    creation::make_database(&place).await?;
    drop(turn);
    let (stop, stopped) = oneshot::channel();
    let keeper = tokio::spawn(keep(server, place.clone(), search, stopped));
    Ok(Cluster {
        place,
        user,
        stop,
        keeper,
    })
}

impl Cluster {
    /// The address of Copperline's database, for the role that owns it.
    #[must_use]
    pub fn url(&self) -> String {
        self.place.url(creation::ROLE, creation::ROLE)
    }

    /// Stops the server, unless another program is using it.
    pub async fn stop(self) {
        let Self {
            place,
            user,
            stop,
            keeper,
        } = self;
        // The keeper hears of it unless it has ended, and then there is no server to stop.
        let _ = stop.send(());
        let Ok(Some(server)) = keeper.await else {
            return;
        };
        match stop_unless_used(&place, user, server).await {
            Ok(true) => tracing::info!("PostgreSQL stopped"),
            Ok(false) => tracing::info!("PostgreSQL goes on for another program"),
            Err(error) => tracing::warn!(%error, "PostgreSQL goes on"),
        }
    }
}

/// Stops the server when its last user leaves; tells whether it did.
async fn stop_unless_used(
    place: &Place,
    user: User,
    server: Server,
) -> Result<bool, PostgresError> {
    let turn = Turn::wait(&place.data).await?;
    if !user.leave(&place.data, &turn).await? {
        return Ok(false);
    }
    server.stop().await;
    place.clear_socket();
    Ok(true)
}

/// Adopts the running server or launches one; notes where its socket is. Needs the turn.
async fn run(place: &mut Place, search: &SearchPath) -> Result<Server, PostgresError> {
    if let Some((server, socket)) = Server::adopt(place).await? {
        tracing::info!("PostgreSQL is running already");
        place.socket = socket;
        return Ok(server);
    }
    let account = Account::choose(&place.cluster)?;
    let version = place.version()?;
    let installation = search.choose(version.map(|major| (major, place.cluster.as_path())))?;
    if version.is_none() {
        tracing::info!(folder = %place.cluster.display(), "making a new database");
        creation::make_cluster(place, &account, &installation).await?;
    }
    place.prepare_socket(&account)?;
    let server = Server::launch(place, &account, &installation).await?;
    tracing::info!(version = installation.major, "PostgreSQL started");
    Ok(server)
}

/// Starts the server again whenever it ends, until asked to stop; then hands it out.
async fn keep(
    mut server: Server,
    mut place: Place,
    search: SearchPath,
    mut stop: oneshot::Receiver<()>,
) -> Option<Server> {
    loop {
        tokio::select! {
            asked = &mut stop => return asked.is_ok().then_some(server),
            () = server.ended() => tracing::warn!("PostgreSQL ended, starting it again"),
        }
        server = loop {
            match run_again(&mut place, &search).await {
                Ok(server) => break server,
                Err(error) => tracing::error!(%error, "PostgreSQL is down"),
            }
            tokio::select! {
                _ = &mut stop => return None,
                () = sleep(RETRY) => {}
            }
        };
    }
}

async fn run_again(place: &mut Place, search: &SearchPath) -> Result<Server, PostgresError> {
    let _turn = Turn::wait(&place.data).await?;
    run(place, search).await
}
