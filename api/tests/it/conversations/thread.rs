//! Reading a thread, and what stands in it (C4, C7, C8).

use copperline_shared::conversations::BY_MESSAGE;

use super::*;
use crate::desk::{Desk, MAYA};
use crate::tags::{events, newest};

#[actix_web::test]
async fn c4_archiving_is_recorded_once_with_who_did_it_and_can_be_undone() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let id = open(&owner, "512 555 0101").await.id;
    assert!(change(&owner, id, archived(true)).await.archived);
    assert!(change(&owner, id, archived(true)).await.archived);
    assert!(!change(&owner, id, archived(false)).await.archived);
    let thread = owner
        .read_thread()
        .conversation_id(id)
        .send()
        .await
        .expect("a thread");
    let records: Vec<(RecordKind, Option<String>)> = thread
        .into_inner()
        .entries
        .into_iter()
        .filter_map(|entry| match entry {
            ThreadEntry::Record { record } => Some((record.kind, record.agent_name)),
            _ => None,
        })
        .collect();
    let who = Some("Jordan Diaz".to_owned());
    assert_eq!(
        records,
        [
            (RecordKind::Archived, who.clone()),
            (RecordKind::Unarchived, who)
        ]
    );
}

#[actix_web::test]
async fn c4_c7_a_message_that_ends_the_archive_is_followed_by_a_record_of_it_once() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "Hi").await;
    let id = desk.conversation().await.id;
    change(&desk, id, archived(true)).await;
    let before = newest(&app, &desk).await;
    // The carrier tells it twice.
    desk.hear_copies(&app, MAYA, "Still there?", 2).await;
    let told = events(&app, &desk, before).await;
    let live = told.iter().filter_map(|event| match event {
        Event::RecordAdded { record } => Some((record.kind, record.detail.as_str())),
        _ => None,
    });
    let by_message = (RecordKind::Unarchived, BY_MESSAGE);
    assert_eq!(live.collect::<Vec<_>>(), [by_message]);
    desk.hear(&app, MAYA, "Hello?").await;
    let thread = desk.read_thread().conversation_id(id).send().await;
    let entries = thread.expect("a thread").into_inner().entries;
    let lines: Vec<String> = entries
        .into_iter()
        .map(|entry| match entry {
            ThreadEntry::Message { message } => message.body,
            ThreadEntry::Record { record } => format!("{:?} {}", record.kind, record.detail),
            ThreadEntry::Comment { comment } => comment.text,
        })
        .collect();
    let expected = [
        "Hi",
        "Archived ",
        "Still there?",
        "Unarchived message",
        "Hello?",
    ];
    assert_eq!(lines, expected);
}

#[actix_web::test]
async fn c7_a_long_thread_is_read_in_stretches_and_around_a_message() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    owner.fund(&app, 50).await;
    owner.rent(&app, "512").await;
    let id = open(&owner, "512 555 0101").await.id;
    let mut sent = Vec::new();
    for n in 0..30 {
        sent.push(send(&owner, id, &format!("Text {n}")).await);
    }
    let newest = owner
        .read_thread()
        .conversation_id(id)
        .limit(10_u32)
        .send()
        .await;
    let newest = newest.expect("the newest stretch").into_inner();
    let ids_of = |entries: &[ThreadEntry]| entries.iter().map(ThreadEntry::id).collect::<Vec<_>>();
    assert_eq!(ids_of(&newest.entries), sent[20..]);
    assert!(newest.later.is_none());
    let earlier = newest.earlier.expect("there is more");
    let earlier = owner
        .read_thread()
        .conversation_id(id)
        .before(earlier)
        .limit(10_u32)
        .send()
        .await;
    let earlier = earlier.expect("an earlier stretch").into_inner();
    assert_eq!(ids_of(&earlier.entries), sent[10..20]);
    let around = owner
        .read_thread()
        .conversation_id(id)
        .around(sent[15])
        .limit(10_u32)
        .send()
        .await;
    let around = around.expect("a stretch around").into_inner();
    assert!(ids_of(&around.entries).contains(&sent[15]));
    let later = around.later.expect("there is more after it");
    let later = owner
        .read_thread()
        .conversation_id(id)
        .after(later)
        .limit(100_u32)
        .send()
        .await;
    assert_eq!(
        later
            .expect("the rest")
            .into_inner()
            .entries
            .last()
            .map(ThreadEntry::id),
        sent.last().copied()
    );
}

#[actix_web::test]
async fn c8_a_conversation_says_why_it_cannot_be_written_in() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let id = open(&owner, "512 555 0101").await.id;
    let refusal = async || {
        let detail = owner
            .read_conversation()
            .conversation_id(id)
            .send()
            .await
            .expect("a detail");
        detail.into_inner().refusal.map(|refusal| refusal.code)
    };
    assert_eq!(refusal().await, Some(ErrorCode::NoNumber));
    owner.rent(&app, "512").await;
    assert_eq!(refusal().await, Some(ErrorCode::BalanceTooLow));
    owner.fund(&app, 5).await;
    assert_eq!(refusal().await, None);
}
