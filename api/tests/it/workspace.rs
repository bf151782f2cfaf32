//! The workspace's name, time zone and settings (S1).

use copperline_api::outbox;
use copperline_shared::api_tokens::Scope;
use copperline_shared::events::Event;
use copperline_shared::problem::ErrorCode;
use copperline_shared::workspace::{UpdateWorkspace, Workspace};

use crate::desk::{Desk, MAYA};
use crate::support::{Owner, TestApp, problem};

fn business(name: Option<&str>, time_zone: Option<&str>) -> UpdateWorkspace {
    UpdateWorkspace {
        name: name.map(str::to_owned),
        time_zone: time_zone.map(str::to_owned),
        ..UpdateWorkspace::default()
    }
}

async fn change(owner: &Owner, body: UpdateWorkspace) -> Workspace {
    let changed = owner.update_workspace().body(body).send().await;
    changed.expect("it is changed").into_inner()
}

/// What the workspace's browsers were told of it, oldest first.
async fn told(app: &TestApp, owner: &Owner) -> Vec<Workspace> {
    let mut connection = app.connection().await;
    let events = outbox::after(&mut connection, owner.workspace, 0, 100)
        .await
        .unwrap();
    let news = events.iter().filter_map(|event| match event.event() {
        Ok(Event::WorkspaceChanged { workspace }) => Some(workspace),
        _ => None,
    });
    news.collect()
}

#[actix_web::test]
async fn s1_an_admin_changes_the_workspace_and_every_agent_sees_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (admin, basic) = (
        app.colleague(&owner, "admin").await,
        app.colleague(&owner, "basic").await,
    );
    let renamed = change(&admin, business(Some(" Hill  Country Life "), None)).await;
    let moved = change(&owner, business(None, Some("America/Denver"))).await;
    assert_eq!(
        (renamed.name.as_str(), renamed.time_zone.as_str()),
        ("Hill Country Life", "America/Chicago")
    );
    assert_eq!(
        (moved.name.as_str(), moved.time_zone.as_str()),
        ("Hill Country Life", "America/Denver")
    );
    let read = basic.read_workspace().send().await.unwrap().into_inner();
    assert_eq!(read, moved);
    let profile = basic.read_profile().send().await.unwrap().into_inner();
    assert_eq!(profile.workspace, moved);
    assert_eq!(told(&app, &owner).await, [renamed, moved]);
}

#[actix_web::test]
async fn s1_what_changes_nothing_is_told_to_nobody() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let before = owner.read_workspace().send().await.unwrap().into_inner();
    let same = business(Some(&before.name), Some(&before.time_zone));
    for body in [UpdateWorkspace::default(), same] {
        assert_eq!(change(&owner, body).await, before);
    }
    assert_eq!(told(&app, &owner).await, []);
}

#[actix_web::test]
async fn s1_a_name_or_time_zone_that_cannot_be_is_refused_with_the_fields_name() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let before = owner.read_workspace().send().await.unwrap().into_inner();
    let long = "x".repeat(101);
    for (body, wrong) in [
        (business(Some(" "), None), &["name"][..]),
        (business(Some(&long), None), &["name"]),
        (business(Some("Fine"), Some("Texas")), &["time_zone"]),
        (business(Some(""), Some("")), &["name", "time_zone"]),
    ] {
        let refused = problem(owner.update_workspace().body(body).send().await);
        assert_eq!(refused.code, ErrorCode::Invalid);
        let named: Vec<&str> = refused.fields.iter().map(|at| at.field.as_str()).collect();
        assert_eq!(named, wrong);
    }
    let after = owner.read_workspace().send().await.unwrap().into_inner();
    assert_eq!(after, before);
}

#[actix_web::test]
async fn s1_one_workspaces_change_leaves_the_others_alone() {
    let app = TestApp::start().await;
    let (mine, theirs) = (app.owner().await, app.owner().await);
    change(&mine, business(Some("Mine"), Some("Pacific/Honolulu"))).await;
    let other = theirs.read_workspace().send().await.unwrap().into_inner();
    assert_eq!(
        (other.name.as_str(), other.time_zone.as_str()),
        ("Lonestar Life", "America/Chicago")
    );
    assert_eq!(told(&app, &theirs).await, []);
}

#[actix_web::test]
async fn x9_a_token_with_the_scope_does_the_same() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let secret = owner.make_token(&[Scope::Settings]).await;
    let token = app.token(&secret);
    let renamed = token
        .update_workspace()
        .body(business(Some("By token"), None))
        .send()
        .await
        .unwrap()
        .into_inner();
    let read = token.read_workspace().send().await.unwrap().into_inner();
    assert_eq!((read.name.as_str(), &read), ("By token", &renamed));
}

#[actix_web::test]
async fn s7_copperlines_own_texts_are_signed_with_the_new_name() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.send(MAYA, "Hi Maya").await;
    app.work().await;
    change(&desk, business(Some("Hill Country Life"), None)).await;
    desk.hear(&app, MAYA, "HELP").await;
    let thread = desk.thread().await;
    let help = thread.last().expect("help was answered");
    assert!(help.body.contains("Hill Country Life"), "{}", help.body);
}
