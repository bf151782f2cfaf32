//! What the carrier reports by itself: signatures, repeats, strangers, and the words of S7.

mod signatures;

use chrono::TimeDelta;
use copperline_api::outbox;
use copperline_api::stop_triggers::rules::{ALWAYS_ON, DEFAULT_TRIGGERS};
use copperline_shared::conversations::{ExcerptBy, UpdateConversation};
use copperline_shared::messages::{MessageState, SenderKind, Verdict};
use copperline_shared::pictures::MessagePicture;
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use crate::desk::{Desk, MAYA, SEGMENT, callback, genuine, settle};
use crate::support::{TestApp, problem};

const INBOUND: &str = "/callbacks/carrier/messages";

/// The fields of an inbound text.
fn inbound<'a>(
    desk: &'a Desk,
    id: &'a str,
    from: &'a str,
    body: &'a str,
) -> [(&'a str, &'a str); 5] {
    [
        ("MessageSid", id),
        ("From", from),
        ("To", desk.number.phone.as_str()),
        ("Body", body),
        // Fields nobody has heard of are signed like any other.
        ("NewIn2031", "yes"),
    ]
}

fn status_path(desk: &Desk, message: Uuid) -> String {
    format!(
        "/callbacks/carrier/workspaces/{}/messages/{message}/status",
        desk.workspace.0
    )
}

#[actix_web::test]
async fn x1_a_callback_with_a_wrong_or_missing_signature_is_refused_unread() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let fields = inbound(&desk, "SM1", MAYA, "Hello?");
    assert_eq!(callback(&app, "a guess", INBOUND, &fields).await, 403);
    let http = reqwest::Client::builder().build().expect("a client");
    let unsigned = http
        .post(format!("{}{INBOUND}", app.base_url))
        .form(&fields)
        .send()
        .await;
    assert_eq!(unsigned.expect("an answer").status(), 403);
    let sent = desk.send(MAYA, "Hi").await;
    let forged = [("MessageSid", "SM2"), ("MessageStatus", "delivered")];
    assert_eq!(
        callback(&app, "a guess", &status_path(&desk, sent.id), &forged).await,
        403
    );
    assert_eq!(desk.state(sent.id).await, MessageState::Queued);
    assert_eq!(desk.bodies().await, ["Hi"]);
}

#[actix_web::test]
async fn x1_a_genuine_callback_that_comes_again_is_acknowledged_and_changes_nothing() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let fields = inbound(&desk, "SM1", MAYA, "Hello?");
    assert_eq!(genuine(&app, INBOUND, &fields).await, 200);
    let mut connection = app.connection().await;
    let cursor = outbox::newest(&mut connection, desk.workspace)
        .await
        .expect("a cursor");
    for _ in 0..3 {
        assert_eq!(genuine(&app, INBOUND, &fields).await, 200);
    }
    assert_eq!(desk.bodies().await, ["Hello?"]);
    assert_eq!(desk.conversation().await.unread_count, 1);
    let after = outbox::newest(&mut connection, desk.workspace)
        .await
        .expect("a cursor");
    assert_eq!(after, cursor);
}

#[actix_web::test]
async fn x1_the_same_text_reported_many_times_at_once_is_stored_once() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let fields = inbound(&desk, "SM1", MAYA, "STOP");
    let reports = (0..8).map(|_| genuine(&app, INBOUND, &fields));
    let answers = futures_util::future::join_all(reports).await;
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
    settle(&app).await;
    assert_eq!(
        desk.thread().await.len(),
        2,
        "the text and one confirmation"
    );
    assert_eq!(desk.conversation().await.unread_count, 1);
}

#[actix_web::test]
async fn x1_reports_about_strangers_are_answered_and_change_nothing() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let to_nobody = [
        ("MessageSid", "SM1"),
        ("From", MAYA),
        ("To", "+12125550199"),
        ("Body", "Hi"),
    ];
    assert_eq!(genuine(&app, INBOUND, &to_nobody).await, 404);
    assert_eq!(
        genuine(
            &app,
            INBOUND,
            &inbound(&desk, "SM2", "72345", "Your code is 1")
        )
        .await,
        200
    );
    assert_eq!(genuine(&app, INBOUND, &[("MessageSid", "SM3")]).await, 400);
    let unknown = status_path(&desk, Uuid::now_v7());
    let report = [("MessageSid", "SM4"), ("MessageStatus", "delivered")];
    assert_eq!(genuine(&app, &unknown, &report).await, 404);
    assert!(desk.conversations().await.is_empty());
}

#[actix_web::test]
async fn c7_a_report_about_another_text_of_the_carrier_moves_nothing() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let sent = desk.send(MAYA, "Hi").await;
    app.work().await;
    let path = status_path(&desk, sent.id);
    let other = [
        ("MessageSid", "SMother"),
        ("MessageStatus", "failed"),
        ("ErrorCode", "30008"),
    ];
    assert_eq!(genuine(&app, &path, &other).await, 204);
    assert_eq!(desk.state(sent.id).await, MessageState::Sent);
}

#[actix_web::test]
async fn c4_a_reply_brings_an_archived_conversation_back() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "Hello?").await;
    let id = desk.conversation().await.id;
    let archive = UpdateConversation {
        archived: Some(true),
        ..UpdateConversation::default()
    };
    desk.update_conversation()
        .conversation_id(id)
        .body(archive)
        .send()
        .await
        .expect("archived");
    assert!(desk.conversation().await.archived);
    desk.hear(&app, MAYA, "Still there?").await;
    let back = desk.conversation().await;
    assert!(!back.archived);
    assert_eq!(
        (back.unread_count, back.excerpt.as_str()),
        (2, "Still there?")
    );
}

#[actix_web::test]
async fn c7_a_picture_is_told_of_before_it_is_fetched() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let to = desk.number.phone.as_str();
    let fields = [
        ("MessageSid", "MM1"),
        ("From", MAYA),
        ("To", to),
        ("NumMedia", "1"),
    ];
    assert_eq!(genuine(&app, INBOUND, &fields).await, 200);
    let thread = desk.thread().await;
    assert_eq!(thread[0].pictures, [MessagePicture::Fetching]);
    assert_eq!(thread[0].body, "");
}

#[actix_web::test]
async fn s7_every_default_trigger_opts_out_with_one_confirmation() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    for (n, trigger) in DEFAULT_TRIGGERS.iter().chain(&ALWAYS_ON).enumerate() {
        let phone = format!("+1512555{:04}", 200 + n);
        desk.hear(&app, &phone, &trigger.to_lowercase()).await;
        settle(&app).await;
        let shown = desk.shown(&phone).await;
        assert_eq!(shown.len(), 2, "{trigger}: {shown:?}");
        assert!(
            shown[1].starts_with("Lonestar Life: You are unsubscribed"),
            "{}",
            shown[1]
        );
        let refused = problem(desk.try_send(&phone, "One more thing").await);
        assert_eq!(refused.code, ErrorCode::OptedOut);
        desk.hear(&app, &phone, "STOP!").await;
        settle(&app).await;
        assert_eq!(
            desk.shown(&phone).await.len(),
            3,
            "{trigger}: no second confirmation"
        );
    }
}

#[actix_web::test]
async fn s7_start_brings_a_contact_back_who_opted_out_themselves() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "Stop All").await;
    assert!(desk.conversation().await.opted_out);
    desk.hear(&app, MAYA, "Start").await;
    settle(&app).await;
    assert!(!desk.conversation().await.opted_out);
    let shown = desk.shown(MAYA).await;
    assert!(
        shown
            .last()
            .is_some_and(|text| text.contains("subscribed again")),
        "{shown:?}"
    );
    let sent = desk.send(MAYA, "Welcome back").await;
    settle(&app).await;
    assert_eq!(desk.state(sent.id).await, MessageState::Delivered);
    desk.hear(&app, MAYA, "START").await;
    settle(&app).await;
    assert_eq!(
        desk.shown(MAYA).await.len(),
        shown.len() + 2,
        "without an opt-out it says nothing"
    );
}

#[actix_web::test]
async fn s7_the_confirmation_is_charged_and_shows_why_it_passed_the_gate() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let before = desk.balance().await;
    desk.hear(&app, MAYA, "STOP").await;
    settle(&app).await;
    let confirmation = desk.thread().await.remove(1);
    assert_eq!(confirmation.sender, SenderKind::Copperline);
    assert_eq!(confirmation.state, MessageState::Delivered);
    let row = desk.conversation().await;
    assert_eq!(
        (row.excerpt, row.excerpt_by),
        (confirmation.body.clone(), ExcerptBy::Copperline),
        "the row shows the last text, whoever wrote it"
    );
    assert_eq!(desk.balance().await, before - SEGMENT);
    let detail = desk
        .read_message()
        .message_id(confirmation.id)
        .send()
        .await
        .expect("the text");
    let checks = detail.into_inner().checks;
    assert!(checks.iter().all(|check| check.verdict == Verdict::Pass));
    assert!(
        checks[0].detail.contains("opted out"),
        "{}",
        checks[0].detail
    );
}

#[actix_web::test]
async fn s7_an_empty_balance_does_not_keep_the_confirmation_back() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let number = owner.rent(&app, "512").await;
    let desk = Desk { owner, number };
    desk.hear(&app, MAYA, "STOP").await;
    settle(&app).await;
    assert_eq!(desk.shown(MAYA).await.len(), 2);
    assert_eq!(desk.thread().await[1].price_micros.0, 0);
    assert_eq!(desk.balance().await, 0);
}

#[actix_web::test]
async fn s7_help_is_answered_once_a_day() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    for _ in 0..3 {
        desk.hear(&app, MAYA, "help").await;
    }
    settle(&app).await;
    let replies = |shown: Vec<String>| {
        shown
            .iter()
            .filter(|text| text.starts_with("Lonestar Life: For help"))
            .count()
    };
    assert_eq!(replies(desk.shown(MAYA).await), 1);
    app.pass(TimeDelta::hours(25)).await;
    desk.sign_in_again(&app).await;
    desk.hear(&app, MAYA, "INFO").await;
    settle(&app).await;
    assert_eq!(replies(desk.shown(MAYA).await), 2);
}
