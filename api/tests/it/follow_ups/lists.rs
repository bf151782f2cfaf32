//! What lists, searches, counts and saved filters make of follow-ups (C20, C18).

use copperline_shared::bulk_actions::{BulkChange, BulkTarget, CreateBulkAction};
use copperline_shared::filters::{CreateSavedFilter, Filter};

use super::*;

const WAITING: FollowUpState = FollowUpState::Waiting;
const DUE: FollowUpState = FollowUpState::Due;

fn of(state: FollowUpState) -> Filter {
    Filter {
        follow_up: Some(state),
        ..Filter::default()
    }
}

async fn mark(owner: &Owner, id: Uuid, change: UpdateConversation) {
    let request = owner.update_conversation().conversation_id(id).body(change);
    request.send().await.expect("it is marked");
}

#[actix_web::test]
async fn c20_c18_the_filter_narrows_every_tab_search_and_count() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let away = meet(&owner, "+15125550101").await.id;
    let hot = meet(&owner, "+15125550102").await.id;
    let archived = meet(&owner, "+15125550103").await.id;
    let due = meet(&owner, "+15125550104").await.id;
    meet(&owner, "+15125550105").await;
    put_off(&owner, due, soon(&app)).await;
    until_then(&app).await;
    for id in [away, hot, archived] {
        put_off(&owner, id, in_an_hour(&app)).await;
    }
    let flame = UpdateConversation {
        hot: Some(true),
        ..UpdateConversation::default()
    };
    mark(&owner, hot, flame).await;
    archive(&owner, archived, true).await;
    let list = async |tab: Tab, state: FollowUpState| {
        let request = owner.list_conversations().tab(tab).follow_up(state);
        let page = request.send().await.expect("a list").into_inner();
        let mut ids: Vec<Uuid> = page.items.iter().map(|row| row.id).collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(list(Tab::Recents, WAITING).await, [away, hot]);
    assert_eq!(list(Tab::All, WAITING).await, [away, hot, archived]);
    assert_eq!(list(Tab::Hot, WAITING).await, [hot]);
    assert_eq!(list(Tab::Archived, WAITING).await, [archived]);
    assert_eq!(list(Tab::Recents, DUE).await, [due]);
    assert!(list(Tab::Hot, DUE).await.is_empty());

    let found = owner.list_conversations().follow_up(WAITING);
    let found = found.search("5550102").send().await.expect("a list");
    assert_eq!(
        found.items.iter().map(|row| row.id).collect::<Vec<_>>(),
        [hot]
    );
    let found = owner.list_conversations().search("5550102").send().await;
    assert!(
        found.expect("a list").items.is_empty(),
        "it isn't in Recents"
    );
    let counts = owner.count_conversations().follow_up(WAITING).send().await;
    let counts = counts.expect("counts").into_inner();
    let tabs = (counts.all, counts.hot, counts.recents, counts.archived);
    assert_eq!((tabs, counts.due), ((3, 1, 2, 1), 0));
    let count = owner.count_matching_conversations().tab(Tab::Recents);
    let count = count.follow_up(WAITING).send().await.expect("a count");
    assert_eq!(count.count, 2);
    let count = owner.count_matching_conversations().tab(Tab::Recents);
    assert_eq!(
        count.send().await.expect("a count").count,
        2,
        "two are left"
    );

    let body = CreateBulkAction {
        change: BulkChange::Archive,
        on: BulkTarget::Matching {
            tab: Tab::Recents,
            search: String::new(),
            filter: of(DUE),
            except: Vec::new(),
        },
    };
    let begun = owner.create_bulk_action().body(body).send().await;
    assert_eq!(begun.expect("it begins").total, 1);
    app.work().await;
    assert!(row(&owner, due).await.archived);
    let counts = owner.count_conversations().send().await.expect("counts");
    assert_eq!(counts.due, 0, "what is archived is nobody's to do");
}

#[actix_web::test]
async fn c20_c2_pages_go_on_behind_a_row_that_was_put_off() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let mut met = Vec::new();
    for last in 101..106 {
        met.push(meet(&owner, &format!("+15125550{last}")).await.id);
    }
    let page = owner.list_conversations().limit(2_u32).send().await;
    let page = page.expect("a page").into_inner();
    let ids: Vec<Uuid> = page.items.iter().map(|row| row.id).collect();
    assert_eq!(ids, [met[4], met[3]]);
    // The last row of the page, where the next one begins, and a row of that one.
    put_off(&owner, met[3], in_an_hour(&app)).await;
    put_off(&owner, met[2], in_an_hour(&app)).await;
    let after = page.next.expect("another page");
    let page = owner.list_conversations().limit(2_u32).after(after).send();
    let page = page.await.expect("a page").into_inner();
    let ids: Vec<Uuid> = page.items.iter().map(|row| row.id).collect();
    assert_eq!((ids, page.next), (vec![met[1], met[0]], None));
}

#[actix_web::test]
async fn c20_c18_a_filter_of_what_is_due_is_saved() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let body = CreateSavedFilter {
        name: "To follow up".to_owned(),
        tab: Tab::Recents,
        filter: of(DUE),
        shared: true,
    };
    let saved = owner.create_saved_filter().body(body).send().await;
    let saved = saved.expect("it is saved").into_inner();
    assert_eq!(saved.filter, of(DUE));
    let start = owner.read_start().send().await.expect("it opens");
    assert_eq!(start.saved_filters, [saved]);
}

#[actix_web::test]
async fn c20_what_is_put_off_counts_as_unread_once_it_is_back() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    put_off(&owner, maya, soon(&app)).await;
    let unread = UpdateConversation {
        unread: Some(true),
        ..UpdateConversation::default()
    };
    mark(&owner, maya, unread).await;
    let counts = owner.count_conversations().send().await.expect("counts");
    assert_eq!((counts.unread, counts.recents), (0, 0));
    let filtered = owner.count_conversations().assignee("nobody").send().await;
    assert_eq!(filtered.expect("counts").unread, 0);
    until_then(&app).await;
    assert_eq!(row(&owner, maya).await.unread_count, 1);
    let counts = owner.count_conversations().send().await.expect("counts");
    assert_eq!((counts.unread, counts.recents), (1, 1));
}

#[actix_web::test]
async fn c20_c4_out_of_the_archive_it_is_still_put_off_and_brought_back_it_is_in_recents() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    put_off(&owner, maya, in_an_hour(&app)).await;
    archive(&owner, maya, true).await;
    let out = archive(&owner, maya, false).await;
    assert_eq!(state(&out), Some(WAITING));
    assert!(listed(&owner, Tab::Recents).await.is_empty());
    archive(&owner, maya, true).await;
    let back = end(&owner, maya).await;
    assert_eq!((back.archived, back.follow_up), (false, None));
    assert_eq!(listed(&owner, Tab::Recents).await, [maya]);
    expect_sound(&app).await;
}
