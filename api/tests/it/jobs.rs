//! The job queue: at least once, under a lease, with retries that end.

use std::sync::Arc;

use chrono::TimeDelta;
use copperline_api::auth::Letter;
use copperline_api::db::Atomic;
use copperline_api::jobs::{self, Job};
use copperline_api::mail::Mailer;
use copperline_api::schema::jobs as table;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::support::TestApp;

mod workers;

/// A job whose runs can be counted: each sends one mail.
async fn mail(app: &TestApp) -> Job {
    Job::SendMail {
        letter: Letter::ResetPassword,
        email: app.owner().await.email,
    }
}

async fn count(app: &TestApp) -> i64 {
    table::table
        .count()
        .get_result(&mut app.connection().await)
        .await
        .expect("a count")
}

#[actix_web::test]
async fn a_job_enqueued_in_a_transaction_that_fails_never_runs() {
    let app = TestApp::start().await;
    let mut connection = app.connection().await;
    let failed: Result<(), copperline_api::error::Error> = connection
        .atomically(async |connection| {
            jobs::enqueue(connection, None, &mail(&app).await, app.app.clock.now()).await?;
            Err(copperline_api::error::Error::internal("changed our mind"))
        })
        .await;
    assert!(failed.is_err());
    app.work().await;
    assert_eq!(app.emails(), []);
}

#[actix_web::test]
async fn a_job_runs_when_it_is_due_and_not_before() {
    let app = TestApp::start().await;
    let due = app.app.clock.now() + TimeDelta::minutes(5);
    let connection = app.connection().await;
    jobs::enqueue(&connection, None, &mail(&app).await, due)
        .await
        .expect("enqueued");
    app.work().await;
    assert_eq!(app.emails(), []);
    app.pass(TimeDelta::minutes(6)).await;
    assert_eq!(app.emails().len(), 1);
    assert_eq!(count(&app).await, 0);
}

#[actix_web::test]
async fn workers_at_once_run_each_job_once() {
    let app = TestApp::start().await;
    let connection = app.connection().await;
    let job = mail(&app).await;
    for _ in 0..100 {
        jobs::enqueue(&connection, None, &job, app.app.clock.now())
            .await
            .expect("enqueued");
    }
    let shared = app.app.clone().into_inner();
    let work = || async { while jobs::run_due(&shared, 4).await.expect("jobs run") > 0 {} };
    tokio::join!(work(), work(), work(), work());
    assert_eq!(app.emails().len(), 100);
    assert_eq!(count(&app).await, 0);
}

#[actix_web::test]
async fn a_killed_workers_job_is_taken_up_when_its_lease_ends() {
    let app = TestApp::start().await;
    let mut connection = app.connection().await;
    let now = app.app.clock.now();
    jobs::enqueue(&connection, None, &mail(&app).await, now)
        .await
        .expect("enqueued");
    // What a worker that was killed right after claiming leaves behind.
    diesel::update(table::table)
        .set((
            table::leased_until.eq(now + TimeDelta::seconds(60)),
            table::attempts.eq(1),
        ))
        .execute(&mut connection)
        .await
        .expect("claimed");
    app.work().await;
    assert_eq!(app.emails(), [], "the lease still stands");
    app.pass(TimeDelta::seconds(61)).await;
    assert_eq!(app.emails().len(), 1);
}

#[actix_web::test]
async fn a_job_that_keeps_failing_is_tried_again_later_and_given_up_in_the_end() {
    let app = TestApp::start_with(|app| {
        let folder = std::path::PathBuf::from("/nonexistent/copperline");
        let from = "copperline@example.com".parse().expect("an address");
        app.mailer = Mailer::Files { folder, from };
    })
    .await;
    let mut connection = app.connection().await;
    let now = app.app.clock.now();
    jobs::enqueue(&connection, None, &mail(&app).await, now)
        .await
        .expect("enqueued");
    let shared = Arc::clone(&app.app.clone().into_inner());
    let mut runs = 0;
    for _ in 0..40 {
        runs += jobs::run_due(&shared, 1).await.expect("jobs run");
        app.app.clock.advance(TimeDelta::minutes(15));
    }
    assert_eq!(runs, 12);
    let (dead, error): (bool, Option<String>) = table::table
        .select((table::dead_at.is_not_null(), table::last_error))
        .first(&mut connection)
        .await
        .expect("the job is kept");
    assert!(dead && error.is_some_and(|error| error.contains("mail file")));
}
