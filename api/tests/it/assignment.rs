//! Who works on a conversation (C18).

use copperline_client::{Client, Session, connect};
use copperline_shared::api_tokens::Scope;
use copperline_shared::assignment::AssignConversation;
use copperline_shared::conversations::{Conversation, ThreadEntry};
use copperline_shared::events::Event;
use copperline_shared::problem::ErrorCode;
use copperline_shared::profile::UpdateProfile;
use uuid::Uuid;

use crate::desk::MAYA;
use crate::support::{Owner, TestApp, problem};
use crate::tags::{events, meet, newest};

pub async fn assign(owner: &Owner, conversation: Uuid, agent: Option<Uuid>) -> Conversation {
    let body = AssignConversation { agent_id: agent };
    let assigned = owner
        .assign_conversation()
        .conversation_id(conversation)
        .body(body)
        .send()
        .await;
    assigned.expect("it is assigned").into_inner()
}

/// Somebody's program, with a token of one scope.
pub async fn token(app: &TestApp, owner: &Owner, scope: Scope) -> Client {
    let secret = owner.make_token(&[scope]).await;
    let bearer = ("authorization".to_owned(), format!("Bearer {secret}"));
    let session = Session {
        headers: vec![bearer],
        ..Session::default()
    };
    connect(&app.base_url, session)
}

#[actix_web::test]
async fn c18_a_conversation_is_assigned_and_its_thread_tells_to_whom() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let id = meet(&owner, MAYA).await.id;
    let before = newest(&app, &owner).await;
    let row = assign(&owner, id, Some(sam.agent)).await;
    assert_eq!(row.assigned_agent_id, Some(sam.agent));
    let told = events(&app, &owner, before).await;
    let [
        Event::RecordAdded { record },
        Event::ConversationChanged { conversation },
    ] = told.as_slice()
    else {
        panic!("the record and the row, not {told:?}")
    };
    assert_eq!(record.agent_name.as_deref(), Some("Jordan Diaz"));
    assert_eq!(record.detail, "Sam Lee");
    assert_eq!(conversation, &row);

    // Asked again it is no news; the colleague gives it back.
    let before = newest(&app, &owner).await;
    assign(&owner, id, Some(sam.agent)).await;
    assert_eq!(newest(&app, &owner).await, before);
    assert_eq!(assign(&sam, id, None).await.assigned_agent_id, None);
    let thread = owner.read_thread().conversation_id(id).send().await;
    let entries = thread.expect("a thread").into_inner().entries;
    let last = entries.last().expect("an entry");
    let ThreadEntry::Record { record } = last else {
        panic!("a record, not {last:?}")
    };
    assert_eq!(
        (record.agent_name.as_deref(), record.detail.as_str()),
        (Some("Sam Lee"), "")
    );
}

#[actix_web::test]
async fn c18_nobody_of_another_workspace_is_assigned() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let id = meet(&owner, MAYA).await.id;
    let body = AssignConversation {
        agent_id: Some(stranger.agent),
    };
    let request = owner.assign_conversation().conversation_id(id).body(body);
    let refused = problem(request.send().await);
    assert_eq!(refused.code, ErrorCode::NotFound);
}

#[actix_web::test]
async fn c18_x9_a_token_assigns_and_lists_the_people() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let id = meet(&owner, MAYA).await.id;
    let token = token(&app, &owner, Scope::Conversations).await;
    let agents = token.list_agents().send().await.expect("the people");
    let names: Vec<String> = agents.iter().map(|agent| agent.full_name()).collect();
    assert_eq!(names, ["Jordan Diaz", "Sam Lee"]);
    let body = AssignConversation {
        agent_id: Some(sam.agent),
    };
    let request = token.assign_conversation().conversation_id(id).body(body);
    let row = request.send().await.expect("it is assigned").into_inner();
    assert_eq!(row.assigned_agent_id, Some(sam.agent));

    let body = UpdateProfile {
        first_name: Some("Samantha".to_owned()),
        last_name: None,
    };
    let renamed = sam.update_profile().body(body).send().await;
    renamed.expect("a new name");
    let start = owner.read_start().send().await.expect("it opens");
    assert_eq!(start.agents[1].full_name(), "Samantha Lee");
    assert_eq!(
        start.conversations.items[0].assigned_agent_id,
        Some(sam.agent)
    );
}
