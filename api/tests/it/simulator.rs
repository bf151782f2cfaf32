//! Handsets and the simulated carrier (X1).

mod order;

use chrono::TimeDelta;
use copperline_api::outbox;
use copperline_shared::messages::MessageState;
use copperline_shared::problem::ErrorCode;
use copperline_shared::simulator::{HandsetSend, NextDelivery};

use crate::desk::{Desk, MAYA, SEGMENT, settle};
use crate::support::{TestApp, problem};

async fn cursor(app: &TestApp, desk: &Desk) -> i64 {
    outbox::newest(&mut app.connection().await, desk.workspace)
        .await
        .expect("a cursor")
}

#[actix_web::test]
async fn x1_a_delivery_that_fails_is_told_in_plain_words_and_costs() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let before = desk.balance().await;
    desk.next_delivery(
        MAYA,
        NextDelivery::Fail {
            error_code: "30003".to_owned(),
        },
    )
    .await;
    let sent = desk.send(MAYA, "Are you there?").await;
    settle(&app).await;
    let failed = desk.message(sent.id).await;
    assert_eq!(failed.state, MessageState::Undelivered);
    let error = failed.error.expect("a reason");
    assert_eq!(error.code, "30003");
    assert!(
        error.reason.contains("could not be reached"),
        "{}",
        error.reason
    );
    assert!(!error.advice.is_empty());
    assert_eq!(
        desk.balance().await,
        before - SEGMENT,
        "the carrier took it"
    );
    assert!(
        desk.shown(MAYA).await.is_empty(),
        "a phone that is off shows nothing"
    );
}

#[actix_web::test]
async fn x1_a_wish_holds_for_one_text() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let wish = NextDelivery::Fail {
        error_code: "30003".to_owned(),
    };
    desk.next_delivery(MAYA, wish.clone()).await;
    let handset = desk
        .read_handset()
        .phone(MAYA)
        .send()
        .await
        .expect("a handset")
        .into_inner();
    assert_eq!(handset.next_delivery, wish);
    let first = desk.send(MAYA, "one").await;
    let second = desk.send(MAYA, "two").await;
    settle(&app).await;
    assert_eq!(desk.state(first.id).await, MessageState::Undelivered);
    assert_eq!(desk.state(second.id).await, MessageState::Delivered);
    let handset = desk
        .read_handset()
        .phone(MAYA)
        .send()
        .await
        .expect("a handset")
        .into_inner();
    assert_eq!(handset.next_delivery, NextDelivery::Deliver);
}

#[actix_web::test]
async fn x1_a_delivery_can_lag() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.next_delivery(MAYA, NextDelivery::Lag { seconds: 30 })
        .await;
    let sent = desk.send(MAYA, "Hi").await;
    app.pass(TimeDelta::seconds(29)).await;
    assert_eq!(desk.state(sent.id).await, MessageState::Sent);
    assert!(desk.shown(MAYA).await.is_empty());
    app.pass(TimeDelta::seconds(2)).await;
    assert_eq!(desk.state(sent.id).await, MessageState::Delivered);
    assert_eq!(desk.shown(MAYA).await, ["Hi"]);
}

#[actix_web::test]
async fn x1_reports_that_come_twice_change_nothing_the_second_time() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.send(MAYA, "once").await;
    let start = cursor(&app, &desk).await;
    settle(&app).await;
    let usual = cursor(&app, &desk).await - start;
    desk.next_delivery(MAYA, NextDelivery::Twice).await;
    let sent = desk.send(MAYA, "twice").await;
    let start = cursor(&app, &desk).await;
    settle(&app).await;
    assert_eq!(desk.state(sent.id).await, MessageState::Delivered);
    assert_eq!(
        cursor(&app, &desk).await - start,
        usual,
        "no event for a repeated report"
    );
    assert_eq!(desk.shown(MAYA).await, ["once", "twice"]);
}

#[actix_web::test]
async fn x1_reports_out_of_order_never_move_a_text_back() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.next_delivery(MAYA, NextDelivery::OutOfOrder).await;
    let sent = desk.send(MAYA, "Hi").await;
    app.work().await;
    let delivered = desk.message(sent.id).await;
    assert_eq!(delivered.state, MessageState::Delivered);
    settle(&app).await;
    assert_eq!(desk.message(sent.id).await, delivered);
}

#[actix_web::test]
async fn x1_a_text_the_carrier_reports_five_times_is_one_text() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear_copies(&app, MAYA, "Hello?", 5).await;
    assert_eq!(desk.bodies().await, ["Hello?"]);
    assert_eq!(desk.conversation().await.unread_count, 1);
    assert_eq!(desk.shown(MAYA).await, ["Hello?"]);
}

#[actix_web::test]
async fn x1_handsets_are_listed_with_their_last_text_newest_first() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    assert!(
        desk.list_handsets()
            .send()
            .await
            .expect("a list")
            .into_inner()
            .is_empty()
    );
    desk.hear(&app, MAYA, "Hello?").await;
    app.pass(TimeDelta::seconds(1)).await;
    desk.hear(&app, "(512) 555-0193", "Hi there").await;
    app.pass(TimeDelta::seconds(1)).await;
    desk.send(MAYA, "Hi Maya").await;
    settle(&app).await;
    let handsets = desk
        .list_handsets()
        .send()
        .await
        .expect("a list")
        .into_inner();
    let listed: Vec<_> = handsets
        .iter()
        .map(|h| (h.phone.as_str(), h.last_text.as_str()))
        .collect();
    assert_eq!(listed, [(MAYA, "Hi Maya"), ("+15125550193", "Hi there")]);
}

#[actix_web::test]
async fn x1_two_workspaces_that_play_the_same_phone_never_meet() {
    let app = TestApp::start().await;
    let (ours, theirs) = (Desk::open(&app).await, Desk::open(&app).await);
    ours.next_delivery(
        MAYA,
        NextDelivery::Fail {
            error_code: "30003".to_owned(),
        },
    )
    .await;
    let theirs_sent = theirs.send(MAYA, "from them").await;
    settle(&app).await;
    assert_eq!(theirs.state(theirs_sent.id).await, MessageState::Delivered);
    let ours_sent = ours.send(MAYA, "from us").await;
    settle(&app).await;
    assert_eq!(ours.state(ours_sent.id).await, MessageState::Undelivered);
    assert_eq!(theirs.shown(MAYA).await, ["from them"]);
    assert!(ours.shown(MAYA).await.is_empty());
    let body = HandsetSend {
        number: theirs.number.phone.clone(),
        body: "Hi".to_owned(),
        pictures: Vec::new(),
        copies: 1,
    };
    let refused = ours.send_from_handset().phone(MAYA).body(body).send().await;
    assert!(problem(refused).field("number").is_some());
}

#[actix_web::test]
async fn x1_what_a_handset_cannot_do_is_refused_naming_the_field() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let early = owner
        .set_next_delivery()
        .phone(MAYA)
        .body(NextDelivery::Twice)
        .send()
        .await;
    assert_eq!(problem(early).code, ErrorCode::NoNumber);
    let number = owner.rent(&app, "512").await;
    let wish = NextDelivery::Fail {
        error_code: "oops".to_owned(),
    };
    let refused = owner
        .set_next_delivery()
        .phone(MAYA)
        .body(wish)
        .send()
        .await;
    assert!(problem(refused).field("error_code").is_some());
    let lag = NextDelivery::Lag { seconds: 61 };
    let refused = owner.set_next_delivery().phone(MAYA).body(lag).send().await;
    assert!(problem(refused).field("seconds").is_some());
    let body = HandsetSend {
        number: number.phone,
        body: " ".to_owned(),
        pictures: Vec::new(),
        copies: 9,
    };
    let refused = problem(
        owner
            .send_from_handset()
            .phone(MAYA)
            .body(body)
            .send()
            .await,
    );
    assert!(refused.field("body").is_some() && refused.field("copies").is_some());
    let refused = owner.read_handset().phone("555-0192").send().await;
    assert!(problem(refused).field("phone").is_some());
}

#[actix_web::test]
async fn x1_the_carrier_serves_nobody_without_its_auth_token() {
    let app = TestApp::start().await;
    let account = copperline_api::simulator::carrier::PATH;
    let http = reqwest::Client::builder().build().expect("a client");
    let form = [("To", MAYA), ("From", "+15125550100"), ("Body", "Hi")];
    let url = format!("{}{account}/Messages.json", app.base_url);
    let name = copperline_api::simulator::carrier::ACCOUNT;
    for request in [
        http.post(&url),
        http.post(&url).basic_auth(name, Some("guess")),
    ] {
        let answer = request.form(&form).send().await.expect("an answer");
        assert_eq!(answer.status(), 401);
        let body: serde_json::Value = answer.json().await.expect("JSON");
        assert_eq!(body["code"], 20003);
    }
}

#[actix_web::test]
async fn x1_a_numbers_next_renter_sees_nothing_of_what_went_over_it_before() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.send(MAYA, "Between us").await;
    settle(&app).await;
    assert_eq!(desk.shown(MAYA).await, ["Between us"]);
    let wish = NextDelivery::Fail {
        error_code: "30003".to_owned(),
    };
    desk.next_delivery(MAYA, wish).await;
    let released = desk.release_number().number_id(desk.number.id).send().await;
    released.expect("released");
    app.work().await;
    let stranger = app.owner().await;
    let body = copperline_shared::numbers::RentNumber {
        phone: desk.number.phone.clone(),
        name: String::new(),
    };
    let rented = stranger.rent_number().body(body).send().await;
    rented.expect("it is to be had again");
    app.work().await;
    let handset = stranger.read_handset().phone(MAYA).send().await;
    let handset = handset.expect("a handset").into_inner();
    assert_eq!(handset.texts, []);
    assert_eq!(handset.next_delivery, NextDelivery::Deliver);
    let handsets = stranger.list_handsets().send().await.expect("handsets");
    assert_eq!(handsets.into_inner(), []);
}
