//! Who may be texted, and when a person's reply may go (X3, X5).

use copperline_shared::messages::{MessageState, SendMessage};
use copperline_shared::problem::ErrorCode;
use copperline_shared::simulator::NextDelivery;
use copperline_shared::texting_hours::LiveReplies;
use copperline_shared::workspace::UpdateWorkspace;

use crate::desk::{Desk, MAYA, settle, text};
use crate::support::{TestApp, problem};

/// Changes the workspace's settings.
async fn set(desk: &Desk, change: UpdateWorkspace) {
    let changed = desk.update_workspace().body(change).send().await;
    changed.expect("changed");
}

fn live_replies(live_replies: LiveReplies) -> UpdateWorkspace {
    UpdateWorkspace {
        live_replies: Some(live_replies),
        ..UpdateWorkspace::default()
    }
}

#[actix_web::test]
async fn x3_a_phone_that_proved_to_be_a_landline_is_texted_no_more_until_it_texts() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let landline = NextDelivery::Fail {
        error_code: "30006".to_owned(),
    };
    desk.next_delivery(MAYA, landline).await;
    let sent = desk.send(MAYA, "Hi").await;
    settle(&app).await;
    assert_eq!(desk.state(sent.id).await, MessageState::Undelivered);
    let refused = problem(desk.try_send(MAYA, "Hi again").await);
    assert_eq!(refused.code, ErrorCode::NotTextable);
    assert!(refused.detail.contains("landline"), "{}", refused.detail);
    let conversation = desk.conversation().await.id;
    let opened = desk.read_conversation().conversation_id(conversation);
    let opened = opened.send().await.expect("it opens").into_inner();
    assert_eq!(
        opened.refusal.expect("a refusal").code,
        ErrorCode::NotTextable
    );
    assert_eq!(desk.balance().await, before - crate::desk::SEGMENT);
    // Another error proves nothing.
    let off = NextDelivery::Fail {
        error_code: "30003".to_owned(),
    };
    desk.next_delivery("+15125550193", off).await;
    desk.send("+15125550193", "Hi").await;
    settle(&app).await;
    desk.send("+15125550193", "Hi again").await;

    desk.hear(&app, MAYA, "I do take texts").await;
    desk.send(MAYA, "Good to know").await;
}

#[actix_web::test]
async fn x3_where_the_workspace_requires_consent_nobody_is_texted_without() {
    use copperline_shared::api_tokens::Scope;
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.send(MAYA, "Hi").await;
    let required = UpdateWorkspace {
        consent_required: Some(true),
        ..UpdateWorkspace::default()
    };
    set(&desk, required).await;
    let refused = problem(desk.try_send(MAYA, "Hi").await);
    assert_eq!(refused.code, ErrorCode::ConsentMissing);
    let token = desk.make_token(&[Scope::Leads]).await;
    let lead = serde_json::json!({ "phone": MAYA, "consent_at": "2026-11-20T16:02:00Z" });
    let answer = reqwest::Client::builder().build().expect("a client");
    let answer = answer.post(format!("{}/api/v1/leads", app.base_url));
    let answer = answer.bearer_auth(token).json(&lead).send().await;
    assert!(answer.expect("an answer").status().is_success());
    desk.send(MAYA, "Hi").await;
}

#[actix_web::test]
async fn x5_a_persons_reply_at_night_goes_and_a_programs_waits() {
    use copperline_shared::api_tokens::Scope;
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    desk.at_night(&app).await;
    desk.hear(&app, MAYA, "Are you there?").await;
    let token = app.token(&desk.make_token(&[Scope::Messages]).await);
    let program = token.send_message().body(text(MAYA, "Beep")).send().await;
    let program = program.expect("taken").into_inner();
    assert_eq!(program.state, MessageState::Held);
    let person = desk.send(MAYA, "Yes!").await;
    assert_eq!(person.state, MessageState::Queued);
    settle(&app).await;
    assert_eq!(desk.shown(MAYA).await, ["Are you there?", "Yes!"]);
}

#[actix_web::test]
async fn x5_the_workspace_decides_whether_replies_wait_for_the_morning() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    desk.at_night(&app).await;
    desk.hear(&app, MAYA, "Are you there?").await;
    set(&desk, live_replies(LiveReplies::Ask)).await;
    let asked = desk.send(MAYA, "Perhaps").await;
    assert_eq!(asked.state, MessageState::Held);
    let conversation = desk.conversation().await.id;
    let opened = desk.read_conversation().conversation_id(conversation);
    let opened = opened.send().await.expect("it opens").into_inner();
    assert!(opened.hold.expect("a hold").may_send_anyway);
    let anyway = SendMessage {
        send_anyway: true,
        ..text(MAYA, "Yes!")
    };
    let send = || desk.send_message().body(anyway.clone()).send();
    let sent = send().await.expect("taken").into_inner();
    assert_eq!(sent.state, MessageState::Queued);
    set(&desk, live_replies(LiveReplies::Wait)).await;
    let held = send().await.expect("taken").into_inner();
    assert_eq!(held.state, MessageState::Held);
}

#[actix_web::test]
async fn x5_an_answer_to_stop_goes_at_any_hour() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    desk.at_night(&app).await;
    desk.hear(&app, MAYA, "STOP").await;
    settle(&app).await;
    assert_eq!(desk.shown(MAYA).await.len(), 2);
}

#[actix_web::test]
async fn x5_the_contacts_state_decides_and_not_the_area_code() {
    use copperline_shared::contacts::UpdateContact;
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    desk.send(MAYA, "Hi").await;
    desk.at_night(&app).await;
    // 10:30 pm in Texas is 6:30 pm in Hawaii.
    let contact = desk.conversation().await.contact_id;
    let moved = UpdateContact {
        state: Some("HI".to_owned()),
        ..UpdateContact::default()
    };
    let moved = desk.update_contact().contact_id(contact).body(moved);
    moved.send().await.expect("moved");
    assert_eq!(desk.send(MAYA, "Aloha").await.state, MessageState::Queued);
}
