//! The moment comes: to several workers, to one that is killed, and to a balance that is gone.

use chrono::TimeDelta;
use copperline_api::jobs;
use copperline_shared::messages::MessageState;
use copperline_shared::problem::ErrorCode;

use super::{assert_sound, soon};
use crate::desk::{Desk, MAYA, SEGMENT, settle};
use crate::support::{Held, TestApp, others_wait};

#[actix_web::test]
async fn m3_a_text_whose_balance_is_gone_at_its_moment_ends_with_the_reason_and_no_charge() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let waiting = desk.schedule("See you at 5", soon(&app)).await;
    // $10 pay for 75 texts of 11 segments, and 8 segments of one more.
    let body = "x".repeat(1600);
    for number in 0..75 {
        desk.send(&format!("+15125551{number:03}"), &body).await;
    }
    desk.send("+15125552000", &"x".repeat(1100)).await;
    app.pass(TimeDelta::hours(2)).await;
    settle(&app).await;
    desk.sign_in_again(&app).await;
    let failed = desk.message(waiting.id).await;
    assert_eq!(
        (failed.state, failed.price_micros.0),
        (MessageState::Failed, 0)
    );
    assert_eq!(
        failed.reason.expect("a reason").code,
        ErrorCode::BalanceTooLow
    );
    assert!(failed.error.is_none() && failed.settled_at.is_some());
    assert!(desk.shown(MAYA).await.is_empty());
    assert_sound(&app).await;
}

#[actix_web::test]
async fn c7_what_waits_together_leaves_in_the_order_it_was_written() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let at = soon(&app);
    let words = ["one", "two", "three", "four", "five"];
    for word in words {
        desk.schedule(word, at).await;
    }
    assert_eq!(desk.waiting().await, words);
    app.app.clock.advance(TimeDelta::hours(2));
    let shared = app.app.clone().into_inner();
    let work = || jobs::run_due(&shared, 4);
    let (first, second) = tokio::join!(work(), work());
    first.expect("jobs run");
    second.expect("jobs run");
    settle(&app).await;
    desk.sign_in_again(&app).await;
    assert_eq!(desk.shown(MAYA).await, words);
    assert_eq!(desk.bodies().await, words);
    assert_eq!(desk.waiting().await, [] as [&str; 0]);
    assert_sound(&app).await;
}

#[actix_web::test]
async fn m3_a_due_moment_that_comes_to_several_workers_and_again_charges_and_sends_once() {
    use copperline_api::jobs::{Job, enqueue};
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let at = soon(&app);
    let waiting = desk.schedule("See you at 5", at).await;
    let again = Job::ReleaseMessage {
        message_id: waiting.id,
    };
    let connection = app.connection().await;
    for minutes in [0, 0, 0, 1, -1] {
        let run_at = at + TimeDelta::minutes(minutes);
        enqueue(&connection, Some(desk.workspace), &again, run_at)
            .await
            .expect("enqueued");
    }
    app.app.clock.advance(TimeDelta::hours(2));
    let shared = app.app.clone().into_inner();
    let work = || jobs::run_due(&shared, 4);
    let (first, second) = tokio::join!(work(), work());
    first.expect("jobs run");
    second.expect("jobs run");
    app.pass(TimeDelta::minutes(2)).await;
    desk.sign_in_again(&app).await;
    assert_eq!(desk.shown(MAYA).await, ["See you at 5"]);
    assert_eq!(desk.balance().await, before - SEGMENT);
    assert_sound(&app).await;
}

#[actix_web::test]
async fn m3_a_worker_killed_at_the_due_moment_is_followed_by_another() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let before = desk.balance().await;
    desk.schedule("See you at 5", soon(&app)).await;
    app.app.clock.advance(TimeDelta::hours(2));
    // It dies before it can commit: somebody holds the balance.
    let held = Held::rows(&app, "balances").await;
    let shared = app.app.clone().into_inner();
    let worker = actix_web::rt::spawn(async move { jobs::run_due(&shared, 4).await });
    others_wait(&app, 1).await;
    worker.abort();
    assert!(worker.await.is_err(), "the worker was killed");
    held.let_go().await;
    app.pass(TimeDelta::seconds(61)).await;
    settle(&app).await;
    desk.sign_in_again(&app).await;
    assert_eq!(desk.shown(MAYA).await, ["See you at 5"]);
    assert_eq!(desk.balance().await, before - SEGMENT);
    assert_sound(&app).await;
}
