//! Rows that a test holds, so that what comes meanwhile stands in line behind it.

use std::time::Duration;

use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

use super::TestApp;

/// How long anything may take that others come in the way of.
const LIMIT: Duration = Duration::from_secs(60);

/// Rows that nobody else gets.
pub struct Held(AsyncPgConnection);

impl Held {
    /// Holds what is named, such as `balances` or `contacts WHERE first_name = 'Maya'`.
    pub async fn rows(app: &TestApp, named: &str) -> Self {
        let mut connection = app.connection().await;
        let lock = format!("BEGIN; SELECT FROM {named} FOR UPDATE");
        connection.batch_execute(&lock).await.expect("held");
        Self(connection)
    }

    pub async fn let_go(mut self) {
        self.0.batch_execute("COMMIT").await.expect("let go");
    }
}

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Returns once so many connections of the test's database wait for another's lock.
pub async fn others_wait(app: &TestApp, count: i64) {
    let mut connection = app.connection().await;
    let waiting = "SELECT count(*) AS count FROM pg_stat_activity \
         WHERE datname = current_database() AND wait_event_type = 'Lock'";
    in_time(async {
        loop {
            let found: Waiting = diesel::sql_query(waiting)
                .get_result(&mut connection)
                .await
                .expect("the database answers");
            if found.count >= count {
                return;
            }
            tokio::task::yield_now().await;
        }
    })
    .await;
}

/// What comes of it, which must not take for ever.
pub fn in_time<'a, T: 'a>(work: impl Future<Output = T> + 'a) -> LocalBoxFuture<'a, T> {
    let ended = async move { tokio::time::timeout(LIMIT, work).await };
    let ended = ended.map(|outcome| outcome.expect("nobody waits for ever"));
    ended.boxed_local()
}
