//! A new table that refers to contacts or conversations is not forgotten.

use diesel_async::RunQueryDsl;

use super::*;

#[derive(diesel::QueryableByName)]
struct Referring {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

#[actix_web::test]
async fn p6_a_merge_knows_every_table_that_refers_to_a_contact_or_a_conversation() {
    use copperline_api::contacts::merging::queries::{OF_CONTACT, OF_CONVERSATION, OTHERWISE};
    let app = TestApp::start().await;
    let sql = "SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint \
        WHERE contype = 'f' AND confrelid IN ('contacts'::regclass, 'conversations'::regclass)";
    let found: Vec<Referring> = diesel::sql_query(sql)
        .load(&mut app.connection().await)
        .await
        .expect("tables");
    let mut known: Vec<&str> = OF_CONTACT
        .into_iter()
        .chain(OF_CONVERSATION)
        .chain(OTHERWISE)
        .collect();
    known.sort_unstable();
    let mut found: Vec<&str> = found.iter().map(|table| table.name.as_str()).collect();
    // The database's own order depends on its language.
    found.sort_unstable();
    assert_eq!(
        found, known,
        "say in contacts/merging/queries.rs what becomes of it"
    );
}
