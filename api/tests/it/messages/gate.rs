//! What the send gate lets through and refuses, and what texts cost (M2, M3, X3).

use std::collections::HashSet;

use copperline_shared::billing::TransactionKind;
use copperline_shared::messages::{Check, Verdict};
use copperline_shared::numbers::RentNumber;
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use crate::desk::{Desk, MAYA, SEGMENT, settle, text};
use crate::support::{TestApp, problem};

#[actix_web::test]
async fn m3_a_text_is_charged_by_its_segments_when_it_is_accepted() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let long = desk.send(MAYA, &"x".repeat(161)).await;
    assert_eq!((long.segments, long.price_micros.0), (2, 2 * SEGMENT));
    assert_eq!(desk.balance().await, before - 2 * SEGMENT);
    settle(&app).await;
    assert_eq!(desk.balance().await, before - 2 * SEGMENT);
    let ledger = desk
        .list_transactions()
        .send()
        .await
        .expect("the ledger")
        .into_inner()
        .items;
    assert_eq!(ledger[0].kind, TransactionKind::MessageCharged);
    assert_eq!(
        (ledger[0].reference_id, ledger[0].amount_micros.0),
        (long.id, -2 * SEGMENT)
    );
}

#[actix_web::test]
async fn x3_a_text_shows_the_checks_it_passed() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let sent = desk.send(MAYA, "Hi").await;
    let detail = desk
        .read_message()
        .message_id(sent.id)
        .send()
        .await
        .expect("the text");
    let detail = detail.into_inner();
    let checks: Vec<_> = detail.checks.iter().map(|check| check.check).collect();
    let order = [
        Check::OptOut,
        Check::Destination,
        Check::Textable,
        Check::Consent,
        Check::QuietHours,
        Check::Number,
        Check::Balance,
    ];
    assert_eq!(checks, order);
    assert_eq!(detail.asked_at, Some(sent.created_at));
    assert!(
        detail
            .checks
            .iter()
            .all(|check| check.verdict == Verdict::Pass)
    );
    assert!(
        detail.checks[5]
            .detail
            .contains(&desk.number.phone.formatted())
    );
}

#[actix_web::test]
async fn x3_m2_only_countries_that_are_served_are_texted_and_what_comes_from_others_arrives() {
    const LONDON: &str = "+442079460958";
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let before = desk.balance().await;
    desk.hear(&app, LONDON, "Hello from London").await;
    let conversation = desk.conversation().await;
    assert_eq!(conversation.phone.as_str(), LONDON);
    let detail = desk.read_conversation().conversation_id(conversation.id);
    let detail = detail.send().await.expect("it is there").into_inner();
    let refusal = detail.refusal.expect("nothing may be sent");
    assert_eq!(refusal.code, ErrorCode::DestinationNotServed);
    let refused = problem(desk.try_send(LONDON, "Hi").await);
    assert_eq!(
        (refused.code, refused.status),
        (ErrorCode::DestinationNotServed, 409)
    );
    assert!(refused.detail.contains("+44"), "{}", refused.detail);
    assert_eq!(desk.bodies().await, ["Hello from London"]);
    assert_eq!(desk.balance().await, before);

    let app = TestApp::start_with(|app| app.config.text_countries = vec![1, 44]).await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, LONDON, "Hello from London").await;
    // Somebody who wrote just now is answered at any hour.
    desk.send(LONDON, "Hi").await;
    assert_eq!(desk.balance().await, before - SEGMENT);
}

#[actix_web::test]
async fn x3_a_refusal_says_why_and_leaves_nothing_behind() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let refused = owner.send_message().body(text(MAYA, "Hi")).send().await;
    assert_eq!(problem(refused).code, ErrorCode::NoNumber);

    let offered = owner
        .search_available_numbers()
        .area_code("512")
        .send()
        .await;
    let phone = offered.expect("numbers").into_inner()[0].phone.clone();
    let rent = RentNumber {
        phone,
        name: String::new(),
    };
    owner.rent_number().body(rent).send().await.expect("rented");
    let refused = owner.send_message().body(text(MAYA, "Hi")).send().await;
    assert_eq!(problem(refused).code, ErrorCode::NumberInactive);

    app.work().await;
    let refused = problem(owner.send_message().body(text(MAYA, "Hi")).send().await);
    assert_eq!(refused.code, ErrorCode::BalanceTooLow);
    assert!(refused.detail.contains("$0.012"), "{}", refused.detail);
    let all = owner
        .list_conversations()
        .send()
        .await
        .expect("a list")
        .into_inner()
        .items;
    assert!(
        all.is_empty(),
        "no contact was made for a text that did not go"
    );
}

#[actix_web::test]
async fn m3_a_key_whose_text_was_refused_works_once_the_cause_is_gone() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let number = owner.rent(&app, "512").await;
    let send = || {
        owner
            .send_message()
            .idempotency_key("k-1")
            .body(text(MAYA, "Hi"))
    };
    assert_eq!(problem(send().send().await).code, ErrorCode::BalanceTooLow);
    owner.fund(&app, 5).await;
    let desk = Desk { owner, number };
    let send = || {
        desk.send_message()
            .idempotency_key("k-1")
            .body(text(MAYA, "Hi"))
    };
    let first = send().send().await.expect("accepted").into_inner();
    let again = send().send().await.expect("the same answer").into_inner();
    assert_eq!(first, again);
    assert_eq!(desk.thread().await.len(), 1);
}

#[actix_web::test]
async fn m3_identical_requests_at_once_make_one_send() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let send = || {
        desk.send_message()
            .idempotency_key("one-click")
            .body(text(MAYA, "Hi"))
            .send()
    };
    let answers = futures_util::future::join_all([send(), send(), send(), send(), send()]).await;
    let ids: HashSet<Uuid> = answers
        .into_iter()
        .map(|answer| answer.expect("accepted").into_inner().id)
        .collect();
    assert_eq!(ids.len(), 1);
    settle(&app).await;
    assert_eq!(desk.shown(MAYA).await, ["Hi"]);
    assert_eq!(desk.balance().await, before - SEGMENT);
    let other = desk
        .send_message()
        .idempotency_key("one-click")
        .body(text(MAYA, "Ho"));
    assert_eq!(
        problem(other.send().await).code,
        ErrorCode::IdempotencyKeyReused
    );
}

#[actix_web::test]
async fn m2_texts_at_once_never_overdraw_the_balance() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    // 1,600 characters take 11 segments; $10 pays for 75 of them.
    let body = "x".repeat(1600);
    let mut paid = 0;
    for round in 0..10 {
        let phones: Vec<String> = (0..10).map(|n| format!("+1737555{round}{n:03}")).collect();
        let sends = phones.iter().map(|phone| desk.try_send(phone, &body));
        for answer in futures_util::future::join_all(sends).await {
            match answer {
                Ok(_) => paid += 1,
                refused => assert_eq!(problem(refused).code, ErrorCode::BalanceTooLow),
            }
        }
    }
    assert_eq!(paid, 75);
    assert_eq!(desk.balance().await, 10_000_000 - 75 * 11 * SEGMENT);
}
