//! A text that is scheduled for quiet hours says when it will leave (C8, X5).

use copperline_shared::api_tokens::Scope;
use copperline_shared::contacts::UpdateContact;
use copperline_shared::messages::Message;

use super::*;

/// 10:05 pm in Austin.
fn tonight(app: &TestApp) -> chrono::DateTime<chrono::Utc> {
    app.app.clock.now() + TimeDelta::hours(10)
}

/// As the list of all that waits and the thread tell it.
async fn told(desk: &Desk, conversation: uuid::Uuid) -> Vec<Message> {
    let listed = desk.list_waiting_messages().send().await;
    let listed = listed.expect("a list").into_inner().items.into_iter();
    let listed: Vec<_> = listed.map(|waiting| waiting.message).collect();
    let thread = desk.read_thread().conversation_id(conversation).send();
    let thread = thread.await.expect("a thread").into_inner().waiting;
    assert_eq!(listed, thread);
    listed
}

#[actix_web::test]
async fn c8_x5_a_text_scheduled_for_quiet_hours_tells_when_it_will_leave_and_leaves_then() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let night = tonight(&app);
    let waiting = desk.schedule("Sleep well", night).await;
    let leaves_at = waiting.leaves_at.expect("later than its moment");
    assert!(leaves_at > night, "{leaves_at}");
    assert_eq!(waiting.due_at, Some(night), "that is still what was chosen");
    let by_day = desk.schedule("See you at 2", soon(&app)).await;
    assert_eq!(by_day.leaves_at, None);
    let listed = told(&desk, waiting.conversation_id).await;
    let listed: Vec<_> = listed
        .into_iter()
        .map(|message| (message.id, message.leaves_at))
        .collect();
    assert_eq!(listed, [(by_day.id, None), (waiting.id, Some(leaves_at))]);

    app.pass(TimeDelta::hours(10)).await;
    desk.sign_in_again(&app).await;
    let held = desk.message(waiting.id).await;
    assert_eq!(held.state, MessageState::Held);
    assert_eq!((held.due_at, held.leaves_at), (Some(leaves_at), None));
    app.pass(leaves_at - app.app.clock.now()).await;
    settle(&app).await;
    desk.sign_in_again(&app).await;
    assert!(desk.shown(MAYA).await.contains(&"Sleep well".to_owned()));
}

#[actix_web::test]
async fn x5_when_a_scheduled_text_leaves_follows_the_contacts_place() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let waiting = desk.schedule("Sleep well", tonight(&app)).await;
    assert!(waiting.leaves_at.is_some());
    let body = UpdateContact {
        state: Some("HI".to_owned()),
        ..UpdateContact::default()
    };
    let maya = desk.conversation().await.contact_id;
    let moved = desk.update_contact().contact_id(maya).body(body).send();
    moved.await.expect("she has moved");
    // It is 6:05 pm there.
    assert_eq!(desk.message(waiting.id).await.leaves_at, None);
}

#[actix_web::test]
async fn x5_a_reply_in_a_live_conversation_leaves_at_its_moment_and_a_programs_text_does_not() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let night = tonight(&app);
    let reply = desk.schedule("Sleep well", night).await;
    let program = app.token(&desk.make_token(&[Scope::Messages]).await);
    let request = SendMessage {
        send_at: Some(night),
        ..text(MAYA, "An offer")
    };
    let offer = program.send_message().body(request).send().await;
    let offer = offer.expect("it is taken").into_inner();
    assert_eq!(offer.leaves_at, reply.leaves_at);
    desk.hear(&app, MAYA, "Write to me tonight").await;
    assert_eq!(desk.message(reply.id).await.leaves_at, None);
    assert_eq!(desk.message(offer.id).await.leaves_at, offer.leaves_at);
}
