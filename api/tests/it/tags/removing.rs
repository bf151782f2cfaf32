//! Deleting a tag and merging it into another, however many wear it.

use copperline_api::check;
use copperline_api::schema::tags as table;
use copperline_shared::events::Event;
use copperline_shared::palette::Colour;
use copperline_shared::problem::ErrorCode;
use copperline_shared::tags::{MergeTag, Tag};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{MAYA, change, events, make, meet, newest, shown, uses, worn};
use crate::support::{Owner, TestApp, problem};

async fn delete(owner: &Owner, tag: Uuid) {
    let deleted = owner.delete_tag().tag_id(tag).send().await;
    deleted.expect("the tag goes");
}

async fn merge(owner: &Owner, tag: Uuid, into: Uuid) -> Tag {
    let body = MergeTag { into };
    let merged = owner.merge_tag().tag_id(tag).body(body).send().await;
    merged.expect("the tags merge").into_inner()
}

/// Tags that the database still holds.
async fn kept(app: &TestApp) -> i64 {
    let mut connection = app.connection().await;
    let count = table::table.count().get_result(&mut connection).await;
    count.expect("a count")
}

async fn assert_sound(app: &TestApp) {
    let report = check::run(&mut app.connection().await).await;
    let report = report.expect("the audits run");
    assert!(report.is_sound(), "{report}");
}

#[actix_web::test]
async fn p2_a_deleted_tag_is_gone_at_once_and_its_contacts_follow() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let contact = meet(&owner, MAYA).await.contact_id;
    let hot = make(&owner, "Hot", Colour::Copper).await.id;
    let cold = make(&owner, "Cold", Colour::Blue).await.id;
    change(&owner, contact, &[cold, hot], &[]).await;
    assert_eq!(uses(&owner).await[1].contacts, 1);
    let before = newest(&app, &owner).await;
    delete(&owner, hot).await;
    assert_eq!(worn(&owner, contact).await, [cold], "nobody sees it");
    assert_eq!(uses(&owner).await.len(), 1);
    let again = problem(owner.delete_tag().tag_id(hot).send().await);
    assert_eq!(again.code, ErrorCode::NotFound);
    make(&owner, "HOT", Colour::Rose).await;
    app.work().await;
    assert_eq!(shown(&owner, contact).await, Some(cold));
    assert_eq!(kept(&app).await, 2);
    let told = events(&app, &owner, before).await;
    let gone = Event::TagRemoved {
        tag_id: hot,
        merged_into: None,
    };
    assert_eq!(told[0], gone);
    let follows = told.iter().any(|event| {
        matches!(event, Event::ConversationChanged { conversation } if conversation.tag_id == Some(cold))
    });
    assert!(follows, "{told:?}");
    assert_sound(&app).await;
}

#[actix_web::test]
async fn p2_merging_gives_each_contact_the_other_tag_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (hot, warm) = (
        make(&owner, "Hot", Colour::Copper).await.id,
        make(&owner, "Warm", Colour::Ochre).await.id,
    );
    let cold = make(&owner, "Cold", Colour::Blue).await.id;
    let (one, both, other) = (
        meet(&owner, MAYA).await.contact_id,
        meet(&owner, "+15125550193").await.contact_id,
        meet(&owner, "+15125550194").await.contact_id,
    );
    change(&owner, one, &[hot], &[]).await;
    change(&owner, one, &[cold], &[]).await;
    change(&owner, both, &[warm], &[]).await;
    change(&owner, both, &[cold], &[]).await;
    change(&owner, both, &[hot], &[]).await;
    change(&owner, other, &[warm], &[]).await;
    assert_eq!(merge(&owner, hot, warm).await.id, warm);
    app.work().await;
    assert_eq!(
        worn(&owner, one).await,
        [cold, warm],
        "with the time of the old one"
    );
    assert_eq!(
        worn(&owner, both).await,
        [warm, cold],
        "with the later time"
    );
    assert_eq!(worn(&owner, other).await, [warm]);
    assert_eq!(shown(&owner, both).await, Some(warm));
    let counts: Vec<_> = uses(&owner)
        .await
        .into_iter()
        .map(|of| (of.tag.id, of.contacts))
        .collect();
    assert_eq!(counts, [(cold, 2), (warm, 3)]);
    assert_sound(&app).await;
}

#[actix_web::test]
async fn p2_a_tag_merges_into_another_one_that_is_there() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let hot = make(&owner, "Hot", Colour::Copper).await.id;
    let theirs = make(&stranger, "Theirs", Colour::Copper).await.id;
    for (into, code) in [(hot, ErrorCode::Invalid), (theirs, ErrorCode::NotFound)] {
        let body = MergeTag { into };
        let refused = owner.merge_tag().tag_id(hot).body(body).send().await;
        assert_eq!(problem(refused).code, code);
    }
    assert_eq!(uses(&owner).await.len(), 1);
}

#[actix_web::test]
async fn p2_what_is_being_merged_into_a_tag_goes_where_that_one_goes() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let contact = meet(&owner, MAYA).await.contact_id;
    let (a, b, c) = (
        make(&owner, "A", Colour::Copper).await.id,
        make(&owner, "B", Colour::Ochre).await.id,
        make(&owner, "C", Colour::Blue).await.id,
    );
    change(&owner, contact, &[a], &[]).await;
    merge(&owner, a, b).await;
    merge(&owner, b, c).await;
    app.work().await;
    assert_eq!(worn(&owner, contact).await, [c]);
    assert_eq!(kept(&app).await, 1);
    let d = make(&owner, "D", Colour::Teal).await.id;
    merge(&owner, c, d).await;
    delete(&owner, d).await;
    app.work().await;
    assert_eq!(worn(&owner, contact).await, [] as [Uuid; 0]);
    assert_eq!(kept(&app).await, 0);
    assert_sound(&app).await;
}

#[actix_web::test]
async fn p2_many_contacts_lose_a_tag_in_batches() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let hot = make(&owner, "Hot", Colour::Copper).await.id;
    // A test has no hour for 1,200 requests.
    diesel::sql_query(
        "WITH met AS (INSERT INTO contacts (workspace_id, id, phone, created_at, updated_at) \
             SELECT $1, gen_random_uuid(), '+1512' || (2000000 + n), now(), now() \
             FROM generate_series(1, 1200) AS n RETURNING id) \
         INSERT INTO contact_tags SELECT $1, id, $2, now(), 1 FROM met",
    )
    .bind::<diesel::sql_types::Uuid, _>(owner.workspace.0)
    .bind::<diesel::sql_types::Uuid, _>(hot)
    .execute(&mut app.connection().await)
    .await
    .expect("contacts");
    assert_eq!(uses(&owner).await[0].contacts, 1200);
    let cold = make(&owner, "Cold", Colour::Blue).await.id;
    merge(&owner, hot, cold).await;
    app.work().await;
    assert_eq!(uses(&owner).await[0].contacts, 1200);
    assert_eq!(kept(&app).await, 1);
    assert_sound(&app).await;
}
