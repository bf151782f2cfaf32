//! Filters of the list of conversations, what respects them, and saved ones (C18).

use copperline_api::check;
use copperline_shared::assignment::AssignedTo;
use copperline_shared::bulk_actions::{BulkChange, BulkTarget, CreateBulkAction};
use copperline_shared::conversations::{Counts, Tab, UpdateConversation};
use copperline_shared::events::Event;
use copperline_shared::filters::{
    Assignee, CreateSavedFilter, Filter, SavedFilter, UpdateSavedFilter,
};
use copperline_shared::groups::SaveGroup;
use copperline_shared::palette::Colour;
use copperline_shared::pipeline::{PipelineStage, PutPipelineCard};
use copperline_shared::problem::ErrorCode;
use copperline_shared::tags::MergeTag;
use uuid::Uuid;

use crate::assignment::{assign, assign_to, token};
use crate::groups::{groups, make as make_group};
use crate::support::{Owner, TestApp, problem};
use crate::tags::{change as retag, events, make, meet, newest};

mod saved;

/// Five conversations, the last on top; each with its contact.
async fn five(owner: &Owner) -> Vec<(Uuid, Uuid)> {
    let mut met = Vec::new();
    for last in 101..106 {
        let row = meet(owner, &format!("+15125550{last}")).await;
        met.push((row.id, row.contact_id));
    }
    met
}

async fn stages(owner: &Owner) -> Vec<PipelineStage> {
    let stages = owner.list_pipeline_stages().send().await;
    stages.expect("stages").into_inner()
}

async fn put(owner: &Owner, contact: Uuid, stage: Uuid) {
    let body = PutPipelineCard {
        stage_id: stage,
        amount_micros: None,
    };
    let put = owner.put_pipeline_card().contact_id(contact).body(body);
    put.send().await.expect("it stands there");
}

async fn unread(owner: &Owner, id: Uuid) {
    let body = UpdateConversation {
        unread: Some(true),
        ..UpdateConversation::default()
    };
    let marked = owner.update_conversation().conversation_id(id).body(body);
    marked.send().await.expect("it is marked");
}

/// A request for what passes a filter.
macro_rules! passing {
    ($request:expr, $filter:expr) => {{
        let mut request = $request;
        let filter: Filter = $filter;
        if let Some(assignee) = filter.assignee {
            request = request.assignee(assignee.to_string());
        }
        if let Some(tag) = filter.tag_id {
            request = request.tag_id(tag);
        }
        if let Some(stage) = filter.stage_id {
            request = request.stage_id(stage);
        }
        if filter.unread {
            request = request.unread(true);
        }
        request
    }};
}

async fn listed(owner: &Owner, tab: Tab, filter: Filter) -> Vec<Uuid> {
    let request = passing!(owner.list_conversations().tab(tab), filter);
    let page = request.send().await.expect("a list").into_inner();
    page.items.iter().map(|row| row.id).collect()
}

async fn counts(owner: &Owner, filter: Filter) -> Counts {
    let request = passing!(owner.count_conversations(), filter);
    request.send().await.expect("counts").into_inner()
}

fn of(assignee: Assignee) -> Filter {
    Filter {
        assignee: Some(assignee),
        ..Filter::default()
    }
}

fn wearing(tag: Uuid) -> Filter {
    Filter {
        tag_id: Some(tag),
        ..Filter::default()
    }
}

#[actix_web::test]
async fn c18_each_part_of_a_filter_narrows_every_tab_and_its_count() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let met = five(&owner).await;
    let id = |at: usize| met[at].0;
    let tag = make(&owner, "Hot quote", Colour::Copper).await.id;
    let other = make(&owner, "Cold", Colour::Blue).await.id;
    let quoted = stages(&owner).await[2].id;
    assign(&owner, id(0), Some(sam.agent)).await;
    assign(&owner, id(1), Some(owner.agent)).await;
    // Not only the one that was applied last counts.
    retag(&owner, met[1].1, &[tag, other], &[]).await;
    retag(&owner, met[2].1, &[tag], &[]).await;
    put(&owner, met[2].1, quoted).await;
    put(&owner, met[3].1, quoted).await;
    unread(&owner, id(3)).await;
    let archive = UpdateConversation {
        archived: Some(true),
        ..UpdateConversation::default()
    };
    let archived = owner.update_conversation().conversation_id(id(2));
    archived.body(archive).send().await.expect("archived");

    let me = Assignee::Me;
    let list = async |tab, filter| listed(&owner, tab, filter).await;
    assert_eq!(list(Tab::Recents, of(me)).await, [id(1)]);
    assert_eq!(listed(&sam, Tab::Recents, of(me)).await, [id(0)]);
    let of_sam = of(Assignee::Agent(sam.agent));
    assert_eq!(list(Tab::All, of_sam).await, [id(0)]);
    let nobodys = list(Tab::Recents, of(Assignee::Nobody)).await;
    assert_eq!(nobodys, [id(4), id(3)]);
    assert_eq!(list(Tab::Recents, wearing(tag)).await, [id(1)]);
    assert_eq!(list(Tab::All, wearing(tag)).await, [id(2), id(1)]);
    assert_eq!(list(Tab::Archived, wearing(tag)).await, [id(2)]);
    let stage = Filter {
        stage_id: Some(quoted),
        ..Filter::default()
    };
    assert_eq!(list(Tab::All, stage).await, [id(3), id(2)]);
    let news = Filter {
        unread: true,
        ..stage
    };
    assert_eq!(list(Tab::All, news).await, [id(3)]);
    let both = Filter {
        tag_id: Some(tag),
        ..of(me)
    };
    assert_eq!(list(Tab::Recents, both).await, [id(1)]);

    let of_tag = counts(&owner, wearing(tag)).await;
    assert_eq!((of_tag.all, of_tag.recents, of_tag.archived), (2, 1, 1));
    assert_eq!(counts(&owner, Filter::default()).await.all, 5);
    let start = owner.read_start().tab(Tab::All).tag_id(tag).send().await;
    let start = start.expect("it opens").into_inner();
    assert_eq!(start.filtered_counts, Some(of_tag));
    assert_eq!(start.conversations.items.len(), 2);
    assert_eq!(start.counts.all, 5);
}

#[actix_web::test]
async fn c18_a_groups_conversations_are_those_of_its_members_groups_and_nobodys_are_neithers() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let met = five(&owner).await;
    let id = |at: usize| met[at].0;
    let sales = make_group(&owner, "Sales", &[sam.agent]).await.id;
    let support = make_group(&owner, "Support", &[owner.agent, sam.agent])
        .await
        .id;
    let empty = make_group(&owner, "Empty", &[]).await.id;
    for (at, group) in [(0, sales), (1, support), (2, empty)] {
        assign_to(&owner, id(at), Some(AssignedTo::Group(group))).await;
    }
    assign(&owner, id(3), Some(sam.agent)).await;
    let list = async |owner: &Owner, assignee| listed(owner, Tab::All, of(assignee)).await;
    assert_eq!(list(&owner, Assignee::Group(sales)).await, [id(0)]);
    assert_eq!(list(&owner, Assignee::Group(empty)).await, [id(2)]);
    assert_eq!(list(&owner, Assignee::MyGroups).await, [id(1)]);
    assert_eq!(list(&sam, Assignee::MyGroups).await, [id(1), id(0)]);
    assert_eq!(list(&sam, Assignee::Me).await, [id(3)], "not the group's");
    assert_eq!(list(&sam, Assignee::Nobody).await, [id(4)]);
    assert_eq!(counts(&sam, of(Assignee::MyGroups)).await.all, 2);
    // With another part of a filter, and in a search.
    unread(&owner, id(0)).await;
    let news = Filter {
        unread: true,
        ..of(Assignee::MyGroups)
    };
    assert_eq!(listed(&sam, Tab::All, news).await, [id(0)]);
    let found = sam.list_conversations().assignee("my_groups");
    let found = found.search("5550102").send().await.expect("a list");
    assert_eq!(found.items.len(), 1);
    let count = sam.count_matching_conversations().assignee("my_groups");
    assert_eq!(count.send().await.expect("a count").count, 2);
    // Whoever leaves a group doesn't see what is its own.
    let body = SaveGroup {
        name: "Sales".to_owned(),
        agent_ids: vec![owner.agent],
    };
    let left = owner.update_group().group_id(sales).body(body).send().await;
    left.expect("he leaves");
    assert_eq!(list(&sam, Assignee::MyGroups).await, [id(1)]);
    assert_eq!(list(&owner, Assignee::MyGroups).await, [id(1), id(0)]);
    // A group's id of another workspace lets nothing through.
    let stranger = app.owner().await;
    meet(&stranger, "+15125550101").await;
    assert!(list(&stranger, Assignee::Group(sales)).await.is_empty());
}

#[actix_web::test]
async fn c18_a_filtered_list_is_read_page_by_page_and_searched() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let met = five(&owner).await;
    let tag = make(&owner, "Hot quote", Colour::Copper).await.id;
    for (_, contact) in &met[..4] {
        retag(&owner, *contact, &[tag], &[]).await;
    }
    let mut read = Vec::new();
    let mut after = None;
    loop {
        let mut request = owner.list_conversations().tag_id(tag).limit(2);
        if let Some(after) = after {
            request = request.after(after);
        }
        let page = request.send().await.expect("a page").into_inner();
        read.extend(page.items.iter().map(|row| row.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let wanted: Vec<Uuid> = met[..4].iter().rev().map(|(id, _)| *id).collect();
    assert_eq!(read, wanted);
    let found = owner.list_conversations().tag_id(tag).search("5550105");
    assert!(found.send().await.expect("a list").items.is_empty());
    let found = owner.list_conversations().tag_id(tag).search("5550104");
    assert_eq!(found.send().await.expect("a list").items.len(), 1);
}

#[actix_web::test]
async fn c18_c6_what_is_done_to_all_that_match_respects_the_filter() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let met = five(&owner).await;
    let tag = make(&owner, "Hot quote", Colour::Copper).await.id;
    for (_, contact) in &met[..2] {
        retag(&owner, *contact, &[tag], &[]).await;
    }
    let count = owner.count_matching_conversations().tab(Tab::Recents);
    let count = count.tag_id(tag).send().await.expect("a count");
    assert_eq!(count.count, 2);
    let body = CreateBulkAction {
        change: BulkChange::MarkHot,
        on: BulkTarget::Matching {
            tab: Tab::Recents,
            search: String::new(),
            filter: wearing(tag),
            except: vec![met[0].0],
        },
    };
    let begun = owner.create_bulk_action().body(body).send().await;
    assert_eq!(begun.expect("it begins").total, 1);
    app.work().await;
    assert_eq!(
        listed(&owner, Tab::Hot, Filter::default()).await,
        [met[1].0]
    );
}

#[actix_web::test]
async fn c18_x9_a_token_filters_by_an_agents_id_and_is_nobody_itself() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let met = five(&owner).await;
    assign(&owner, met[0].0, Some(owner.agent)).await;
    let scope = copperline_shared::api_tokens::Scope::Conversations;
    let token = token(&app, &owner, scope).await;
    let of_owner = token
        .list_conversations()
        .assignee(owner.agent.to_string())
        .send();
    assert_eq!(of_owner.await.expect("a list").items.len(), 1);
    for assignee in ["me", "my_groups", "somebody", "group:sales"] {
        let refused = token.list_conversations().assignee(assignee).send().await;
        let refused = problem(refused);
        assert_eq!(refused.code, ErrorCode::Invalid);
        assert!(refused.field("assignee").is_some(), "{}", refused.detail);
    }
}

#[actix_web::test]
async fn c18_a_tag_that_was_deleted_lets_nothing_through() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let met = five(&owner).await;
    let tag = make(&owner, "Hot quote", Colour::Copper).await.id;
    retag(&owner, met[0].1, &[tag], &[]).await;
    let deleted = owner.delete_tag().tag_id(tag).send().await;
    deleted.expect("it goes");
    // At once, before the job has taken it off.
    assert!(listed(&owner, Tab::All, wearing(tag)).await.is_empty());
    assert_eq!(counts(&owner, wearing(tag)).await.all, 0);
}
