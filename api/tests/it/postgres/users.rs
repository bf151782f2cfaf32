//! As root and as an ordinary user. The rest of the tests run as whoever runs them; these need
//! root, who can become others, and say so where they can't run.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use copperline_api::postgres::{self, PostgresError};

use super::other_programs::OtherProgram;
use super::{connect, data_folder, is_root, is_stopped, set_mode, text};

/// The user and group `nobody`, by the numbers that all systems in use give them.
const NOBODY: (u32, u32) = (65534, 65534);

fn runs_as_root() -> bool {
    if !is_root() {
        eprintln!("not run: only root can try this");
    }
    is_root()
}

/// This test program at a place where other users can run it.
fn program_for_anybody(folder: &Path) -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let program = folder.join("program");
    if std::fs::hard_link(&own, &program).is_err() {
        std::fs::copy(&own, &program).unwrap();
    }
    program
}

#[tokio::test]
async fn roots_server_runs_as_another_user() {
    if !runs_as_root() {
        return;
    }
    let data = data_folder();
    let cluster = postgres::start(data.path()).await.unwrap();
    let folder = data.path().join("postgres").metadata().unwrap();
    assert_ne!(folder.uid(), 0);
    assert_eq!(folder.mode() & 0o777, 0o700);
    cluster.stop().await;
}

#[tokio::test]
async fn a_folder_that_roots_server_may_not_enter_is_named() {
    if !runs_as_root() {
        return;
    }
    let folder = data_folder();
    let closed = folder.path().join("closed");
    std::fs::create_dir(&closed).unwrap();
    set_mode(&closed, 0o700);
    let error = postgres::start(&closed.join("data")).await.unwrap_err();
    assert!(
        matches!(&error, PostgresError::Unreachable { blocked, .. } if *blocked == closed),
        "{error}"
    );
    assert!(error.to_string().contains("chmod o+x"), "{error}");

    set_mode(&closed, 0o711);
    postgres::start(&closed.join("data"))
        .await
        .unwrap()
        .stop()
        .await;
}

#[tokio::test]
async fn an_ordinary_user_runs_the_server_and_root_can_take_it_over() {
    if !runs_as_root() {
        return;
    }
    let folder = data_folder();
    let program = program_for_anybody(folder.path());
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    std::os::unix::fs::chown(&data, Some(NOBODY.0), Some(NOBODY.1)).unwrap();

    let ordinary = OtherProgram::start(&program, &data, Some(NOBODY));
    let url = ordinary.outcome.clone().unwrap();
    assert_eq!(data.join("postgres").metadata().unwrap().uid(), NOBODY.0);
    ordinary.stop();
    assert!(is_stopped(&data));

    let cluster = postgres::start(&data).await.unwrap();
    assert_eq!(cluster.url(), url);
    assert_eq!(
        text(&connect(&cluster).await, "SELECT 'works'").await,
        "works"
    );
    cluster.stop().await;
    assert_eq!(data.join("postgres").metadata().unwrap().uid(), NOBODY.0);
}

#[tokio::test]
async fn an_ordinary_user_is_told_whose_the_cluster_is() {
    if !runs_as_root() {
        return;
    }
    let folder = data_folder();
    let program = program_for_anybody(folder.path());
    let data = folder.path().join("data");
    postgres::start(&data).await.unwrap().stop().await;
    set_mode(&data, 0o777);
    for lock in ["postgres.lock", "postgres.users"] {
        set_mode(&data.join(lock), 0o666);
    }
    std::os::unix::fs::chown(data.join("postgres"), Some(12345), Some(12345)).unwrap();

    let other = OtherProgram::start(&program, &data, Some(NOBODY));
    let why = other.outcome.clone().unwrap_err();
    assert!(why.contains("belongs to another user (uid 12345)"), "{why}");
    other.stop();
}
