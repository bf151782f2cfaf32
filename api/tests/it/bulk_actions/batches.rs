//! Many conversations: in batches, with progress, and whoever is killed in the middle.

use copperline_api::jobs;
use copperline_shared::bulk_actions::{BulkChange, BulkState};
use copperline_shared::conversations::Tab;
use copperline_shared::events::Event;
use diesel_async::SimpleAsyncConnection;

use super::{begin, count, figures, many, matching, read, records, run};
use crate::support::TestApp;
use crate::tags::{events, newest};

#[actix_web::test]
async fn c6_many_conversations_are_changed_in_batches_with_progress() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    many(&app, &owner, 1_200).await;
    assert_eq!(count(&owner, Tab::Recents, "").await, 1_200);
    let before = newest(&app, &owner).await;
    let done = run(
        &app,
        &owner,
        BulkChange::Archive,
        matching(Tab::Recents, ""),
    )
    .await;
    assert_eq!(figures(&done), (BulkState::Finished, 1_200, 1_200, 1_200));
    let progress: Vec<u32> = events(&app, &owner, before)
        .await
        .into_iter()
        .filter_map(|event| match event {
            Event::BulkActionChanged { bulk_action } => Some(bulk_action.done),
            _ => None,
        })
        .collect();
    assert_eq!(progress, [500, 1_000, 1_200]);
    assert_eq!(count(&owner, Tab::Recents, "").await, 0);
}

#[actix_web::test]
async fn c6_a_worker_killed_in_the_middle_is_followed_by_another_that_does_the_rest_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    many(&app, &owner, 1_200).await;
    let begun = begin(&owner, BulkChange::Archive, matching(Tab::Recents, "")).await;
    // Somebody holds a conversation of the second batch.
    let mut holder = app.connection().await;
    let hold = "BEGIN; SELECT 1 FROM conversations WHERE id = (SELECT conversation_id \
        FROM bulk_action_conversations ORDER BY conversation_id OFFSET 700 LIMIT 1) FOR UPDATE";
    holder.batch_execute(hold).await.expect("held");
    let shared = app.app.clone().into_inner();
    let worker = actix_web::rt::spawn(async move { jobs::run_due(&shared, 4).await });
    while read(&owner, begun.id).await.done < 500 {
        tokio::task::yield_now().await;
    }
    worker.abort();
    assert!(worker.await.is_err(), "the worker was killed");
    holder.batch_execute("ROLLBACK").await.expect("let go");
    assert_eq!(read(&owner, begun.id).await.done, 500);
    app.pass(chrono::TimeDelta::seconds(61)).await;
    let done = read(&owner, begun.id).await;
    assert_eq!(figures(&done), (BulkState::Finished, 1_200, 1_200, 1_200));
    assert_eq!(records(&app).await, 1_200, "none twice");
}
