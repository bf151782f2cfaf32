//! Several processes of one installation.

use std::time::Instant;

use copperline_api::config::Secrets;
use copperline_api::error::Error;
use copperline_api::{db, demo};
use copperline_shared::problem::ErrorCode;

use crate::support::{self, TestApp};

#[actix_web::test]
async fn a_node_with_other_secrets_is_refused_until_they_are_made_everybodys() {
    let url = support::database().await;
    let (first, other) = (
        Secrets::random().fingerprint(),
        Secrets::random().fingerprint(),
    );
    let check =
        |fingerprint: &Vec<u8>, replace| db::check_secrets(&url, fingerprint.clone(), replace);
    check(&first, false)
        .await
        .expect("the first ones that come");
    check(&first, false).await.expect("the same again");
    let refused = check(&other, false).await.expect_err("others");
    assert!(
        refused.to_string().contains("COPPERLINE_SECRETS"),
        "{refused}"
    );
    check(&other, true).await.expect("replaced");
    check(&other, false).await.expect("the installation's now");
    check(&first, false).await.expect_err("the former ones");
}

#[test]
fn processes_that_begin_at_once_on_a_fresh_folder_have_the_same_secrets() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("secrets.json");
    let load = || Secrets::load(&file, true).expect("secrets").fingerprint();
    let prints: Vec<_> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..8).map(|_| scope.spawn(load)).collect();
        all.into_iter()
            .map(|one| one.join().expect("loaded"))
            .collect()
    });
    assert!(prints.iter().all(|print| *print == prints[0]));
    let files = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(files, 1, "nothing else is left there");
}

#[actix_web::test]
async fn two_demos_at_once_make_one_workspace() {
    let app = TestApp::start().await;
    let config = &app.app.config;
    std::fs::create_dir_all(&config.data).expect("a folder");
    let make = || demo::run(&app.database_url, 3, config, app.app.clock.now());
    let (one, other) = tokio::join!(make(), make());
    let (one, other) = (one.expect("made"), other.expect("found"));
    assert!(one.created != other.created);
    assert_eq!((one.conversations, other.conversations), (3, 3));
}

#[actix_web::test]
async fn a_request_waits_five_seconds_for_a_connection_and_is_told_to_come_again() {
    let pool = db::pool(&support::database().await, 1).expect("a pool");
    let _only = pool.get().await.expect("a connection");
    let asked = Instant::now();
    let Err(refused) = pool.get().await else {
        panic!("there is one connection only")
    };
    let waited = asked.elapsed();
    assert!((5..7).contains(&waited.as_secs()), "{waited:?}");
    assert_eq!(Error::from(refused).code(), ErrorCode::Unavailable);
}
