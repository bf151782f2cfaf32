//! Texts of the contact who is gone that wait for their moment.

use chrono::TimeDelta;
use copperline_shared::api_tokens::Scope;
use copperline_shared::messages::{MessageState, SendMessage};

use super::*;
use crate::desk::text;

#[actix_web::test]
async fn p6_x5_what_is_held_or_scheduled_leaves_for_the_phone_that_stays() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let ([maya, other], [thread, _]) = two(&app, &desk).await;
    desk.at_night(&app).await;
    let program = app.token(&desk.make_token(&[Scope::Messages]).await);
    let held = program
        .send_message()
        .body(text(OTHER, "Held"))
        .send()
        .await;
    let held = held.expect("it is taken").into_inner();
    assert_eq!(held.state, MessageState::Held);
    let request = SendMessage {
        send_at: Some(app.app.clock.now() + TimeDelta::minutes(13 * 60 + 32)),
        ..text(OTHER, "Scheduled")
    };
    let scheduled = desk.send_message().body(request).send().await;
    let scheduled = scheduled.expect("it is taken").into_inner();
    merge(&desk, maya, other).await;
    assert_eq!(desk.waiting().await, ["Held", "Scheduled"]);
    let moved = desk.message(held.id).await;
    assert_eq!((moved.conversation_id, moved.other_phone), (thread, None));

    app.pass_until(18 * 60 + 5).await;
    crate::desk::settle(&app).await;
    desk.sign_in_again(&app).await;
    assert_eq!(desk.waiting().await, [] as [&str; 0]);
    let shown = desk.shown(MAYA).await;
    assert!(shown.contains(&held.body) && shown.contains(&scheduled.body));
    let shown = desk.shown(OTHER).await;
    assert!(!shown.contains(&held.body) && !shown.contains(&scheduled.body));
    let report = copperline_api::check::run(&mut app.connection().await).await;
    assert!(report.expect("a report").is_sound());
}

#[actix_web::test]
async fn p6_s7_for_one_who_is_opted_out_nothing_of_the_other_waits_any_more() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], _) = two(&app, &desk).await;
    let out = desk.opt_out_contact().contact_id(maya).send().await;
    out.expect("opted out");
    let request = SendMessage {
        send_at: Some(app.app.clock.now() + TimeDelta::hours(2)),
        ..text(OTHER, "Scheduled")
    };
    let scheduled = desk.send_message().body(request).send().await;
    let scheduled = scheduled.expect("it is taken").into_inner();
    desk.hear(&app, OTHER, "wrong number").await;
    merge(&desk, maya, other).await;
    assert_eq!(desk.state(scheduled.id).await, MessageState::Cancelled);
    assert_eq!(desk.waiting().await, [] as [&str; 0]);
    let open = desk.list_reviews().send().await.expect("reviews");
    assert!(open.into_inner().items.is_empty(), "it is decided");
}
