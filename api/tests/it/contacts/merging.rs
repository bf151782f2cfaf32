//! Merging two contacts (P6).

mod at_once;
mod erased;
mod late;
mod leads;
mod led;
mod opted_out;
mod tables;
mod together;
mod waiting;

use copperline_client::ResponseValue;
use copperline_shared::contacts::{FormerlyOf, MergeContact, MergedContact};
use copperline_shared::conversations::{RecordKind, ThreadEntry};
use copperline_shared::events::Event;
use copperline_shared::notes::SaveNote;
use copperline_shared::palette::Colour;
use copperline_shared::pipeline::PutPipelineCard;
use copperline_shared::simulator::NextDelivery;

use super::*;
use crate::desk::{Desk, MAYA};
use crate::support::Owner;
use crate::tags::{change as retag, events, make, newest, worn};

const OTHER: &str = "+15125550193";

async fn try_merge(
    owner: &Owner,
    kept: Uuid,
    other: Uuid,
) -> Result<ResponseValue<Contact>, copperline_client::Error<Problem>> {
    let body = MergeContact { other };
    owner
        .merge_contact()
        .contact_id(kept)
        .body(body)
        .send()
        .await
}

async fn merge(owner: &Owner, kept: Uuid, other: Uuid) -> Contact {
    try_merge(owner, kept, other)
        .await
        .expect("merged")
        .into_inner()
}

async fn merged(owner: &Owner, contact: Uuid) -> Vec<MergedContact> {
    let merged = owner
        .list_merged_contacts()
        .contact_id(contact)
        .send()
        .await;
    merged.expect("a list").into_inner()
}

/// Two contacts who have written, and who they are: Maya's first.
async fn two(app: &TestApp, desk: &Desk) -> ([Uuid; 2], [Uuid; 2]) {
    desk.hear(app, MAYA, "From Maya").await;
    desk.hear(app, OTHER, "From the other phone").await;
    let rows = desk.conversations().await;
    let of = |phone: &str| {
        let row = rows.iter().find(|row| row.phone.as_str() == phone);
        let row = row.expect("a row");
        (row.contact_id, row.id)
    };
    let ((maya, thread), (other, other_thread)) = (of(MAYA), of(OTHER));
    ([maya, other], [thread, other_thread])
}

async fn entries(owner: &Owner, conversation: Uuid) -> Vec<ThreadEntry> {
    let thread = owner
        .read_thread()
        .conversation_id(conversation)
        .limit(100_u32)
        .send()
        .await;
    thread.expect("a thread").into_inner().entries
}

/// Whom an earlier contact with a conversation's phone was merged into.
async fn former(owner: &Owner, conversation: Uuid) -> Option<FormerlyOf> {
    let read = owner.read_conversation().conversation_id(conversation);
    let read = read.send().await.expect("a conversation").into_inner();
    read.formerly_of
}

fn bodies(entries: &[ThreadEntry]) -> Vec<&str> {
    entries
        .iter()
        .filter_map(|entry| match entry {
            ThreadEntry::Message { message } => Some(message.body.as_str()),
            ThreadEntry::Record { .. } | ThreadEntry::Comment { .. } => None,
        })
        .collect()
}

#[actix_web::test]
async fn p6_the_other_ones_thread_moves_and_the_phone_that_stays_is_its_own() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], [thread, other_thread]) = two(&app, &desk).await;
    desk.send(OTHER, "Hello you").await;
    app.work().await;
    crate::desk::settle(&app).await;
    let before = newest(&app, &desk).await;
    let now = merge(&desk, maya, other).await;
    assert_eq!((now.id, now.phone.as_str()), (maya, MAYA));
    let moved = entries(&desk, thread).await;
    assert_eq!(
        bodies(&moved),
        ["From Maya", "From the other phone", "Hello you"]
    );
    let Some(ThreadEntry::Record { record }) = moved.last() else {
        panic!("a record is last")
    };
    assert_eq!(record.kind, RecordKind::ContactsMerged);
    assert_eq!(record.detail, "(512) 555-0193");
    let rows = desk.conversations().await;
    let [row] = &rows[..] else { panic!("one row") };
    assert_eq!((row.id, row.unread_count), (thread, 2));
    assert_eq!(row.excerpt, "Hello you");
    let gone = desk
        .read_conversation()
        .conversation_id(other_thread)
        .send()
        .await;
    assert_eq!(problem(gone).code, ErrorCode::Merged);
    let gone = desk.read_contact().contact_id(other).send().await;
    assert_eq!(problem(gone).code, ErrorCode::Merged);
    let told = events(&app, &desk, before).await;
    assert!(told.contains(&Event::ContactsMerged {
        contact_id: maya,
        merged_id: other,
        conversation_id: Some(thread),
        merged_conversation_id: Some(other_thread),
    }));
    let [kept] = &merged(&desk, maya).await[..] else {
        panic!("one was merged")
    };
    assert_eq!(kept.contact.phone.as_str(), OTHER);
    // The ledger and every charge are as they were.
    let report = copperline_api::check::run(&mut app.connection().await).await;
    assert!(report.expect("a report").is_sound());
}

#[actix_web::test]
async fn p6_tags_notes_leads_and_the_card_move_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let kept = create(&owner, maya()).await.id;
    let new = CreateContact {
        phone: OTHER.to_owned(),
        first_name: "M.".to_owned(),
        last_name: "Robinson-Lang".to_owned(),
        company: "Lang & Co.".to_owned(),
        ..CreateContact::default()
    };
    let other = create(&owner, new).await.id;
    let (hot, warm) = (
        make(&owner, "Hot", Colour::Copper).await.id,
        make(&owner, "Warm", Colour::Blue).await.id,
    );
    retag(&owner, kept, &[hot], &[]).await;
    retag(&owner, other, &[hot, warm], &[]).await;
    for (contact, text) in [(kept, "Call after six."), (other, "Prefers texts.")] {
        let body = SaveNote {
            text: text.to_owned(),
            revision: 0,
            new_version: false,
        };
        owner
            .save_note()
            .contact_id(contact)
            .body(body)
            .send()
            .await
            .expect("saved");
    }
    let stages = owner
        .list_pipeline_stages()
        .send()
        .await
        .expect("stages")
        .into_inner();
    let body = PutPipelineCard {
        stage_id: stages[2].id,
        amount_micros: Some(copperline_shared::money::Micros(1_000_000)),
    };
    owner
        .put_pipeline_card()
        .contact_id(other)
        .body(body)
        .send()
        .await
        .expect("put");
    let now = merge(&owner, kept, other).await;
    assert_eq!(
        (now.first_name.as_str(), now.company.as_str()),
        ("Maya", "Robinson Farms")
    );
    // Both wore the first; the other one got it last, together with the second.
    assert_eq!(worn(&owner, kept).await, [warm, hot]);
    let note = owner
        .read_note()
        .contact_id(kept)
        .send()
        .await
        .expect("a note")
        .into_inner();
    assert_eq!(note.text, "Call after six.\n\nPrefers texts.");
    let versions = owner.list_note_versions().contact_id(kept).send().await;
    assert_eq!(versions.expect("versions").into_inner().items.len(), 3);
    let card = owner.read_pipeline_card().contact_id(kept).send().await;
    let card = card.expect("a card").into_inner();
    assert_eq!(
        (card.stage_id, card.amount_micros.map(|m| m.0)),
        (stages[2].id, Some(1_000_000))
    );
    let [gone] = &merged(&owner, kept).await[..] else {
        panic!("one was merged")
    };
    assert_eq!(gone.contact.company, "Lang & Co.");
    assert_eq!(gone.contact.last_name, "Robinson-Lang");
    let report = copperline_api::check::run(&mut app.connection().await).await;
    assert!(report.expect("a report").is_sound());
}

#[actix_web::test]
async fn p6_an_opt_out_of_either_holds_for_both_phones_whoever_stays() {
    for out in [MAYA, OTHER] {
        let app = TestApp::start().await;
        let desk = Desk::open(&app).await;
        let ([maya, other], [thread, _]) = two(&app, &desk).await;
        desk.hear(&app, out, "STOP").await;
        app.work().await;
        crate::desk::settle(&app).await;
        let now = merge(&desk, maya, other).await;
        assert!(now.opted_out_at.is_some(), "{out}");
        for phone in [MAYA, OTHER] {
            let refused = problem(desk.try_send(phone, "Hello").await);
            assert_eq!(refused.code, ErrorCode::OptedOut, "{out} {phone}");
        }
        let record = desk.list_consent().contact_id(maya).send().await;
        let record = record.expect("a record").into_inner().items;
        assert!(
            record.iter().any(|entry| entry.evidence == "STOP"),
            "{record:?}"
        );
        assert!(!bodies(&entries(&desk, thread).await).is_empty());
    }
}

#[actix_web::test]
async fn p6_a_text_from_the_phone_that_is_gone_begins_a_contact_of_its_own() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], [thread, _]) = two(&app, &desk).await;
    merge(&desk, maya, other).await;
    desk.hear(&app, OTHER, "It is me again").await;
    let rows = desk.conversations().await;
    let row = rows
        .iter()
        .find(|row| row.phone.as_str() == OTHER)
        .expect("a row");
    assert!(row.contact_id != maya && row.contact_id != other);
    let formerly_of = FormerlyOf {
        contact_id: maya,
        conversation_id: Some(thread),
        name: "(512) 555-0192".to_owned(),
        phone: MAYA.parse().expect("a phone"),
    };
    assert_eq!(former(&desk, row.id).await, Some(formerly_of));
    assert_eq!(former(&desk, thread).await, None);
    // What is answered there goes to the phone that wrote.
    desk.send(OTHER, "So it is").await;
    crate::desk::settle(&app).await;
    assert!(desk.shown(OTHER).await.contains(&"So it is".to_owned()));
    assert_eq!(merge(&desk, maya, row.contact_id).await.id, maya);
    assert_eq!(merged(&desk, maya).await.len(), 2);
}

#[actix_web::test]
async fn p6_a_merge_waits_for_texts_that_are_on_their_way_and_refuses_nonsense() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], _) = two(&app, &desk).await;
    desk.next_delivery(OTHER, NextDelivery::Deliver).await;
    desk.send(OTHER, "On its way").await;
    let refused = problem(try_merge(&desk, maya, other).await);
    assert!(
        refused
            .field("other")
            .is_some_and(|words| words.contains("on its way"))
    );
    app.work().await;
    crate::desk::settle(&app).await;
    let itself = problem(try_merge(&desk, maya, maya).await);
    assert_eq!(fields(&itself), ["other"]);
    let unknown = problem(try_merge(&desk, maya, Uuid::nil()).await);
    assert_eq!(unknown.code, ErrorCode::NotFound);
    let theirs = app.owner().await;
    let stranger = create(&theirs, maya_of("5125550101")).await.id;
    let refused = problem(try_merge(&desk, maya, stranger).await);
    assert_eq!(refused.code, ErrorCode::NotFound);
    merge(&desk, maya, other).await;
}

fn maya_of(phone: &str) -> CreateContact {
    CreateContact {
        phone: phone.to_owned(),
        ..CreateContact::default()
    }
}

#[actix_web::test]
async fn p6_two_merges_the_other_way_round_at_once_leave_one_contact() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], _) = two(&app, &desk).await;
    let (one, two) = tokio::join!(try_merge(&desk, maya, other), try_merge(&desk, other, maya));
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    let count = desk.count_contacts().send().await.expect("a count").count;
    assert_eq!(count, 1);
    assert_eq!(desk.conversations().await.len(), 1);
}
