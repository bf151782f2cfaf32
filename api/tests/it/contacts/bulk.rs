//! What is done to many contacts at once, with or without a conversation (P6).

use copperline_shared::bulk_actions::{
    BulkAction, BulkChange, BulkReason, BulkState, BulkTarget, CreateBulkAction,
};
use copperline_shared::contacts::{ContactFilter, MergeContact};
use copperline_shared::palette::Colour;
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use super::create;
use super::listing::{four, person};
use crate::support::{Owner, TestApp};
use crate::tags::{change as retag, make, meet, worn};

/// Does it and gives what came of it.
async fn run(app: &TestApp, owner: &Owner, change: BulkChange, on: BulkTarget) -> BulkAction {
    let body = CreateBulkAction { change, on };
    let begun = owner.create_bulk_action().body(body).send().await;
    let id = begun.expect("it begins").id;
    app.work().await;
    read(owner, id).await
}

async fn read(owner: &Owner, id: Uuid) -> BulkAction {
    let action = owner.read_bulk_action().bulk_action_id(id).send().await;
    action.expect("it is there").into_inner()
}

async fn undo(app: &TestApp, owner: &Owner, id: Uuid) -> BulkAction {
    let undo = owner.undo_bulk_action().bulk_action_id(id).send().await;
    undo.expect("it is undone");
    app.work().await;
    read(owner, id).await
}

fn all_but(except: &[Uuid]) -> BulkTarget {
    BulkTarget::MatchingContacts {
        filter: ContactFilter::default(),
        except: except.to_vec(),
    }
}

fn named(ids: &[Uuid]) -> BulkTarget {
    BulkTarget::Contacts {
        contact_ids: ids.to_vec(),
    }
}

#[actix_web::test]
async fn p6_contacts_without_a_conversation_are_tagged_in_bulk_and_untagged_again() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let ids = four(&owner).await;
    let hot = make(&owner, "Hot", Colour::Copper).await.id;
    retag(&owner, ids[0], &[hot], &[]).await;
    let tag = BulkChange::Tag { tag_ids: vec![hot] };
    let done = run(&app, &owner, tag, all_but(&[ids[3]])).await;
    assert_eq!(
        (done.state, done.total, done.changed),
        (BulkState::Finished, 3, 2)
    );
    let already = BulkReason {
        code: ErrorCode::AlreadySo,
        count: 1,
    };
    assert_eq!(done.reasons, [already]);
    assert_eq!(worn(&owner, ids[1]).await, [hot]);
    assert_eq!(worn(&owner, ids[3]).await, [] as [Uuid; 0]);
    undo(&app, &owner, done.id).await;
    assert_eq!(worn(&owner, ids[0]).await, [hot]);
    assert_eq!(worn(&owner, ids[1]).await, [] as [Uuid; 0]);
}

#[actix_web::test]
async fn p6_what_only_a_conversation_can_be_is_done_to_who_has_one_and_the_others_are_counted() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let ids = four(&owner).await;
    let row = meet(&owner, "+15125550101").await;
    let conversation = async || {
        let read = owner.read_conversation().conversation_id(row.id);
        read.send()
            .await
            .expect("it is there")
            .into_inner()
            .conversation
    };
    let without = |count| {
        [BulkReason {
            code: ErrorCode::NoConversation,
            count,
        }]
    };
    for (change, on) in [
        (BulkChange::MarkHot, named(&ids)),
        (BulkChange::Archive, all_but(&[])),
        (
            BulkChange::Assign {
                agent_id: Some(owner.agent),
                group_id: None,
            },
            named(&ids),
        ),
    ] {
        let done = run(&app, &owner, change, on).await;
        assert_eq!(
            (done.state, done.total, done.done, done.changed),
            (BulkState::Finished, 4, 4, 1)
        );
        assert_eq!(done.reasons, without(3));
    }
    let now = conversation().await;
    assert!(now.hot && now.archived);
    assert_eq!(now.assigned_agent_id, Some(owner.agent));
    // Nobody of these has one.
    let none = run(&app, &owner, BulkChange::MarkHot, named(&ids[1..])).await;
    assert_eq!(
        (none.state, none.total, none.done, none.changed),
        (BulkState::Finished, 3, 3, 0)
    );
    assert_eq!(none.reasons, without(3));
    let cool = run(&app, &owner, BulkChange::MarkNotHot, named(&ids)).await;
    let undone = undo(&app, &owner, cool.id).await;
    assert_eq!((undone.state, undone.undone), (BulkState::Undone, 1));
    assert!(conversation().await.hot);
}

#[actix_web::test]
async fn p6_c6_tags_come_back_to_who_is_still_there() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let ids = four(&owner).await;
    let hot = make(&owner, "Hot", Colour::Copper).await.id;
    let tag = BulkChange::Tag { tag_ids: vec![hot] };
    run(&app, &owner, tag, all_but(&[])).await;
    let untag = BulkChange::Untag { tag_ids: vec![hot] };
    let done = run(&app, &owner, untag, all_but(&[])).await;
    assert_eq!((done.total, done.changed), (4, 4));
    let erased = owner.erase_contact().contact_id(ids[0]).send().await;
    erased.expect("erased");
    let body = MergeContact { other: ids[1] };
    let merged = owner.merge_contact().contact_id(ids[2]).body(body);
    merged.send().await.expect("merged");
    let undone = undo(&app, &owner, done.id).await;
    assert_eq!((undone.state, undone.undone), (BulkState::Undone, 2));
    for id in [ids[2], ids[3]] {
        assert_eq!(worn(&owner, id).await, [hot]);
    }
}

#[actix_web::test]
async fn p6_all_that_a_filter_finds_are_chosen_and_nobody_of_another_workspace() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let ids = four(&owner).await;
    let theirs = create(&stranger, person("5125550101", "Ada", "", "SmartQuotes")).await;
    let hot = make(&owner, "Hot", Colour::Copper).await.id;
    let tag = BulkChange::Tag { tag_ids: vec![hot] };
    let from = BulkTarget::MatchingContacts {
        filter: ContactFilter {
            source: Some("SMARTQUOTES".to_owned()),
            ..ContactFilter::default()
        },
        except: Vec::new(),
    };
    let done = run(&app, &owner, tag.clone(), from).await;
    assert_eq!((done.total, done.changed), (2, 2));
    let done = run(&app, &owner, tag, named(&[ids[1], theirs.id, ids[1]])).await;
    // Theirs is nobody here, and one that is named twice is one.
    assert_eq!((done.total, done.done, done.changed), (2, 2, 1));
    let missing = [BulkReason {
        code: ErrorCode::NotFound,
        count: 1,
    }];
    assert_eq!(done.reasons, missing);
    assert_eq!(worn(&stranger, theirs.id).await, [] as [Uuid; 0]);
    let hot = run(&app, &owner, BulkChange::MarkHot, named(&[theirs.id])).await;
    assert_eq!((hot.total, hot.done, hot.changed), (1, 1, 0));
    assert_eq!(hot.reasons, missing);
}
