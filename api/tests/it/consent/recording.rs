//! Consent that a person records.

use chrono::TimeDelta;
use copperline_client::{Error, ResponseValue};
use copperline_shared::consent::{ConsentHow, RecordConsent};
use copperline_shared::events::Event;
use copperline_shared::problem::Problem;

use super::*;
use crate::tags::{events, newest};

async fn give(
    owner: &Owner,
    contact: Uuid,
    body: RecordConsent,
    key: &str,
) -> Result<ResponseValue<ConsentEntry>, Error<Problem>> {
    let request = owner.record_consent().contact_id(contact);
    request.idempotency_key(key).body(body).send().await
}

fn an_hour_ago(app: &TestApp) -> RecordConsent {
    RecordConsent {
        how: ConsentHow::InPerson,
        given_at: app.app.clock.now() - TimeDelta::hours(1),
        note: " At the fair, stand 9 ".to_owned(),
    }
}

#[actix_web::test]
async fn x6_consent_that_somebody_records_stands_in_the_record_once_with_who_did_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (_, contact) = open(&owner).await;
    let before = newest(&app, &owner).await;
    let body = an_hour_ago(&app);
    let entry = give(&owner, contact.id, body.clone(), "once").await;
    let entry = entry.expect("recorded").into_inner();
    let again = give(&owner, contact.id, body.clone(), "once").await;
    assert_eq!(again.expect("the first answer").into_inner(), entry);
    assert_eq!(entry.kind, ConsentKind::Consent);
    assert_eq!(entry.source, ConsentSource::Agent);
    assert_eq!(entry.evidence, "In person: At the fair, stand 9");
    assert_eq!(entry.given_at.timestamp(), body.given_at.timestamp());
    assert!(!entry.decided_by.is_empty());
    assert_eq!(record(&owner, contact.id).await, [entry]);
    let contact_id = contact.id;
    let told = events(&app, &owner, before).await;
    assert_eq!(told, [Event::ConsentRecorded { contact_id }]);
    let exported = owner.export_consent().contact_id(contact.id).send().await;
    assert!(exported.is_ok());
}

#[actix_web::test]
async fn x6_s7_it_lifts_no_opt_out_and_is_of_a_moment_that_is_over() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let (_, contact) = open(&owner).await;
    let body = an_hour_ago(&app);
    let later = RecordConsent {
        given_at: app.app.clock.now() + TimeDelta::hours(1),
        note: "x".repeat(501),
        ..body.clone()
    };
    let refused = give(&owner, contact.id, later, "later").await;
    let refused = problem(refused);
    assert!(refused.field("given_at").is_some(), "{}", refused.detail);
    assert!(refused.field("note").is_some(), "{}", refused.detail);
    let foreign = give(&stranger, contact.id, body.clone(), "foreign").await;
    let foreign = problem(foreign);
    assert_eq!(foreign.code, ErrorCode::NotFound);
    opt_out(&owner, contact.id).await;
    let refused = give(&owner, contact.id, body, "out").await;
    let refused = problem(refused);
    assert_eq!(refused.code, ErrorCode::OptedOut);
    let kinds: Vec<ConsentKind> = record(&owner, contact.id)
        .await
        .iter()
        .map(|entry| entry.kind)
        .collect();
    assert_eq!(kinds, [ConsentKind::OptOut]);
}
