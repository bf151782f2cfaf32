//! What can't work is refused with a sentence that says what to do.

use std::path::Path;
use std::process::Command;

use copperline_api::postgres::{self, PostgresError, SearchPath};

use super::{data_folder, is_stopped, set_mode, socket_of};

/// A folder with programs that report this version of PostgreSQL and do nothing else.
fn fake_installation(folder: &Path, version: &str) -> SearchPath {
    for name in ["postgres", "initdb"] {
        let program = folder.join(name);
        let script = format!("#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n");
        std::fs::write(&program, script).unwrap();
        set_mode(&program, 0o755);
    }
    SearchPath::only([folder.to_str().unwrap()])
}

#[tokio::test]
async fn without_postgresql_the_sentence_names_the_package_and_the_alternative() {
    let data = data_folder();
    let search = SearchPath::only(["/nowhere/postgresql/*/bin"]);
    let error = postgres::start_from(data.path(), search).await.unwrap_err();
    assert!(
        matches!(error, PostgresError::NotInstalled { .. }),
        "{error}"
    );
    let sentence = error.to_string();
    assert!(
        sentence.contains("apt-get install postgresql"),
        "{sentence}"
    );
    assert!(sentence.contains("DATABASE_URL"), "{sentence}");
    assert!(sentence.contains("/nowhere/postgresql"), "{sentence}");
}

#[tokio::test]
async fn a_postgresql_that_is_too_old_is_named() {
    let data = data_folder();
    let programs = data_folder();
    let search = fake_installation(programs.path(), "13.4");
    let error = postgres::start_from(data.path(), search).await.unwrap_err();
    assert!(matches!(error, PostgresError::TooOld { .. }), "{error}");
    assert!(error.to_string().contains("only 13"), "{error}");
}

#[tokio::test]
async fn a_cluster_of_a_version_that_is_not_installed_is_left_alone() {
    let data = data_folder();
    postgres::start(data.path()).await.unwrap().stop().await;
    let version = data.path().join("postgres/PG_VERSION");
    std::fs::write(&version, "99\n").unwrap();
    let error = postgres::start(data.path()).await.unwrap_err();
    assert!(
        matches!(error, PostgresError::VersionMissing { needed: 99, .. }),
        "{error}"
    );
    assert!(error.to_string().contains("postgresql-99"), "{error}");
    assert_eq!(std::fs::read_to_string(version).unwrap(), "99\n");
}

#[tokio::test]
async fn a_folder_with_something_else_in_it_is_left_alone() {
    let data = data_folder();
    std::fs::create_dir(data.path().join("postgres")).unwrap();
    let letter = data.path().join("postgres/letter.txt");
    std::fs::write(&letter, "dear diary").unwrap();
    let error = postgres::start(data.path()).await.unwrap_err();
    assert!(
        matches!(error, PostgresError::NotACluster { .. }),
        "{error}"
    );
    assert_eq!(std::fs::read_to_string(letter).unwrap(), "dear diary");
}

#[tokio::test]
async fn a_data_folder_that_is_a_file_is_named() {
    let folder = data_folder();
    let data = folder.path().join("data");
    std::fs::write(&data, "").unwrap();
    let error = postgres::start(&data).await.unwrap_err();
    assert!(
        error.to_string().contains(data.to_str().unwrap()),
        "{error}"
    );
}

#[tokio::test]
async fn a_short_socket_folder_that_others_may_enter_is_not_used() {
    let folder = data_folder();
    let data = folder.path().join("long".repeat(30));
    let cluster = postgres::start(&data).await.unwrap();
    let socket = socket_of(&cluster.url());
    cluster.stop().await;

    std::fs::create_dir(&socket).unwrap();
    set_mode(&socket, 0o777);
    let error = postgres::start(&data).await.unwrap_err();
    std::fs::remove_dir(&socket).unwrap();
    assert!(
        matches!(error, PostgresError::SocketFolder { .. }),
        "{error}"
    );
    assert!(error.to_string().contains("at most 103 bytes"), "{error}");
    assert!(is_stopped(&data));
}

#[tokio::test]
async fn a_server_that_does_not_start_is_quoted() {
    let data = data_folder();
    postgres::start(data.path()).await.unwrap().stop().await;
    let settings = data.path().join("postgres/postgresql.conf");
    let mut text = std::fs::read_to_string(&settings).unwrap();
    text.push_str("coffee = strong\n");
    std::fs::write(&settings, text).unwrap();
    let error = postgres::start(data.path()).await.unwrap_err();
    assert!(
        matches!(error, PostgresError::StartFailed { .. }),
        "{error}"
    );
    assert!(error.to_string().contains("\"coffee\""), "{error}");
    assert!(error.to_string().contains("postgres.log"), "{error}");
}

#[tokio::test]
async fn a_copy_of_a_running_cluster_is_not_mistaken_for_it() {
    let data = data_folder();
    let copy = data_folder();
    let cluster = postgres::start(data.path()).await.unwrap();
    let copied = Command::new("cp")
        .arg("-a")
        .args([data.path().join("postgres"), copy.path().join("postgres")])
        .status()
        .unwrap();
    assert!(copied.success());
    let error = postgres::start(copy.path()).await.unwrap_err();
    assert!(matches!(error, PostgresError::Elsewhere { .. }), "{error}");
    cluster.stop().await;
}
