//! Leads from vendors (S4).

mod known;
mod posting;

use std::collections::BTreeMap;

use copperline_client::Client;
use copperline_shared::api_tokens::{CreateApiToken, LeadDuplicates, Scope};
use copperline_shared::consent::{ConsentEntry, ConsentKind, ConsentSource};
use copperline_shared::contacts::Contact;
use copperline_shared::conversations::{Conversation, ExcerptBy, RecordKind, Tab, ThreadEntry};
use copperline_shared::leads::{CreateLead, LeadAccepted};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Owner, TestApp};

/// A lead vendor with a token.
struct Vendor {
    client: Client,
    secret: String,
    url: String,
}

impl Vendor {
    async fn of(app: &TestApp, owner: &Owner, lead_duplicates: LeadDuplicates) -> Self {
        let body = CreateApiToken {
            name: "SmartQuotes".to_owned(),
            scopes: vec![Scope::Leads],
            lead_source: String::new(),
            lead_duplicates,
        };
        let made = owner
            .create_api_token()
            .body(body)
            .send()
            .await
            .expect("a token")
            .into_inner();
        let url = format!("{}/api/v1/leads", app.base_url);
        Self {
            client: app.token(&made.secret),
            secret: made.secret,
            url,
        }
    }

    async fn post(&self, lead: CreateLead) -> LeadAccepted {
        self.client
            .create_lead()
            .body(lead)
            .send()
            .await
            .expect("accepted")
            .into_inner()
    }

    /// Posts a body of its own making, as curl would.
    async fn raw(&self, bearer: Option<&str>, content_type: &str, body: &str) -> (u16, Value) {
        let http = reqwest::Client::builder().build().expect("a client");
        let mut request = http
            .post(&self.url)
            .header("content-type", content_type)
            .body(body.to_owned());
        if let Some(secret) = bearer {
            request = request.bearer_auth(secret);
        }
        let answer = request.send().await.expect("the server answers");
        let status = answer.status().as_u16();
        let body = answer.bytes().await.expect("a body");
        (status, serde_json::from_slice(&body).expect("JSON"))
    }

    async fn json(&self, body: Value) -> (u16, Value) {
        self.raw(Some(&self.secret), "application/json", &body.to_string())
            .await
    }
}

fn lead(phone: &str, external_id: &str) -> CreateLead {
    CreateLead {
        phone: phone.to_owned(),
        external_id: external_id.to_owned(),
        ..CreateLead::default()
    }
}

async fn contact(owner: &Owner, id: Uuid) -> Contact {
    owner
        .read_contact()
        .contact_id(id)
        .send()
        .await
        .expect("a contact")
        .into_inner()
}

async fn consent(owner: &Owner, id: Uuid) -> Vec<ConsentEntry> {
    owner
        .list_consent()
        .contact_id(id)
        .send()
        .await
        .expect("a record")
        .into_inner()
        .items
}

async fn conversations(owner: &Owner) -> Vec<Conversation> {
    let listed = owner.list_conversations().tab(Tab::All).send().await;
    listed.expect("a list").into_inner().items
}

async fn lead_records(owner: &Owner, conversation: Uuid) -> Vec<String> {
    let thread = owner
        .read_thread()
        .conversation_id(conversation)
        .send()
        .await;
    let entries = thread.expect("a thread").into_inner().entries;
    let details = entries.into_iter().filter_map(|entry| match entry {
        ThreadEntry::Record { record } if record.kind == RecordKind::LeadReceived => {
            Some(record.detail)
        }
        _ => None,
    });
    details.collect()
}

#[actix_web::test]
async fn s4_a_lead_becomes_a_contact_with_an_unread_conversation_and_its_consent() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Skip).await;
    let accepted = vendor
        .post(CreateLead {
            phone: "(512) 555-0192".to_owned(),
            first_name: "Maya".to_owned(),
            last_name: "Robinson".to_owned(),
            email: "Maya@Example.com".to_owned(),
            date_of_birth: "03/14/1988".to_owned(),
            zip: "78704".to_owned(),
            state: "Texas".to_owned(),
            consent_at: "2026-11-20T10:00:00-06:00".to_owned(),
            consent_source_url: "https://example.com/quote".to_owned(),
            consent_certificate: "https://cert.example.com/1".to_owned(),
            note: "Call after 5".to_owned(),
            custom_fields: BTreeMap::from([("household_size".to_owned(), json!(4))]),
            ..CreateLead::default()
        })
        .await;
    assert!(accepted.created);
    let maya = contact(&owner, accepted.contact_id).await;
    assert_eq!(maya.phone.as_str(), "+15125550192");
    assert_eq!(
        (maya.first_name.as_str(), maya.last_name.as_str()),
        ("Maya", "Robinson")
    );
    assert_eq!(
        (maya.email.as_str(), maya.state.as_str()),
        ("maya@example.com", "TX")
    );
    assert_eq!(
        maya.date_of_birth.map(|date| date.to_string()).as_deref(),
        Some("1988-03-14")
    );
    assert_eq!(
        maya.source, "SmartQuotes",
        "the token's name, as the lead names no source"
    );
    assert_eq!(
        json!(maya.custom_fields),
        json!({"household_size": 4, "note": "Call after 5"})
    );

    let rows = conversations(&owner).await;
    let [row] = rows.as_slice() else {
        panic!("one conversation, not {rows:?}")
    };
    assert_eq!(
        (row.id, row.name.as_str()),
        (accepted.conversation_id, "Maya Robinson")
    );
    assert_eq!(
        (row.excerpt.as_str(), row.excerpt_by),
        ("New lead from SmartQuotes", ExcerptBy::Record)
    );
    assert_eq!((row.unread_count, row.archived), (1, false));
    let records = lead_records(&owner, row.id).await;
    assert_eq!(records, ["SmartQuotes · consent recorded"]);

    let entries = consent(&owner, maya.id).await;
    let [entry] = entries.as_slice() else {
        panic!("one entry, not {entries:?}")
    };
    assert_eq!(
        (entry.kind, entry.source),
        (ConsentKind::Consent, ConsentSource::Lead)
    );
    assert_eq!(entry.given_at.to_rfc3339(), "2026-11-20T16:00:00+00:00");
    assert_eq!(entry.source_url, "https://example.com/quote");
    assert_eq!(entry.certificate, "https://cert.example.com/1");
    assert_eq!(entry.evidence, "Lead from SmartQuotes");
}

#[actix_web::test]
async fn s4_an_opted_out_phone_stays_opted_out() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Update).await;
    let id = vendor.post(lead("512-555-0192", "A-1")).await.contact_id;
    let opted_out = owner
        .opt_out_contact()
        .contact_id(id)
        .send()
        .await
        .expect("opted out");
    let since = opted_out.into_inner().opted_out_at;
    let again = CreateLead {
        consent_at: "2026-11-21T10:00:00Z".to_owned(),
        ..lead("512-555-0192", "A-2")
    };
    vendor.post(again).await;
    assert_eq!(contact(&owner, id).await.opted_out_at, since);
    assert!(conversations(&owner).await[0].opted_out);
    assert_eq!(
        consent(&owner, id).await.len(),
        2,
        "the stated consent is on record nevertheless"
    );
}

#[actix_web::test]
async fn s4_a_new_lead_brings_an_archived_conversation_back() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Skip).await;
    let id = vendor
        .post(lead("512-555-0192", "A-1"))
        .await
        .conversation_id;
    let archive = copperline_shared::conversations::UpdateConversation {
        archived: Some(true),
        ..Default::default()
    };
    owner
        .update_conversation()
        .conversation_id(id)
        .body(archive)
        .send()
        .await
        .expect("archived");
    let named = CreateLead {
        source: "QuoteHub".to_owned(),
        ..lead("512-555-0192", "A-2")
    };
    vendor.post(named).await;
    let row = &conversations(&owner).await[0];
    assert_eq!(
        (row.archived, row.excerpt.as_str()),
        (false, "New lead from QuoteHub")
    );
}

#[actix_web::test]
async fn s4_leads_of_one_workspace_are_none_of_anothers() {
    let app = TestApp::start().await;
    let (mine, theirs) = (app.owner().await, app.owner().await);
    let vendor = Vendor::of(&app, &mine, LeadDuplicates::Skip).await;
    let rival = Vendor::of(&app, &theirs, LeadDuplicates::Skip).await;
    let one = vendor.post(lead("512-555-0192", "A-1")).await;
    let two = rival.post(lead("512-555-0192", "A-1")).await;
    assert!(one.created && two.created);
    assert_ne!(one.contact_id, two.contact_id);
    assert_eq!(
        (
            conversations(&mine).await.len(),
            conversations(&theirs).await.len()
        ),
        (1, 1)
    );
}
