//! Pictures that are sent: at their price, once, with what waits, and at addresses that run out.

use copperline_shared::messages::{MessageState, UpdateMessage};

use super::*;
use crate::desk::SEGMENT;

#[actix_web::test]
async fn c8_s11_m3_a_picture_is_sent_at_its_own_price_and_arrives() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let (wide, tall) = (
        upload(&desk, red(40, 20)).await,
        upload(&desk, red(20, 40)).await,
    );
    let long = "Here is your roof. ".repeat(20);
    let sent = send(&desk, with(&[&wide, &tall], &long)).await;
    assert_eq!((sent.price_micros.0, sent.segments), (PICTURE, 1));
    let shown: Vec<Option<Uuid>> = sent
        .pictures
        .iter()
        .map(|p| p.ready().map(|p| p.id))
        .collect();
    assert_eq!(shown, [Some(wide.id), Some(tall.id)]);
    let alone = send(&desk, with(&[&wide], "")).await;
    assert_eq!(alone.body, "");
    assert_eq!(desk.conversation().await.excerpt, "Picture");
    settle(&app).await;
    assert_eq!(desk.state(sent.id).await, MessageState::Delivered);
    assert_eq!(desk.balance().await, before - 2 * PICTURE);
    let long = long.trim().to_owned();
    let expected = [
        (long, vec![(40, 20), (20, 40)]),
        (String::new(), vec![(40, 20)]),
    ];
    assert_eq!(on_the_phone(&desk).await, expected);
    assert_sound(&app).await;
}

#[actix_web::test]
async fn c8_a_text_takes_its_own_workspaces_pictures_and_needs_words_or_one_of_them() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let stranger = app.owner().await;
    let own = upload(&desk, red(2, 2)).await;
    let foreign = upload(&stranger, red(2, 2)).await;
    let before = desk.balance().await;
    let refused = async |request: SendMessage| {
        let refused = problem(desk.send_message().body(request).send().await);
        assert_eq!(refused.code, ErrorCode::Invalid);
        refused.fields[0].field.clone()
    };
    assert_eq!(refused(with(&[], " ")).await, "body");
    assert_eq!(refused(with(&[&own], "{{first_name}}")).await, "body");
    assert_eq!(refused(with(&[&foreign], "Hi")).await, "picture_ids");
    assert_eq!(refused(with(&[&own, &own], "Hi")).await, "picture_ids");
    let eleven = SendMessage {
        picture_ids: (0..11).map(Uuid::from_u128).collect(),
        ..with(&[], "Hi")
    };
    assert_eq!(refused(eleven).await, "picture_ids");
    assert_eq!(desk.balance().await, before);
    assert_eq!(desk.conversations().await, []);

    let checked = desk.check_message().body(with(&[&own], "")).send().await;
    let checked = checked.expect("an answer").into_inner();
    assert_eq!((checked.price_micros.0, checked.refusal), (PICTURE, None));
}

#[actix_web::test]
async fn c8_m3_the_same_request_sends_one_picture_message() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let picture = upload(&desk, red(8, 8)).await;
    let again = async |request: SendMessage| {
        let send = desk.send_message().idempotency_key("k1").body(request);
        send.send().await
    };
    let first = again(with(&[&picture], ""))
        .await
        .expect("taken")
        .into_inner();
    let second = again(with(&[&picture], ""))
        .await
        .expect("taken")
        .into_inner();
    assert_eq!(first, second);
    let other = problem(again(with(&[], "Hi")).await);
    assert_eq!(other.code, ErrorCode::IdempotencyKeyReused);
    settle(&app).await;
    assert_eq!(desk.balance().await, before - PICTURE);
    assert_eq!(on_the_phone(&desk).await.len(), 1);
}

#[actix_web::test]
async fn c8_a_scheduled_text_keeps_its_pictures_and_pays_for_them_at_its_moment() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let picture = upload(&desk, red(30, 30)).await;
    let request = SendMessage {
        send_at: Some(app.app.clock.now() + TimeDelta::hours(1)),
        ..with(&[&picture], "Later")
    };
    let waiting = send(&desk, request).await;
    assert_eq!(
        (waiting.state, waiting.price_micros.0),
        (MessageState::Scheduled, 0)
    );
    let change = UpdateMessage {
        body: Some(String::new()),
        send_at: None,
    };
    let changed = desk
        .update_message()
        .message_id(waiting.id)
        .body(change)
        .send()
        .await;
    let changed = changed.expect("changed").into_inner();
    assert_eq!((changed.body.as_str(), changed.pictures.len()), ("", 1));
    app.pass(TimeDelta::hours(1)).await;
    settle(&app).await;
    desk.sign_in_again(&app).await;
    let sent = desk.message(waiting.id).await;
    assert_eq!(
        (sent.state, sent.price_micros.0),
        (MessageState::Delivered, PICTURE)
    );
    assert_eq!(sent.pictures, [MessagePicture::Ready { picture }]);
    assert_eq!(desk.balance().await, before - PICTURE);
    assert_eq!(on_the_phone(&desk).await, [(String::new(), vec![(30, 30)])]);
    // Words alone can't be taken from a text that has nothing else.
    let words = desk
        .schedule("Words", app.app.clock.now() + TimeDelta::hours(1))
        .await;
    let change = UpdateMessage {
        body: Some(" ".to_owned()),
        send_at: None,
    };
    let refused = desk
        .update_message()
        .message_id(words.id)
        .body(change)
        .send()
        .await;
    assert_eq!(problem(refused).fields[0].field, "body");
    assert_eq!(desk.message(words.id).await.segments, 1);
    assert_sound(&app).await;
}

#[actix_web::test]
async fn c8_the_carrier_reads_a_picture_at_a_signed_address_for_a_day() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let picture = upload(&desk, red(5, 5)).await;
    let (secrets, now) = (&app.app.secrets, app.app.clock.now());
    let address = copperline_api::pictures::addresses::address(
        secrets,
        &app.base_url,
        desk.workspace,
        picture.id,
        now,
    );
    let address = address.expect("an address");
    let http = reqwest::Client::builder().build().expect("a client");
    let status = async |url: &str| {
        let answer = http.get(url).send().await.expect("an answer");
        answer.status().as_u16()
    };
    assert_eq!(status(&address).await, 200);
    assert_eq!(status(&address.replace("until=", "until=9")).await, 403);
    let other = Uuid::now_v7().to_string();
    assert_eq!(
        status(&address.replace(&picture.id.to_string(), &other)).await,
        403
    );
    let unsigned = address.split_once('&').expect("signed").0;
    assert_eq!(status(unsigned).await, 400);
    app.app.clock.advance(TimeDelta::hours(25));
    assert_eq!(status(&address).await, 410);
}

#[actix_web::test]
async fn c8_a_text_without_pictures_costs_what_it_did() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let sent = desk.send(MAYA, "Hi").await;
    assert_eq!((sent.price_micros.0, sent.pictures), (SEGMENT, Vec::new()));
}
