//! The simulated card processor, spoken to over HTTP as a real one is (Stripe's payment intents).

use std::time::Duration;

use async_trait::async_trait;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{RequestBuilder, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;
use uuid::Uuid;

use super::{Charge, PaymentError, Payments, StoredCardDetails};
use crate::billing::rules;

/// A processor that takes longer is asked again later, with the same key.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The adapter to the simulated processor.
pub struct SimulatedPayments {
    client: reqwest::Client,
    /// Where the processor is, without a slash at its end.
    base_url: String,
    key: SecretString,
}

/// The key with which Copperline calls the simulated processor, derived from the secret they share.
#[must_use]
pub fn api_key(shared_secret: &SecretString) -> SecretString {
    let mut mac = Hmac::<Sha256>::new_from_slice(shared_secret.expose_secret().as_bytes())
        .expect("HMAC takes a key of any length");
    mac.update(b"simulated card processor");
    format!("sk_simulated_{}", hex::encode(mac.finalize().into_bytes())).into()
}

impl SimulatedPayments {
    /// `server` is where this installation's simulator listens, such as `http://127.0.0.1:8080`;
    /// `shared_secret` also signs its callbacks.
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub fn new(server: &str, shared_secret: &SecretString) -> Result<Self, reqwest::Error> {
        Ok(Self {
            client: reqwest::Client::builder().timeout(TIMEOUT).build()?,
            base_url: format!("{}/simulator/processor", server.trim_end_matches('/')),
            key: api_key(shared_secret),
        })
    }

    async fn ask<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Failure> {
        let unknown = |error: reqwest::Error| Failure::Unknown(error.to_string());
        let answer = request
            .bearer_auth(self.key.expose_secret())
            .send()
            .await
            .map_err(unknown)?;
        let status = answer.status();
        if status.is_success() {
            return answer.json().await.map_err(unknown);
        }
        let body = answer.json::<ErrorBody>().await.map_err(unknown)?;
        match status {
            StatusCode::PAYMENT_REQUIRED => Err(Failure::Declined(body.error)),
            // It was busy or broken: nobody knows whether it did it.
            StatusCode::CONFLICT | StatusCode::TOO_MANY_REQUESTS => {
                Err(Failure::Unknown(body.error.message))
            }
            _ if status.is_server_error() => Err(Failure::Unknown(body.error.message)),
            _ => Err(Failure::Refused(body.error.message)),
        }
    }
}

enum Failure {
    Declined(ErrorDetail),
    Refused(String),
    Unknown(String),
}

impl From<Failure> for PaymentError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Declined(detail) => Self::Refused(detail.message),
            Failure::Refused(message) => Self::Refused(message),
            Failure::Unknown(message) => Self::Unknown(message),
        }
    }
}

#[derive(Deserialize)]
struct ErrorBody {
    error: ErrorDetail,
}

#[derive(Deserialize)]
struct ErrorDetail {
    code: Option<String>,
    decline_code: Option<String>,
    #[serde(default)]
    message: String,
}

#[derive(Deserialize)]
struct PaymentMethod {
    card: CardDetails,
}

#[derive(Deserialize)]
struct CardDetails {
    brand: String,
    last4: String,
    exp_month: u8,
    exp_year: u16,
}

#[derive(Deserialize)]
struct PaymentIntent {
    id: String,
    status: String,
}

#[async_trait]
impl Payments for SimulatedPayments {
    async fn card(&self, payment_method: &str) -> Result<StoredCardDetails, PaymentError> {
        let id = percent_encoding::utf8_percent_encode(
            payment_method,
            percent_encoding::NON_ALPHANUMERIC,
        );
        let request = self
            .client
            .get(format!("{}/v1/payment_methods/{id}", self.base_url));
        let PaymentMethod { card } = self.ask(request).await?;
        Ok(StoredCardDetails {
            brand: card.brand,
            last_four: card.last4,
            expiry_month: card.exp_month,
            expiry_year: card.exp_year,
        })
    }

    async fn charge(
        &self,
        workspace_id: Uuid,
        payment_id: Uuid,
        payment_method: &str,
        cents: i64,
    ) -> Result<Charge, PaymentError> {
        let form = [
            ("amount", cents.to_string()),
            ("currency", "usd".to_owned()),
            ("payment_method", payment_method.to_owned()),
            ("off_session", "true".to_owned()),
            ("confirm", "true".to_owned()),
            ("metadata[workspace_id]", workspace_id.to_string()),
            ("metadata[payment_id]", payment_id.to_string()),
        ];
        let request = self
            .client
            .post(format!("{}/v1/payment_intents", self.base_url))
            .header("Idempotency-Key", payment_id.to_string())
            .form(&form);
        match self.ask::<PaymentIntent>(request).await {
            Ok(PaymentIntent {
                id: processor_id,
                status,
            }) if status == "succeeded" => Ok(Charge::Succeeded { processor_id }),
            Ok(PaymentIntent {
                id: processor_id, ..
            }) => Ok(Charge::Pending { processor_id }),
            Err(Failure::Declined(ErrorDetail {
                code, decline_code, ..
            })) => {
                let code = decline_code.or(code).unwrap_or_default();
                Ok(Charge::Declined {
                    reason: rules::decline_words(&code),
                })
            }
            Err(failure) => Err(failure.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_derived_and_does_not_give_the_shared_secret_away() {
        let key = api_key(&"a secret of this installation".to_owned().into());
        assert!(key.expose_secret().starts_with("sk_simulated_"));
        assert!(!key.expose_secret().contains("a secret"));
        let other = api_key(&"another".to_owned().into());
        assert_ne!(key.expose_secret(), other.expose_secret());
    }
}
