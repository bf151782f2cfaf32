//! Leads that come again, for a phone or with an id that is known.

use copperline_shared::api_tokens::LeadDuplicates;
use copperline_shared::leads::{CreateLead, LeadAccepted};
use copperline_shared::problem::{ErrorCode, Problem};

use super::{Vendor, contact, conversations, lead, lead_records};
use crate::support::{TestApp, problem};

#[actix_web::test]
async fn s4_the_same_external_id_gives_the_same_lead_and_changes_nothing() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Update).await;
    let first = vendor.post(lead("512-555-0192", "A-17")).await;
    let changed = CreateLead {
        first_name: "New".to_owned(),
        ..lead("(512) 555 0192", "A-17")
    };
    let again = vendor.post(changed).await;
    assert_eq!(
        again,
        LeadAccepted {
            created: false,
            ..first.clone()
        }
    );
    assert_eq!(contact(&owner, first.contact_id).await.first_name, "");
    assert_eq!(conversations(&owner).await[0].unread_count, 1);
    assert_eq!(lead_records(&owner, first.conversation_id).await.len(), 1);
}

#[actix_web::test]
async fn s4_an_external_id_known_with_another_phone_is_refused() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Skip).await;
    vendor.post(lead("512-555-0192", "A-17")).await;
    let other = vendor
        .client
        .create_lead()
        .body(lead("512-555-0193", "A-17"))
        .send()
        .await;
    let refused: Problem = problem(other);
    assert_eq!(
        (refused.status, refused.code),
        (409, ErrorCode::ExternalIdTaken)
    );
    let rows = conversations(&owner).await;
    assert_eq!(rows.len(), 1, "the refused lead left nothing behind");
    // Another vendor's ids are its own.
    let rival = Vendor::of(&app, &owner, LeadDuplicates::Skip).await;
    assert!(rival.post(lead("512-555-0193", "A-17")).await.created);
}

#[actix_web::test]
async fn s4_ten_identical_posts_at_once_make_one_of_everything() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Update).await;
    let same = CreateLead {
        first_name: "Maya".to_owned(),
        ..lead("512-555-0192", "A-17")
    };
    let posts = (0..10).map(|_| vendor.post(same.clone()));
    let mut answers = futures_util::future::join_all(posts).await;
    assert_eq!(answers.iter().filter(|answer| answer.created).count(), 1);
    for answer in &mut answers {
        answer.created = false;
    }
    answers.dedup();
    assert_eq!(
        answers.len(),
        1,
        "all name the same lead, contact and conversation"
    );
    let rows = conversations(&owner).await;
    assert_eq!((rows.len(), rows[0].unread_count), (1, 1));
}

#[actix_web::test]
async fn s4_ten_leads_for_one_phone_at_once_make_one_contact() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Update).await;
    let posts = (0..10).map(|n| vendor.post(lead("512-555-0192", &format!("A-{n}"))));
    let answers = futures_util::future::join_all(posts).await;
    assert_eq!(answers.iter().filter(|answer| answer.created).count(), 1);
    assert!(
        answers
            .iter()
            .all(|answer| answer.contact_id == answers[0].contact_id)
    );
    let rows = conversations(&owner).await;
    assert_eq!((rows.len(), rows[0].unread_count), (1, 10));
    assert_eq!(lead_records(&owner, rows[0].id).await.len(), 10);
}

#[actix_web::test]
async fn s4_one_external_id_for_two_phones_at_once_is_accepted_for_one() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Skip).await;
    let post = |phone| vendor.client.create_lead().body(lead(phone, "A-17")).send();
    let (one, two) = tokio::join!(post("512-555-0192"), post("512-555-0193"));
    let refused = match (one, two) {
        (Ok(_), refused @ Err(_)) | (refused @ Err(_), Ok(_)) => problem(refused),
        both => panic!("one is accepted, not {both:?}"),
    };
    assert_eq!(refused.code, ErrorCode::ExternalIdTaken);
    assert_eq!(conversations(&owner).await.len(), 1);
}

#[actix_web::test]
async fn s4_the_tokens_policy_says_what_a_known_contact_takes_over() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let skip = Vendor::of(&app, &owner, LeadDuplicates::Skip).await;
    let update = Vendor::of(&app, &owner, LeadDuplicates::Update).await;
    let named = |first: &str, last: &str| CreateLead {
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        ..lead("512-555-0192", "")
    };
    let id = skip.post(named("Maya", "")).await.contact_id;
    assert!(!skip.post(named("Someone", "Else")).await.created);
    let name = async || {
        let contact = contact(&owner, id).await;
        (contact.first_name, contact.last_name)
    };
    assert_eq!(name().await, ("Maya".to_owned(), String::new()));
    assert!(!update.post(named("", "Robinson")).await.created);
    assert_eq!(name().await, ("Maya".to_owned(), "Robinson".to_owned()));
    assert_eq!(contact(&owner, id).await.source, "SmartQuotes");
}

#[actix_web::test]
async fn the_same_idempotency_key_takes_a_lead_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Skip).await;
    let post = |phone| {
        vendor
            .client
            .create_lead()
            .idempotency_key("key-1")
            .body(lead(phone, ""))
            .send()
    };
    let (one, two) = tokio::join!(post("512-555-0192"), post("512-555-0192"));
    let (one, two) = (
        one.expect("accepted").into_inner(),
        two.expect("accepted").into_inner(),
    );
    assert_eq!(one, two);
    assert_eq!(conversations(&owner).await[0].unread_count, 1);
    assert_eq!(
        problem(post("512-555-0193").await).code,
        ErrorCode::IdempotencyKeyReused
    );
}
