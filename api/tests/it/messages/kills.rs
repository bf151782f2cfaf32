//! Workers that are killed, and answers that are lost, between the carrier and the commit (M3).

use chrono::TimeDelta;
use copperline_api::jobs;
use copperline_api::schema::jobs as table;
use copperline_shared::messages::MessageState;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::desk::{Desk, Fault, MAYA, SEGMENT, settle, tapped, work_until_killed};
use crate::support::TestApp;

/// Longer than any lease.
fn lease_ends() -> TimeDelta {
    TimeDelta::seconds(61)
}

/// The carrier forgets to report.
async fn lose_reports(app: &TestApp) {
    let reports = table::table.filter(table::kind.eq("simulated_callback"));
    diesel::delete(reports)
        .execute(&mut app.connection().await)
        .await
        .expect("deleted");
}

#[actix_web::test]
async fn m3_a_worker_killed_after_the_carrier_took_the_text_sends_and_charges_once() {
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let sent = desk.send(MAYA, "Hi").await;
    line.fail(&[Fault::AnswerHangs]).await;
    work_until_killed(&app, &line).await;
    lose_reports(&app).await;
    assert_eq!(desk.state(sent.id).await, MessageState::Queued);
    app.work().await;
    assert_eq!(line.bodies().await.len(), 1, "the lease still stands");
    app.pass(lease_ends()).await;
    let tokens: Vec<_> = line
        .asked
        .lock()
        .await
        .iter()
        .map(|text| text.message_id)
        .collect();
    assert_eq!(tokens, [sent.id, sent.id], "the same token twice");
    assert_eq!(desk.state(sent.id).await, MessageState::Sent);
    assert_eq!(simulated_texts(&app).await, 1);
    assert_eq!(desk.balance().await, before - SEGMENT);
}

async fn simulated_texts(app: &TestApp) -> i64 {
    use copperline_api::schema::simulated_messages;
    let texts = simulated_messages::table.count();
    texts
        .get_result(&mut app.connection().await)
        .await
        .expect("a count")
}

#[actix_web::test]
async fn m3_a_report_that_comes_before_the_killed_workers_commit_is_enough() {
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    let sent = desk.send(MAYA, "Hi").await;
    line.fail(&[Fault::AnswerHangs]).await;
    work_until_killed(&app, &line).await;
    settle(&app).await;
    assert_eq!(desk.state(sent.id).await, MessageState::Delivered);
    app.pass(lease_ends()).await;
    assert_eq!(desk.state(sent.id).await, MessageState::Delivered);
    assert_eq!(line.bodies().await.len(), 1, "there is nothing left to ask");
    assert_eq!(desk.shown(MAYA).await, ["Hi"]);
}

#[actix_web::test]
async fn m3_lost_requests_and_answers_are_asked_again_until_one_comes_through() {
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let sent = desk.send(MAYA, "Hi").await;
    line.fail(&[Fault::Lost, Fault::Lost, Fault::AnswerLost])
        .await;
    let shared = app.app.clone().into_inner();
    for _ in 0..6 {
        // One batch: what the carrier reports because of it comes later, and is lost.
        jobs::run_due(&shared, 4).await.expect("jobs run");
        lose_reports(&app).await;
        app.app.clock.advance(TimeDelta::seconds(30));
    }
    assert_eq!(line.bodies().await.len(), 4);
    assert_eq!(desk.state(sent.id).await, MessageState::Sent);
    assert_eq!(simulated_texts(&app).await, 1);
    assert_eq!(desk.balance().await, before - SEGMENT);
}

#[actix_web::test]
async fn m3_a_text_of_unknown_fate_waits_after_an_opt_out_and_is_paid_when_it_arrived() {
    let (app, line) = tapped().await;
    let mut desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let sent = desk.send(MAYA, "Hi").await;
    line.fail(&[Fault::AnswerHangs]).await;
    work_until_killed(&app, &line).await;
    desk.hear(&app, MAYA, "STOP").await;
    settle(&app).await;
    assert_eq!(desk.state(sent.id).await, MessageState::Delivered);
    app.pass(TimeDelta::minutes(15)).await;
    desk.sign_in_again(&app).await;
    // The text and the confirmation.
    assert_eq!(desk.balance().await, before - 2 * SEGMENT);
    assert_eq!(
        line.bodies()
            .await
            .iter()
            .filter(|body| *body == "Hi")
            .count(),
        1
    );
}

#[actix_web::test]
async fn m3_a_text_of_unknown_fate_that_nobody_reports_is_cancelled_after_an_opt_out() {
    let (app, line) = tapped().await;
    let mut desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let sent = desk.send(MAYA, "Hi").await;
    line.fail(&[Fault::Hangs]).await;
    work_until_killed(&app, &line).await;
    desk.hear(&app, MAYA, "STOP").await;
    settle(&app).await;
    assert_eq!(
        desk.shown(MAYA).await.len(),
        2,
        "the confirmation does not wait for it"
    );
    app.pass(lease_ends()).await;
    assert_eq!(
        desk.state(sent.id).await,
        MessageState::Queued,
        "the carrier may have it"
    );
    app.pass(TimeDelta::minutes(15)).await;
    desk.sign_in_again(&app).await;
    assert_eq!(desk.state(sent.id).await, MessageState::Cancelled);
    // The confirmation.
    assert_eq!(desk.balance().await, before - SEGMENT);
    assert_eq!(
        line.bodies()
            .await
            .iter()
            .filter(|body| *body == "Hi")
            .count(),
        1
    );
}
