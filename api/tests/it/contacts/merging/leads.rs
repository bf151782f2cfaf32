//! Leads of the phone whose contact is gone, and what they say of consent.

use copperline_shared::leads::{CreateLead, LeadAccepted};

use super::*;

#[actix_web::test]
async fn p6_consent_given_for_either_phone_is_shown_with_the_one_that_stays() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let kept = create(&owner, maya()).await.id;
    let accepted = lead(&app, &owner, "A-1", OTHER).await;
    merge(&owner, kept, accepted.contact_id).await;
    let record = owner.list_consent().contact_id(kept).send().await;
    let record = record.expect("a record").into_inner().items;
    assert_eq!(record.len(), 1);
    assert_eq!(record[0].certificate, "https://cert.example/1");
}

async fn lead(app: &TestApp, owner: &Owner, external_id: &str, phone: &str) -> LeadAccepted {
    let secret = owner
        .make_token(&[copperline_shared::api_tokens::Scope::Leads])
        .await;
    post(app, &secret, external_id, phone).await
}

pub(super) async fn post(
    app: &TestApp,
    secret: &str,
    external_id: &str,
    phone: &str,
) -> LeadAccepted {
    let body = serde_json::json!({
        "phone": phone,
        "external_id": external_id,
        "consent_at": "2026-11-01T10:00:00Z",
        "consent_certificate": "https://cert.example/1",
    });
    let body: CreateLead = serde_json::from_value(body).expect("a lead");
    let accepted = app.token(secret).create_lead().body(body).send().await;
    accepted.expect("accepted").into_inner()
}

#[actix_web::test]
async fn p6_s4_a_lead_for_the_phone_that_is_gone_finds_the_contact_that_stayed() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let secret = owner
        .make_token(&[copperline_shared::api_tokens::Scope::Leads])
        .await;
    let kept = create(&owner, maya()).await.id;
    let first = post(&app, &secret, "A-1", OTHER).await;
    merge(&owner, kept, first.contact_id).await;
    let again = post(&app, &secret, "A-1", OTHER).await;
    assert_eq!(
        (again.contact_id, again.lead_id, again.created),
        (kept, first.lead_id, false)
    );
    let another = post(&app, &secret, "A-2", OTHER).await;
    assert_eq!((another.contact_id, another.created), (kept, false));
    let count = owner.count_contacts().send().await.expect("a count").count;
    assert_eq!(count, 1);
    // And so it is when that one is merged in turn.
    let third = create(
        &owner,
        CreateContact {
            phone: "5125550194".to_owned(),
            ..CreateContact::default()
        },
    )
    .await
    .id;
    merge(&owner, third, kept).await;
    assert_eq!(merged(&owner, third).await.len(), 2);
    let last = post(&app, &secret, "A-3", OTHER).await;
    assert_eq!(last.contact_id, third);
}
