//! Texts: the gate, the charge, handing over, states (C7, C8, M3, X3).

mod kills;

use std::collections::HashSet;

use chrono::TimeDelta;
use copperline_api::jobs;
use copperline_shared::billing::TransactionKind;
use copperline_shared::messages::{
    Check, Direction, MessageState, SendMessage, SenderKind, Verdict,
};
use copperline_shared::numbers::RentNumber;
use copperline_shared::problem::ErrorCode;
use copperline_shared::simulator::NextDelivery;
use uuid::Uuid;

use crate::desk::{Desk, Fault, MAYA, SEGMENT, settle, tapped, text};
use crate::support::{TestApp, problem};

#[actix_web::test]
async fn c7_a_text_goes_out_arrives_and_is_answered() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let sent = desk
        .send("(512) 555-0192", "  Hi Maya, still looking for cover?  ")
        .await;
    assert_eq!(sent.state, MessageState::Queued);
    assert_eq!(sent.body, "Hi Maya, still looking for cover?");
    assert_eq!(
        (sent.sender, sent.sender_name.as_str()),
        (SenderKind::Agent, "Jordan Diaz")
    );
    assert!(desk.shown(MAYA).await.is_empty(), "nothing has left yet");
    app.work().await;
    assert_eq!(desk.state(sent.id).await, MessageState::Sent);
    settle(&app).await;
    let delivered = desk.message(sent.id).await;
    assert_eq!(delivered.state, MessageState::Delivered);
    assert!(delivered.sent_at.is_some() && delivered.settled_at > delivered.sent_at);
    assert_eq!(
        desk.shown(MAYA).await,
        ["Hi Maya, still looking for cover?"]
    );

    desk.hear(&app, MAYA, "Yes please!").await;
    let thread = desk.thread().await;
    assert_eq!(thread.len(), 2);
    assert_eq!(
        (thread[1].direction, thread[1].state),
        (Direction::Inbound, MessageState::Received)
    );
    assert_eq!(thread[1].body, "Yes please!");
    let conversation = desk.conversation().await;
    assert_eq!(
        (conversation.unread_count, conversation.excerpt.as_str()),
        (1, "Yes please!")
    );
}

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
    assert_eq!(checks, [Check::OptOut, Check::Number, Check::Balance]);
    assert!(
        detail
            .checks
            .iter()
            .all(|check| check.verdict == Verdict::Pass)
    );
    assert!(
        detail.checks[1]
            .detail
            .contains(&desk.number.phone.formatted())
    );
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

#[actix_web::test]
async fn c7_texts_of_a_conversation_leave_in_the_order_they_were_written() {
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    let words = ["one", "two", "three", "four", "five"];
    for word in words {
        desk.send(MAYA, word).await;
    }
    // Two workers at once, and the first text is lost on its way once.
    line.fail(&[Fault::Lost]).await;
    let shared = app.app.clone().into_inner();
    let work = || jobs::run_due(&shared, 4);
    let (first, second) = tokio::join!(work(), work());
    first.and(second).expect("jobs run");
    app.pass(TimeDelta::seconds(30)).await;
    app.pass(TimeDelta::seconds(30)).await;
    assert_eq!(
        line.bodies().await,
        ["one", "one", "two", "three", "four", "five"]
    );
    assert_eq!(desk.shown(MAYA).await, words);
}

#[actix_web::test]
async fn s7_a_text_queued_before_an_opt_out_is_cancelled_and_refunded() {
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "Hello?").await;
    let before = desk.balance().await;
    let sent = desk.send(MAYA, "Hi").await;
    let contact = desk.conversation().await.contact_id;
    desk.opt_out_contact()
        .contact_id(contact)
        .send()
        .await
        .expect("opted out");
    let cancelled = desk.message(sent.id).await;
    assert_eq!(cancelled.state, MessageState::Cancelled);
    assert_eq!(desk.balance().await, before);
    settle(&app).await;
    assert!(line.bodies().await.is_empty());
    let refused = desk.try_send(MAYA, "Hi again").await;
    assert_eq!(problem(refused).code, ErrorCode::OptedOut);
}

#[actix_web::test]
async fn m3_an_opt_out_the_queue_has_not_seen_stops_the_text_at_the_last_moment() {
    use diesel_async::RunQueryDsl;
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let sent = desk.send(MAYA, "Hi").await;
    // As a suppression list would, without looking at what is queued.
    diesel::sql_query(
        "INSERT INTO opt_outs (workspace_id, phone, source, opted_out_at) VALUES ($1, $2, 'carrier', now())",
    )
    .bind::<diesel::sql_types::Uuid, _>(desk.workspace.0)
    .bind::<diesel::sql_types::Text, _>(MAYA)
    .execute(&mut app.connection().await)
    .await
    .expect("an opt-out is written");
    settle(&app).await;
    assert_eq!(desk.state(sent.id).await, MessageState::Cancelled);
    assert_eq!(desk.balance().await, before);
    assert!(line.bodies().await.is_empty());
}

#[actix_web::test]
async fn c7_a_text_the_carrier_refuses_fails_in_plain_words_and_is_refunded() {
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    let before = desk.balance().await;
    desk.next_delivery(
        MAYA,
        NextDelivery::Refuse {
            error_code: "21614".to_owned(),
        },
    )
    .await;
    let sent = desk.send(MAYA, "Hi").await;
    settle(&app).await;
    let failed = desk.message(sent.id).await;
    assert_eq!(failed.state, MessageState::Failed);
    let error = failed.error.expect("a reason");
    assert_eq!(error.code, "21614");
    assert!(error.reason.contains("no mobile phone"), "{}", error.reason);
    assert_eq!(desk.balance().await, before);
    assert_eq!(line.bodies().await, ["Hi"], "it is not tried again");
}

#[actix_web::test]
async fn s7_the_carriers_own_opt_out_counts_here_without_charge_or_retry() {
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    let before = desk.balance().await;
    desk.next_delivery(
        MAYA,
        NextDelivery::Refuse {
            error_code: "21610".to_owned(),
        },
    )
    .await;
    let first = desk.send(MAYA, "one").await;
    let second = desk.send(MAYA, "two").await;
    settle(&app).await;
    assert_eq!(desk.state(first.id).await, MessageState::Failed);
    assert_eq!(desk.state(second.id).await, MessageState::Cancelled);
    assert_eq!(desk.balance().await, before);
    assert_eq!(line.bodies().await, ["one"]);
    assert!(desk.conversation().await.opted_out);
    assert_eq!(
        problem(desk.try_send(MAYA, "three").await).code,
        ErrorCode::OptedOut
    );
}

#[actix_web::test]
async fn c8_what_cannot_be_sent_is_refused_naming_the_field() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let refused = problem(desk.try_send("555-0192", " \n ").await);
    assert_eq!(refused.code, ErrorCode::Invalid);
    assert!(refused.field("body").is_some() && refused.field("to").is_some());
    let long = problem(desk.try_send(MAYA, &"x".repeat(1601)).await);
    assert!(
        long.field("body")
            .is_some_and(|message| message.contains("by 1 "))
    );
    let both = SendMessage {
        conversation_id: Some(Uuid::now_v7()),
        ..text(MAYA, "Hi")
    };
    let both = problem(desk.send_message().body(both).send().await);
    assert!(both.field("conversation_id").is_some());
    let unknown = SendMessage {
        conversation_id: Some(Uuid::now_v7()),
        to: None,
        body: "Hi".to_owned(),
    };
    let unknown = problem(desk.send_message().body(unknown).send().await);
    assert_eq!(unknown.code, ErrorCode::NotFound);
}

#[actix_web::test]
async fn s12_replies_leave_from_the_number_the_contact_wrote_to() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    desk.send(MAYA, "From the default").await;
    let second = desk.owner.rent(&app, "737").await;
    let first = std::mem::replace(&mut desk.number, second);
    desk.hear(&app, MAYA, "To the other one").await;
    desk.send(MAYA, "From the other one").await;
    settle(&app).await;
    desk.release_number()
        .number_id(desk.number.id)
        .send()
        .await
        .expect("released");
    desk.send(MAYA, "From the default again").await;
    settle(&app).await;
    let handset = desk
        .read_handset()
        .phone(MAYA)
        .send()
        .await
        .expect("a handset")
        .into_inner();
    let numbers: Vec<_> = handset
        .texts
        .iter()
        .map(|text| text.number.clone())
        .collect();
    // The released number's texts are gone from the handset with it.
    assert_eq!(numbers, [first.phone.clone(), first.phone]);
    assert_eq!(desk.thread().await.len(), 4);
}
