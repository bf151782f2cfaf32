//! What is done to many conversations at once (C6, C4, C5, C13).

mod batches;
mod reasons;
mod undo;

use copperline_api::jobs;
use copperline_api::schema::thread_records;
use copperline_shared::bulk_actions::{
    BulkAction, BulkChange, BulkState, BulkTarget, CreateBulkAction,
};
use copperline_shared::conversations::{Conversation, Tab, UpdateConversation};
use copperline_shared::events::Event;
use copperline_shared::filters::Filter;
use copperline_shared::palette::Colour;
use copperline_shared::problem::ErrorCode;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::desk::{Desk, MAYA};
use crate::support::{Owner, TestApp, problem};
use crate::tags::{change as retag, events, make, meet, newest, shown};

/// So many conversations; a test has no hour for as many requests.
async fn many(app: &TestApp, owner: &Owner, count: i32) {
    diesel::sql_query(
        "WITH met AS (INSERT INTO contacts (workspace_id, id, phone, created_at, updated_at) \
             SELECT $1, gen_random_uuid(), '+1512' || (2000000 + n), now(), now() \
             FROM generate_series(1, $2) AS n RETURNING id) \
         INSERT INTO conversations (workspace_id, id, contact_id, last_activity_at, created_at) \
         SELECT $1, gen_random_uuid(), id, now(), now() FROM met",
    )
    .bind::<diesel::sql_types::Uuid, _>(owner.workspace.0)
    .bind::<diesel::sql_types::Integer, _>(count)
    .execute(&mut app.connection().await)
    .await
    .expect("conversations");
}

fn named(ids: &[Uuid]) -> BulkTarget {
    BulkTarget::Conversations {
        conversation_ids: ids.to_vec(),
    }
}

fn matching(tab: Tab, search: &str) -> BulkTarget {
    BulkTarget::Matching {
        tab,
        search: search.to_owned(),
        filter: Filter::default(),
        except: Vec::new(),
    }
}

async fn begin(owner: &Owner, change: BulkChange, on: BulkTarget) -> BulkAction {
    let body = CreateBulkAction { change, on };
    let begun = owner.create_bulk_action().body(body).send().await;
    begun.expect("it begins").into_inner()
}

async fn read(owner: &Owner, id: Uuid) -> BulkAction {
    let action = owner.read_bulk_action().bulk_action_id(id).send().await;
    action.expect("it is there").into_inner()
}

/// Does it and gives what came of it.
async fn run(app: &TestApp, owner: &Owner, change: BulkChange, on: BulkTarget) -> BulkAction {
    let begun = begin(owner, change, on).await;
    app.work().await;
    read(owner, begun.id).await
}

fn figures(action: &BulkAction) -> (BulkState, u32, u32, u32) {
    (action.state, action.total, action.done, action.changed)
}

async fn row(owner: &Owner, id: Uuid) -> Conversation {
    let detail = owner.read_conversation().conversation_id(id).send().await;
    detail.expect("it is there").into_inner().conversation
}

async fn update(owner: &Owner, id: Uuid, hot: Option<bool>, archived: Option<bool>) {
    let body = UpdateConversation {
        hot,
        archived,
        ..UpdateConversation::default()
    };
    let changed = owner.update_conversation().conversation_id(id).body(body);
    changed.send().await.expect("it changes");
}

async fn count(owner: &Owner, tab: Tab, search: &str) -> u32 {
    let counted = owner
        .count_matching_conversations()
        .tab(tab)
        .search(search)
        .send()
        .await;
    counted.expect("a count").into_inner().count
}

#[actix_web::test]
async fn c4_many_are_archived_and_each_says_so_in_its_thread() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let one = meet(&owner, MAYA).await.id;
    let other = meet(&owner, "+15125550193").await.id;
    let left = meet(&owner, "+15125550194").await.id;
    update(&owner, other, None, Some(true)).await;
    let before = newest(&app, &owner).await;
    let done = run(&app, &owner, BulkChange::Archive, named(&[one, other])).await;
    assert_eq!(figures(&done), (BulkState::Finished, 2, 2, 1));
    assert_eq!(done.agent_id, Some(owner.agent));
    assert!(row(&owner, one).await.archived && !row(&owner, left).await.archived);
    let told = events(&app, &owner, before).await;
    let [
        Event::RecordAdded { record },
        Event::ConversationChanged { conversation },
        Event::BulkActionChanged { bulk_action },
    ] = told.as_slice()
    else {
        panic!("the record, the row and the action, not {told:?}")
    };
    assert_eq!(record.agent_name.as_deref(), Some("Jordan Diaz"));
    assert!(conversation.id == one && conversation.archived);
    assert_eq!(bulk_action, &done);
    let back = run(
        &app,
        &owner,
        BulkChange::Unarchive,
        matching(Tab::Archived, ""),
    )
    .await;
    assert_eq!(figures(&back), (BulkState::Finished, 2, 2, 2));
    assert!(!row(&owner, one).await.archived && !row(&owner, other).await.archived);
}

#[actix_web::test]
async fn c5_c6_many_are_marked_hot_and_read() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "Hi").await;
    desk.hear(&app, "+15125550193", "Hello").await;
    let hot = run(&app, &desk, BulkChange::MarkHot, matching(Tab::Recents, "")).await;
    assert_eq!(figures(&hot), (BulkState::Finished, 2, 2, 2));
    assert_eq!(count(&desk, Tab::Hot, "").await, 2);
    let read = run(&app, &desk, BulkChange::MarkRead, matching(Tab::Hot, "")).await;
    assert_eq!(read.changed, 2);
    assert!(
        desk.conversations()
            .await
            .iter()
            .all(|row| row.unread_count == 0)
    );
    let again = run(&app, &desk, BulkChange::MarkRead, matching(Tab::All, "")).await;
    assert_eq!((again.done, again.changed), (2, 0));
    let undo = desk.undo_bulk_action().bulk_action_id(read.id).send().await;
    assert_eq!(problem(undo).code, ErrorCode::Invalid);
    let cool = run(&app, &desk, BulkChange::MarkNotHot, matching(Tab::Hot, "")).await;
    assert_eq!(cool.changed, 2);
}

#[actix_web::test]
async fn c13_many_are_tagged_and_those_that_had_the_tag_are_told_apart() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (maya, theo) = (meet(&owner, MAYA).await, meet(&owner, "+15125550193").await);
    let hot = make(&owner, "Hot", Colour::Copper).await.id;
    retag(&owner, maya.contact_id, &[hot], &[]).await;
    let tag = BulkChange::Tag { tag_ids: vec![hot] };
    let done = run(&app, &owner, tag, matching(Tab::All, "")).await;
    assert_eq!(figures(&done), (BulkState::Finished, 2, 2, 1));
    assert_eq!(shown(&owner, theo.contact_id).await, Some(hot));
    let unknown = BulkChange::Tag {
        tag_ids: vec![Uuid::nil()],
    };
    let body = CreateBulkAction {
        change: unknown,
        on: named(&[maya.id]),
    };
    let refused = problem(owner.create_bulk_action().body(body).send().await);
    assert_eq!(refused.code, ErrorCode::NotFound);
}

#[actix_web::test]
async fn c6_all_that_match_are_those_of_the_tab_that_the_search_finds() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "The annuity looks right").await;
    desk.hear(&app, "+15125550193", "Call me").await;
    desk.hear(&app, "+15125550194", "About the annuity").await;
    let rows = desk.conversations().await;
    let of = |phone: &str| {
        let row = rows.iter().find(|row| row.phone.as_str() == phone);
        row.expect("a row").id
    };
    update(&desk, of("+15125550194"), None, Some(true)).await;
    assert_eq!(count(&desk, Tab::Recents, "annuity").await, 1);
    assert_eq!(count(&desk, Tab::All, "annuity").await, 2);
    assert_eq!(count(&desk, Tab::All, "555-0193").await, 1);
    assert_eq!(count(&desk, Tab::All, "").await, 3);
    let on = BulkTarget::Matching {
        tab: Tab::All,
        search: "annuity".to_owned(),
        filter: Filter::default(),
        except: vec![of(MAYA)],
    };
    let done = run(&app, &desk, BulkChange::MarkHot, on).await;
    assert_eq!((done.total, done.changed), (1, 1));
    assert!(row(&desk, of("+15125550194")).await.hot && !row(&desk, of(MAYA)).await.hot);
}

#[actix_web::test]
async fn c6_nobody_reaches_another_workspaces_conversations() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let theirs = meet(&stranger, MAYA).await.id;
    let own = meet(&owner, MAYA).await.id;
    let done = run(
        &app,
        &owner,
        BulkChange::Archive,
        named(&[theirs, own, own]),
    )
    .await;
    assert_eq!((done.total, done.changed), (2, 1));
    assert!(!row(&stranger, theirs).await.archived);
    let read = stranger.read_bulk_action().bulk_action_id(done.id).send();
    assert_eq!(problem(read.await).code, ErrorCode::NotFound);
}

#[actix_web::test]
async fn c6_the_same_request_again_is_one_bulk_action() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let id = meet(&owner, MAYA).await.id;
    let ask = || {
        let body = CreateBulkAction {
            change: BulkChange::Archive,
            on: named(&[id]),
        };
        owner
            .create_bulk_action()
            .idempotency_key("once")
            .body(body)
            .send()
    };
    let first = ask().await.expect("begun").into_inner();
    app.work().await;
    assert_eq!(
        ask().await.expect("the first answer").into_inner().id,
        first.id
    );
    app.work().await;
    assert_eq!(records(&app).await, 1);
}

/// Records in all threads.
async fn records(app: &TestApp) -> i64 {
    let count = thread_records::table.count();
    let count = count.get_result(&mut app.connection().await).await;
    count.expect("a count")
}

#[actix_web::test]
async fn c6_what_somebody_does_meanwhile_is_not_lost() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    for last in 100..140 {
        meet(&desk, &format!("+15125550{last}")).await;
    }
    let rows = desk.conversations().await;
    let begun = begin(&desk, BulkChange::MarkHot, matching(Tab::All, "")).await;
    let archive = async {
        for row in rows.iter().take(20) {
            update(&desk, row.id, None, Some(true)).await;
        }
    };
    let tag = make(&desk, "Hot", Colour::Copper).await.id;
    let retagging = async {
        for row in rows.iter().skip(10).take(20) {
            retag(&desk, row.contact_id, &[tag], &[]).await;
        }
    };
    let tagging = BulkChange::Tag { tag_ids: vec![tag] };
    let tagged = begin(&desk, tagging, matching(Tab::All, "")).await;
    tokio::join!(app.work(), archive, retagging);
    app.work().await;
    assert_eq!(read(&desk, begun.id).await.changed, 40);
    assert_eq!(read(&desk, tagged.id).await.state, BulkState::Finished);
    let rows = desk.conversations().await;
    assert!(rows.iter().all(|row| row.hot && row.tag_id == Some(tag)));
    assert_eq!(rows.iter().filter(|row| row.archived).count(), 20);
}

#[actix_web::test]
async fn c6_old_bulk_actions_are_forgotten() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let id = meet(&owner, MAYA).await.id;
    let done = run(&app, &owner, BulkChange::Archive, named(&[id])).await;
    app.app.clock.advance(chrono::TimeDelta::days(8));
    jobs::clear_old(&app.app).await.expect("cleared");
    use copperline_api::schema::{bulk_action_conversations, bulk_actions};
    let mut connection = app.connection().await;
    let actions: i64 = bulk_actions::table
        .count()
        .get_result(&mut connection)
        .await
        .unwrap();
    let rows = bulk_action_conversations::table.count();
    let rows: i64 = rows.get_result(&mut connection).await.unwrap();
    assert_eq!((actions, rows), (0, 0), "{}", done.id);
}
