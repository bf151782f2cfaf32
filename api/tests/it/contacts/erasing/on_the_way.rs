//! Erasing a contact whose texts are on their way (X6, M3).

use chrono::TimeDelta;
use copperline_api::check;
use copperline_shared::messages::MessageState;
use copperline_shared::simulator::NextDelivery;

use super::{erase, found, traces};
use crate::desk::{Desk, Fault, MAYA, SEGMENT, settle, tapped};
use crate::support::TestApp;

#[actix_web::test]
async fn x6_what_has_not_left_is_taken_back_and_refunded() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.send(MAYA, "one").await;
    desk.send(MAYA, "two").await;
    let balance = desk.balance().await;
    let contact = desk.conversation().await.contact_id;
    erase(&desk, contact).await;
    assert_eq!(desk.balance().await, balance + 2 * SEGMENT);
    app.work().await;
    assert!(desk.shown(MAYA).await.is_empty(), "nothing leaves");
    let report = check::run(&mut app.connection().await)
        .await
        .expect("a report");
    assert!(report.is_sound(), "{report}");
}

#[actix_web::test]
async fn x6_a_failure_that_is_reported_after_the_erasure_is_still_refunded_once() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let fails = NextDelivery::Fail {
        error_code: "30005".to_owned(),
    };
    desk.next_delivery(MAYA, fails).await;
    let sent = desk.send(MAYA, "Hi").await;
    app.work().await;
    assert_eq!(desk.state(sent.id).await, MessageState::Sent);
    let balance = desk.balance().await;
    let contact = desk.conversation().await.contact_id;
    erase(&desk, contact).await;
    app.pass(TimeDelta::seconds(5)).await;
    let after = desk.balance().await;
    assert!(
        after == balance || after == balance + SEGMENT,
        "once at the most"
    );
    let report = check::run(&mut app.connection().await)
        .await
        .expect("a report");
    assert!(report.is_sound(), "{report}");
    assert!(desk.conversations().await.is_empty());
}

#[actix_web::test]
async fn x6_a_text_in_the_carriers_hands_is_settled_when_its_answer_comes() {
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    desk.next_delivery(
        MAYA,
        NextDelivery::Refuse {
            error_code: "30006".to_owned(),
        },
    )
    .await;
    line.fail(&[Fault::Waits]).await;
    desk.send(MAYA, "Hi").await;
    let balance = desk.balance().await;
    let shared = app.app.clone().into_inner();
    let worker =
        actix_web::rt::spawn(async move { copperline_api::jobs::run_due(&shared, 4).await });
    line.hanging.notified().await;
    let contact = desk.conversation().await.contact_id;
    erase(&desk, contact).await;
    line.goes_on.notify_one();
    worker.await.expect("a worker").expect("jobs are run");
    assert_eq!(
        desk.balance().await,
        balance + SEGMENT,
        "the carrier refused it"
    );
}

#[actix_web::test]
async fn x6_what_waits_and_that_the_phone_takes_no_texts_are_forgotten_too() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let landline = NextDelivery::Fail {
        error_code: "30006".to_owned(),
    };
    desk.next_delivery(MAYA, landline).await;
    let at = app.app.clock.now() + TimeDelta::hours(2);
    let waiting = desk.schedule("I call you at nine", at).await;
    desk.send(MAYA, "Hi Maya").await;
    settle(&app).await;
    let moment = format!("%{}%", waiting.id);
    assert!(found(&app, &[&moment]).await.contains(&"jobs".to_owned()));
    let known = traces(&app).await;
    assert!(known.contains(&"untextable_phones".to_owned()), "{known:?}");
    let contact = desk.conversation().await.contact_id;
    let erased = erase(&desk, contact).await;
    assert_eq!(erased.messages, 2);
    let left = traces(&app).await;
    assert!(left.is_empty(), "traces in {left:?}");
    let left = found(&app, &[&moment]).await;
    assert_eq!(left, ["erased_messages"], "what it cost, which is nothing");
    app.pass(TimeDelta::hours(3)).await;
    desk.sign_in_again(&app).await;
    assert!(!desk.shown(MAYA).await.contains(&waiting.body));
    let report = check::run(&mut app.connection().await)
        .await
        .expect("a report");
    assert!(report.is_sound(), "{report}");
}
