//! Schema changes can be undone and redone, and a database of another version is refused.

use copperline_api::db::{self, DbError};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use crate::support;

async fn execute(url: &str, sql: &str) {
    let mut connection = AsyncPgConnection::establish(url)
        .await
        .expect("the database answers");
    diesel::sql_query(sql)
        .execute(&mut connection)
        .await
        .expect("the statement is run");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_schema_change_can_be_undone_and_made_again() {
    let url = support::empty_database().await;
    assert!(db::migrate(&url).await.expect("up") > 0);
    db::migrate_down_and_up(&url).await.expect("down and up");
    assert_eq!(db::migrate(&url).await.expect("nothing left to do"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_newer_version_is_refused_and_left_alone() {
    let url = support::database().await;
    let insert = "INSERT INTO __diesel_schema_migrations (version) VALUES ('20990101000000')";
    execute(&url, insert).await;
    let refused = db::migrate(&url)
        .await
        .expect_err("a newer database is not touched");
    assert!(matches!(refused, DbError::Newer(_)), "{refused}");
    assert!(matches!(
        db::check_schema(&url).await,
        Err(DbError::Newer(_))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_an_older_version_is_named_as_such() {
    let url = support::empty_database().await;
    let refused = db::check_schema(&url)
        .await
        .expect_err("there is no schema yet");
    assert!(matches!(refused, DbError::Older(_)), "{refused}");
    db::migrate(&url).await.expect("the schema can be made");
    db::check_schema(&url).await.expect("and is then current");
}
