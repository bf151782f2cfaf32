//! Comments among colleagues, and whom they notify (C21).

mod apart;
mod changing;

use chrono::TimeDelta;
use copperline_shared::api_tokens::Scope;
use copperline_shared::comments::{Comment, CreateComment, Mention, TEXT_LENGTH, mention};
use copperline_shared::conversations::ThreadEntry;
use copperline_shared::events::Event;
use copperline_shared::notifications::{Notifications, ReadNotifications};
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use crate::support::{Owner, TestApp, problem};
use crate::tags::{MAYA, events, meet, newest};

pub fn on(conversation_id: Uuid, text: &str) -> CreateComment {
    CreateComment {
        conversation_id,
        text: text.to_owned(),
    }
}

pub async fn comment(by: &Owner, conversation: Uuid, text: &str) -> Comment {
    let written = by.create_comment().body(on(conversation, text)).send();
    written.await.expect("it is written").into_inner()
}

async fn thread(owner: &Owner, conversation: Uuid) -> Vec<ThreadEntry> {
    let read = owner.read_thread().conversation_id(conversation).send();
    read.await.expect("a thread").into_inner().entries
}

async fn told(owner: &Owner) -> Notifications {
    let listed = owner.list_notifications().send().await;
    listed.expect("what one was told").into_inner()
}

async fn read(owner: &Owner, until: &Comment, conversation_id: Option<Uuid>) {
    let body = ReadNotifications {
        until: until.created_at,
        conversation_id,
    };
    let read = owner.read_notifications().body(body).send().await;
    read.expect("they are read");
}

#[actix_web::test]
async fn c21_a_comment_stands_in_the_thread_with_its_author_and_that_is_told() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await;
    let before = newest(&app, &owner).await;
    let written = comment(&owner, maya.id, " Ask her\r\nabout Andre ").await;
    assert_eq!(written.text, "Ask her\nabout Andre");
    assert_eq!(written.author_name, "Jordan Diaz");
    assert_eq!(written.agent_id, Some(owner.agent));
    let entry = ThreadEntry::Comment {
        comment: written.clone(),
    };
    assert_eq!(thread(&owner, maya.id).await, [entry]);
    let added = Event::CommentAdded {
        comment: written.clone(),
    };
    assert_eq!(events(&app, &owner, before).await, [added]);
    let again = owner.read_comment().comment_id(written.id).send().await;
    assert_eq!(again.expect("a comment").into_inner(), written);
}

#[actix_web::test]
async fn c21_a_comment_leaves_the_conversations_row_as_it_is() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await;
    app.pass(TimeDelta::minutes(1)).await;
    comment(&owner, maya.id, "Ask her about Andre").await;
    assert_eq!(meet(&owner, MAYA).await, maya);
}

#[actix_web::test]
async fn c21_a_request_that_comes_again_writes_one_comment() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let colleague = app.colleague(&owner, "basic").await;
    let maya = meet(&owner, MAYA).await;
    let text = mention(colleague.agent);
    let write = || {
        let request = owner.create_comment().idempotency_key("k1");
        request.body(on(maya.id, &text)).send()
    };
    let (one, other) = tokio::join!(write(), write());
    let (one, other) = (one.expect("written"), other.expect("written"));
    assert_eq!(one.into_inner(), other.into_inner());
    assert_eq!(thread(&owner, maya.id).await.len(), 1);
    assert_eq!(told(&colleague).await.unread, 1);
}

#[actix_web::test]
async fn c21_mentions_are_kept_as_ids_and_follow_a_new_name() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let colleague = app.colleague(&owner, "basic").await;
    let maya = meet(&owner, MAYA).await;
    let text = format!("{} has met her", mention(colleague.agent));
    let written = comment(&owner, maya.id, &text).await;
    assert_eq!(written.text, text);
    let sam = |name: &str| Mention {
        agent_id: colleague.agent,
        name: name.to_owned(),
    };
    assert_eq!(written.mentions, [sam("Sam Lee")]);
    let renamed = copperline_shared::profile::UpdateProfile {
        last_name: Some("Lee-Ortiz".to_owned()),
        ..Default::default()
    };
    let renamed = colleague.update_profile().body(renamed).send().await;
    renamed.expect("another name");
    let read = owner.read_comment().comment_id(written.id).send().await;
    let read = read.expect("a comment").into_inner();
    assert_eq!(read.mentions, [sam("Sam Lee-Ortiz")]);
    assert_eq!(read.plain(), "@Sam Lee-Ortiz has met her");
}

#[actix_web::test]
async fn c21_only_who_is_mentioned_is_told_and_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (sam, ana) = (
        app.colleague(&owner, "basic").await,
        app.colleague(&owner, "admin").await,
    );
    let maya = meet(&owner, MAYA).await;
    let text = format!("{0} {0} {1}", mention(sam.agent), mention(owner.agent));
    let written = comment(&owner, maya.id, &text).await;
    let sams = told(&sam).await;
    assert_eq!(sams.unread, 1);
    assert_eq!(sams.items[0].comment.as_ref(), Some(&written));
    assert_eq!(sams.items[0].name, "(512) 555-0192");
    assert_eq!(told(&ana).await, Notifications::default());
    // Whoever mentions themselves knows.
    assert_eq!(told(&owner).await, Notifications::default());
}

#[actix_web::test]
async fn c21_notifications_are_read_one_by_one_by_conversation_and_all() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let (maya, theo) = (
        meet(&owner, MAYA).await.id,
        meet(&owner, "+15125550193").await.id,
    );
    let at_sam = mention(sam.agent);
    let mut written = Vec::new();
    for conversation in [maya, maya, theo, maya, theo] {
        app.pass(TimeDelta::seconds(1)).await;
        written.push(comment(&owner, conversation, &at_sam).await);
    }
    let unread = async || told(&sam).await.unread;
    assert_eq!(unread().await, 5);
    let first = told(&sam).await.items.pop().expect("the oldest");
    let mark = || sam.read_notification().notification_id(first.id).send();
    mark().await.expect("it is read");
    let before = newest(&app, &owner).await;
    mark().await.expect("again");
    assert_eq!(newest(&app, &owner).await, before, "nothing changed");
    assert_eq!(unread().await, 4);
    read(&sam, &written[2], Some(maya)).await;
    assert_eq!(unread().await, 3, "the later one of Maya is unread");
    read(&sam, &written[3], None).await;
    assert_eq!(unread().await, 1, "what came since stays unread");
    let told_of = Event::NotificationsChanged { notification: None };
    let news = events(&app, &owner, before).await;
    assert_eq!(news, [told_of.clone(), told_of]);
    let page = sam.list_notifications().limit(2_u32).send().await;
    let page = page.expect("a page").into_inner();
    assert!(page.items[0].read_at.is_none() && page.items[1].read_at.is_some());
    let next = page.next.expect("more");
    let rest = sam.list_notifications().after(next).send().await;
    assert_eq!(rest.expect("the rest").into_inner().items.len(), 3);
    let others = problem(
        owner
            .read_notification()
            .notification_id(first.id)
            .send()
            .await,
    );
    assert_eq!(others.code, ErrorCode::NotFound, "somebody else's is none");
}

#[actix_web::test]
async fn c21_what_cannot_stand_there_is_refused_with_the_field() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let maya = meet(&owner, MAYA).await.id;
    let theirs = mention(stranger.agent);
    let endless = "x".repeat(TEXT_LENGTH + 1);
    for text in ["", " \n", &theirs, &mention(Uuid::now_v7()), &endless] {
        let refused = problem(owner.create_comment().body(on(maya, text)).send().await);
        assert_eq!(refused.code, ErrorCode::Invalid, "{text}");
        assert!(refused.field("text").is_some(), "{text}");
    }
    let elsewhere = stranger.create_comment().body(on(maya, "Hi")).send().await;
    assert_eq!(problem(elsewhere).code, ErrorCode::NotFound);
    assert_eq!(thread(&owner, maya).await, []);
    assert_eq!(told(&stranger).await.unread, 0);
}

#[actix_web::test]
async fn c21_a_token_comments_in_its_name_and_mentions_people() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    let token = app.token(&owner.make_token(&[Scope::Conversations]).await);
    let people = token.list_agents().send().await.expect("people");
    let jordan = people.into_inner().remove(0);
    assert_eq!(jordan.full_name(), "Jordan Diaz");
    let body = on(maya, &format!("{} look", mention(jordan.id)));
    let written = token.create_comment().body(body).send().await;
    let written = written.expect("written").into_inner();
    assert_eq!(
        (written.author_name.as_str(), written.agent_id),
        ("SmartQuotes", None)
    );
    assert_eq!(told(&owner).await.items[0].comment, Some(written));
    let none = problem(token.list_notifications().send().await);
    assert_eq!(none.code, ErrorCode::Forbidden, "they belong to a person");
}

#[actix_web::test]
async fn c21_the_thread_is_read_around_a_comment() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    let mut written = Vec::new();
    for n in 0..30 {
        written.push(comment(&owner, maya, &format!("Comment {n}")).await.id);
    }
    let stretch = |id: Uuid| {
        let request = owner.read_thread().conversation_id(maya);
        request.around(id).limit(10_u32).send()
    };
    let around = stretch(written[15]).await.expect("a stretch").into_inner();
    let ids: Vec<Uuid> = around.entries.iter().map(ThreadEntry::id).collect();
    assert_eq!(ids, written[9..22]);
    assert!(around.earlier.is_some() && around.later.is_some());
    let newest = owner.read_thread().conversation_id(maya).limit(10_u32);
    let newest = newest.send().await.expect("a stretch").into_inner();
    let earlier = owner
        .read_thread()
        .conversation_id(maya)
        .before(newest.earlier.expect("more"))
        .limit(10_u32)
        .send()
        .await;
    let ids: Vec<Uuid> = earlier
        .expect("a stretch")
        .into_inner()
        .entries
        .iter()
        .map(ThreadEntry::id)
        .collect();
    assert_eq!(ids, written[10..20]);
}
