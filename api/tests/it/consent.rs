//! The consent record and opting out by hand.

mod exporting;
mod recording;

use copperline_shared::api_tokens::Scope;
use copperline_shared::consent::{ConsentEntry, ConsentKind, ConsentSource};
use copperline_shared::contacts::Contact;
use copperline_shared::conversations::{CreateConversation, RecordKind, ThreadEntry};
use copperline_shared::messages::{MessageState, SendMessage};
use copperline_shared::problem::ErrorCode;
use copperline_shared::simulator::HandsetSend;
use uuid::Uuid;

use crate::support::{Owner, TestApp, problem};

const PHONE: &str = "+15125550192";

/// The conversation with [`PHONE`] and its contact.
async fn open(owner: &Owner) -> (Uuid, Contact) {
    let open = CreateConversation {
        phone: PHONE.to_owned(),
    };
    let opened = owner
        .create_conversation()
        .body(open)
        .send()
        .await
        .expect("a conversation");
    let opened = opened.into_inner();
    (opened.conversation.id, opened.contact)
}

async fn opt_out(owner: &Owner, contact: Uuid) -> Contact {
    let answer = owner.opt_out_contact().contact_id(contact).send().await;
    answer.expect("opted out").into_inner()
}

async fn record(owner: &Owner, contact: Uuid) -> Vec<ConsentEntry> {
    let answer = owner.list_consent().contact_id(contact).send().await;
    answer.expect("a record").into_inner().items
}

/// Kinds and agents of the records in the thread, oldest first.
async fn records(owner: &Owner, conversation: Uuid) -> Vec<(RecordKind, Option<String>)> {
    let thread = owner
        .read_thread()
        .conversation_id(conversation)
        .send()
        .await;
    let entries = thread.expect("a thread").into_inner().entries;
    let records = entries.into_iter().filter_map(|entry| match entry {
        ThreadEntry::Record { record } => Some((record.kind, record.agent_name)),
        _ => None,
    });
    records.collect()
}

/// Writes to the workspace as the contact.
async fn reply(app: &TestApp, owner: &Owner, body: &str) {
    let number = owner
        .list_numbers()
        .send()
        .await
        .expect("numbers")
        .into_inner()[0]
        .phone
        .clone();
    let text = HandsetSend {
        number,
        body: body.to_owned(),
        pictures: Vec::new(),
        copies: 1,
    };
    owner
        .send_from_handset()
        .phone(PHONE)
        .body(text)
        .send()
        .await
        .expect("a reply");
    app.work().await;
}

#[actix_web::test]
async fn an_agent_opts_a_contact_out_and_the_record_says_who() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (conversation, contact) = open(&owner).await;
    assert!(record(&owner, contact.id).await.is_empty());
    let contact = opt_out(&owner, contact.id).await;
    assert!(contact.opted_out_at.is_some());
    let entries = record(&owner, contact.id).await;
    let [entry] = entries.as_slice() else {
        panic!("one entry, not {entries:?}")
    };
    assert_eq!(
        (entry.kind, entry.source),
        (ConsentKind::OptOut, ConsentSource::Agent)
    );
    assert_eq!(entry.evidence, "Jordan Diaz");
    let expected = vec![(RecordKind::OptedOut, Some("Jordan Diaz".to_owned()))];
    assert_eq!(records(&owner, conversation).await, expected);
    let listed = owner
        .list_conversations()
        .send()
        .await
        .expect("a list")
        .into_inner();
    assert!(listed.items[0].opted_out);
}

#[actix_web::test]
async fn x6_c7_an_opt_out_that_a_token_records_is_the_tokens_and_not_the_contacts_words() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (conversation, contact) = open(&owner).await;
    let program = app.token(&owner.make_token(&[Scope::Contacts]).await);
    let out = program.opt_out_contact().contact_id(contact.id).send();
    out.await.expect("opted out");
    let entries = record(&owner, contact.id).await;
    let [entry] = entries.as_slice() else {
        panic!("one entry, not {entries:?}")
    };
    assert_eq!(
        (entry.source, entry.evidence.as_str()),
        (ConsentSource::Agent, "SmartQuotes (API token)")
    );
    let told = crate::conversations::records::records(&owner, conversation).await;
    let [told] = &told[..] else {
        panic!("one record, not {told:?}")
    };
    assert_eq!(told.kind, RecordKind::OptedOut);
    assert_eq!(
        (told.api_token_name.as_deref(), told.detail.as_str()),
        (Some("SmartQuotes"), "")
    );
}

#[actix_web::test]
async fn opting_out_twice_changes_nothing() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (conversation, contact) = open(&owner).await;
    let both = tokio::join!(opt_out(&owner, contact.id), opt_out(&owner, contact.id));
    assert_eq!(both.0, both.1);
    assert_eq!(opt_out(&owner, contact.id).await, both.0);
    assert_eq!(record(&owner, contact.id).await.len(), 1);
    assert_eq!(records(&owner, conversation).await.len(), 1);
}

#[actix_web::test]
async fn a_contact_without_a_conversation_can_be_opted_out() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let new = copperline_shared::contacts::CreateContact {
        phone: PHONE.to_owned(),
        ..Default::default()
    };
    let contact = owner
        .create_contact()
        .body(new)
        .send()
        .await
        .expect("a contact")
        .into_inner();
    assert!(opt_out(&owner, contact.id).await.opted_out_at.is_some());
    assert_eq!(record(&owner, contact.id).await.len(), 1);
}

#[actix_web::test]
async fn s7_an_opt_out_cancels_what_is_queued_and_refuses_what_comes() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    owner.fund(&app, 20).await;
    owner.rent(&app, "512").await;
    let (conversation, contact) = open(&owner).await;
    let send = || {
        let text = SendMessage {
            conversation_id: Some(conversation),
            body: "Hi".to_owned(),
            ..SendMessage::default()
        };
        owner.send_message().body(text).send()
    };
    let queued = send().await.expect("queued").into_inner();
    opt_out(&owner, contact.id).await;
    app.work().await;
    let read = owner
        .read_message()
        .message_id(queued.id)
        .send()
        .await
        .expect("a message");
    assert_eq!(read.into_inner().message.state, MessageState::Cancelled);
    assert_eq!(problem(send().await).code, ErrorCode::OptedOut);
}

#[actix_web::test]
async fn s7_start_lifts_the_contacts_own_opt_out_but_not_an_agents() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    owner.fund(&app, 20).await;
    owner.rent(&app, "512").await;
    let (_, contact) = open(&owner).await;
    let opted_out = async || {
        let read = owner.read_contact().contact_id(contact.id).send().await;
        read.expect("a contact").into_inner().opted_out_at.is_some()
    };
    reply(&app, &owner, "STOP").await;
    assert!(opted_out().await);
    reply(&app, &owner, "start").await;
    assert!(!opted_out().await);
    opt_out(&owner, contact.id).await;
    reply(&app, &owner, "START").await;
    assert!(opted_out().await, "an agent's opt-out stands");
    reply(&app, &owner, "Stop All").await;
    reply(&app, &owner, "Unstop").await;
    assert!(!opted_out().await, "the contact asked last");
    let kinds: Vec<_> = record(&owner, contact.id)
        .await
        .iter()
        .map(|entry| (entry.kind, entry.source))
        .collect();
    let (stop, start) = (ConsentKind::OptOut, ConsentKind::OptIn);
    let contact = ConsentSource::Contact;
    let expected = [
        (start, contact),
        (stop, contact),
        (stop, ConsentSource::Agent),
        (start, contact),
        (stop, contact),
    ];
    assert_eq!(kinds, expected, "newest first");
}

#[actix_web::test]
async fn x6_an_opt_out_by_text_is_kept_in_the_contacts_own_words_with_the_trigger_they_matched() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    owner.rent(&app, "512").await;
    let (conversation, contact) = open(&owner).await;
    reply(&app, &owner, " stop  ALL!! ").await;
    reply(&app, &owner, "Start, please").await;
    reply(&app, &owner, "UNSTOP.").await;
    let entries = record(&owner, contact.id).await;
    let kept: Vec<_> = entries
        .iter()
        .map(|entry| (entry.kind, entry.evidence.as_str(), entry.trigger.as_str()))
        .collect();
    let expected = [
        (ConsentKind::OptIn, "UNSTOP.", ""),
        (ConsentKind::OptOut, "stop  ALL!!", "Stop All"),
    ];
    assert_eq!(kept, expected, "newest first");
    let thread = owner
        .read_thread()
        .conversation_id(conversation)
        .send()
        .await;
    let named = thread
        .expect("a thread")
        .into_inner()
        .entries
        .into_iter()
        .find_map(|entry| match entry {
            ThreadEntry::Record { record } => Some(record.detail),
            _ => None,
        });
    assert_eq!(named.as_deref(), Some("Stop All"), "the thread names it");
}

#[actix_web::test]
async fn an_opt_out_is_of_its_workspace_alone() {
    let app = TestApp::start().await;
    let (mine, theirs) = (app.owner().await, app.owner().await);
    let (_, ours) = open(&mine).await;
    let (_, other) = open(&theirs).await;
    opt_out(&mine, ours.id).await;
    let read = theirs
        .read_contact()
        .contact_id(other.id)
        .send()
        .await
        .expect("a contact");
    assert_eq!(read.into_inner().opted_out_at, None);
    let foreign = mine.opt_out_contact().contact_id(other.id).send().await;
    assert_eq!(problem(foreign).code, ErrorCode::NotFound);
    let foreign = mine.list_consent().contact_id(other.id).send().await;
    assert_eq!(problem(foreign).code, ErrorCode::NotFound);
}
