//! Cards, payments and the ledger (S10, M1 to M4), and the demo's (X11).

mod ledger;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use chrono::TimeDelta;
use copperline_api::payments::{Charge, PaymentError, Payments, StoredCardDetails, signature};
use copperline_api::schema::{cards, payments, simulated_cards, simulated_charges};
use copperline_api::{check, demo, outbox};
use copperline_shared::billing::{AddCard, AddFunds, Card, Payment, PaymentState, TransactionKind};
use copperline_shared::money::Micros;
use copperline_shared::problem::ErrorCode;
use copperline_shared::simulator::SimulatedCard;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Owner, TestApp, problem};

const PAYS: &str = "4242 4242 4242 4242";
const DECLINED: &str = "4000 0000 0000 0002";
const EMPTY: &str = "4000000000009995";

fn card(number: &str) -> SimulatedCard {
    SimulatedCard {
        number: number.to_owned(),
        expiry_month: 12,
        expiry_year: 2040,
        cvc: "123".to_owned(),
    }
}

async fn add_card(owner: &Owner, number: &str) -> Card {
    let stored = owner
        .store_simulated_card()
        .body(card(number))
        .send()
        .await
        .expect("stored");
    let body = AddCard {
        payment_method: stored.into_inner().payment_method,
    };
    owner
        .add_card()
        .body(body)
        .send()
        .await
        .expect("added")
        .into_inner()
}

fn dollars(dollars: i64) -> AddFunds {
    AddFunds {
        amount_micros: Micros(dollars * 1_000_000),
        card_id: None,
    }
}

async fn add_funds(owner: &Owner, amount: i64) -> Payment {
    owner
        .add_funds()
        .body(dollars(amount))
        .send()
        .await
        .expect("asked for")
        .into_inner()
}

async fn balance(owner: &Owner) -> i64 {
    owner
        .read_billing()
        .send()
        .await
        .expect("billing")
        .into_inner()
        .balance_micros
        .0
}

async fn newest_payment(owner: &Owner) -> Payment {
    let page = owner
        .list_payments()
        .send()
        .await
        .expect("payments")
        .into_inner();
    page.items.into_iter().next().expect("there is a payment")
}

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

async fn assert_sound(app: &TestApp) {
    let report = check::run(&mut app.connection().await)
        .await
        .expect("a check");
    assert!(report.is_sound(), "{report}");
}

#[actix_web::test]
async fn s10_the_first_card_is_primary_and_only_one_beside_it_can_be_deleted() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let first = add_card(&owner, PAYS).await;
    assert!(first.is_primary);
    assert_eq!(
        (first.brand.as_str(), first.last_four.as_str()),
        ("Visa", "4242")
    );
    let refused = problem(owner.delete_card().card_id(first.id).send().await);
    assert_eq!(
        (refused.code, refused.status),
        (ErrorCode::CardIsPrimary, 409)
    );
    let second = add_card(&owner, "5555 5555 5555 4444").await;
    assert!(!second.is_primary);
    assert_eq!(second.brand, "Mastercard");
    let cards = owner
        .make_card_primary()
        .card_id(second.id)
        .send()
        .await
        .expect("primary");
    let order: Vec<_> = cards
        .into_inner()
        .iter()
        .map(|card| (card.id, card.is_primary))
        .collect();
    assert_eq!(order, [(second.id, true), (first.id, false)]);
    owner
        .delete_card()
        .card_id(first.id)
        .send()
        .await
        .expect("deleted");
    let cards = owner
        .read_billing()
        .send()
        .await
        .expect("billing")
        .into_inner()
        .cards;
    assert_eq!(
        cards.iter().map(|card| card.id).collect::<Vec<_>>(),
        [second.id]
    );
    let gone = problem(owner.delete_card().card_id(first.id).send().await);
    assert_eq!(gone.code, ErrorCode::NotFound);
}

#[actix_web::test]
async fn s10_a_card_saved_twice_is_one_card_and_a_deleted_one_comes_back() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let stored = owner
        .store_simulated_card()
        .body(card(PAYS))
        .send()
        .await
        .expect("stored");
    let body = AddCard {
        payment_method: stored.into_inner().payment_method,
    };
    let add = || owner.add_card().body(body.clone()).send();
    let (one, two) = futures_util::future::join(add(), add()).await;
    let (one, two) = (
        one.expect("added").into_inner(),
        two.expect("added").into_inner(),
    );
    assert_eq!((one.id, one.is_primary), (two.id, two.is_primary));
    let other = add_card(&owner, PAYS).await;
    owner
        .make_card_primary()
        .card_id(other.id)
        .send()
        .await
        .expect("primary");
    owner
        .delete_card()
        .card_id(one.id)
        .send()
        .await
        .expect("deleted");
    let again = add().await.expect("added").into_inner();
    assert_eq!((again.id, again.is_primary), (one.id, false));
}

#[actix_web::test]
async fn s10_a_card_number_is_checked_and_kept_nowhere() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    add_card(&owner, PAYS).await;
    let mut connection = app.connection().await;
    let stored: (String, String) = simulated_cards::table
        .select((simulated_cards::brand, simulated_cards::last_four))
        .first(&mut connection)
        .await
        .expect("a stored card");
    assert_eq!(stored, ("Visa".to_owned(), "4242".to_owned()));
    for (wrong, field) in [
        (card("4242 4242 4242 4241"), "number"),
        (
            SimulatedCard {
                expiry_year: 2020,
                ..card(PAYS)
            },
            "expiry_year",
        ),
        (
            SimulatedCard {
                cvc: "12".to_owned(),
                ..card(PAYS)
            },
            "cvc",
        ),
    ] {
        let refused = problem(owner.store_simulated_card().body(wrong).send().await);
        assert!(refused.field(field).is_some(), "{refused:?}");
    }
    let unknown = AddCard {
        payment_method: "pm_none/../cards".to_owned(),
    };
    let refused = problem(owner.add_card().body(unknown).send().await);
    assert!(refused.field("payment_method").is_some(), "{refused:?}");
}

#[actix_web::test]
async fn m4_funds_are_pending_until_the_processor_took_them_and_credited_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    add_card(&owner, PAYS).await;
    let asked = add_funds(&owner, 25).await;
    assert_eq!(
        (asked.state, asked.amount_micros),
        (PaymentState::Pending, Micros(25_000_000))
    );
    assert_eq!(balance(&owner).await, 0);
    app.work().await;
    let paid = newest_payment(&owner).await;
    assert_eq!(
        (paid.id, paid.state, paid.failure),
        (asked.id, PaymentState::Succeeded, None)
    );
    assert!(paid.settled_at.is_some());
    assert_eq!(balance(&owner).await, 25_000_000);
    let movements = owner
        .list_transactions()
        .send()
        .await
        .expect("movements")
        .into_inner()
        .items;
    assert_eq!(movements.len(), 1);
    assert_eq!(movements[0].kind, TransactionKind::FundsAdded);
    assert_eq!(
        (movements[0].reference_id, movements[0].amount_micros.0),
        (asked.id, 25_000_000)
    );
    assert_sound(&app).await;
}

#[actix_web::test]
async fn m4_the_same_request_five_times_at_once_charges_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    add_card(&owner, PAYS).await;
    let ask = || {
        owner
            .add_funds()
            .idempotency_key("tap")
            .body(dollars(50))
            .send()
    };
    let answers = futures_util::future::join_all((0..5).map(|_| ask())).await;
    let ids: Vec<Uuid> = answers
        .into_iter()
        .map(|answer| answer.expect("a payment").into_inner().id)
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    app.work().await;
    assert_eq!(
        ask().await.expect("the first answer").into_inner().id,
        ids[0]
    );
    app.work().await;
    assert_eq!(balance(&owner).await, 50_000_000);
    let charges: i64 = simulated_charges::table
        .count()
        .get_result(&mut app.connection().await)
        .await
        .expect("a count");
    assert_eq!(charges, 1);
    let other = owner
        .add_funds()
        .idempotency_key("tap")
        .body(dollars(51))
        .send()
        .await;
    assert_eq!(problem(other).code, ErrorCode::IdempotencyKeyReused);
}

#[actix_web::test]
async fn m4_a_declined_payment_ends_failed_in_plain_words_and_credits_nothing() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    for (number, words) in [
        (DECLINED, "declined the card"),
        (EMPTY, "insufficient funds"),
    ] {
        let added = add_card(&owner, number).await;
        let body = AddFunds {
            card_id: Some(added.id),
            ..dollars(20)
        };
        owner
            .add_funds()
            .body(body)
            .send()
            .await
            .expect("asked for");
        app.work().await;
        let payment = newest_payment(&owner).await;
        assert_eq!(payment.state, PaymentState::Failed);
        assert!(payment.failure.expect("a reason").contains(words));
    }
    assert_eq!(balance(&owner).await, 0);
    assert_sound(&app).await;
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

/// Takes the money, and loses the first answers on the way back.
struct LosesAnswers {
    inner: Arc<dyn Payments>,
    lost: AtomicU32,
}

#[async_trait]
impl Payments for LosesAnswers {
    async fn card(&self, payment_method: &str) -> Result<StoredCardDetails, PaymentError> {
        self.inner.card(payment_method).await
    }

    async fn charge(
        &self,
        workspace: Uuid,
        payment: Uuid,
        payment_method: &str,
        cents: i64,
    ) -> Result<Charge, PaymentError> {
        let charged = self
            .inner
            .charge(workspace, payment, payment_method, cents)
            .await?;
        if self.lost.fetch_add(1, Ordering::SeqCst) < 2 {
            return Err(PaymentError::Unknown("the line was cut".to_owned()));
        }
        Ok(charged)
    }
}

#[actix_web::test]
async fn m4_a_charge_whose_answer_was_lost_is_asked_again_with_the_same_key() {
    let app = TestApp::start_with(|app| {
        let inner = Arc::clone(&app.payments);
        app.payments = Arc::new(LosesAnswers {
            inner,
            lost: AtomicU32::new(0),
        });
    })
    .await;
    let owner = app.owner().await;
    add_card(&owner, PAYS).await;
    add_funds(&owner, 40).await;
    for _ in 0..4 {
        app.pass(TimeDelta::minutes(1)).await;
    }
    assert_eq!(newest_payment(&owner).await.state, PaymentState::Succeeded);
    assert_eq!(balance(&owner).await, 40_000_000);
    let charges: i64 = simulated_charges::table
        .count()
        .get_result(&mut app.connection().await)
        .await
        .expect("a count");
    assert_eq!(charges, 1);
}

#[actix_web::test]
async fn s10_an_amount_that_cannot_be_paid_is_refused_by_name() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let refused = problem(owner.add_funds().body(dollars(25)).send().await);
    assert_eq!(refused.code, ErrorCode::NoCard);
    add_card(&owner, PAYS).await;
    for micros in [
        0,
        -25_000_000,
        4_990_000,
        10_000_010_000,
        25_005_000,
        i64::MAX,
    ] {
        let body = AddFunds {
            amount_micros: Micros(micros),
            card_id: None,
        };
        let refused = problem(owner.add_funds().body(body).send().await);
        assert!(
            refused.field("amount_micros").is_some(),
            "{micros}: {refused:?}"
        );
    }
    let body = AddFunds {
        card_id: Some(Uuid::now_v7()),
        ..dollars(25)
    };
    let refused = problem(owner.add_funds().body(body).send().await);
    assert!(refused.field("card_id").is_some(), "{refused:?}");
}

#[actix_web::test]
async fn s10_payments_are_listed_by_date_newest_first_page_by_page() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    add_card(&owner, PAYS).await;
    let mut made = Vec::new();
    for amount in [10, 20, 30] {
        made.push(add_funds(&owner, amount).await);
        app.app.clock.advance(TimeDelta::minutes(2));
    }
    let first = owner
        .list_payments()
        .limit(2_u32)
        .send()
        .await
        .expect("a page")
        .into_inner();
    assert_eq!(
        first
            .items
            .iter()
            .map(|payment| payment.id)
            .collect::<Vec<_>>(),
        [made[2].id, made[1].id]
    );
    let next = first.next.expect("there are more");
    let rest = owner
        .list_payments()
        .after(next)
        .send()
        .await
        .expect("a page")
        .into_inner();
    assert_eq!(
        rest.items
            .iter()
            .map(|payment| payment.id)
            .collect::<Vec<_>>(),
        [made[0].id]
    );
    assert_eq!(rest.next, None);
    let (from, to) = (made[1].created_at, made[2].created_at);
    let middle = owner
        .list_payments()
        .from(from)
        .to(to)
        .send()
        .await
        .expect("a page")
        .into_inner();
    assert_eq!(
        middle
            .items
            .iter()
            .map(|payment| payment.id)
            .collect::<Vec<_>>(),
        [made[1].id]
    );
}

#[actix_web::test]
async fn s10_billing_is_the_owners_and_one_workspace_never_sees_anothers() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let card = add_card(&owner, PAYS).await;
    owner.fund(&app, 10).await;
    let admin = app.colleague(&owner, "admin").await;
    assert_eq!(
        problem(admin.read_billing().send().await).code,
        ErrorCode::Forbidden
    );
    assert_eq!(
        problem(admin.add_funds().body(dollars(5)).send().await).code,
        ErrorCode::Forbidden
    );
    let theirs = problem(stranger.make_card_primary().card_id(card.id).send().await);
    assert_eq!(theirs.code, ErrorCode::NotFound);
    assert_eq!(
        problem(stranger.delete_card().card_id(card.id).send().await).code,
        ErrorCode::NotFound
    );
    let body = AddFunds {
        card_id: Some(card.id),
        ..dollars(5)
    };
    assert!(
        problem(stranger.add_funds().body(body).send().await)
            .field("card_id")
            .is_some()
    );
    assert_eq!(balance(&stranger).await, 0);
    assert!(
        stranger
            .list_payments()
            .send()
            .await
            .expect("a page")
            .into_inner()
            .items
            .is_empty()
    );
    assert!(
        stranger
            .list_transactions()
            .send()
            .await
            .expect("a page")
            .into_inner()
            .items
            .is_empty()
    );
}

#[actix_web::test]
async fn s10_only_copperline_may_ask_the_simulated_processor() {
    let app = TestApp::start().await;
    let http = reqwest::Client::builder().build().expect("a client");
    let url = format!(
        "{}/simulator/processor/v1/payment_methods/pm_1",
        app.base_url
    );
    for key in ["", "sk_simulated_guess"] {
        let answer = http
            .get(&url)
            .bearer_auth(key)
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 401);
    }
}

#[actix_web::test]
async fn m2_the_check_finds_a_balance_out_by_one_micro_dollar_and_every_other_tampering() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    owner.fund(&app, 25).await;
    assert_sound(&app).await;
    let mut connection = app.connection().await;
    // Triggers keep the ledger from being changed; only somebody who turns them off can.
    let off = "ALTER TABLE ledger_entries DISABLE TRIGGER USER";
    diesel::sql_query(off)
        .execute(&mut connection)
        .await
        .expect("the tables' owner may");
    for (tampering, mended, claim) in [
        (
            "UPDATE balances SET balance_micros = balance_micros + 1",
            "UPDATE balances SET balance_micros = balance_micros - 1",
            "each balance is the sum",
        ),
        (
            "UPDATE ledger_entries SET amount_micros = amount_micros - 1 WHERE account = 'card_payments'",
            "UPDATE ledger_entries SET amount_micros = amount_micros + 1 WHERE account = 'card_payments'",
            "the entries of each ledger transaction",
        ),
        (
            "UPDATE payments SET state = 'failed'",
            "UPDATE payments SET state = 'succeeded'",
            "each credit is for a payment",
        ),
        (
            "UPDATE payments SET amount_micros = amount_micros * 2",
            "UPDATE payments SET amount_micros = amount_micros / 2",
            "each succeeded payment",
        ),
        (
            "UPDATE event_cursors SET cursor = cursor - 1",
            "UPDATE event_cursors SET cursor = cursor + 1",
            "no event lies beyond",
        ),
    ] {
        diesel::sql_query(tampering)
            .execute(&mut connection)
            .await
            .expect("tampered");
        let report = check::run(&mut app.connection().await)
            .await
            .expect("a check");
        let found = report
            .findings
            .iter()
            .find(|finding| finding.claim.starts_with(claim));
        assert_eq!(
            found.expect("such a claim").count,
            1,
            "{tampering}: {report}"
        );
        assert!(!report.is_sound());
        diesel::sql_query(mended)
            .execute(&mut connection)
            .await
            .expect("mended");
    }
    assert_sound(&app).await;
}

#[actix_web::test]
async fn m2_the_ledger_can_neither_be_changed_nor_left_out_of_balance() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    owner.fund(&app, 25).await;
    let mut connection = app.connection().await;
    for statement in [
        "UPDATE ledger_entries SET amount_micros = 1",
        "DELETE FROM ledger_transactions",
        "UPDATE balances SET balance_micros = -1",
        "INSERT INTO ledger_entries SELECT workspace_id, transaction_id, 'messages', 5 FROM ledger_entries LIMIT 1",
    ] {
        let outcome = diesel::sql_query(statement).execute(&mut connection).await;
        assert!(outcome.is_err(), "{statement}");
    }
    assert_sound(&app).await;
}

#[actix_web::test]
async fn s10_a_deleted_card_still_names_its_payments() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let old = add_card(&owner, PAYS).await;
    add_funds(&owner, 10).await;
    app.work().await;
    let new = add_card(&owner, DECLINED).await;
    owner
        .make_card_primary()
        .card_id(new.id)
        .send()
        .await
        .expect("primary");
    owner
        .delete_card()
        .card_id(old.id)
        .send()
        .await
        .expect("deleted");
    assert_eq!(newest_payment(&owner).await.card_last_four, "4242");
    let kept: i64 = cards::table
        .filter(cards::deleted_at.is_not_null())
        .inner_join(payments::table.on(payments::card_id.eq(cards::id)))
        .count()
        .get_result(&mut app.connection().await)
        .await
        .expect("a count");
    assert_eq!(kept, 1);
}

#[actix_web::test]
async fn x11_the_demo_is_sound_can_be_signed_in_to_and_is_made_once() {
    let app = TestApp::start().await;
    std::fs::create_dir_all(&app.app.config.data).expect("a data folder");
    let now = app.app.clock.now();
    let run = || demo::run(&app.database_url, 120, &app.app.config, now);
    let made = run().await.expect("a demo");
    assert_eq!((made.created, made.conversations), (true, 120));
    assert_sound(&app).await;
    let sign_in = made.sign_in.expect("how to sign in");
    let browser = app.browser(&app.sign_in(demo::EMAIL, &sign_in.password).await);
    let start = browser
        .read_start()
        .send()
        .await
        .expect("the inbox")
        .into_inner();
    assert_eq!(start.counts.all, 120);
    assert!(
        start.counts.archived > 0 && start.counts.unread > 0,
        "{:?}",
        start.counts
    );
    assert!(start.numbers.len() == 3 && !start.conversations.items.is_empty());
    let lead = json!({ "phone": "+15125559876", "first_name": "Curl" });
    let answer = reqwest::Client::builder()
        .build()
        .expect("a client")
        .post(format!("{}/api/v1/leads", app.base_url))
        .bearer_auth(&sign_in.api_token)
        .json(&lead)
        .send()
        .await
        .expect("an answer");
    assert!(answer.status().is_success());
    let again = run().await.expect("the demo is there");
    assert_eq!((again.created, again.conversations), (false, 121));
    assert_eq!(again.sign_in.expect("kept").password, sign_in.password);
}
