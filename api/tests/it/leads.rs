//! Leads from vendors (S4).

use std::collections::BTreeMap;

use copperline_client::Client;
use copperline_shared::api_tokens::{CreateApiToken, LeadDuplicates, Scope};
use copperline_shared::consent::{ConsentEntry, ConsentKind, ConsentSource};
use copperline_shared::contacts::Contact;
use copperline_shared::conversations::{Conversation, ExcerptBy, RecordKind, Tab, ThreadEntry};
use copperline_shared::leads::{CreateLead, LeadAccepted};
use copperline_shared::problem::{ErrorCode, Problem};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Owner, TestApp, problem};

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
        let made = owner.create_api_token().body(body).send().await.expect("a token").into_inner();
        let url = format!("{}/api/v1/leads", app.base_url);
        Self { client: app.token(&made.secret), secret: made.secret, url }
    }

    async fn post(&self, lead: CreateLead) -> LeadAccepted {
        self.client.create_lead().body(lead).send().await.expect("accepted").into_inner()
    }

    /// Posts a body of its own making, as curl would.
    async fn raw(&self, bearer: Option<&str>, content_type: &str, body: &str) -> (u16, Value) {
        let http = reqwest::Client::builder().build().expect("a client");
        let mut request =
            http.post(&self.url).header("content-type", content_type).body(body.to_owned());
        if let Some(secret) = bearer {
            request = request.bearer_auth(secret);
        }
        let answer = request.send().await.expect("the server answers");
        let status = answer.status().as_u16();
        let body = answer.bytes().await.expect("a body");
        (status, serde_json::from_slice(&body).expect("JSON"))
    }

    async fn json(&self, body: Value) -> (u16, Value) {
        self.raw(Some(&self.secret), "application/json", &body.to_string()).await
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
    owner.read_contact().contact_id(id).send().await.expect("a contact").into_inner()
}

async fn consent(owner: &Owner, id: Uuid) -> Vec<ConsentEntry> {
    owner.list_consent().contact_id(id).send().await.expect("a record").into_inner().items
}

async fn conversations(owner: &Owner) -> Vec<Conversation> {
    let listed = owner.list_conversations().tab(Tab::All).send().await;
    listed.expect("a list").into_inner().items
}

async fn lead_records(owner: &Owner, conversation: Uuid) -> Vec<String> {
    let thread = owner.read_thread().conversation_id(conversation).send().await;
    let entries = thread.expect("a thread").into_inner().entries;
    let details = entries.into_iter().filter_map(|entry| match entry {
        ThreadEntry::Record { record } if record.kind == RecordKind::LeadReceived => {
            Some(record.detail)
        }
        _ => None,
    });
    details.collect()
}

fn named(problem: &Value) -> Vec<&str> {
    let fields = problem["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
    fields.iter().filter_map(|field| field["field"].as_str()).collect()
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
    assert_eq!((maya.first_name.as_str(), maya.last_name.as_str()), ("Maya", "Robinson"));
    assert_eq!((maya.email.as_str(), maya.state.as_str()), ("maya@example.com", "TX"));
    assert_eq!(maya.date_of_birth.map(|date| date.to_string()).as_deref(), Some("1988-03-14"));
    assert_eq!(maya.source, "SmartQuotes", "the token's name, as the lead names no source");
    assert_eq!(json!(maya.custom_fields), json!({"household_size": 4, "note": "Call after 5"}));

    let rows = conversations(&owner).await;
    let [row] = rows.as_slice() else { panic!("one conversation, not {rows:?}") };
    assert_eq!((row.id, row.name.as_str()), (accepted.conversation_id, "Maya Robinson"));
    assert_eq!((row.excerpt.as_str(), row.excerpt_by), ("New lead from SmartQuotes", ExcerptBy::Record));
    assert_eq!((row.unread_count, row.archived), (1, false));
    let records = lead_records(&owner, row.id).await;
    assert_eq!(records, ["SmartQuotes · consent recorded"]);

    let entries = consent(&owner, maya.id).await;
    let [entry] = entries.as_slice() else { panic!("one entry, not {entries:?}") };
    assert_eq!((entry.kind, entry.source), (ConsentKind::Consent, ConsentSource::Lead));
    assert_eq!(entry.given_at.to_rfc3339(), "2026-11-20T16:00:00+00:00");
    assert_eq!(entry.source_url, "https://example.com/quote");
    assert_eq!(entry.certificate, "https://cert.example.com/1");
    assert_eq!(entry.evidence, "Lead from SmartQuotes");
}

#[actix_web::test]
async fn s4_a_form_with_a_token_field_works_as_json_with_a_header_does() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Skip).await;
    let form = "application/x-www-form-urlencoded";
    let body = format!("token={}&phone=%28512%29+555-0192&first_name=Jos%C3%A9&zip=", vendor.secret);
    let (status, answer) = vendor.raw(None, form, &body).await;
    assert_eq!(status, 201, "{answer}");
    assert_eq!(answer["created"], true);
    let id = answer["contact_id"].as_str().expect("an id").parse().expect("a UUID");
    assert_eq!(contact(&owner, id).await.first_name, "José");
    assert!(contact(&owner, id).await.custom_fields.is_empty(), "the token is not kept");

    let phone = "phone=512-555-0193";
    assert_eq!(vendor.raw(Some(&vendor.secret), form, phone).await.0, 201);
    let body = json!({"token": vendor.secret, "phone": "512-555-0194"}).to_string();
    assert_eq!(vendor.raw(None, "application/json", &body).await.0, 201);
    assert_eq!(vendor.raw(Some(&vendor.secret), "application/json", &body).await.0, 201);
    assert_eq!(vendor.raw(None, form, &body).await.0, 201, "JSON under a form's header");
}

#[actix_web::test]
async fn s4_a_token_is_needed_and_must_be_one() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Skip).await;
    let form = "application/x-www-form-urlencoded";
    let phone = "phone=512-555-0192";
    assert_eq!(vendor.raw(None, form, phone).await.0, 401);
    assert_eq!(vendor.raw(None, form, "").await.0, 401);
    assert_eq!(vendor.raw(Some("wrong"), form, phone).await.0, 401);
    assert_eq!(vendor.raw(None, form, &format!("{phone}&token=wrong")).await.0, 401);
    let another = format!("{phone}&token=another");
    let (status, refused) = vendor.raw(Some(&vendor.secret), form, &another).await;
    assert_eq!((status, named(&refused)), (422, vec!["token"]));
    let other_scope = owner.make_token(&[Scope::Contacts]).await;
    assert_eq!(vendor.raw(Some(&other_scope), form, phone).await.0, 403);
    assert_eq!(vendor.raw(None, form, &format!("{phone}&token={other_scope}")).await.0, 403);
    let by_hand = owner.create_lead().body(lead("512-555-0192", "")).send().await;
    assert_eq!(problem(by_hand).code, ErrorCode::Forbidden);
    assert!(conversations(&owner).await.is_empty());
    let tokens = owner.list_api_tokens().send().await.expect("tokens").into_inner();
    for token in tokens {
        owner.revoke_api_token().api_token_id(token.id).send().await.expect("revoked");
    }
    assert_eq!(vendor.raw(Some(&vendor.secret), form, phone).await.0, 401);
}

#[actix_web::test]
async fn s4_the_same_external_id_gives_the_same_lead_and_changes_nothing() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Update).await;
    let first = vendor.post(lead("512-555-0192", "A-17")).await;
    let changed = CreateLead { first_name: "New".to_owned(), ..lead("(512) 555 0192", "A-17") };
    let again = vendor.post(changed).await;
    assert_eq!(again, LeadAccepted { created: false, ..first.clone() });
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
    let other = vendor.client.create_lead().body(lead("512-555-0193", "A-17")).send().await;
    let refused: Problem = problem(other);
    assert_eq!((refused.status, refused.code), (409, ErrorCode::ExternalIdTaken));
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
    let same = CreateLead { first_name: "Maya".to_owned(), ..lead("512-555-0192", "A-17") };
    let posts = (0..10).map(|_| vendor.post(same.clone()));
    let mut answers = futures_util::future::join_all(posts).await;
    assert_eq!(answers.iter().filter(|answer| answer.created).count(), 1);
    for answer in &mut answers {
        answer.created = false;
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "all name the same lead, contact and conversation");
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
    assert!(answers.iter().all(|answer| answer.contact_id == answers[0].contact_id));
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
async fn s4_an_opted_out_phone_stays_opted_out() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Update).await;
    let id = vendor.post(lead("512-555-0192", "A-1")).await.contact_id;
    let opted_out = owner.opt_out_contact().contact_id(id).send().await.expect("opted out");
    let since = opted_out.into_inner().opted_out_at;
    let again = CreateLead {
        consent_at: "2026-11-21T10:00:00Z".to_owned(),
        ..lead("512-555-0192", "A-2")
    };
    vendor.post(again).await;
    assert_eq!(contact(&owner, id).await.opted_out_at, since);
    assert!(conversations(&owner).await[0].opted_out);
    assert_eq!(consent(&owner, id).await.len(), 2, "the stated consent is on record nevertheless");
}

#[actix_web::test]
async fn s4_a_new_lead_brings_an_archived_conversation_back() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Skip).await;
    let id = vendor.post(lead("512-555-0192", "A-1")).await.conversation_id;
    let archive = copperline_shared::conversations::UpdateConversation {
        archived: Some(true),
        ..Default::default()
    };
    owner.update_conversation().conversation_id(id).body(archive).send().await.expect("archived");
    let named = CreateLead { source: "QuoteHub".to_owned(), ..lead("512-555-0192", "A-2") };
    vendor.post(named).await;
    let row = &conversations(&owner).await[0];
    assert_eq!((row.archived, row.excerpt.as_str()), (false, "New lead from QuoteHub"));
}

#[actix_web::test]
async fn s4_only_the_phone_and_what_is_too_long_are_refused_by_name() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Skip).await;
    for (body, fields) in [
        (json!({}), vec!["phone"]),
        (json!({"phone": "555-0192", "email": "no"}), vec!["phone"]),
        (json!({"phone": "5125550192", "last_name": "x".repeat(101)}), vec!["last_name"]),
        (json!({"phone": {"mobile": 1}, "external_id": "x".repeat(201)}), vec!["phone", "external_id"]),
    ] {
        let (status, refused) = vendor.json(body).await;
        assert_eq!((status, named(&refused)), (422, fields));
        assert_eq!(refused["code"], "invalid");
    }
    let secret = Some(vendor.secret.as_str());
    for body in ["{\"phone\": ", "[]", "5125550192"] {
        let (status, refused) = vendor.raw(secret, "application/json", body).await;
        assert_eq!((status, &refused["code"]), (400, &json!("malformed")));
    }
    assert_eq!(vendor.raw(secret, "text/csv", "5125550192").await.0, 400);
    let huge = json!({"phone": "5125550192", "x": "x".repeat(70_000)});
    assert_eq!(vendor.json(huge).await.0, 413);
    assert!(conversations(&owner).await.is_empty());
}

#[actix_web::test]
async fn s4_numbers_unreadable_fields_and_control_characters_lose_no_lead() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Skip).await;
    let (status, accepted) = vendor
        .json(json!({
            "phone": 5_125_550_192_i64,
            "zip": 2139,
            "first_name": "Ma\u{0}ya",
            "email": "none",
            "date_of_birth": "soon",
            "smoker": false,
            "note": "\u{0}",
            "deep": [{"\u{0}": "\u{0}"}],
        }))
        .await;
    assert_eq!(status, 201, "{accepted}");
    let id = accepted["contact_id"].as_str().expect("an id").parse().expect("a UUID");
    let contact = contact(&owner, id).await;
    assert_eq!((contact.first_name.as_str(), contact.zip.as_str()), ("Maya", "02139"));
    let kept = json!({"email": "none", "date_of_birth": "soon", "smoker": false, "deep": [{"": ""}]});
    assert_eq!(json!(contact.custom_fields), kept);
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
    assert_eq!((conversations(&mine).await.len(), conversations(&theirs).await.len()), (1, 1));
}

#[actix_web::test]
async fn the_same_idempotency_key_takes_a_lead_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Skip).await;
    let post = |phone| {
        vendor.client.create_lead().idempotency_key("key-1").body(lead(phone, "")).send()
    };
    let (one, two) = tokio::join!(post("512-555-0192"), post("512-555-0192"));
    let (one, two) = (one.expect("accepted").into_inner(), two.expect("accepted").into_inner());
    assert_eq!(one, two);
    assert_eq!(conversations(&owner).await[0].unread_count, 1);
    assert_eq!(problem(post("512-555-0193").await).code, ErrorCode::IdempotencyKeyReused);
}
