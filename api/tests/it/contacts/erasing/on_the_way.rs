//! Erasing a contact whose texts are on their way (X6, M3).

use chrono::TimeDelta;
use copperline_api::check;
use copperline_shared::messages::MessageState;
use copperline_shared::simulator::NextDelivery;

use super::{erase, found, traces};
use crate::desk::{Desk, Fault, MAYA, SEGMENT, genuine, settle, tapped};
use crate::support::{Held, TestApp, in_time, others_wait};

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

#[actix_web::test]
async fn x6_a_text_that_comes_twice_while_its_contact_is_erased_brings_nobody_back() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "Hi").await;
    let contact = desk.conversation().await.contact_id;
    let path = "/callbacks/carrier/messages";
    let fields = [
        ("MessageSid", "SM-twice"),
        ("From", MAYA),
        ("To", desk.number.phone.as_str()),
        ("Body", "Once"),
    ];
    let held = Held::rows(&app, "contacts WHERE phone = '+15125550192'").await;
    let first = genuine(&app, path, &fields);
    let erased = async {
        others_wait(&app, 1).await;
        erase(&desk, contact).await
    };
    let again = async {
        others_wait(&app, 2).await;
        genuine(&app, path, &fields).await
    };
    let let_go = async {
        others_wait(&app, 3).await;
        held.let_go().await;
    };
    let all = async { tokio::join!(first, erased, again, let_go) };
    let (first, erased, again, ()) = in_time(all).await;
    assert_eq!((first, erased.messages, again), (200, 2, 200));
    assert!(desk.conversations().await.is_empty());
    let left = traces(&app).await;
    assert!(left.is_empty(), "traces in {left:?}");
}
