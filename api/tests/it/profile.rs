//! The signed-in agent's own profile (S1).

use copperline_api::outbox;
use copperline_shared::events::Event;
use copperline_shared::problem::ErrorCode;
use copperline_shared::profile::UpdateProfile;

use crate::support::{TestApp, problem};

fn names(first: Option<&str>, last: Option<&str>) -> UpdateProfile {
    UpdateProfile {
        first_name: first.map(str::to_owned),
        last_name: last.map(str::to_owned),
    }
}

#[actix_web::test]
async fn s1_a_person_sees_their_own_names_email_role_and_workspace() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let basic = app.colleague(&owner, "basic").await;
    let profile = basic.read_profile().send().await.unwrap().into_inner();
    assert_eq!(
        (profile.agent_id, profile.full_name().as_str()),
        (basic.agent, "Sam Lee")
    );
    assert_eq!(profile.email, basic.email);
    assert_eq!(profile.workspace.id, owner.workspace.0);
}

#[actix_web::test]
async fn s1_names_are_changed_one_at_a_time_and_every_open_browser_learns_of_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let changed = owner
        .update_profile()
        .body(names(Some(" Ana  María "), None))
        .send()
        .await;
    assert_eq!(changed.unwrap().into_inner().full_name(), "Ana María Diaz");
    let changed = owner
        .update_profile()
        .body(names(None, Some("")))
        .send()
        .await;
    assert_eq!(changed.unwrap().into_inner().full_name(), "Ana María");
    let events = outbox::after(&mut app.connection().await, owner.workspace, 0, 10)
        .await
        .unwrap();
    let told = Event::ProfileChanged {
        agent_id: owner.agent,
    };
    assert_eq!(
        events
            .iter()
            .filter(|event| event.event().unwrap() == told)
            .count(),
        2
    );
}

#[actix_web::test]
async fn s1_a_name_that_cannot_be_kept_is_refused_with_the_fields_name() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let long = "x".repeat(101);
    for (body, field) in [
        (names(Some("  "), None), "first_name"),
        (names(None, Some(&long)), "last_name"),
    ] {
        let refused = problem(owner.update_profile().body(body).send().await);
        assert_eq!(refused.code, ErrorCode::Invalid);
        assert!(refused.field(field).is_some(), "{field} is named");
    }
    let profile = owner.read_profile().send().await.unwrap().into_inner();
    assert_eq!(profile.full_name(), "Jordan Diaz");
}
