//! Changing, sending and cancelling what waits, at once with its moment or with each other.

use std::collections::HashSet;

use chrono::TimeDelta;
use copperline_api::jobs;
use copperline_shared::messages::{MessageState, SendNow, UpdateMessage};
use copperline_shared::problem::ErrorCode;

use super::{assert_sound, soon};
use crate::desk::{Desk, MAYA, SEGMENT, settle};
use crate::support::{TestApp, problem};

fn words(body: &str) -> UpdateMessage {
    UpdateMessage {
        body: Some(body.to_owned()),
        ..UpdateMessage::default()
    }
}

#[actix_web::test]
async fn c8_words_and_moment_of_a_waiting_text_can_be_changed() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let at = soon(&app);
    let waiting = desk.schedule("See you at 5", at).await;
    let later = UpdateMessage {
        body: Some(format!("  See you at 6{}  ", ".".repeat(160))),
        send_at: Some(at + TimeDelta::hours(1)),
    };
    let update = desk.update_message().message_id(waiting.id).body(later);
    let changed = update.send().await.expect("changed").into_inner();
    assert_eq!(changed.due_at, Some(at + TimeDelta::hours(1)));
    assert_eq!(
        (changed.segments, changed.state),
        (2, MessageState::Scheduled)
    );
    app.pass(TimeDelta::hours(2)).await;
    desk.sign_in_again(&app).await;
    assert!(
        desk.shown(MAYA).await.is_empty(),
        "the first moment counts no more"
    );
    app.pass(TimeDelta::hours(1)).await;
    settle(&app).await;
    desk.sign_in_again(&app).await;
    assert!(desk.shown(MAYA).await[0].starts_with("See you at 6"));
    let late = desk
        .update_message()
        .message_id(waiting.id)
        .body(words("Too late"));
    assert_eq!(problem(late.send().await).code, ErrorCode::NotWaiting);
    let empty = desk
        .update_message()
        .message_id(waiting.id)
        .body(words(" "));
    assert!(problem(empty.send().await).field("body").is_some());
    assert_sound(&app).await;
}

#[actix_web::test]
async fn c8_a_held_text_given_a_moment_of_its_own_is_a_scheduled_one() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    desk.at_night(&app).await;
    let held = desk.send(MAYA, "Good morning").await;
    let at = held.due_at.expect("it waits") + TimeDelta::hours(1);
    let update = UpdateMessage {
        send_at: Some(at),
        ..UpdateMessage::default()
    };
    let changed = desk.update_message().message_id(held.id).body(update);
    let changed = changed.send().await.expect("changed").into_inner();
    assert_eq!(
        (changed.state, changed.due_at),
        (MessageState::Scheduled, Some(at))
    );
    assert!(changed.reason.is_none());
    let rephrased = desk
        .update_message()
        .message_id(held.id)
        .body(words("Morning!"));
    let rephrased = rephrased.send().await.expect("changed").into_inner();
    assert_eq!(
        (rephrased.body.as_str(), rephrased.due_at),
        ("Morning!", Some(at))
    );
}

#[actix_web::test]
async fn m3_pressing_send_now_many_times_sends_and_charges_once() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let waiting = desk.schedule("See you at 5", soon(&app)).await;
    let press = || {
        desk.send_message_now()
            .message_id(waiting.id)
            .body(SendNow::default())
            .send()
    };
    let answers = futures_util::future::join_all([press(), press(), press(), press()]).await;
    for answer in answers {
        assert_eq!(
            answer.expect("sent").into_inner().state,
            MessageState::Queued
        );
    }
    settle(&app).await;
    assert_eq!(desk.shown(MAYA).await, ["See you at 5"]);
    assert_eq!(desk.balance().await, before - SEGMENT);
    let cancel = desk.cancel_message().message_id(waiting.id).send().await;
    assert_eq!(problem(cancel).code, ErrorCode::NotWaiting);
    app.pass(TimeDelta::hours(3)).await;
    desk.sign_in_again(&app).await;
    assert_eq!(
        desk.shown(MAYA).await.len(),
        1,
        "the moment comes for nothing"
    );
    assert_sound(&app).await;
}

#[actix_web::test]
async fn x3_send_now_asks_the_gate_and_a_text_that_may_not_go_waits_on() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    desk.at_night(&app).await;
    let held = desk.send(MAYA, "Good morning").await;
    for send_anyway in [false, true] {
        let press = desk.send_message_now().message_id(held.id);
        let refused = problem(press.body(SendNow { send_anyway }).send().await);
        assert_eq!(refused.code, ErrorCode::QuietHours);
    }
    assert_eq!(desk.message(held.id).await, held);
    // Maya writes: the conversation is live, and a reply may go.
    desk.hear(&app, MAYA, "Are you there?").await;
    let press = desk.send_message_now().message_id(held.id);
    let sent = press.body(SendNow::default()).send().await.expect("sent");
    assert_eq!(sent.into_inner().state, MessageState::Queued);
}

#[actix_web::test]
async fn c8_a_cancelled_text_never_leaves_and_cancelling_again_changes_nothing() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let waiting = desk.schedule("See you at 5", soon(&app)).await;
    let press = || desk.cancel_message().message_id(waiting.id).send();
    let answers = futures_util::future::join_all([press(), press(), press()]).await;
    let answers: Vec<_> = answers
        .into_iter()
        .map(|answer| answer.expect("cancelled").into_inner())
        .collect();
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(answers[0].state, MessageState::Cancelled);
    let now = desk.send_message_now().message_id(waiting.id);
    let now = now.body(SendNow::default()).send().await;
    assert_eq!(problem(now).code, ErrorCode::NotWaiting);
    app.pass(TimeDelta::hours(3)).await;
    desk.sign_in_again(&app).await;
    assert!(desk.shown(MAYA).await.is_empty());
    assert_sound(&app).await;
    assert_eq!(desk.balance().await, before);
}

#[actix_web::test]
async fn m3_a_change_that_races_the_due_moment_is_wholly_before_or_wholly_after_it() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let mut seen = HashSet::new();
    for round in 0..12 {
        let phone = format!("+1512555{round:04}");
        let at = app.app.clock.now() + TimeDelta::minutes(5);
        let request = copperline_shared::messages::SendMessage {
            send_at: Some(at),
            ..crate::desk::text(&phone, "Before")
        };
        let waiting = desk.send_message().body(request).send().await;
        let waiting = waiting.expect("taken").into_inner().id;
        app.app.clock.advance(TimeDelta::minutes(5));
        desk.sign_in_again(&app).await;
        let shared = app.app.clone().into_inner();
        let change = desk
            .update_message()
            .message_id(waiting)
            .body(words("After"));
        let (changed, worked) = if round % 2 == 0 {
            tokio::join!(change.send(), jobs::run_due(&shared, 4))
        } else {
            let (worked, changed) = tokio::join!(jobs::run_due(&shared, 4), change.send());
            (changed, worked)
        };
        worked.expect("jobs run");
        settle(&app).await;
        let shown = desk.shown(&phone).await;
        match changed {
            Ok(_) => assert_eq!(shown, ["After"]),
            refused => {
                assert_eq!(problem(refused).code, ErrorCode::NotWaiting);
                assert_eq!(shown, ["Before"]);
            }
        }
        seen.extend(shown);
    }
    assert!(!seen.is_empty());
    assert_eq!(desk.balance().await, before - 12 * SEGMENT);
    assert_sound(&app).await;
}

#[actix_web::test]
async fn m3_of_cancelling_and_sending_at_once_one_wins() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let mut sent = 0;
    for round in 0..6 {
        let waiting = desk
            .schedule(&format!("Round {round}"), soon(&app))
            .await
            .id;
        let cancel = desk.cancel_message().message_id(waiting).send();
        let send = desk
            .send_message_now()
            .message_id(waiting)
            .body(SendNow::default())
            .send();
        let (cancelled, now) = tokio::join!(cancel, send);
        assert_ne!(cancelled.is_ok(), now.is_ok());
        sent += i64::from(now.is_ok());
    }
    settle(&app).await;
    assert_eq!(i64::try_from(desk.shown(MAYA).await.len()), Ok(sent));
    assert_eq!(desk.balance().await, before - sent * SEGMENT);
    assert_sound(&app).await;
}
