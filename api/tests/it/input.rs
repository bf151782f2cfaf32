//! What no text in the database can hold is refused before it is asked, wherever it comes in.

use copperline_api::simulator::carrier;
use copperline_shared::api_tokens::{CreateApiToken, LeadDuplicates, Scope};
use copperline_shared::auth::SignIn;
use copperline_shared::messages::SendMessage;
use copperline_shared::problem::{ErrorCode, Problem};
use secrecy::ExposeSecret;
use uuid::Uuid;

use crate::desk::{Desk, MAYA, genuine};
use crate::support::{TestApp, problem};

#[actix_web::test]
async fn a_nul_in_a_body_or_an_address_is_named_by_its_field() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let body = SignIn {
        email: "jordan\0@example.com".to_owned(),
        password: "secret".to_owned(),
    };
    let refused = problem(desk.create_session().body(body).send().await);
    assert!(refused.field("email").is_some(), "{refused:?}");
    let body = SendMessage {
        to: Some(MAYA.to_owned()),
        body: "Hi\0".to_owned(),
        ..SendMessage::default()
    };
    let refused = problem(desk.send_message().body(body).send().await);
    assert!(refused.field("body").is_some(), "{refused:?}");
    let body = CreateApiToken {
        name: "Smart\0Quotes".to_owned(),
        scopes: vec![Scope::Leads],
        lead_source: String::new(),
        lead_duplicates: LeadDuplicates::Skip,
    };
    let refused = problem(desk.create_api_token().body(body).send().await);
    assert!(refused.field("name").is_some(), "{refused:?}");
    let refused = problem(desk.list_payments().after("a\0").send().await);
    assert!(refused.field("after").is_some(), "{refused:?}");
    let http = reqwest::Client::builder().build().expect("a client");
    let unknown = format!("{}/api/v1/contacts/%00", app.base_url);
    let answer = http.get(unknown).send().await.expect("an answer");
    assert_eq!(answer.status(), 400);
    assert!(answer.headers().contains_key("x-request-id"));
    let refused: Problem = answer.json().await.expect("a problem");
    assert_eq!(refused.code, ErrorCode::Malformed);
}

#[actix_web::test]
async fn x9_more_than_a_page_has_is_refused_naming_what_may_be_asked_for() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let id = Uuid::nil();
    for limit in [0_u32, 101, 1_000] {
        let conversations = owner.list_conversations().limit(limit).send().await;
        let board = owner.read_pipeline().limit(limit).send().await;
        let thread = owner.read_thread().conversation_id(id).limit(limit);
        for refused in [
            problem(conversations),
            problem(board),
            problem(thread.send().await),
        ] {
            assert_eq!((refused.code, refused.status), (ErrorCode::Invalid, 422));
            let words = refused.field("limit").expect("the field is named");
            assert!(words.contains("1 to 100"), "{words}");
        }
    }
    let most = owner.list_conversations().limit(100_u32).send().await;
    assert!(most.is_ok());
}

#[actix_web::test]
async fn a_nul_from_the_carrier_loses_no_text() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let fields = [
        ("MessageSid", "SM\0one"),
        ("From", MAYA),
        ("To", desk.number.phone.as_str()),
        ("Body", "Hi\0 there"),
    ];
    assert_eq!(
        genuine(&app, "/callbacks/carrier/messages", &fields).await,
        200
    );
    assert_eq!(desk.bodies().await, ["Hi there"]);
    let sent = desk.send(MAYA, "Hello").await;
    app.work().await;
    let path = format!(
        "/callbacks/carrier/workspaces/{}/messages/{}/status",
        desk.workspace.0, sent.id
    );
    let report = [
        ("MessageSid", "SM\0two"),
        ("MessageStatus", "failed"),
        ("ErrorCode", "3000\0"),
    ];
    assert_eq!(genuine(&app, &path, &report).await, 204);
}

#[actix_web::test]
async fn a_nul_from_the_processor_or_to_the_carrier_is_refused() {
    let app = TestApp::start().await;
    let secret = &app.app.secrets.payments_callback_secret;
    let event = r#"{"type": "payment_intent.succeeded", "data": {"object": {"id": "pi_\u0000",
        "metadata": {"workspace_id": "0190a0a0-0000-7000-8000-000000000000",
        "payment_id": "0190a0a0-0000-7000-8000-000000000001"}}}}"#;
    let http = reqwest::Client::builder().build().expect("a client");
    let signature = copperline_api::payments::signature::sign(
        secret.expose_secret(),
        app.app.clock.now(),
        event.as_bytes(),
    );
    let answer = http
        .post(format!("{}/callbacks/payments", app.base_url))
        .header("stripe-signature", signature)
        .body(event)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 422);
    let token = app.app.secrets.carrier_auth_token.expose_secret();
    for (resource, fields) in [
        ("Messages", [("To", MAYA), ("From", "+1\0"), ("Body", "Hi")]),
        (
            "IncomingPhoneNumbers",
            [("PhoneNumber", MAYA), ("SmsUrl", "\0"), ("", "")],
        ),
    ] {
        let url = format!("{}{}/{resource}.json", app.base_url, carrier::PATH);
        let request = http.post(url).basic_auth(carrier::ACCOUNT, Some(token));
        let answer = request.form(&fields).send().await.expect("an answer");
        assert_eq!(answer.status(), 422, "{resource}");
    }
}
