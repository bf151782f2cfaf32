//! Who works on a conversation: an agent or a group (C18).

mod telling;

use copperline_client::{Client, Session, connect};
use copperline_shared::api_tokens::Scope;
use copperline_shared::assignment::{AssignConversation, AssignedTo};
use copperline_shared::conversations::{Conversation, ThreadEntry};
use copperline_shared::events::Event;
use copperline_shared::problem::ErrorCode;
use copperline_shared::profile::UpdateProfile;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::desk::MAYA;
use crate::groups::{groups, make as make_group};
use crate::support::{Owner, TestApp, problem};
use crate::tags::{events, meet, newest};

pub async fn assign(owner: &Owner, conversation: Uuid, agent: Option<Uuid>) -> Conversation {
    assign_to(owner, conversation, agent.map(AssignedTo::Agent)).await
}

pub async fn assign_to(
    client: &Client,
    conversation: Uuid,
    to: Option<AssignedTo>,
) -> Conversation {
    let assigned = client
        .assign_conversation()
        .conversation_id(conversation)
        .body(AssignConversation::from(to))
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
        Event::NotificationsChanged { .. },
        Event::ConversationChanged { conversation },
    ] = told.as_slice()
    else {
        panic!("the record, Sam's notification and the row, not {told:?}")
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
    let theirs = groups(&stranger).await[0].id;
    for to in [AssignedTo::Agent(stranger.agent), AssignedTo::Group(theirs)] {
        let body = AssignConversation::from(Some(to));
        let request = owner.assign_conversation().conversation_id(id).body(body);
        let refused = problem(request.send().await);
        assert_eq!(refused.code, ErrorCode::NotFound, "{to:?}");
    }
    assert_eq!(meet(&owner, MAYA).await.assigned_to(), None);
}

#[actix_web::test]
async fn c18_a_group_works_on_a_conversation_in_the_place_of_an_agent() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let sales = make_group(&owner, "Sales", &[sam.agent]).await;
    let id = meet(&owner, MAYA).await.id;
    assign(&owner, id, Some(sam.agent)).await;
    let before = newest(&app, &owner).await;
    let to = Some(AssignedTo::Group(sales.id));
    let row = assign_to(&owner, id, to).await;
    assert_eq!(
        (row.assigned_agent_id, row.assigned_group_id),
        (None, Some(sales.id))
    );
    let told = events(&app, &owner, before).await;
    let record = told.iter().find_map(|event| match event {
        Event::RecordAdded { record } => Some(record),
        _ => None,
    });
    assert_eq!(record.expect("a record").detail, "Sales");
    let before = newest(&app, &owner).await;
    assert_eq!(assign_to(&owner, id, to).await, row, "as it is already");
    assert_eq!(newest(&app, &owner).await, before, "no news");
    // Read again, in a list and by itself.
    let start = owner.read_start().send().await.expect("it opens");
    assert_eq!(start.conversations.items, [row]);
    assert_eq!(start.groups, groups(&owner).await);
    let row = assign(&owner, id, Some(sam.agent)).await;
    assert_eq!(row.assigned_to(), Some(AssignedTo::Agent(sam.agent)));
    assert_eq!(assign_to(&owner, id, None).await.assigned_to(), None);
}

#[actix_web::test]
async fn c18_an_agent_and_a_group_at_once_are_refused() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let id = meet(&owner, MAYA).await.id;
    let body = AssignConversation {
        agent_id: Some(owner.agent),
        group_id: Some(groups(&owner).await[0].id),
    };
    let request = owner.assign_conversation().conversation_id(id).body(body);
    let refused = problem(request.send().await);
    assert_eq!(refused.code, ErrorCode::Invalid);
    assert!(refused.field("group_id").is_some(), "{}", refused.detail);
    // Nor does the database take it.
    let both = "UPDATE conversations SET assigned_agent_id = member.agent_id, \
        assigned_group_id = member.group_id FROM group_members AS member";
    let refused = diesel::sql_query(both)
        .execute(&mut app.connection().await)
        .await;
    assert!(refused.is_err(), "one or the other");
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
    let row = assign_to(&token, id, Some(AssignedTo::Agent(sam.agent))).await;
    assert_eq!(row.assigned_agent_id, Some(sam.agent));
    let listed = token.list_groups().send().await.expect("the groups");
    let everyone = AssignedTo::Group(listed[0].id);
    let row = assign_to(&token, id, Some(everyone)).await;
    assert_eq!(row.assigned_to(), Some(everyone));
    assign_to(&token, id, Some(AssignedTo::Agent(sam.agent))).await;

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
