//! Making a new cluster, and Copperline's role and database in it.

use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::process::Stdio;

use tokio::process::Command;
use tokio_postgres::NoTls;

use super::account::Account;
use super::error::PostgresError;
use super::installed::Installation;
use super::place::Place;
use super::server::last_lines;

/// PostgreSQL's own all-powerful role, used for nothing but making Copperline's.
const SUPERUSER: &str = "postgres";
/// Copperline's role, which owns Copperline's database of the same name.
pub(super) const ROLE: &str = "copperline";

/// What a new cluster's `postgresql.conf` ends with: values for a small machine.
const SETTINGS: &str = "
#------------------------------------------------------------------------------
# Copperline wrote these lines when it made this database. They are yours to
# change; Copperline reads them at its next start. It always listens on its own
# socket only.
#------------------------------------------------------------------------------
max_connections = 60
shared_buffers = 128MB
fsync = on
synchronous_commit = on
wal_compression = on
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off
";

/// Makes a cluster. It takes its place when it is whole, so that a machine that loses power
/// meanwhile leaves nothing half made.
pub(super) async fn make_cluster(
    place: &Place,
    account: &Account,
    installation: &Installation,
) -> Result<(), PostgresError> {
    let new = place.data.join("postgres.new");
    if new.exists() {
        std::fs::remove_dir_all(&new).map_err(PostgresError::io("remove the unfinished", &new))?;
    }
    std::fs::DirBuilder::new()
        .mode(0o700)
        .create(&new)
        .map_err(PostgresError::io("create", &new))?;
    account.give(&new)?;
    run_initdb(&new, account, installation).await?;
    write_settings(&new.join("postgresql.conf"))?;
    std::fs::rename(&new, &place.cluster).map_err(PostgresError::io(
        "put the new database into",
        &place.cluster,
    ))?;
    std::fs::File::open(&place.data)
        .and_then(|data| data.sync_all())
        .map_err(PostgresError::io("write down", &place.data))
}

/// `C.UTF-8` and not `C`, which doesn't know that é and É are one letter.
async fn run_initdb(
    folder: &Path,
    account: &Account,
    installation: &Installation,
) -> Result<(), PostgresError> {
    let program = installation.bin.join("initdb");
    let mut command = Command::new(&program);
    command
        .arg("--pgdata")
        .arg(folder)
        .args(["--username", SUPERUSER])
        .args(["--encoding", "UTF8", "--locale", "C.UTF-8"])
        // Who may enter the socket's folder may enter the database: that is the server's user
        // and root, who could read the files anyway.
        .args(["--auth-local", "trust", "--auth-host", "reject"])
        .arg("--no-instructions")
        .current_dir(folder)
        .env_clear()
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    account.apply(&mut command);
    let output = command
        .output()
        .await
        .map_err(|error| account.explain(error, &program, folder))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(PostgresError::InitFailed {
        folder: folder.to_path_buf(),
        output: last_lines(&String::from_utf8_lossy(&said)),
    })
}

fn write_settings(file: &Path) -> Result<(), PostgresError> {
    std::fs::OpenOptions::new()
        .append(true)
        .open(file)
        .and_then(|mut file| {
            file.write_all(SETTINGS.as_bytes())?;
            file.sync_all()
        })
        .map_err(PostgresError::io("write the settings into", file))
}

/// Makes sure that Copperline's role and database exist. Also proves that the server answers.
pub(super) async fn make_database(place: &Place) -> Result<(), PostgresError> {
    let (client, connection) =
        tokio_postgres::connect(&place.url(SUPERUSER, "postgres"), NoTls).await?;
    let connection = tokio::spawn(connection);
    // Plain SQL, because Diesel has no words for roles and databases.
    let role = "SELECT 1 FROM pg_roles WHERE rolname = $1";
    if client.query_opt(role, &[&ROLE]).await?.is_none() {
        client
            .batch_execute(&format!("CREATE ROLE {ROLE} LOGIN CREATEDB"))
            .await?;
    }
    let database = "SELECT 1 FROM pg_database WHERE datname = $1";
    if client.query_opt(database, &[&ROLE]).await?.is_none() {
        client
            .batch_execute(&format!("CREATE DATABASE {ROLE} OWNER {ROLE}"))
            .await?;
    }
    drop(client);
    if let Ok(Err(error)) = connection.await {
        tracing::debug!(%error, "the connection that made the database ended badly");
    }
    Ok(())
}
