//! M4: what the processor reports by itself, again, late, early or never.

use chrono::TimeDelta;
use copperline_api::outbox;
use copperline_api::payments::signature;
use copperline_shared::billing::PaymentState;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{PAYS, add_card, add_funds, assert_sound, balance, newest_payment};
use crate::support::{Owner, TestApp};

/// What the processor would report of a payment.
fn event(kind: &str, owner: &Owner, payment: Uuid) -> Value {
    json!({
        "id": "evt_1", "object": "event", "type": kind,
        "data": { "object": {
            "id": "pi_1", "object": "payment_intent",
            "metadata": { "workspace_id": owner.workspace.0, "payment_id": payment },
            "last_payment_error": { "code": "card_declined", "decline_code": "insufficient_funds" },
        } },
    })
}

async fn report(app: &TestApp, secret: &str, event: &Value) -> u16 {
    let body = event.to_string();
    let header = signature::sign(secret, app.app.clock.now(), body.as_bytes());
    post(app, Some(header), body).await
}

async fn post(app: &TestApp, signature: Option<String>, body: String) -> u16 {
    let http = reqwest::Client::builder().build().expect("a client");
    let mut request = http
        .post(format!("{}/callbacks/payments", app.base_url))
        .body(body);
    if let Some(signature) = signature {
        request = request.header("stripe-signature", signature);
    }
    request.send().await.expect("an answer").status().as_u16()
}

async fn genuine(app: &TestApp, event: &Value) -> u16 {
    report(
        app,
        app.app.secrets.payments_callback_secret.expose_secret(),
        event,
    )
    .await
}

#[actix_web::test]
async fn m4_a_callback_before_the_reply_credits_and_the_reply_changes_nothing() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    add_card(&owner, PAYS).await;
    let payment = add_funds(&owner, 30).await;
    assert_eq!(
        genuine(&app, &event("payment_intent.succeeded", &owner, payment.id)).await,
        200
    );
    assert_eq!(newest_payment(&owner).await.state, PaymentState::Succeeded);
    assert_eq!(balance(&owner).await, 30_000_000);
    app.work().await;
    assert_eq!(balance(&owner).await, 30_000_000);
    assert_sound(&app).await;
}

#[actix_web::test]
async fn m4_a_callback_that_comes_again_or_too_late_is_acknowledged_and_changes_nothing() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    add_card(&owner, PAYS).await;
    let payment = add_funds(&owner, 30).await;
    app.work().await;
    let mut connection = app.connection().await;
    let before = outbox::newest(&mut connection, owner.workspace)
        .await
        .expect("a cursor");
    for kind in [
        "payment_intent.succeeded",
        "payment_intent.payment_failed",
        "charge.updated",
    ] {
        assert_eq!(
            genuine(&app, &event(kind, &owner, payment.id)).await,
            200,
            "{kind}"
        );
    }
    let unknown = event("payment_intent.succeeded", &owner, Uuid::now_v7());
    assert_eq!(genuine(&app, &unknown).await, 200);
    assert_eq!(
        outbox::newest(&mut connection, owner.workspace)
            .await
            .expect("a cursor"),
        before
    );
    assert_eq!(newest_payment(&owner).await.state, PaymentState::Succeeded);
    assert_eq!(balance(&owner).await, 30_000_000);
}

#[actix_web::test]
async fn m4_a_forged_or_stale_callback_is_refused_and_changes_nothing() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    add_card(&owner, PAYS).await;
    let payment = add_funds(&owner, 30).await;
    let event = event("payment_intent.succeeded", &owner, payment.id);
    assert_eq!(report(&app, "a guess", &event).await, 403);
    assert_eq!(post(&app, None, event.to_string()).await, 403);
    let secret = app.app.secrets.payments_callback_secret.expose_secret();
    let earlier = app.app.clock.now() - TimeDelta::seconds(301);
    let stale = signature::sign(secret, earlier, event.to_string().as_bytes());
    assert_eq!(post(&app, Some(stale), event.to_string()).await, 403);
    let another = signature::sign(secret, app.app.clock.now(), b"{}");
    assert_eq!(post(&app, Some(another), event.to_string()).await, 403);
    assert_eq!(newest_payment(&owner).await.state, PaymentState::Pending);
    assert_eq!(balance(&owner).await, 0);
}
