//! Requests to rent that come again.

use super::*;
use crate::desk::tapped;

#[actix_web::test]
async fn s12_a_repeated_request_gets_its_first_answer_while_the_carrier_is_down() {
    let (app, line) = tapped().await;
    let owner = app.owner().await;
    let phones = offered(&owner, "512").await;
    let ask = |key: &'static str, phone| {
        let request = owner.rent_number().idempotency_key(key);
        request.body(rent(phone)).send()
    };
    let first = ask("once", &phones[0]).await.expect("rented").into_inner();
    line.go_down();
    let again = ask("once", &phones[0]).await.expect("the first answer");
    assert_eq!(again.into_inner(), first);
    let new = problem(ask("twice", &phones[1]).await);
    assert_eq!(new.code, ErrorCode::ProviderUnavailable);
    let reused = problem(ask("once", &phones[1]).await);
    assert_eq!(reused.code, ErrorCode::IdempotencyKeyReused);
    assert_eq!(numbers(&owner).await.len(), 1);
}
