//! Requests that come again, and those that nobody could read.

use super::*;

#[actix_web::test]
async fn s10_a_repeated_request_gets_its_first_answer_without_asking_the_processor_again() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let stored = owner.store_simulated_card().body(card(PAYS)).send().await;
    let body = AddCard {
        payment_method: stored.expect("stored").into_inner().payment_method,
    };
    let add = async || {
        let request = owner.add_card().idempotency_key("once").body(body.clone());
        request.send().await.expect("added").into_inner()
    };
    let first = add().await;
    let mut connection = app.connection().await;
    diesel::delete(simulated_cards::table)
        .execute(&mut connection)
        .await
        .expect("the processor forgets the card");
    assert_eq!(add().await, first);
}

#[actix_web::test]
async fn what_the_database_or_a_processor_could_not_read_is_refused_by_its_field() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let body = AddCard {
        payment_method: "pm_\u{0}".to_owned(),
    };
    let refused = problem(owner.add_card().body(body).send().await);
    assert!(refused.field("payment_method").is_some());
    let long_ago: chrono::DateTime<chrono::Utc> =
        "-9999-01-01T00:00:00Z".parse().expect("a moment");
    let refused = problem(owner.list_payments().from(long_ago).send().await);
    assert!(refused.field("from").is_some());
}
