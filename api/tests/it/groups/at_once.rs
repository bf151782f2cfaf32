//! Groups, agents and conversations that change at once.

use copperline_shared::assignment::AssignedTo;
use copperline_shared::profile::UpdateProfile;
use diesel_async::SimpleAsyncConnection;

use super::*;
use crate::assignment::assign_to;
use crate::tags::{MAYA, meet};

#[actix_web::test]
async fn a2_two_who_take_both_of_somebodys_groups_at_once_leave_them_one() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let everyone = groups(&owner).await.remove(0);
    let sales = make(&owner, "Sales", &[sam.agent, owner.agent]).await;
    let (without, with) = ([owner.agent], [owner.agent, sam.agent]);
    for _ in 0..10 {
        let (one, other) = tokio::join!(
            try_save(&owner, everyone.id, of("Everyone", &without)),
            try_save(&owner, sales.id, of("Sales", &without)),
        );
        assert!(one.is_ok() != other.is_ok(), "one of the two is refused");
        let refused = problem(if one.is_ok() { other } else { one });
        assert!(refused.field("agent_ids").is_some(), "{}", refused.detail);
        save(&owner, everyone.id, "Everyone", &with).await;
        save(&owner, sales.id, "Sales", &with).await;
    }
    assert_sound(&app).await;
}

#[actix_web::test]
async fn a2_the_database_lets_nobody_be_without_a_group() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let alone = format!(
        "INSERT INTO agents (workspace_id, id, role, first_name, last_name, created_at) \
         VALUES ('{}', gen_random_uuid(), 'basic', 'Ann', 'Roe', now())",
        owner.workspace.0
    );
    let mut first = app.connection().await;
    assert!(first.batch_execute(&alone).await.is_err(), "in no group");
    make(&owner, "Sales", &[owner.agent]).await;
    let leave = |name: &str| {
        format!(
            "BEGIN; DELETE FROM group_members USING groups \
             WHERE groups.id = group_members.group_id AND groups.name = '{name}'"
        )
    };
    // Both have taken the agent out of one group before either is done.
    let mut second = app.connection().await;
    first.batch_execute(&leave("Sales")).await.expect("left");
    second
        .batch_execute(&leave("Everyone"))
        .await
        .expect("left");
    let now = "SET CONSTRAINTS ALL IMMEDIATE";
    first.batch_execute(now).await.expect("one is left");
    let (late, early) = tokio::join!(second.batch_execute(now), first.batch_execute("COMMIT"));
    early.expect("the first is done");
    let refused = late.expect_err("the second sees what the first did");
    assert!(refused.to_string().contains("belongs to no group"));
    assert_sound(&app).await;
}

#[actix_web::test]
async fn a2_c18_groups_their_members_and_their_conversations_can_change_at_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "admin").await;
    let sales = make(&owner, "Sales", &[sam.agent]).await;
    let maya = meet(&owner, MAYA).await.id;
    let to_sales = Some(AssignedTo::Group(sales.id));
    for round in 0..20 {
        let mut members = vec![owner.agent];
        if round % 2 > 0 {
            members.push(sam.agent);
        }
        let name = UpdateProfile {
            first_name: Some(format!("Sam {round}")),
            last_name: None,
        };
        let to = to_sales.filter(|_| round % 3 > 0);
        let (_, _, renamed) = tokio::join!(
            save(&owner, sales.id, "Sales", &members),
            assign_to(&sam, maya, to),
            sam.update_profile().body(name).send(),
        );
        renamed.expect("another name");
    }
    // Whoever comes first: nothing is assigned to a group that is gone.
    for _ in 0..10 {
        let group = make(&owner, "Short", &[sam.agent]).await.id;
        let body = copperline_shared::assignment::AssignConversation {
            agent_id: None,
            group_id: Some(group),
        };
        let request = sam.assign_conversation().conversation_id(maya).body(body);
        let (assigned, ()) = tokio::join!(request.send(), delete(&owner, group));
        if assigned.is_err() {
            assert_eq!(problem(assigned).code, ErrorCode::NotFound);
        }
        app.work().await;
        assert_ne!(meet(&owner, MAYA).await.assigned_group_id, Some(group));
    }
    assert_sound(&app).await;
}
