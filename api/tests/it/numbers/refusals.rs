//! What becomes of a number that the carrier will not hand over.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use copperline_api::carriers::{Carrier, CarrierError, MediaError, NumberSearch, OutboundText};
use copperline_api::check;
use copperline_shared::numbers::AvailableNumber;

use super::*;

/// A carrier that offers numbers and then rents none.
struct Unwilling(Arc<dyn Carrier>);

#[async_trait]
impl Carrier for Unwilling {
    fn simulated(&self) -> bool {
        self.0.simulated()
    }

    async fn send(&self, text: &OutboundText) -> Result<String, CarrierError> {
        self.0.send(text).await
    }

    async fn fetch_media(&self, url: &str) -> Result<Bytes, MediaError> {
        self.0.fetch_media(url).await
    }

    async fn search_numbers(
        &self,
        search: &NumberSearch,
    ) -> Result<Vec<AvailableNumber>, CarrierError> {
        self.0.search_numbers(search).await
    }

    async fn rent_number(&self, _: &Phone, _: &str) -> Result<String, CarrierError> {
        Err(CarrierError::Refused {
            code: "21422".to_owned(),
            message: "This number is not available.".to_owned(),
        })
    }

    async fn release_number(&self, id: &str) -> Result<(), CarrierError> {
        self.0.release_number(id).await
    }
}

/// A number that the carrier refused to the only workspace there is.
async fn refused() -> (TestApp, Owner, Number) {
    let app =
        TestApp::start_with(|app| app.carrier = Arc::new(Unwilling(Arc::clone(&app.carrier))))
            .await;
    let owner = app.owner().await;
    let phone = offered(&owner, "512").await.remove(0);
    let rented = owner.rent_number().body(rent(&phone)).send().await;
    rented.expect("the order is taken");
    app.work().await;
    let mut listed = numbers(&owner).await;
    assert_eq!(listed.len(), 1, "it stays listed");
    (app, owner, listed.remove(0))
}

#[actix_web::test]
async fn s12_a_number_the_carrier_refuses_stays_listed_with_the_reason_until_it_is_put_away() {
    let (app, owner, number) = refused().await;
    assert_eq!(
        (number.state, number.is_default),
        (NumberState::Refused, false)
    );
    let words = "This number is not available. (error 21422)";
    assert_eq!(number.refusal.as_deref(), Some(words));
    let basic = app.colleague(&owner, "basic").await;
    let denied = basic.release_number().number_id(number.id).send().await;
    assert_eq!(problem(denied).code, ErrorCode::Forbidden);
    let gone = owner.release_number().number_id(number.id).send().await;
    assert_eq!(gone.expect("put away").state, NumberState::Released);
    app.work().await;
    assert_eq!(numbers(&owner).await, []);
}

#[actix_web::test]
async fn s12_a_refused_number_is_nobodys_and_cannot_be_sent_from() {
    let (app, owner, number) = refused().await;
    let body = as_default();
    let denied = owner.update_number().number_id(number.id).body(body).send();
    assert_eq!(problem(denied.await).code, ErrorCode::NumberUnavailable);
    let other = app.owner().await;
    let again = other.rent_number().body(rent(&number.phone)).send().await;
    again.expect("anybody may try");
    let report = check::run(&mut app.connection().await).await;
    assert!(report.expect("a check").is_sound());
}
