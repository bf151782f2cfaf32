//! Who is told that they were given a conversation.

use copperline_api::outbox::{self, Audience};
use copperline_shared::bulk_actions::{BulkChange, BulkTarget, CreateBulkAction};
use copperline_shared::notifications::{Notification, NotificationKind, Notifications};
use copperline_shared::workflows::WorkflowStep;

use super::*;
use crate::workflows::{make as make_workflow, start, welcome};

async fn told(agent: &Owner) -> Notifications {
    let listed = agent.list_notifications().send().await;
    listed.expect("what one was told").into_inner()
}

/// Of each of these agents, how many notifications are unread.
async fn unread<const COUNT: usize>(agents: [&Owner; COUNT]) -> [u32; COUNT] {
    let mut counts = [0; COUNT];
    for (count, agent) in counts.iter_mut().zip(agents) {
        *count = told(agent).await.unread;
    }
    counts
}

async fn read(agent: &Owner, notification: &Notification) {
    let read = agent.read_notification().notification_id(notification.id);
    read.send().await.expect("it is read");
}

#[actix_web::test]
async fn c18_whoever_is_given_a_conversation_by_somebody_else_is_told() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let maya = meet(&owner, MAYA).await;
    assign(&sam, maya.id, Some(sam.agent)).await;
    assert_eq!(unread([&owner, &sam]).await, [0, 0], "sam did it");
    assign(&owner, maya.id, None).await;
    assert_eq!(unread([&owner, &sam]).await, [0, 0], "nobody was given it");
    let before = newest(&app, &owner).await;
    assign(&owner, maya.id, Some(sam.agent)).await;
    assert_eq!(unread([&owner, &sam]).await, [0, 1]);
    let items = told(&sam).await.items;
    let [notification] = &items[..] else {
        panic!("one notification, not {items:?}")
    };
    assert_eq!(notification.kind, NotificationKind::Assigned);
    assert_eq!(notification.conversation_id, maya.id);
    assert_eq!(notification.name, "(512) 555-0192");
    assert_eq!(notification.comment, None);
    let connection = &mut app.connection().await;
    let stored = outbox::after(connection, owner.workspace, before, 100).await;
    let stored = stored.expect("events").into_iter();
    let mut live = stored.filter_map(|stored| match stored.event() {
        Ok(Event::NotificationsChanged { notification }) => Some((stored.audience, notification)),
        _ => None,
    });
    let expected = (Audience::Agent(sam.agent), Some(notification.clone()));
    assert_eq!(live.next(), Some(expected));
    assert_eq!(live.next(), None);
}

#[actix_web::test]
async fn c18_a_groups_members_are_told_but_for_who_did_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (sam, ann, kim) = (
        app.colleague(&owner, "basic").await,
        app.colleague(&owner, "basic").await,
        app.colleague(&owner, "admin").await,
    );
    let sales = make_group(&owner, "Sales", &[sam.agent, ann.agent]).await;
    let to_sales = Some(AssignedTo::Group(sales.id));
    let all = [&owner, &sam, &ann, &kim];
    let (maya, theo) = (
        meet(&owner, MAYA).await.id,
        meet(&owner, "+15125550193").await.id,
    );
    assign_to(&owner, maya, to_sales).await;
    assert_eq!(unread(all).await, [0, 1, 1, 0]);
    assign_to(&sam, theo, to_sales).await;
    assert_eq!(unread(all).await, [0, 1, 2, 0]);
    // A token is nobody.
    let token = token(&app, &owner, Scope::Conversations).await;
    assign_to(&token, theo, None).await;
    assign_to(&token, theo, to_sales).await;
    assert_eq!(unread(all).await, [0, 2, 2, 0]);
}

#[actix_web::test]
async fn c18_an_unread_one_is_told_anew_and_not_twice() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let maya = meet(&owner, MAYA).await.id;
    assign(&owner, maya, Some(sam.agent)).await;
    let first = told(&sam).await.items.remove(0);
    app.pass(chrono::TimeDelta::minutes(1)).await;
    let everyone = AssignedTo::Group(groups(&owner).await[0].id);
    assign_to(&owner, maya, Some(everyone)).await;
    let now = told(&sam).await;
    assert_eq!((now.unread, now.items.len()), (1, 1));
    assert!(now.items[0].created_at > first.created_at);
    // One that was read stays, and the next is another.
    read(&sam, &now.items[0]).await;
    assign(&owner, maya, Some(sam.agent)).await;
    let now = told(&sam).await;
    assert_eq!((now.unread, now.items.len()), (1, 2));
}

#[actix_web::test]
async fn c18_people_who_assign_at_once_leave_one_unread() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let maya = meet(&owner, MAYA).await.id;
    let everyone = AssignedTo::Group(groups(&owner).await[0].id);
    let agent = AssignedTo::Agent(sam.agent);
    let other = app.colleague(&owner, "admin").await;
    for _ in 0..10 {
        tokio::join!(
            assign_to(&owner, maya, Some(everyone)),
            assign_to(&other, maya, Some(agent)),
            assign_to(&owner, maya, None),
        );
        let now = told(&sam).await;
        assert!(now.unread <= 1, "{now:?}");
        for notification in now.items.iter().filter(|of| of.read_at.is_none()) {
            read(&sam, notification).await;
        }
    }
}

#[actix_web::test]
async fn c18_p4_a_workflows_step_tells_and_a_bulk_action_tells_nobody() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let sales = make_group(&owner, "Sales", &[owner.agent, sam.agent]).await;
    let maya = meet(&owner, MAYA).await;
    let step = WorkflowStep::Assign {
        agent_id: None,
        group_id: Some(sales.id),
    };
    let workflow = make_workflow(&owner, welcome(vec![step])).await;
    start(&owner, maya.contact_id, workflow.id).await;
    app.work().await;
    let row = meet(&owner, MAYA).await;
    assert_eq!(row.assigned_to(), Some(AssignedTo::Group(sales.id)));
    assert_eq!(unread([&owner, &sam]).await, [1, 1], "a step is nobody");
    let theo = meet(&owner, "+15125550193").await;
    let body = CreateBulkAction {
        change: BulkChange::Assign {
            agent_id: Some(sam.agent),
            group_id: None,
        },
        on: BulkTarget::Conversations {
            conversation_ids: vec![theo.id],
        },
    };
    let begun = owner.create_bulk_action().body(body).send().await;
    begun.expect("it begins");
    app.work().await;
    let row = meet(&owner, "+15125550193").await;
    assert_eq!(row.assigned_agent_id, Some(sam.agent));
    assert_eq!(unread([&owner, &sam]).await, [1, 1]);
}
