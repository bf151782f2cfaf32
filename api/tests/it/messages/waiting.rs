//! Texts that wait: chosen for later, or held by the gate (C8, X3, X5, M3).

mod changes;
mod due;
mod leaving;
mod paused;

use chrono::TimeDelta;
use copperline_api::check;
use copperline_shared::conversations::ThreadEntry;
use copperline_shared::messages::{Check, MessageState, SendMessage, Verdict};
use copperline_shared::problem::ErrorCode;

use crate::desk::{Desk, MAYA, SEGMENT, settle, text};
use crate::support::{TestApp, problem};

async fn assert_sound(app: &TestApp) {
    let report = check::run(&mut app.connection().await)
        .await
        .expect("a check");
    assert!(report.is_sound(), "{report}");
}

/// A moment in the hours of every state that is no Sunday's.
fn soon(app: &TestApp) -> chrono::DateTime<chrono::Utc> {
    app.app.clock.now() + TimeDelta::hours(2)
}

#[actix_web::test]
async fn c8_a_scheduled_text_is_charged_and_sent_at_its_moment_and_not_before() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let at = soon(&app);
    let waiting = desk.schedule("See you at 5", at).await;
    assert_eq!(
        (waiting.state, waiting.due_at, waiting.price_micros.0),
        (MessageState::Scheduled, Some(at), 0)
    );
    assert!(desk.thread().await.is_empty(), "it stands after the thread");
    assert_eq!(desk.conversation().await.excerpt, "");
    app.pass(TimeDelta::hours(2) - TimeDelta::minutes(1)).await;
    desk.sign_in_again(&app).await;
    assert_eq!(desk.state(waiting.id).await, MessageState::Scheduled);
    assert_eq!(desk.balance().await, before);
    assert!(desk.shown(MAYA).await.is_empty());
    assert_sound(&app).await;

    app.pass(TimeDelta::minutes(1)).await;
    settle(&app).await;
    let sent = desk.message(waiting.id).await;
    assert_eq!(
        (sent.state, sent.due_at, sent.price_micros.0),
        (MessageState::Delivered, None, SEGMENT)
    );
    assert!(sent.created_at >= at, "it counts from when it left");
    assert_eq!(desk.shown(MAYA).await, ["See you at 5"]);
    assert_eq!(desk.balance().await, before - SEGMENT);
    assert_eq!(desk.conversation().await.excerpt, "See you at 5");
    assert_sound(&app).await;
}

#[actix_web::test]
async fn x5_a_text_at_night_is_held_until_the_hours_begin_and_tells_why() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    desk.at_night(&app).await;
    let before = desk.balance().await;
    let held = desk.send(MAYA, "Good morning").await;
    let due = held.due_at.expect("it waits");
    assert_eq!(held.state, MessageState::Held);
    let reason = held.reason.expect("a reason");
    assert_eq!(reason.code, ErrorCode::QuietHours);
    assert!(
        reason
            .detail
            .starts_with("10:30 pm is within quiet hours in Texas."),
        "{}",
        reason.detail
    );
    settle(&app).await;
    assert!(desk.shown(MAYA).await.is_empty());
    assert_eq!(desk.balance().await, before);
    assert_sound(&app).await;

    app.pass(due - app.app.clock.now()).await;
    settle(&app).await;
    desk.sign_in_again(&app).await;
    assert_eq!(desk.shown(MAYA).await, ["Good morning"]);
    assert_eq!(desk.balance().await, before - SEGMENT);
    let detail = desk.read_message().message_id(held.id).send().await;
    let detail = detail.expect("the text").into_inner();
    assert!(
        detail
            .checks
            .iter()
            .all(|check| check.verdict == Verdict::Pass)
    );
    assert_eq!(detail.asked_at, Some(detail.message.created_at));
    assert_eq!(detail.earlier.len(), 1);
    assert_eq!(detail.earlier[0].asked_at, held.created_at);
    let hold = detail.earlier[0]
        .checks
        .iter()
        .find(|check| check.verdict == Verdict::Hold);
    let hold = hold.expect("what held it");
    assert_eq!((hold.check, hold.until), (Check::QuietHours, Some(due)));
    assert_sound(&app).await;
}

#[actix_web::test]
async fn x3_what_cant_go_at_all_is_refused_at_night_too() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let number = owner.rent(&app, "512").await;
    let mut desk = Desk { owner, number };
    desk.at_night(&app).await;
    let refused = problem(desk.try_send(MAYA, "Hi").await);
    assert_eq!(refused.code, ErrorCode::BalanceTooLow);
}

#[actix_web::test]
async fn c8_a_text_scheduled_for_the_night_is_held_at_its_moment() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    // 10:05 pm in Austin.
    let night = app.app.clock.now() + TimeDelta::hours(10);
    let waiting = desk.schedule("Sleep well", night).await;
    assert_eq!(
        (waiting.state, waiting.due_at),
        (MessageState::Scheduled, Some(night))
    );
    app.pass(TimeDelta::hours(10)).await;
    desk.sign_in_again(&app).await;
    let held = desk.message(waiting.id).await;
    assert_eq!(held.state, MessageState::Held);
    assert_eq!(held.reason.expect("a reason").code, ErrorCode::QuietHours);
    app.pass(held.due_at.expect("it waits") - app.app.clock.now())
        .await;
    settle(&app).await;
    desk.sign_in_again(&app).await;
    assert_eq!(desk.shown(MAYA).await, ["Sleep well"]);
}

#[actix_web::test]
async fn s7_an_opt_out_cancels_what_waits_and_nothing_was_charged() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let waiting = desk.schedule("See you at 5", soon(&app)).await;
    desk.hear(&app, MAYA, "STOP").await;
    settle(&app).await;
    let cancelled = desk.message(waiting.id).await;
    assert_eq!(
        (cancelled.state, cancelled.due_at),
        (MessageState::Cancelled, None)
    );
    assert_eq!(
        cancelled.reason.expect("a reason").code,
        ErrorCode::OptedOut
    );
    app.pass(TimeDelta::hours(3)).await;
    settle(&app).await;
    desk.sign_in_again(&app).await;
    // The confirmation and the contact's own word.
    assert_eq!(desk.shown(MAYA).await.len(), 2);
    assert_sound(&app).await;
    assert_eq!(desk.balance().await, before - SEGMENT);
    let refused = SendMessage {
        send_at: Some(soon(&app)),
        ..text(MAYA, "Again")
    };
    let refused = problem(desk.send_message().body(refused).send().await);
    assert_eq!(refused.code, ErrorCode::OptedOut);
}

#[actix_web::test]
async fn m3_the_same_request_at_once_schedules_one_text() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let request = SendMessage {
        send_at: Some(soon(&app)),
        ..text(MAYA, "Once")
    };
    let send = || {
        desk.send_message()
            .idempotency_key("one-click")
            .body(request.clone())
            .send()
    };
    let answers = futures_util::future::join_all([send(), send(), send()]).await;
    let ids: std::collections::HashSet<_> = answers
        .into_iter()
        .map(|answer| answer.expect("taken").into_inner().id)
        .collect();
    assert_eq!((ids.len(), desk.waiting().await.len()), (1, 1));
}

#[actix_web::test]
async fn c8_what_waits_stands_at_the_end_of_the_thread_and_in_the_list() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let at = soon(&app);
    desk.send(MAYA, "Now").await;
    let later = desk.schedule("Later", at + TimeDelta::hours(1)).await;
    let sooner = desk.schedule("Sooner", at).await;
    let conversation = desk.conversation().await.id;
    let read = || desk.read_thread().conversation_id(conversation);
    let thread = read().send().await.expect("a thread").into_inner();
    let ids: Vec<_> = thread.waiting.iter().map(|message| message.id).collect();
    assert_eq!(ids, [sooner.id, later.id]);
    assert_eq!(thread.entries.len(), 1);
    let around = read()
        .around(later.id)
        .send()
        .await
        .expect("a thread")
        .into_inner();
    assert_eq!((around.entries.len(), around.waiting.len()), (1, 2));
    assert!(
        matches!(&around.entries[0], ThreadEntry::Message { message } if message.body == "Now")
    );

    let first = desk.list_waiting_messages().limit(1_u32).send().await;
    let first = first.expect("a page").into_inner();
    assert_eq!(first.items[0].message.id, sooner.id);
    assert_eq!(first.items[0].name, "(512) 555-0192");
    let after = first.next.expect("more");
    let second = desk.list_waiting_messages().after(after).send().await;
    let second = second.expect("a page").into_inner();
    assert_eq!(second.items.len(), 1);
    assert_eq!((second.items[0].message.id, second.next), (later.id, None));
}

#[actix_web::test]
async fn c8_a_moment_that_has_passed_or_is_too_far_names_the_field() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let now = app.app.clock.now();
    for at in [now - TimeDelta::minutes(1), now + TimeDelta::days(400)] {
        let request = SendMessage {
            send_at: Some(at),
            ..text(MAYA, "Hi")
        };
        let refused = problem(desk.send_message().body(request).send().await);
        assert!(refused.field("send_at").is_some(), "{refused:?}");
    }
}

#[actix_web::test]
async fn c8_the_gate_can_be_asked_without_sending() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let ask = async |desk: &Desk, request| {
        let checked = desk.check_message().body(request).send().await;
        checked.expect("an answer").into_inner()
    };
    let now = ask(&desk, text(MAYA, "Hi")).await;
    assert!(now.refusal.is_none() && now.hold.is_none());
    assert_eq!((now.segments, now.price_micros.0), (1, SEGMENT));
    let night = SendMessage {
        send_at: Some(app.app.clock.now() + TimeDelta::hours(10)),
        ..text(MAYA, "Hi")
    };
    let night = ask(&desk, night).await.hold.expect("held");
    assert_eq!(night.code, ErrorCode::QuietHours);
    assert!(desk.conversations().await.is_empty(), "nothing was made");
    desk.at_night(&app).await;
    let held = desk.send(MAYA, "Hi").await;
    let opened = desk
        .read_conversation()
        .conversation_id(held.conversation_id);
    let opened = opened.send().await.expect("the conversation").into_inner();
    let hold = opened.hold.expect("a text would wait");
    assert_eq!(
        (Some(hold.until), hold.may_send_anyway),
        (held.due_at, false)
    );
}
