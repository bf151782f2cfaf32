//! M4: each payment is charged and credited once, and ends in one of its states.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use chrono::TimeDelta;
use copperline_api::payments::{Charge, PaymentError, Payments, StoredCardDetails};
use copperline_api::schema::simulated_charges;
use copperline_shared::billing::{AddFunds, PaymentState, TransactionKind};
use copperline_shared::money::Micros;
use copperline_shared::problem::ErrorCode;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{
    DECLINED, EMPTY, PAYS, add_card, add_funds, assert_sound, balance, dollars, newest_payment,
};
use crate::support::{TestApp, problem};

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
