//! No comment becomes a text, by any mistake (C21).

use std::path::{Path, PathBuf};

use copperline_shared::problem::ErrorCode;
use reqwest::StatusCode;
use serde_json::json;

use super::changing::change;
use super::{comment, on};
use crate::desk::{Desk, MAYA, settle};
use crate::support::{TestApp, problem};
use crate::tags::meet;

#[actix_web::test]
async fn c21_a_comment_reaches_no_phone_and_costs_nothing() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.send(MAYA, "Hi Maya").await;
    settle(&app).await;
    let (balance, maya) = (desk.balance().await, desk.conversation().await.id);
    comment(&desk, maya, "She haggles. Start at 110.").await;
    settle(&app).await;
    assert_eq!(desk.shown(MAYA).await, ["Hi Maya"]);
    assert_eq!(desk.bodies().await, ["Hi Maya"]);
    assert_eq!(desk.balance().await, balance);
}

#[actix_web::test]
async fn c21_changing_and_deleting_a_comment_reaches_no_phone_and_costs_nothing() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let text = desk.send(MAYA, "Hi Maya").await;
    settle(&app).await;
    let (balance, maya) = (desk.balance().await, desk.conversation().await);
    let written = comment(&desk, maya.id, "She haggles. Start at 110.").await;
    let changed = change(&desk, &written, "She haggles. Start at 120.").await;
    settle(&app).await;
    // The one is not found where the other is changed or taken back.
    let as_text = desk.cancel_message().message_id(changed.id).send().await;
    assert_eq!(problem(as_text).code, ErrorCode::NotFound);
    let as_comment = desk.delete_comment().comment_id(text.id).send().await;
    assert_eq!(problem(as_comment).code, ErrorCode::NotFound);
    let deleted = desk.delete_comment().comment_id(changed.id).send().await;
    deleted.expect("it is gone");
    settle(&app).await;
    assert_eq!(desk.shown(MAYA).await, ["Hi Maya"]);
    assert_eq!(desk.bodies().await, ["Hi Maya"]);
    assert_eq!(desk.balance().await, balance);
    assert_eq!(desk.conversation().await, maya, "its row is as it was");
}

#[actix_web::test]
async fn c21_a_comment_is_taken_where_nothing_may_be_sent() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "STOP").await;
    let maya = desk.conversation().await.id;
    comment(&desk, maya, "Take her off the board").await;
}

#[actix_web::test]
async fn c21_a_request_for_the_one_is_none_for_the_other() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    let post = |path: &'static str, body: serde_json::Value| {
        reqwest::Client::builder()
            .build()
            .expect("a client")
            .post(format!("{}{path}", app.base_url))
            .header("cookie", &owner.cookies)
            .header("origin", &app.base_url)
            .json(&body)
            .send()
    };
    let comment = serde_json::to_value(on(maya, "She haggles")).expect("JSON");
    let sent = post("/api/v1/messages", comment).await.expect("an answer");
    assert_eq!(sent.status(), StatusCode::BAD_REQUEST);
    let text = json!({ "conversation_id": maya, "body": "Hi Maya" });
    let written = post("/api/v1/comments", text).await.expect("an answer");
    assert_eq!(written.status(), StatusCode::BAD_REQUEST);
}

/// What hands texts over, and what it stands on, doesn't know that there are comments.
#[test]
fn c21_nothing_that_sends_knows_of_comments() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let parts = [
        "messages",
        "messages.rs",
        "carriers",
        "carriers.rs",
        "simulator",
        "simulator.rs",
    ];
    let mut read = 0;
    for file in parts.iter().flat_map(|part| files(&source.join(part))) {
        let code = std::fs::read_to_string(&file).expect("a file of the source");
        read += 1;
        for word in ["comments::", "Comment {", "schema::comment"] {
            assert!(!code.contains(word), "{word} in {}", file.display());
        }
    }
    assert!(read > 20, "the walk saw the source");
}

fn files(at: &Path) -> Vec<PathBuf> {
    if at.is_file() {
        return vec![at.to_owned()];
    }
    let entries = std::fs::read_dir(at).expect("a folder of the source");
    entries
        .flat_map(|entry| files(&entry.expect("an entry").path()))
        .collect()
}
