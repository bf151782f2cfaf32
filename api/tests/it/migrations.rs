//! Schema changes can be undone and redone, and a database of another version is refused.

use copperline_api::db::{self, DbError};
use copperline_shared::api_tokens::Scope;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

use crate::groups::{groups, make};
use crate::support::{self, TestApp};

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

#[actix_web::test]
async fn a2_a_workspace_from_before_groups_gets_everyone_with_all_its_agents() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let sam = app.colleague(&owner, "basic").await;
    make(&owner, "Sales", &[sam.agent]).await;
    let mut connection = app.connection().await;
    for sql in [
        include_str!("../../../migrations/2026-11-28-000134_assigned_groups/down.sql"),
        include_str!("../../../migrations/2026-11-28-000133_groups/down.sql"),
        include_str!("../../../migrations/2026-11-28-000133_groups/up.sql"),
        include_str!("../../../migrations/2026-11-28-000134_assigned_groups/up.sql"),
    ] {
        connection.batch_execute(sql).await.expect("down and up");
    }
    for (of, agents) in [
        (&owner, vec![owner.agent, sam.agent]),
        (&stranger, vec![stranger.agent]),
    ] {
        let all = groups(of).await;
        let [everyone] = &all[..] else {
            panic!("one group, not {all:?}")
        };
        assert_eq!(everyone.name, "Everyone");
        assert_eq!(everyone.agent_ids, agents);
        assert_eq!(everyone.id.get_version_num(), 7);
    }
}

#[actix_web::test]
async fn s3_a_token_from_before_the_simulators_scope_keeps_the_handset() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (old, new) = ("2026-11-22 04:50:50+00", "2026-11-22 04:50:52+00");
    let settings = [Scope::Settings];
    for (scopes, made_at) in [
        (&settings[..], old),
        (&settings, new),
        (&[Scope::Leads], old),
    ] {
        owner.make_token(scopes).await;
        let newest = format!(
            "UPDATE api_tokens SET created_at = '{made_at}', name = '{made_at}' \
             WHERE name = 'SmartQuotes'"
        );
        execute(&app.database_url, &newest).await;
    }
    let mut connection = app.connection().await;
    for sql in [
        include_str!("../../../migrations/2026-11-28-000022_simulator_lines_and_scope/down.sql"),
        include_str!("../../../migrations/2026-11-28-000022_simulator_lines_and_scope/up.sql"),
    ] {
        connection.batch_execute(sql).await.expect("down and up");
    }
    let tokens = owner.list_api_tokens().send().await.expect("tokens");
    let mut scopes: Vec<_> = tokens
        .into_inner()
        .into_iter()
        .map(|token| (token.name, token.scopes))
        .collect();
    scopes.sort_by_key(|(name, scopes)| (name.clone(), scopes.len()));
    let expected = [
        (old, vec![Scope::Leads]),
        (old, vec![Scope::Settings, Scope::Simulator]),
        (new, vec![Scope::Settings]),
    ];
    assert_eq!(
        scopes,
        expected.map(|(name, scopes)| (name.to_owned(), scopes))
    );
}
