//! How the simulated carrier and card processor report to the api: over HTTP, signed, repeated
//! until they are acknowledged.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

use super::carrier;
use crate::app::App;
use crate::carriers::signature::{self as carrier_signature, Body};
use crate::error::Error;
use crate::payments::signature as processor_signature;

/// A report that is still to be delivered.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Callback {
    /// The carrier's: form-encoded, with `X-Twilio-Signature`.
    Carrier {
        url: String,
        fields: Vec<(String, String)>,
    },
    /// The card processor's: JSON, with `Stripe-Signature`.
    Processor { url: String, body: String },
}

/// Carriers wait 15 seconds for an answer.
const TIMEOUT: Duration = Duration::from_secs(15);

// No connection is kept, so that the client may be used from any runtime.
static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
    reqwest::Client::builder()
        .timeout(TIMEOUT)
        .pool_max_idle_per_host(0)
        .build()
        .expect("a client with a timeout and nothing else can be built")
});

/// Delivers a report; the job queue repeats it until it is acknowledged.
///
/// # Errors
/// When the api did not acknowledge it.
pub async fn deliver(app: &Arc<App>, callback: Callback) -> Result<(), Error> {
    let request = match callback {
        Callback::Carrier { url, fields } => {
            carrier::texts::advance(&mut *app.pool.get().await?, &fields).await?;
            let token = app.secrets.carrier_auth_token.expose_secret();
            let signature = carrier_signature::sign(token, &url, Body::Form(&fields));
            CLIENT
                .post(url)
                .header("x-twilio-signature", signature)
                .form(&fields)
        }
        Callback::Processor { url, body } => {
            let secret = app.secrets.payments_callback_secret.expose_secret();
            let signature = processor_signature::sign(secret, app.clock.now(), body.as_bytes());
            CLIENT
                .post(url)
                .header("stripe-signature", signature)
                .header("content-type", "application/json")
                .body(body)
        }
    };
    let answer = request
        .send()
        .await
        .map_err(|error| Error::Internal(Box::new(error)))?;
    if answer.status().is_success() {
        return Ok(());
    }
    Err(Error::Internal(
        format!("the callback was answered with {}", answer.status()).into(),
    ))
}
