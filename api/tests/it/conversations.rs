//! The list with its tabs and counts, search, and the thread.

mod excerpts;
pub mod records;
mod search;
mod thread;
mod unread;

use copperline_api::outbox;
use copperline_shared::contacts::CreateContact;
use copperline_shared::conversations::{
    Conversation, CreateConversation, RecordKind, Tab, ThreadEntry, UpdateConversation,
};
use copperline_shared::events::Event;
use copperline_shared::leads::CreateLead;
use copperline_shared::messages::SendMessage;
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use crate::support::{Owner, TestApp, problem};

async fn open(owner: &Owner, phone: &str) -> Conversation {
    let body = CreateConversation {
        phone: phone.to_owned(),
    };
    let opened = owner
        .create_conversation()
        .body(body)
        .send()
        .await
        .expect("it opens");
    opened.into_inner().conversation
}

async fn list(owner: &Owner, tab: Tab) -> Vec<Conversation> {
    owner
        .list_conversations()
        .tab(tab)
        .send()
        .await
        .expect("a list")
        .into_inner()
        .items
}

async fn ids(owner: &Owner, tab: Tab) -> Vec<Uuid> {
    list(owner, tab)
        .await
        .into_iter()
        .map(|conversation| conversation.id)
        .collect()
}

async fn change(owner: &Owner, id: Uuid, change: UpdateConversation) -> Conversation {
    let changed = owner
        .update_conversation()
        .conversation_id(id)
        .body(change)
        .send()
        .await;
    changed.expect("it changes").into_inner()
}

fn hot(hot: bool) -> UpdateConversation {
    UpdateConversation {
        hot: Some(hot),
        ..UpdateConversation::default()
    }
}

fn archived(archived: bool) -> UpdateConversation {
    UpdateConversation {
        archived: Some(archived),
        ..UpdateConversation::default()
    }
}

async fn send(owner: &Owner, conversation: Uuid, body: &str) -> Uuid {
    let body = SendMessage {
        conversation_id: Some(conversation),
        body: body.to_owned(),
        ..SendMessage::default()
    };
    owner
        .send_message()
        .body(body)
        .send()
        .await
        .expect("it is sent")
        .into_inner()
        .id
}

#[actix_web::test]
async fn c2_each_tab_holds_what_it_says_and_counts_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let plain = open(&owner, "512 555 0101").await.id;
    let flame = open(&owner, "512 555 0102").await.id;
    let put_away = open(&owner, "512 555 0103").await.id;
    change(&owner, flame, hot(true)).await;
    change(&owner, put_away, hot(true)).await;
    change(&owner, put_away, archived(true)).await;
    let sorted = |mut ids: Vec<Uuid>| {
        ids.sort();
        ids
    };
    assert_eq!(
        sorted(ids(&owner, Tab::All).await),
        sorted(vec![plain, flame, put_away])
    );
    assert_eq!(
        sorted(ids(&owner, Tab::Recents).await),
        sorted(vec![plain, flame])
    );
    assert_eq!(ids(&owner, Tab::Hot).await, [flame]);
    assert_eq!(ids(&owner, Tab::Archived).await, [put_away]);
    let counts = owner
        .count_conversations()
        .send()
        .await
        .expect("counts")
        .into_inner();
    assert_eq!(
        (counts.all, counts.recents, counts.hot, counts.archived),
        (3, 2, 1, 1)
    );
    let start = owner
        .read_start()
        .tab(Tab::Hot)
        .send()
        .await
        .expect("a start")
        .into_inner();
    assert_eq!(start.counts, counts);
    assert_eq!(start.conversations.items.len(), 1);
}

#[actix_web::test]
async fn c1_pages_follow_each_other_without_gap_or_repetition() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    for n in 0..25 {
        open(&owner, &format!("512 555 01{n:02}")).await;
    }
    let (mut seen, mut after) = (Vec::new(), None::<String>);
    loop {
        let mut request = owner.list_conversations().limit(10_u32);
        if let Some(after) = after.take() {
            request = request.after(after);
        }
        let page = request.send().await.expect("a page").into_inner();
        seen.extend(page.items.into_iter().map(|conversation| conversation.id));
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, ids(&owner, Tab::Recents).await);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 25);
    let refused = problem(owner.list_conversations().after("nonsense").send().await);
    assert_eq!(
        (refused.code, refused.fields[0].field.as_str()),
        (ErrorCode::Invalid, "after")
    );
}

#[actix_web::test]
async fn c4_a_new_lead_brings_an_archived_conversation_back_unread() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let id = open(&owner, "512 555 0101").await.id;
    change(&owner, id, archived(true)).await;
    let secret = owner
        .make_token(&[copperline_shared::api_tokens::Scope::Leads])
        .await;
    let lead = CreateLead {
        phone: "(512) 555-0101".to_owned(),
        ..CreateLead::default()
    };
    app.token(&secret)
        .create_lead()
        .body(lead)
        .send()
        .await
        .expect("a lead");
    let back = &list(&owner, Tab::Recents).await[0];
    assert_eq!((back.id, back.archived, back.unread_count), (id, false, 1));
    owner
        .mark_conversation_read()
        .conversation_id(id)
        .send()
        .await
        .expect("read");
    assert_eq!(list(&owner, Tab::Recents).await[0].unread_count, 0);
}

#[actix_web::test]
async fn c17_a_number_opens_its_one_conversation_however_it_is_written() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (first, second, third) = tokio::join!(
        open(&owner, "(512) 555-0101"),
        open(&owner, "512.555.0101"),
        open(&owner, "+1 512 555 0101"),
    );
    assert!(first.id == second.id && second.id == third.id);
    let body = CreateConversation {
        phone: "not a phone".to_owned(),
    };
    let refused = problem(owner.create_conversation().body(body).send().await);
    assert_eq!(
        (refused.code, refused.fields[0].field.as_str()),
        (ErrorCode::Invalid, "phone")
    );
}

#[actix_web::test]
async fn a_nul_character_is_the_callers_to_take_out() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let searched = problem(owner.list_conversations().search("a\0b").send().await);
    assert!(searched.field("search").is_some(), "{searched:?}");
    let body = CreateContact {
        phone: "512 555 0101".to_owned(),
        first_name: "Ma\0ya".to_owned(),
        ..CreateContact::default()
    };
    let refused = problem(owner.create_contact().body(body).send().await);
    assert!(refused.field("first_name").is_some(), "{refused:?}");
    assert!(list(&owner, Tab::All).await.is_empty());
}

#[actix_web::test]
async fn c17_a_conversation_that_begins_is_told_to_every_browser() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let contact = CreateContact {
        phone: "512 555 0192".to_owned(),
        ..CreateContact::default()
    };
    let contact = owner.create_contact().body(contact).send().await;
    let contact = contact.expect("a contact").into_inner();
    // The contact is known, the conversation is new.
    let begun = open(&owner, "512 555 0192").await;
    // Both are new.
    let both = open(&owner, "512 555 0193").await;
    // Neither is.
    open(&owner, "512 555 0193").await;
    let mut connection = app.connection().await;
    let told: Vec<Event> = outbox::after(&mut connection, owner.workspace, 0, 100)
        .await
        .expect("the events")
        .into_iter()
        .map(|stored| stored.event().expect("a known event"))
        .collect();
    let conversations: Vec<Uuid> = told
        .iter()
        .filter_map(|event| match event {
            Event::ConversationChanged { conversation } => Some(conversation.id),
            _ => None,
        })
        .collect();
    assert_eq!(conversations, [begun.id, both.id]);
    let contacts: Vec<Uuid> = told
        .iter()
        .filter_map(|event| match event {
            Event::ContactChanged { contact } => Some(contact.id),
            _ => None,
        })
        .collect();
    assert_eq!(contacts, [contact.id, both.contact_id]);
}
