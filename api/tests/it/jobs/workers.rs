//! Workers: a slow or broken job is its own trouble and nobody else's.

use std::time::Duration;

use copperline_shared::messages::MessageState;

use super::*;
use crate::desk::{Desk, Fault, MAYA, SEGMENT, tapped};

const TOM: &str = "+15125550193";

async fn until_sent(desk: &Desk, message: uuid::Uuid) {
    let sent = async { while desk.state(message).await == MessageState::Queued {} };
    tokio::time::timeout(Duration::from_secs(8), sent)
        .await
        .expect("the text is sent at once");
}

#[actix_web::test]
async fn a_mail_server_that_hangs_keeps_no_text_waiting() {
    // It takes connections and never says a word.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = silent.local_addr().expect("an address");
    let app = TestApp::start_with(|app| {
        app.config.smtp_url = Some(format!("smtp://{address}").into());
        app.mailer = Mailer::new(&app.config).expect("a mailer");
    })
    .await;
    let desk = Desk::open(&app).await;
    let letter = Letter::ResetPassword;
    let email = desk.email.clone();
    let job = Job::SendMail { letter, email };
    let connection = app.connection().await;
    for _ in 0..40 {
        jobs::enqueue(&connection, None, &job, app.app.clock.now())
            .await
            .expect("enqueued");
    }
    let sent = desk.send(MAYA, "Hi").await;
    let worker = actix_web::rt::spawn(jobs::work(app.app.clone().into_inner()));
    until_sent(&desk, sent.id).await;
    worker.abort();
}

#[actix_web::test]
async fn a_text_that_hangs_keeps_no_other_waiting() {
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    desk.send(MAYA, "Hi").await;
    line.fail(&[Fault::Hangs]).await;
    let worker = actix_web::rt::spawn(jobs::work(app.app.clone().into_inner()));
    line.hanging.notified().await;
    for text in ["one", "two", "three"] {
        let sent = desk.send(TOM, text).await;
        until_sent(&desk, sent.id).await;
    }
    worker.abort();
}

#[actix_web::test]
async fn a_job_that_is_not_begun_in_time_is_given_back_and_never_run_by_two() {
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    for phone in [MAYA, TOM] {
        desk.send(phone, "Hi").await;
    }
    line.fail(&[Fault::Takes(30)]).await;
    let shared = app.app.clone().into_inner();
    jobs::run_due(&shared, 1).await.expect("jobs run");
    assert_eq!(
        line.bodies().await.len(),
        1,
        "too little of the lease is left for the second"
    );
    let (leased, attempts): (bool, i32) = table::table
        .filter(table::kind.eq("send_message"))
        .select((table::leased_until.is_not_null(), table::attempts))
        .first(&mut app.connection().await)
        .await
        .expect("the second job stands");
    assert_eq!((leased, attempts), (false, 0));
    jobs::run_due(&shared, 1).await.expect("jobs run");
    assert_eq!(line.bodies().await.len(), 2);
}

#[actix_web::test]
async fn a_worker_whose_lease_is_over_settles_nothing() {
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    desk.send(MAYA, "Hi").await;
    line.fail(&[Fault::Waits]).await;
    let shared = app.app.clone().into_inner();
    let worker = actix_web::rt::spawn(async move { jobs::run_due(&shared, 1).await });
    line.hanging.notified().await;
    // Another worker has taken the job up meanwhile.
    let later = app.app.clock.now() + TimeDelta::hours(1);
    let job = table::kind.eq("send_message");
    let mut connection = app.connection().await;
    diesel::update(table::table.filter(job))
        .set(table::leased_until.eq(later))
        .execute(&mut connection)
        .await
        .expect("taken up");
    line.goes_on.notify_one();
    worker.await.expect("it ends").expect("jobs run");
    let left = table::table
        .filter(job)
        .filter(table::leased_until.eq(later));
    let left: i64 = left
        .count()
        .get_result(&mut connection)
        .await
        .expect("a count");
    assert_eq!(left, 1, "it is the other worker's to settle");
}

#[actix_web::test]
async fn a_job_that_panics_is_tried_again_and_stops_no_worker() {
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    let sent = desk.send(MAYA, "Hi").await;
    line.fail(&[Fault::Panics]).await;
    app.work().await;
    assert_eq!(desk.state(sent.id).await, MessageState::Queued);
    app.pass(TimeDelta::seconds(30)).await;
    assert_ne!(desk.state(sent.id).await, MessageState::Queued);
}

#[actix_web::test]
async fn m3_a_text_outlives_a_carrier_that_is_away_for_hours() {
    let (app, line) = tapped().await;
    let mut desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let sent = desk.send(MAYA, "Hi").await;
    line.fail(&[Fault::Lost; 20]).await;
    for _ in 0..21 {
        app.pass(TimeDelta::minutes(13)).await;
    }
    desk.sign_in_again(&app).await;
    assert_eq!(line.bodies().await.len(), 21);
    assert_ne!(desk.state(sent.id).await, MessageState::Queued);
    assert_eq!(desk.balance().await, before - SEGMENT);
}

#[actix_web::test]
async fn what_is_kept_for_a_time_is_forgotten_after_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let mut connection = app.connection().await;
    let now = app.app.clock.now();
    jobs::enqueue(&connection, None, &mail(&app).await, now)
        .await
        .expect("enqueued");
    diesel::update(table::table)
        .set(table::dead_at.eq(now))
        .execute(&mut connection)
        .await
        .expect("given up");
    owner.end_session().send().await.expect("signed out");
    diesel::sql_query(
        "INSERT INTO events (workspace_id, cursor, audience, payload, created_at) \
         SELECT $1, n, 'workspace', '{}', now() FROM generate_series(1, 1200) n",
    )
    .bind::<diesel::sql_types::Uuid, _>(owner.workspace.0)
    .execute(&mut connection)
    .await
    .expect("events");
    use copperline_api::schema::{events, sessions};
    let counts = async || {
        let mut connection = app.connection().await;
        let ended = sessions::table.filter(sessions::ended_at.is_not_null());
        let ended: i64 = ended.count().get_result(&mut connection).await.unwrap();
        let told: i64 = events::table
            .count()
            .get_result(&mut connection)
            .await
            .unwrap();
        (count(&app).await, ended, told)
    };
    app.app.clock.advance(TimeDelta::days(6));
    jobs::clear_old(&app.app).await.expect("cleared");
    assert_eq!(counts().await, (1, 1, 1200));
    app.app.clock.advance(TimeDelta::days(25));
    jobs::clear_old(&app.app).await.expect("cleared");
    assert_eq!(counts().await, (0, 0, 0));
}
