//! Undoing: exactly what was changed, and nothing that somebody has changed since.

use copperline_api::check;
use copperline_shared::assignment::AssignedTo;
use copperline_shared::bulk_actions::{
    BulkAction, BulkChange, BulkReason, BulkState, CreateBulkAction,
};
use copperline_shared::conversations::Tab;
use copperline_shared::palette::Colour;
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use super::{begin, many, matching, named, read, retag, row, run, update};
use crate::assignment::{assign, assign_to};
use crate::desk::{Desk, MAYA};
use crate::groups::{delete as delete_group, make as make_group};
use crate::support::{Owner, TestApp, problem};
use crate::tags::{make, meet, shown, worn};

async fn undo(app: &TestApp, owner: &Owner, id: Uuid) -> BulkAction {
    let asked = owner.undo_bulk_action().bulk_action_id(id).send().await;
    asked.expect("it is undone");
    app.work().await;
    read(owner, id).await
}

#[actix_web::test]
async fn c6_an_undo_leaves_alone_what_was_so_before_and_what_was_changed_since() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let mut ids = Vec::new();
    for last in 100..106 {
        ids.push(meet(&desk, &format!("+15125550{last}")).await.id);
    }
    update(&desk, ids[0], None, Some(true)).await;
    let done = run(&app, &desk, BulkChange::Archive, named(&ids)).await;
    assert_eq!(done.changed, 5);
    // Brought back, brought back and archived again, and brought back by a message.
    update(&desk, ids[1], None, Some(false)).await;
    update(&desk, ids[2], None, Some(false)).await;
    update(&desk, ids[2], None, Some(true)).await;
    desk.hear(&app, "+15125550103", "One more question").await;
    let undone = undo(&app, &desk, done.id).await;
    assert_eq!(
        (undone.state, undone.changed, undone.undone),
        (BulkState::Undone, 5, 2)
    );
    let mut archived = Vec::new();
    for id in &ids {
        archived.push(row(&desk, *id).await.archived);
    }
    assert_eq!(archived, [true, false, true, false, false, false]);
    let again = undo(&app, &desk, done.id).await;
    assert_eq!(again.undone, 2, "once");
}

#[actix_web::test]
async fn c6_unarchived_ones_go_back_to_the_archive_since_when_they_were_there() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let id = meet(&owner, MAYA).await.id;
    update(&owner, id, None, Some(true)).await;
    let since = archived_at(&app).await;
    let done = run(
        &app,
        &owner,
        BulkChange::Unarchive,
        matching(Tab::Archived, ""),
    )
    .await;
    assert_eq!(archived_at(&app).await, None);
    assert_eq!(undo(&app, &owner, done.id).await.undone, 1);
    assert_eq!(archived_at(&app).await, since);
}

async fn archived_at(app: &TestApp) -> Option<chrono::DateTime<chrono::Utc>> {
    use copperline_api::schema::conversations;
    use diesel::prelude::*;
    use diesel_async::RunQueryDsl;
    let at = conversations::table.select(conversations::archived_at);
    at.first(&mut app.connection().await).await.expect("a row")
}

#[actix_web::test]
async fn c5_c6_a_flame_that_somebody_took_away_and_put_back_stays() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (one, other) = (
        meet(&owner, MAYA).await.id,
        meet(&owner, "+15125550193").await.id,
    );
    let done = run(&app, &owner, BulkChange::MarkHot, named(&[one, other])).await;
    update(&owner, one, Some(false), None).await;
    update(&owner, one, Some(true), None).await;
    // Another change of the same conversation is no reason to keep the flame.
    update(&owner, other, None, Some(true)).await;
    assert_eq!(undo(&app, &owner, done.id).await.undone, 1);
    assert!(row(&owner, one).await.hot && !row(&owner, other).await.hot);
    assert!(row(&owner, other).await.archived);
}

#[actix_web::test]
async fn c13_c6_tags_come_off_where_the_bulk_action_put_them_on() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let mut contacts = Vec::new();
    for last in 100..104 {
        contacts.push(meet(&owner, &format!("+15125550{last}")).await.contact_id);
    }
    let (hot, cold) = (
        make(&owner, "Hot", Colour::Copper).await.id,
        make(&owner, "Cold", Colour::Blue).await.id,
    );
    retag(&owner, contacts[0], &[hot], &[]).await;
    retag(&owner, contacts[1], &[cold], &[]).await;
    let tag = BulkChange::Tag {
        tag_ids: vec![cold, hot],
    };
    let done = run(&app, &owner, tag, matching(Tab::All, "")).await;
    assert_eq!(done.changed, 4);
    assert_eq!(shown(&owner, contacts[1]).await, Some(hot));
    // Taken off and put on again by somebody.
    retag(&owner, contacts[3], &[], &[hot]).await;
    retag(&owner, contacts[3], &[hot], &[]).await;
    let undone = undo(&app, &owner, done.id).await;
    assert_eq!((undone.state, undone.undone), (BulkState::Undone, 4));
    assert_eq!(worn(&owner, contacts[0]).await, [hot]);
    assert_eq!(worn(&owner, contacts[1]).await, [cold]);
    assert_eq!(worn(&owner, contacts[2]).await, [] as [Uuid; 0]);
    assert_eq!(worn(&owner, contacts[3]).await, [hot]);
    for (contact, tag) in [(0, Some(hot)), (1, Some(cold)), (2, None), (3, Some(hot))] {
        assert_eq!(shown(&owner, contacts[contact]).await, tag, "{contact}");
    }
    let report = check::run(&mut app.connection().await)
        .await
        .expect("audits");
    assert!(report.is_sound(), "{report}");
}

#[actix_web::test]
async fn c6_c13_tags_that_were_taken_off_come_back_as_they_had_been_put_on() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let mut contacts = Vec::new();
    for last in 100..104 {
        contacts.push(meet(&owner, &format!("+15125550{last}")).await.contact_id);
    }
    let (hot, cold) = (
        make(&owner, "Hot", Colour::Copper).await.id,
        make(&owner, "Cold", Colour::Blue).await.id,
    );
    retag(&owner, contacts[0], &[hot], &[]).await;
    app.pass(chrono::TimeDelta::minutes(1)).await;
    retag(&owner, contacts[0], &[cold], &[]).await;
    retag(&owner, contacts[1], &[cold, hot], &[]).await;
    retag(&owner, contacts[2], &[hot], &[]).await;
    let untag = BulkChange::Untag { tag_ids: vec![hot] };
    let done = run(&app, &owner, untag, matching(Tab::All, "")).await;
    assert_eq!((done.done, done.changed), (4, 3));
    assert_eq!(shown(&owner, contacts[1]).await, Some(cold));
    assert_eq!(worn(&owner, contacts[2]).await, [] as [Uuid; 0]);
    // Put on anew by somebody: that is theirs.
    retag(&owner, contacts[2], &[hot], &[]).await;
    let undone = undo(&app, &owner, done.id).await;
    assert_eq!((undone.state, undone.undone), (BulkState::Undone, 2));
    assert_eq!(worn(&owner, contacts[0]).await, [cold, hot]);
    assert_eq!(worn(&owner, contacts[1]).await, [hot, cold]);
    assert_eq!(shown(&owner, contacts[0]).await, Some(cold));
    assert_eq!(shown(&owner, contacts[1]).await, Some(hot));
    let report = check::run(&mut app.connection().await)
        .await
        .expect("audits");
    assert!(report.is_sound(), "{report}");
}

#[actix_web::test]
async fn c6_c18_many_are_assigned_and_go_back_to_whom_they_were() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (sam, alex) = (
        app.colleague(&owner, "basic").await.agent,
        app.colleague(&owner, "admin").await.agent,
    );
    let mut ids = Vec::new();
    for last in 100..104 {
        ids.push(meet(&owner, &format!("+15125550{last}")).await.id);
    }
    assign(&owner, ids[0], Some(sam)).await;
    assign(&owner, ids[1], Some(alex)).await;
    let to_sam = BulkChange::Assign {
        agent_id: Some(sam),
        group_id: None,
    };
    let done = run(&app, &owner, to_sam.clone(), named(&ids)).await;
    assert_eq!(
        (done.change.clone(), done.done, done.changed),
        (to_sam, 4, 3)
    );
    // Given away and back again by somebody: that is theirs.
    assign(&owner, ids[3], None).await;
    assign(&owner, ids[3], Some(sam)).await;
    let undone = undo(&app, &owner, done.id).await;
    assert_eq!((undone.state, undone.undone), (BulkState::Undone, 2));
    let mut assigned = Vec::new();
    for id in &ids {
        assigned.push(row(&owner, *id).await.assigned_agent_id);
    }
    assert_eq!(assigned, [Some(sam), Some(alex), None, Some(sam)]);
    let nobody = BulkChange::Assign {
        agent_id: None,
        group_id: None,
    };
    assert_eq!(run(&app, &owner, nobody, named(&ids)).await.changed, 3);
}

#[actix_web::test]
async fn c6_c18_an_undo_gives_back_agents_and_groups_as_they_were() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await.agent;
    let sales = make_group(&owner, "Sales", &[owner.agent]).await.id;
    let support = make_group(&owner, "Support", &[owner.agent]).await.id;
    let (agent, group) = (AssignedTo::Agent, AssignedTo::Group);
    let before = [
        None,
        Some(agent(sam)),
        Some(group(sales)),
        Some(group(support)),
        Some(group(support)),
    ];
    let mut ids = Vec::new();
    for (last, to) in (100..).zip(before) {
        let id = meet(&owner, &format!("+15125550{last}")).await.id;
        assign_to(&owner, id, to).await;
        ids.push(id);
    }
    let to_sales = BulkChange::Assign {
        agent_id: None,
        group_id: Some(sales),
    };
    let done = run(&app, &owner, to_sales.clone(), named(&ids)).await;
    assert_eq!((done.change.clone(), done.changed), (to_sales, 4));
    for id in &ids {
        assert_eq!(row(&owner, *id).await.assigned_to(), Some(group(sales)));
    }
    // From a group to an agent and back again: that is somebody's.
    assign_to(&owner, ids[4], Some(agent(sam))).await;
    assign_to(&owner, ids[4], Some(group(sales))).await;
    // A group that is gone is given nothing.
    delete_group(&owner, support).await;
    let undone = undo(&app, &owner, done.id).await;
    assert_eq!((undone.state, undone.undone), (BulkState::Undone, 3));
    let expected = [None, before[1], before[2], None, Some(group(sales))];
    for (id, expected) in ids.iter().zip(expected) {
        assert_eq!(row(&owner, *id).await.assigned_to(), expected);
    }
}

#[actix_web::test]
async fn c6_c18_what_is_assigned_to_a_group_that_was_deleted_meanwhile_is_left_alone() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sales = make_group(&owner, "Sales", &[owner.agent]).await.id;
    let id = meet(&owner, MAYA).await.id;
    let to_sales = BulkChange::Assign {
        agent_id: None,
        group_id: Some(sales),
    };
    let begun = begin(&owner, to_sales.clone(), named(&[id])).await;
    delete_group(&owner, sales).await;
    app.work().await;
    let done = read(&owner, begun.id).await;
    assert_eq!(
        (done.state, done.done, done.changed),
        (BulkState::Finished, 1, 0)
    );
    let reason = BulkReason {
        code: ErrorCode::NotFound,
        count: 1,
    };
    assert_eq!(done.reasons, [reason]);
    assert_eq!(row(&owner, id).await.assigned_to(), None);
    let body = CreateBulkAction {
        change: to_sales,
        on: named(&[id]),
    };
    let refused = owner.create_bulk_action().body(body).send().await;
    assert_eq!(problem(refused).code, ErrorCode::NotFound);
    let body = CreateBulkAction {
        change: BulkChange::Assign {
            agent_id: Some(owner.agent),
            group_id: Some(sales),
        },
        on: named(&[id]),
    };
    let refused = problem(owner.create_bulk_action().body(body).send().await);
    assert!(
        refused.field("change.group_id").is_some(),
        "{}",
        refused.detail
    );
}

#[actix_web::test]
async fn c6_one_that_is_under_way_is_stopped_and_undone() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    many(&app, &owner, 700).await;
    let begun = begin(&owner, BulkChange::MarkHot, matching(Tab::All, "")).await;
    let undone = undo(&app, &owner, begun.id).await;
    assert_eq!(
        (undone.state, undone.done, undone.undone),
        (BulkState::Undone, 0, 0)
    );
    let done = run(&app, &owner, BulkChange::MarkHot, matching(Tab::All, "")).await;
    assert_eq!(done.changed, 700);
    let undone = undo(&app, &owner, done.id).await;
    assert_eq!((undone.state, undone.undone), (BulkState::Undone, 700));
}
