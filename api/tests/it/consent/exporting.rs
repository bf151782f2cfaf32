//! The consent record as it is handed over in a dispute (X6).

use serde_json::Value;

use crate::desk::{Desk, MAYA};
use crate::support::TestApp;

/// The record in a form, as the browser gets it: its type and text.
async fn exported(app: &TestApp, desk: &Desk, format: &str) -> (String, String) {
    let contact = desk.conversation().await.contact_id;
    let url = format!(
        "{}/api/v1/consent/{contact}/export?format={format}",
        app.base_url
    );
    let http = reqwest::Client::builder().build().expect("a client");
    let request = http.get(url).header("cookie", &desk.owner.cookies);
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let kind = answer.headers()["content-type"]
        .to_str()
        .expect("a type")
        .to_owned();
    (kind, answer.text().await.expect("a text"))
}

/// Opted out by review and come back, with ordinary texts between.
async fn story(app: &TestApp, desk: &Desk) {
    desk.hear(app, MAYA, "What would it cost?").await;
    desk.send(MAYA, "About $40").await;
    desk.hear(app, MAYA, "=HYPERLINK, take me off your list")
        .await;
    let review = desk
        .list_reviews()
        .send()
        .await
        .expect("reviews")
        .into_inner()
        .items[0]
        .id;
    desk.opt_out_review()
        .review_id(review)
        .send()
        .await
        .expect("opted out");
    desk.hear(app, MAYA, "START").await;
}

#[actix_web::test]
async fn x6_the_record_is_exported_as_pages_to_read() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    story(&app, &desk).await;
    let (kind, text) = exported(&app, &desk, "text").await;
    assert_eq!(kind, "text/plain; charset=utf-8");
    for words in [
        "Consent record",
        "(512) 555-0192 (+15125550192)",
        "Not opted out",
        "by Jordan Diaz",
        "Opted out (the contact)",
        "=HYPERLINK, take me off your list",
        "Decided by:",
        "Opted in again (the contact)",
        "You are subscribed again",
        "End of the record.",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(
        !text.contains("What would it cost?") && !text.contains("About $40"),
        "{text}"
    );
}

#[actix_web::test]
async fn x6_the_record_is_exported_as_a_sheet_and_as_data() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    story(&app, &desk).await;
    let (kind, sheet) = exported(&app, &desk, "csv").await;
    assert_eq!(kind, "text/csv; charset=utf-8");
    let mut lines = sheet.lines();
    assert!(
        lines
            .next()
            .is_some_and(|head| head.starts_with("at,what,by,words"))
    );
    // Two entries, and three texts: what was read as a stop, START and its answer.
    assert_eq!(lines.count(), 5, "{sheet}");
    assert!(
        sheet.contains("\"'=HYPERLINK, take me off your list\""),
        "{sheet}"
    );
    let (kind, data) = exported(&app, &desk, "json").await;
    assert_eq!(kind, "application/json");
    let data: Value = serde_json::from_str(&data).expect("JSON");
    assert_eq!(data["phone"], MAYA);
    let record = data["record"].as_array().expect("a record");
    let whats: Vec<_> = record
        .iter()
        .filter_map(|line| line["what"].as_str())
        .collect();
    let expected = [
        "Opted out",
        "Opted in again",
        "Text received",
        "Text received",
        "Text sent",
    ];
    assert_eq!(whats, expected);
    assert_eq!(record[0]["decided_by"], "Jordan Diaz");
}

#[actix_web::test]
async fn x6_a_long_record_comes_whole_and_an_empty_one_says_so() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let contact = copperline_shared::conversations::CreateConversation {
        phone: MAYA.to_owned(),
    };
    desk.create_conversation()
        .body(contact)
        .send()
        .await
        .expect("a conversation");
    let (_, text) = exported(&app, &desk, "text").await;
    assert!(text.contains("Nothing is recorded."), "{text}");
    let mut connection = app.connection().await;
    use diesel_async::RunQueryDsl;
    diesel::sql_query(
        "INSERT INTO consent_entries (workspace_id, id, phone, kind, source, given_at, evidence, created_at) \
         SELECT $1, gen_random_uuid(), $2, 'consent', 'lead', now(), 'Lead ' || n, now() FROM generate_series(1, 450) n",
    )
    .bind::<diesel::sql_types::Uuid, _>(desk.workspace.0)
    .bind::<diesel::sql_types::Text, _>(MAYA)
    .execute(&mut connection)
    .await
    .expect("entries");
    let (_, sheet) = exported(&app, &desk, "csv").await;
    assert_eq!(sheet.lines().count(), 451);
}
