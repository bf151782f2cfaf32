//! Somebody signed in, and what they do before a test begins.

use std::ops::Deref;

use copperline_api::db::WorkspaceId;
use copperline_client::Client;
use copperline_shared::api_tokens::{CreateApiToken, LeadDuplicates, Scope};
use copperline_shared::money::Micros;
use uuid::Uuid;

use super::{PASSWORD, TestApp};

/// Somebody signed in; derefs to their client.
pub struct Owner {
    pub client: Client,
    pub workspace: WorkspaceId,
    pub agent: Uuid,
    pub email: String,
    pub cookies: String,
}

impl Deref for Owner {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Owner {
    /// Signs in anew, once so much time has passed that the session is over.
    pub async fn sign_in_again(&mut self, app: &TestApp) {
        let cookies = app.sign_in(&self.email, PASSWORD).await;
        self.client = app.browser(&cookies);
    }

    /// A token with these scopes; its secret.
    pub async fn make_token(&self, scopes: &[Scope]) -> String {
        let body = CreateApiToken {
            name: "SmartQuotes".to_owned(),
            scopes: scopes.to_vec(),
            lead_source: String::new(),
            lead_duplicates: LeadDuplicates::Skip,
        };
        let created = self
            .create_api_token()
            .body(body)
            .send()
            .await
            .expect("a token is made");
        created.into_inner().secret
    }

    /// Puts money on the balance through a card payment.
    pub async fn fund(&self, app: &TestApp, dollars: i64) {
        let card = copperline_shared::simulator::SimulatedCard {
            number: "4242 4242 4242 4242".to_owned(),
            expiry_month: 12,
            expiry_year: 2040,
            cvc: "123".to_owned(),
        };
        let stored = self
            .store_simulated_card()
            .body(card)
            .send()
            .await
            .expect("a card is stored");
        let add = copperline_shared::billing::AddCard {
            payment_method: stored.into_inner().payment_method,
        };
        self.add_card()
            .body(add)
            .send()
            .await
            .expect("a card is added");
        let funds = copperline_shared::billing::AddFunds {
            amount_micros: Micros(dollars * 1_000_000),
            card_id: None,
        };
        self.add_funds()
            .body(funds)
            .send()
            .await
            .expect("funds are added");
        app.work().await;
    }

    /// Rents the first number the carrier offers in an area code.
    pub async fn rent(&self, app: &TestApp, area_code: &str) -> copperline_shared::numbers::Number {
        let offered = self
            .search_available_numbers()
            .area_code(area_code)
            .send()
            .await;
        let phone = offered.expect("numbers are offered").into_inner()[0]
            .phone
            .clone();
        let body = copperline_shared::numbers::RentNumber {
            phone,
            name: "Main".to_owned(),
        };
        let rented = self
            .rent_number()
            .body(body)
            .send()
            .await
            .expect("a number is rented");
        app.work().await;
        let id = rented.into_inner().id;
        let numbers = self
            .list_numbers()
            .send()
            .await
            .expect("numbers are listed")
            .into_inner();
        numbers
            .into_iter()
            .find(|number| number.id == id)
            .expect("the number is listed")
    }
}
