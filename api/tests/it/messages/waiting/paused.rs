//! What waits while automation pauses for its contact (X4).

use chrono::TimeDelta;
use copperline_shared::api_tokens::Scope;
use copperline_shared::messages::{MessageState, SendMessage};
use copperline_shared::problem::ErrorCode;

use crate::desk::{Desk, MAYA, settle, text};
use crate::support::TestApp;

#[actix_web::test]
async fn x4_a_programs_text_does_not_leave_at_its_moment_while_automation_pauses() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let at = app.app.clock.now() + TimeDelta::hours(1);
    let secret = desk.make_token(&[Scope::Messages]).await;
    let automated = SendMessage {
        send_at: Some(at),
        ..text(MAYA, "Your quote is ready")
    };
    let program = app.token(&secret);
    let automated = program.send_message().body(automated).send().await;
    let automated = automated.expect("it waits").into_inner();
    let by_hand = desk.schedule("See you at 5", at).await;
    desk.hear(&app, MAYA, "please take me off your list").await;
    app.pass(TimeDelta::hours(1)).await;
    settle(&app).await;
    desk.sign_in_again(&app).await;

    let automated = desk.message(automated.id).await;
    assert_eq!(automated.state, MessageState::Failed);
    let reason = automated.reason.expect("a reason");
    assert_eq!(reason.code, ErrorCode::AutomationPaused);
    assert_eq!(desk.state(by_hand.id).await, MessageState::Delivered);
    assert_eq!(desk.balance().await, before - crate::desk::SEGMENT);
}
