//! Transactions that PostgreSQL undoes because another came in their way.

use std::sync::atomic::{AtomicUsize, Ordering};

use copperline_api::db::{Atomic, Connection};
use copperline_api::error::Error;
use copperline_shared::problem::ErrorCode;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use tokio::sync::Barrier;

use crate::support::TestApp;

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = Integer)]
    count: i32,
}

/// Two counters that begin at 0.
async fn counters() -> TestApp {
    let app = TestApp::start().await;
    let sql = "CREATE TABLE counters (name text PRIMARY KEY, count int NOT NULL); \
        INSERT INTO counters VALUES ('one', 0), ('other', 0)";
    let mut connection = app.connection().await;
    connection.batch_execute(sql).await.expect("a table");
    app
}

async fn raise(connection: &mut Connection, counter: &str) -> Result<(), Error> {
    diesel::sql_query("UPDATE counters SET count = count + 1 WHERE name = $1")
        .bind::<Text, _>(counter)
        .execute(connection)
        .await?;
    Ok(())
}

async fn counts(app: &TestApp) -> Vec<i32> {
    let rows: Vec<Count> = diesel::sql_query("SELECT count FROM counters ORDER BY name")
        .load(&mut app.connection().await)
        .await
        .expect("the counters");
    rows.into_iter().map(|row| row.count).collect()
}

#[actix_web::test]
async fn of_two_transactions_in_a_deadlock_the_undone_one_is_run_again_as_a_whole() {
    let app = counters().await;
    let (both_hold_one, runs) = (Barrier::new(2), AtomicUsize::new(0));
    let in_order = async |first: &str, second: &str| {
        let mut connection = app.app.pool.get().await.expect("a connection");
        let mine = AtomicUsize::new(0);
        connection
            .atomically(async |connection| {
                runs.fetch_add(1, Ordering::SeqCst);
                raise(connection, first).await?;
                if mine.fetch_add(1, Ordering::SeqCst) == 0 {
                    both_hold_one.wait().await;
                }
                raise(connection, second).await
            })
            .await
    };
    let (a, b) = tokio::join!(in_order("one", "other"), in_order("other", "one"));
    a.expect("the first succeeds");
    b.expect("the second succeeds");
    assert_eq!(runs.into_inner(), 3, "one of them was run twice");
    assert_eq!(counts(&app).await, [2, 2], "and counted once");
}

#[actix_web::test]
async fn a_transaction_that_saw_what_another_changed_is_run_again() {
    let app = counters().await;
    let runs = AtomicUsize::new(0);
    let mut connection = app.app.pool.get().await.expect("a connection");
    connection
        .atomically(async |connection| {
            let run = runs.fetch_add(1, Ordering::SeqCst);
            connection
                .batch_execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; TABLE counters")
                .await?;
            if run == 0 {
                raise(&mut app.connection().await, "one").await?;
            }
            raise(connection, "one").await
        })
        .await
        .expect("the second run succeeds");
    assert_eq!(runs.into_inner(), 2);
    assert_eq!(counts(&app).await, [2, 0]);
}

#[actix_web::test]
async fn what_is_undone_each_time_is_given_up_and_said_so() {
    let app = counters().await;
    let runs = AtomicUsize::new(0);
    let mut connection = app.app.pool.get().await.expect("a connection");
    let outcome: Result<(), Error> = connection
        .atomically(async |connection| {
            // Inside another one, it is the whole that is run again.
            connection
                .atomically(async |connection| {
                    runs.fetch_add(1, Ordering::SeqCst);
                    raise(connection, "one").await?;
                    let undo = "DO $$ BEGIN RAISE 'no' USING ERRCODE = '40001'; END $$";
                    Ok(connection.batch_execute(undo).await?)
                })
                .await
        })
        .await;
    assert_eq!(
        outcome.expect_err("it is given up").code(),
        ErrorCode::Unavailable
    );
    assert_eq!(runs.into_inner(), 5);
    assert_eq!(counts(&app).await, [0, 0]);
}

#[actix_web::test]
async fn what_fails_otherwise_is_not_tried_again() {
    let app = counters().await;
    let runs = AtomicUsize::new(0);
    let mut connection = app.app.pool.get().await.expect("a connection");
    let outcome: Result<(), Error> = connection
        .atomically(async |connection| {
            runs.fetch_add(1, Ordering::SeqCst);
            raise(connection, "one").await?;
            Err(Error::not_found("counter"))
        })
        .await;
    assert_eq!(outcome.expect_err("refused").code(), ErrorCode::NotFound);
    assert_eq!(runs.into_inner(), 1);
    assert_eq!(counts(&app).await, [0, 0]);
}
