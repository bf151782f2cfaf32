//! Groups of agents (A2).

mod at_once;
mod removing;

use copperline_api::check;
use copperline_client::{Error, ResponseValue};
use copperline_shared::events::Event;
use copperline_shared::groups::{Group, SaveGroup};
use copperline_shared::problem::{ErrorCode, Problem};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::support::{Owner, TestApp, problem};
use crate::tags::{events, newest};

pub async fn groups(owner: &Owner) -> Vec<Group> {
    let listed = owner.list_groups().send().await;
    listed.expect("groups are listed").into_inner()
}

fn of(name: &str, agents: &[Uuid]) -> SaveGroup {
    SaveGroup {
        name: name.to_owned(),
        agent_ids: agents.to_vec(),
    }
}

pub async fn make(owner: &Owner, name: &str, agents: &[Uuid]) -> Group {
    let made = owner.create_group().body(of(name, agents)).send().await;
    made.expect("a group is made").into_inner()
}

async fn try_save(
    owner: &Owner,
    id: Uuid,
    body: SaveGroup,
) -> Result<ResponseValue<Group>, Error<Problem>> {
    owner.update_group().group_id(id).body(body).send().await
}

async fn save(owner: &Owner, id: Uuid, name: &str, agents: &[Uuid]) -> Group {
    let saved = try_save(owner, id, of(name, agents)).await;
    saved.expect("the group changes").into_inner()
}

pub async fn delete(owner: &Owner, id: Uuid) {
    let deleted = owner.delete_group().group_id(id).send().await;
    deleted.expect("the group goes");
}

async fn assert_sound(app: &TestApp) {
    let report = check::run(&mut app.connection().await).await;
    let report = report.expect("the audits run");
    assert!(report.is_sound(), "{report}");
}

#[actix_web::test]
async fn a2_a_new_workspace_starts_with_everyone() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let all = groups(&owner).await;
    let [everyone] = &all[..] else {
        panic!("one group, not {all:?}")
    };
    assert_eq!(everyone.name, "Everyone");
    assert_eq!(everyone.agent_ids, [owner.agent]);
    assert_sound(&app).await;
}

#[actix_web::test]
async fn a2_a_group_is_made_changed_and_deleted_and_that_is_told() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let before = newest(&app, &owner).await;
    let made = make(&owner, "  Night   shift ", &[sam.agent, owner.agent]).await;
    assert_eq!(made.name, "Night shift");
    let by_name = [owner.agent, sam.agent];
    assert_eq!(made.agent_ids, by_name, "Jordan comes before Sam");
    let names: Vec<String> = groups(&owner).await.into_iter().map(|of| of.name).collect();
    assert_eq!(names, ["Everyone", "Night shift"]);
    let saved = save(&owner, made.id, "Dev", &[sam.agent]).await;
    assert_eq!((saved.id, &saved.agent_ids), (made.id, &vec![sam.agent]));
    save(&owner, made.id, "Dev", &[sam.agent]).await;
    assert_eq!(groups(&sam).await[0], saved);
    delete(&owner, made.id).await;
    app.work().await;
    let told = events(&app, &owner, before).await;
    let expected = [
        Event::GroupChanged {
            group: made.clone(),
        },
        Event::GroupChanged { group: saved },
        Event::GroupDeleted { group_id: made.id },
    ];
    assert_eq!(told, expected, "saved as it was is no news");
    let gone = try_save(&owner, made.id, of("Dev", &[])).await;
    assert_eq!(problem(gone).code, ErrorCode::NotFound);
    assert_sound(&app).await;
}

#[actix_web::test]
async fn a2_a_groups_name_is_unique_in_its_workspace_whatever_the_case() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let sales = make(&owner, "Élan Sales", &[]).await;
    let again = owner.create_group().body(of("éLAN sales", &[]));
    let refused = problem(again.send().await);
    assert_eq!(refused.code, ErrorCode::Invalid);
    assert!(refused.field("name").is_some(), "{}", refused.detail);
    let refused = problem(try_save(&owner, sales.id, of("EVERYONE", &[])).await);
    assert!(refused.field("name").is_some(), "{}", refused.detail);
    save(&owner, sales.id, "ÉLAN SALES", &[]).await;
    make(&stranger, "Élan Sales", &[]).await;
    for name in ["", "\u{200b}", &"x".repeat(41)] {
        let refused = problem(owner.create_group().body(of(name, &[])).send().await);
        assert!(refused.field("name").is_some(), "{name:?}");
    }
}

#[actix_web::test]
async fn a2_members_are_agents_of_the_workspace() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let everyone = groups(&owner).await.remove(0);
    for wrong in [stranger.agent, Uuid::now_v7()] {
        let new = owner.create_group().body(of("Sales", &[wrong]));
        let refused = problem(new.send().await);
        assert_eq!(refused.code, ErrorCode::Invalid);
        assert!(refused.field("agent_ids").is_some(), "{}", refused.detail);
        let members = [owner.agent, wrong];
        let refused = try_save(&owner, everyone.id, of("Everyone", &members)).await;
        assert!(problem(refused).field("agent_ids").is_some());
    }
    let theirs = groups(&stranger).await.remove(0);
    let refused = try_save(&owner, theirs.id, of("Mine", &[owner.agent])).await;
    assert_eq!(problem(refused).code, ErrorCode::NotFound);
    assert_eq!(groups(&owner).await, [everyone]);
    assert_eq!(groups(&stranger).await, [theirs]);
    let twice = make(&owner, "Sales", &[owner.agent, owner.agent]).await;
    assert_eq!(twice.agent_ids, [owner.agent]);
}

#[actix_web::test]
async fn a2_making_a_group_again_with_the_same_key_makes_one() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let ask = || {
        let request = owner.create_group().idempotency_key("once");
        request.body(of("Sales", &[owner.agent])).send()
    };
    let (one, other) = tokio::join!(ask(), ask());
    let (one, other) = (one.expect("made"), other.expect("the same answer"));
    assert_eq!(one.into_inner(), other.into_inner());
    assert_eq!(groups(&owner).await.len(), 2);
}

#[actix_web::test]
async fn a2_a_workspace_has_a_hundred_groups_at_the_most() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    diesel::sql_query(
        "INSERT INTO groups (workspace_id, id, name, created_at) \
         SELECT $1, gen_random_uuid(), 'Group ' || n, now() FROM generate_series(2, 99) AS n",
    )
    .bind::<diesel::sql_types::Uuid, _>(owner.workspace.0)
    .execute(&mut app.connection().await)
    .await
    .expect("groups");
    make(&owner, "The last one", &[]).await;
    let refused = problem(owner.create_group().body(of("More", &[])).send().await);
    assert!(refused.field("name").is_some(), "{}", refused.detail);
    assert_eq!(groups(&owner).await.len(), 100);
}

#[actix_web::test]
async fn a2_nobody_is_left_without_a_group_and_who_would_be_is_named() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let everyone = groups(&owner).await.remove(0);
    let then = "to no other group. Put them into another one first.";
    let delete = || owner.delete_group().group_id(everyone.id).send();
    let refused = problem(delete().await);
    assert_eq!((refused.code, refused.status), (ErrorCode::OnlyGroup, 409));
    assert_eq!(
        refused.detail,
        format!("Jordan Diaz and Sam Lee belong {then}")
    );
    let leave = of("Everyone", &[owner.agent]);
    let refused = problem(try_save(&owner, everyone.id, leave.clone()).await);
    assert_eq!(refused.code, ErrorCode::Invalid);
    let told = refused.field("agent_ids").expect("the field is named");
    assert_eq!(told, format!("Sam Lee belongs {then}"));
    assert_eq!(
        groups(&owner).await,
        std::slice::from_ref(&everyone),
        "nothing changed"
    );

    // With another group the one may be left, and then deleted.
    let both = make(&owner, "Sales", &[sam.agent, owner.agent]).await;
    let saved = try_save(&owner, everyone.id, leave).await.expect("left");
    assert_eq!(saved.agent_ids, [owner.agent]);
    delete().await.expect("it goes");
    let again = problem(delete().await);
    assert_eq!(again.code, ErrorCode::NotFound);
    assert_eq!(groups(&owner).await, [both]);
    let everyone = make(&owner, "Everyone", &[]).await;
    assert_eq!(everyone.agent_ids, [] as [Uuid; 0]);
    app.work().await;
    assert_sound(&app).await;
}
