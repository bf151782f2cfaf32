//! The private cluster, tried with real servers in folders of their own.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod other_programs;
mod refusals;
mod signals;
mod users;

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use copperline_api::postgres::{self, Cluster};
use rustix::process::{Pid, Signal, getpgid, kill_process};
use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};

/// A data folder that any user may pass through, as root's server has to.
fn data_folder() -> TempDir {
    let folder = tempfile::Builder::new().prefix("cl").tempdir().unwrap();
    set_mode(folder.path(), 0o711);
    folder
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

async fn try_connect(url: &str) -> Result<Client, tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

async fn connect(cluster: &Cluster) -> Client {
    try_connect(&cluster.url()).await.unwrap()
}

async fn text(client: &Client, query: &str) -> String {
    client.query_one(query, &[]).await.unwrap().get(0)
}

/// The process of the server, from the file it keeps.
fn server_of(data: &Path) -> Pid {
    let file = std::fs::read_to_string(data.join("postgres/postmaster.pid")).unwrap();
    Pid::from_raw(file.lines().next().unwrap().parse().unwrap()).unwrap()
}

fn is_stopped(data: &Path) -> bool {
    !data.join("postgres/postmaster.pid").exists()
}

/// The socket's folder in an address; the tests' folders have no letters that need escaping.
fn socket_of(url: &str) -> PathBuf {
    url.split_once("?host=").unwrap().1.into()
}

#[tokio::test]
async fn what_is_written_is_there_after_a_restart() {
    let data = data_folder();
    let cluster = postgres::start(data.path()).await.unwrap();
    let client = connect(&cluster).await;
    client
        .batch_execute("CREATE TABLE lead (name text); INSERT INTO lead VALUES ('Zoé')")
        .await
        .unwrap();
    drop(client);
    cluster.stop().await;
    assert!(is_stopped(data.path()));

    let cluster = postgres::start(data.path()).await.unwrap();
    let client = connect(&cluster).await;
    let name = text(&client, "SELECT name FROM lead WHERE name ILIKE 'ZOÉ'").await;
    assert_eq!(name, "Zoé");
    cluster.stop().await;
}

#[tokio::test]
async fn the_server_is_durable_small_and_reachable_through_its_socket_only() {
    let data = data_folder();
    let cluster = postgres::start(data.path()).await.unwrap();
    let client = connect(&cluster).await;
    for (setting, value) in [
        ("listen_addresses", ""),
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("jit", "off"),
        ("shared_buffers", "128MB"),
        ("max_connections", "60"),
        ("server_encoding", "UTF8"),
        ("TimeZone", "UTC"),
    ] {
        let found = text(&client, &format!("SELECT current_setting('{setting}')")).await;
        assert_eq!(found, value, "{setting}");
    }
    let socket = socket_of(&cluster.url());
    let mode = socket.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    cluster.stop().await;
}

#[tokio::test]
async fn the_role_may_install_the_extensions_that_search_needs() {
    let data = data_folder();
    let cluster = postgres::start(data.path()).await.unwrap();
    let client = connect(&cluster).await;
    client
        .batch_execute("CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin")
        .await
        .unwrap();
    cluster.stop().await;
}

#[tokio::test]
async fn ctrl_c_in_the_terminal_does_not_reach_the_server() {
    let data = data_folder();
    let cluster = postgres::start(data.path()).await.unwrap();
    let server = server_of(data.path());
    assert_eq!(getpgid(Some(server)).unwrap(), server);
    assert_ne!(getpgid(Some(server)).unwrap(), getpgid(None).unwrap());
    cluster.stop().await;
}

#[tokio::test]
async fn a_killed_server_is_started_again_and_keeps_what_was_committed() {
    let data = data_folder();
    let cluster = postgres::start(data.path()).await.unwrap();
    let client = connect(&cluster).await;
    client
        .batch_execute("CREATE TABLE lead AS SELECT 'Zoé' AS name")
        .await
        .unwrap();
    let killed = Instant::now();
    kill_process(server_of(data.path()), Signal::KILL).unwrap();
    let client = loop {
        assert!(killed.elapsed() < Duration::from_secs(30));
        if let Ok(client) = try_connect(&cluster.url()).await
            && client.query_one("SELECT name FROM lead", &[]).await.is_ok()
        {
            break client;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(text(&client, "SELECT name FROM lead").await, "Zoé");
    cluster.stop().await;
    assert!(is_stopped(data.path()));
}

#[tokio::test]
async fn a_path_too_long_for_a_socket_gets_a_short_folder_of_its_own() {
    let folder = data_folder();
    let data = folder.path().join("long".repeat(30));
    let cluster = postgres::start(&data).await.unwrap();
    let socket = socket_of(&cluster.url());
    assert!(socket.starts_with("/tmp"), "{}", socket.display());
    let mode = socket.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    assert_eq!(
        text(&connect(&cluster).await, "SELECT 'works'").await,
        "works"
    );
    cluster.stop().await;
    assert!(!socket.exists());
}

#[tokio::test]
async fn odd_letters_in_the_path_do_no_harm() {
    let folder = data_folder();
    for name in ["with space & é?", "with, comma", "with'quote\"s%20"] {
        let cluster = postgres::start(&folder.path().join(name)).await.unwrap();
        let client = connect(&cluster).await;
        assert_eq!(text(&client, "SELECT 'works'").await, "works", "{name}");
        cluster.stop().await;
    }
}

#[tokio::test]
async fn a_cluster_that_was_never_finished_is_made_anew() {
    let data = data_folder();
    std::fs::create_dir(data.path().join("postgres.new")).unwrap();
    std::fs::write(data.path().join("postgres.new/PG_VERSION"), "15\n").unwrap();
    let cluster = postgres::start(data.path()).await.unwrap();
    assert!(!data.path().join("postgres.new").exists());
    cluster.stop().await;
}
