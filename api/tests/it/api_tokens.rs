//! Tokens for lead vendors and other integrations (S3).

use chrono::TimeDelta;
use copperline_api::outbox::{self, Audience};
use copperline_api::schema::{api_token_secrets, idempotent_answers};
use copperline_shared::api_tokens::{CreateApiToken, CreatedApiToken, LeadDuplicates, Scope};
use copperline_shared::events::Event;
use copperline_shared::problem::ErrorCode;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::support::{Owner, TestApp, problem};

fn vendor(scopes: &[Scope]) -> CreateApiToken {
    CreateApiToken {
        name: "SmartQuotes".to_owned(),
        scopes: scopes.to_vec(),
        lead_source: String::new(),
        lead_duplicates: LeadDuplicates::Update,
    }
}

async fn make(owner: &Owner, scopes: &[Scope]) -> CreatedApiToken {
    owner
        .create_api_token()
        .body(vendor(scopes))
        .send()
        .await
        .expect("made")
        .into_inner()
}

#[actix_web::test]
async fn s3_a_tokens_secret_is_shown_once_and_stored_as_a_hash() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let created = make(&owner, &[Scope::Conversations]).await;
    assert_eq!((created.secret.len(), &created.secret[..4]), (68, "clp_"));
    assert_eq!(created.token.hint, created.secret[..8]);
    assert_eq!(created.token.lead_source, "SmartQuotes");
    let listed = owner.list_api_tokens().send().await.unwrap().into_inner();
    assert_eq!(listed, std::slice::from_ref(&created.token));
    let stored: Vec<Vec<u8>> = api_token_secrets::table
        .select(api_token_secrets::hash)
        .load(&mut app.connection().await)
        .await
        .unwrap();
    assert_eq!(stored, [Sha256::digest(created.secret.as_bytes()).to_vec()]);
    app.token(&created.secret)
        .list_conversations()
        .send()
        .await
        .expect("the token works");
}

#[actix_web::test]
async fn s3_a_repeated_request_gives_the_same_secret_which_is_still_not_stored() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let ask = || {
        owner
            .create_api_token()
            .idempotency_key("once")
            .body(vendor(&[Scope::Leads]))
            .send()
    };
    let first = ask().await.unwrap().into_inner();
    let again = ask().await.unwrap().into_inner();
    assert_eq!(first, again);
    assert_eq!(
        owner
            .list_api_tokens()
            .send()
            .await
            .unwrap()
            .into_inner()
            .len(),
        1
    );
    let kept: serde_json::Value = idempotent_answers::table
        .select(idempotent_answers::answer)
        .first(&mut app.connection().await)
        .await
        .unwrap();
    assert!(!kept.to_string().contains(&first.secret[4..]));
}

#[actix_web::test]
async fn s3_a_revoked_token_is_refused_at_once_and_stays_listed() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let created = make(&owner, &[Scope::Conversations]).await;
    let program = app.token(&created.secret);
    program.list_conversations().send().await.expect("it works");
    owner
        .revoke_api_token()
        .api_token_id(created.token.id)
        .send()
        .await
        .expect("revoked");
    owner
        .revoke_api_token()
        .api_token_id(created.token.id)
        .send()
        .await
        .expect("revoking again is no error");
    let refused = problem(program.list_conversations().send().await);
    assert_eq!(refused.code, ErrorCode::Unauthenticated);
    let listed = owner.list_api_tokens().send().await.unwrap().into_inner();
    assert!(listed[0].revoked_at.is_some());
}

#[actix_web::test]
async fn s3_a_token_does_only_what_its_scopes_say() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let program = app.token(&make(&owner, &[Scope::Conversations]).await.secret);
    let refused = problem(program.list_numbers().send().await);
    assert_eq!(refused.code, ErrorCode::Forbidden);
    assert!(refused.detail.contains("numbers"), "{}", refused.detail);
    let refused = problem(program.read_profile().send().await);
    assert_eq!(
        refused.code,
        ErrorCode::Forbidden,
        "a token is nobody's session"
    );
    let refused = problem(
        program
            .create_api_token()
            .body(vendor(&[Scope::Leads]))
            .send()
            .await,
    );
    assert_eq!(
        refused.code,
        ErrorCode::Forbidden,
        "a token can't make tokens"
    );
}

#[actix_web::test]
async fn s3_only_the_owner_grants_billing() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let admin = app.colleague(&owner, "admin").await;
    let refused = problem(
        admin
            .create_api_token()
            .body(vendor(&[Scope::Billing]))
            .send()
            .await,
    );
    assert_eq!(refused.code, ErrorCode::Forbidden);
    make(&admin, &[Scope::Leads]).await;
    make(&owner, &[Scope::Billing]).await;
}

#[actix_web::test]
async fn s3_a_tokens_last_use_is_noted_to_the_minute() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let created = make(&owner, &[Scope::Conversations]).await;
    assert_eq!(created.token.last_used_at, None);
    let program = app.token(&created.secret);
    let mut noted = Vec::new();
    for wait in [0, 10, 60] {
        app.pass(TimeDelta::seconds(wait)).await;
        program.list_conversations().send().await.unwrap();
        noted.push(owner.list_api_tokens().send().await.unwrap().into_inner()[0].last_used_at);
    }
    assert!(noted[0].is_some());
    assert_eq!(noted[0], noted[1]);
    assert!(noted[1] < noted[2]);
}

#[actix_web::test]
async fn s3_another_workspaces_token_cannot_be_seen_or_revoked() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let created = make(&owner, &[Scope::Conversations]).await;
    assert_eq!(
        stranger
            .list_api_tokens()
            .send()
            .await
            .unwrap()
            .into_inner(),
        []
    );
    for id in [created.token.id, Uuid::nil()] {
        let refused = problem(stranger.revoke_api_token().api_token_id(id).send().await);
        assert_eq!(refused.code, ErrorCode::NotFound);
    }
    app.token(&created.secret)
        .list_conversations()
        .send()
        .await
        .expect("it still works");
}

#[actix_web::test]
async fn s3_only_the_owner_and_admins_learn_of_tokens_as_they_change() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let created = make(&owner, &[Scope::Leads]).await;
    owner
        .revoke_api_token()
        .api_token_id(created.token.id)
        .send()
        .await
        .unwrap();
    let events = outbox::after(&mut app.connection().await, owner.workspace, 0, 10)
        .await
        .unwrap();
    assert_eq!(events.len(), 2);
    assert!(
        events
            .iter()
            .all(|event| event.audience == Audience::Admins)
    );
}

#[actix_web::test]
async fn s3_a_tokens_use_is_told_once_a_minute_to_those_who_see_tokens() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let created = make(&owner, &[Scope::Conversations]).await;
    let program = app.token(&created.secret);
    let mut connection = app.connection().await;
    let begun = outbox::newest(&mut connection, owner.workspace)
        .await
        .unwrap();
    for wait in [0, 10, 60] {
        app.pass(TimeDelta::seconds(wait)).await;
        let ask = || program.list_conversations().send();
        let (first, second, third) = tokio::join!(ask(), ask(), ask());
        assert!(first.is_ok() && second.is_ok() && third.is_ok());
    }
    let events = outbox::after(&mut connection, owner.workspace, begun, 10)
        .await
        .unwrap();
    let told: Vec<_> = events
        .into_iter()
        .map(|stored| (stored.audience, stored.event().unwrap()))
        .collect();
    let [
        (Audience::Admins, Event::ApiTokenChanged { token: first }),
        (Audience::Admins, Event::ApiTokenChanged { token: second }),
    ] = told.as_slice()
    else {
        panic!("two uses are told, not {told:?}")
    };
    assert!(first.last_used_at.is_some() && first.last_used_at < second.last_used_at);
    let listed = owner.list_api_tokens().send().await.unwrap().into_inner();
    assert_eq!(listed, std::slice::from_ref(second));
}

#[actix_web::test]
async fn s3_a_token_that_may_do_nothing_or_has_no_name_is_refused() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let body = CreateApiToken {
        name: " ".to_owned(),
        ..vendor(&[])
    };
    let refused = problem(owner.create_api_token().body(body).send().await);
    assert_eq!(refused.code, ErrorCode::Invalid);
    assert!(refused.field("name").is_some() && refused.field("scopes").is_some());
}

#[actix_web::test]
async fn x9_a_token_opens_the_workspace_and_reads_what_it_is() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let token = app.token(&owner.make_token(&[Scope::Conversations]).await);
    let start = token
        .read_start()
        .send()
        .await
        .expect("all to open")
        .into_inner();
    assert_eq!(start.profile, None, "nobody is signed in");
    assert_eq!(start.counts.all, 0);
    let current = token
        .read_current_api_token()
        .send()
        .await
        .expect("the token");
    let current = current.into_inner();
    assert_eq!(current.token.scopes, [Scope::Conversations]);
    assert_eq!(current.workspace.name, "Lonestar Life");
    let refused = problem(owner.read_current_api_token().send().await);
    assert_eq!(refused.code, ErrorCode::Forbidden);
}
