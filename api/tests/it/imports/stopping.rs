//! An import that is cancelled, or asked for again (P6).

use super::batches::{let_go, many, stop_after};
use super::*;

#[actix_web::test]
async fn p6_what_a_dry_run_showed_is_not_told_of_a_cancelled_import() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let import = upload(&owner, LEADS).await;
    let checked = check(&app, &owner, import.id, asked(&import)).await;
    assert_eq!(figures(&checked), [2, 0, 1, 1, 3]);
    let cancelled = owner.cancel_import().import_id(import.id).send().await;
    let cancelled = cancelled.expect("it stops").into_inner();
    assert_eq!(cancelled.state, ImportState::Cancelled);
    assert_eq!(figures(&cancelled), [0; 5]);
    for row in rows(&owner, import.id).await {
        assert_eq!((row.outcome, row.problem.as_str()), (None, ""));
    }
    let told = report(&owner, import.id, true).await;
    assert_eq!(told.lines().count(), 1, "{told}");
    assert_eq!(people(&owner).await, []);
}

#[actix_web::test]
async fn p6_an_import_that_is_cancelled_in_the_middle_tells_only_of_what_it_did() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    let import = upload(&owner, &many(700)).await;
    check(&app, &owner, import.id, asked(&import)).await;
    stop_after(&app, import.id, 500).await;
    let begun = owner.start_import().import_id(import.id).send().await;
    begun.expect("it begins");
    let shared = app.app.clone().into_inner();
    copperline_api::jobs::run_due(&shared, 4)
        .await
        .expect("jobs can be run");
    let cancelled = owner.cancel_import().import_id(import.id).send().await;
    assert_eq!(figures(&cancelled.expect("it stops")), [500, 0, 0, 0, 0]);
    let_go(&app).await;
    app.pass(chrono::TimeDelta::minutes(10)).await;
    owner.sign_in_again(&app).await;
    let over = read(&owner, import.id).await;
    assert_eq!((over.state, over.done), (ImportState::Cancelled, 500));
    let told = report(&owner, import.id, false).await;
    let created = told.lines().filter(|line| line.contains(",created,"));
    assert_eq!((created.count(), told.lines().count()), (500, 701));
    let rest = owner.list_import_rows().import_id(import.id).after("500");
    let rest = rest.send().await.expect("rows").into_inner().items;
    assert!(rest.iter().all(|row| row.outcome.is_none()), "{rest:?}");
}

#[actix_web::test]
async fn p6_a_dry_run_that_is_asked_for_twice_counts_each_line_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let import = upload(&owner, LEADS).await;
    let mut how = asked(&import);
    for source in ["Fair", "Austin fair"] {
        how.source = source.to_owned();
        let checking = owner.check_import().import_id(import.id).body(how.clone());
        checking.send().await.expect("it begins");
    }
    app.work().await;
    let checked = read(&owner, import.id).await;
    assert_eq!((checked.state, checked.done), (ImportState::Checked, 4));
    assert_eq!(figures(&checked), [2, 0, 1, 1, 3]);
    start(&app, &owner, import.id).await;
    assert_eq!(people(&owner).await[0].source, "Austin fair");
}
