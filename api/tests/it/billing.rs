//! Cards, payments and the ledger (S10, M1 to M4), and the demo's (X11).

mod callbacks;
mod check;
mod ledger;
mod payments;
mod requests;

use copperline_api::check as audit;
use copperline_api::schema::{cards, payments as paid, simulated_cards};
use copperline_shared::billing::{AddCard, AddFunds, Card, Payment};
use copperline_shared::money::Micros;
use copperline_shared::problem::ErrorCode;
use copperline_shared::simulator::SimulatedCard;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

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

/// Everything that `copperline check` looks at is as it should be.
pub async fn assert_sound(app: &TestApp) {
    let report = audit::run(&mut app.connection().await)
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
        .inner_join(paid::table.on(paid::card_id.eq(cards::id)))
        .count()
        .get_result(&mut app.connection().await)
        .await
        .expect("a count");
    assert_eq!(kept, 1);
}
