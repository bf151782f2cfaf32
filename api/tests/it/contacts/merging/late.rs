//! What the carrier tells of a phone after its contact was merged.

use chrono::TimeDelta;
use copperline_api::schema::messages;
use copperline_shared::bulk_actions::{BulkChange, BulkState, BulkTarget, CreateBulkAction};
use copperline_shared::messages::MessageState;
use copperline_shared::phone::Phone;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::*;
use crate::desk::genuine;

#[actix_web::test]
async fn p6_x3_a_late_report_is_about_the_phone_that_the_text_went_to() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], _) = two(&app, &desk).await;
    let landline = NextDelivery::Fail {
        error_code: "30006".to_owned(),
    };
    desk.next_delivery(OTHER, landline).await;
    let sent = desk.send(OTHER, "Hi").await;
    app.work().await;
    assert_eq!(desk.state(sent.id).await, MessageState::Sent);
    merge(&desk, maya, other).await;
    app.pass(TimeDelta::seconds(5)).await;
    let failed = desk.message(sent.id).await;
    assert_eq!(failed.state, MessageState::Undelivered);
    assert_eq!(failed.other_phone.as_ref().map(Phone::as_str), Some(OTHER));
    desk.send(MAYA, "This phone takes texts").await;
    let refused = problem(desk.try_send(OTHER, "This one doesn't").await);
    assert_eq!(refused.code, ErrorCode::NotTextable);
}

#[actix_web::test]
async fn p6_s7_a_late_opt_out_with_the_carrier_is_the_merged_phones() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], _) = two(&app, &desk).await;
    desk.next_delivery(OTHER, NextDelivery::Lag { seconds: 60 })
        .await;
    let sent = desk.send(OTHER, "Hi").await;
    app.work().await;
    merge(&desk, maya, other).await;
    let sid: Option<String> = messages::table
        .filter(messages::id.eq(sent.id))
        .select(messages::carrier_message_id)
        .first(&mut app.connection().await)
        .await
        .expect("the text");
    let sid = sid.expect("the carrier's id");
    let path = format!(
        "/callbacks/carrier/workspaces/{}/messages/{}/status",
        desk.workspace.0, sent.id
    );
    let report = [
        ("MessageSid", sid.as_str()),
        ("MessageStatus", "failed"),
        ("ErrorCode", "21610"),
    ];
    for _ in 0..2 {
        assert_eq!(genuine(&app, &path, &report).await, 204);
    }
    assert_eq!(read(&desk, maya).await.opted_out_at, None);
    desk.send(MAYA, "Hello").await;
    let refused = problem(desk.try_send(OTHER, "Hello").await);
    assert_eq!(refused.code, ErrorCode::OptedOut);
    let record = desk.list_consent().contact_id(maya).send().await;
    let record = record.expect("a record").into_inner().items;
    let of_carrier: Vec<_> = record
        .iter()
        .filter(|entry| entry.evidence == "carrier error 21610")
        .collect();
    let [entry] = &of_carrier[..] else {
        panic!("one entry, not {of_carrier:?}")
    };
    assert_eq!(entry.phone.as_ref().map(Phone::as_str), Some(OTHER));
}

#[actix_web::test]
async fn p6_a_text_that_the_carrier_repeats_makes_no_contact_of_a_merged_phone() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], _) = two(&app, &desk).await;
    let heard = desk.hear(&app, OTHER, "Once").await;
    merge(&desk, maya, other).await;
    let before = newest(&app, &desk).await;
    let fields = [
        ("MessageSid", heard.id.as_str()),
        ("From", OTHER),
        ("To", desk.number.phone.as_str()),
        ("Body", "Once"),
    ];
    let path = "/callbacks/carrier/messages";
    assert_eq!(genuine(&app, path, &fields).await, 200);
    assert_eq!(desk.conversation().await.contact_id, maya);
    let count = desk.count_contacts().send().await.expect("a count").count;
    assert_eq!(count, 1);
    assert_eq!(newest(&app, &desk).await, before, "nothing is told");
}

#[actix_web::test]
async fn p6_c6_undoing_passes_over_the_conversation_that_is_gone() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], [thread, other_thread]) = two(&app, &desk).await;
    let body = CreateBulkAction {
        change: BulkChange::Archive,
        on: BulkTarget::Conversations {
            conversation_ids: vec![thread, other_thread],
        },
    };
    let begun = desk.create_bulk_action().body(body).send().await;
    let id = begun.expect("it begins").into_inner().id;
    app.work().await;
    merge(&desk, maya, other).await;
    assert!(desk.conversation().await.archived);
    let undo = desk.undo_bulk_action().bulk_action_id(id).send().await;
    undo.expect("it is undone");
    app.work().await;
    let undone = desk.read_bulk_action().bulk_action_id(id).send().await;
    let undone = undone.expect("it is there").into_inner();
    assert_eq!(
        (undone.state, undone.changed, undone.undone),
        (BulkState::Undone, 2, 1)
    );
    assert!(!desk.conversation().await.archived);
}
