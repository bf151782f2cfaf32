//! The simulated carrier's addresses: Twilio's REST api as far as Copperline uses it.
//!
//! Requests are form-encoded with HTTP Basic, answers are JSON, as twilio.com/docs/usage/api says.
//! The one addition is an `Idempotency-Key` on sends, which Twilio lacks.

mod catalogue;
pub(super) mod media;
mod numbers;
pub(super) mod texts;

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::ExposeSecret;
use serde_json::json;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::app::AppData;
use crate::error::Error;
use crate::router::Unlisted;

/// The one account of the simulated carrier.
pub const ACCOUNT: &str = "AC00000000000000000000000simulated";
/// The version in Twilio's addresses.
pub const API_VERSION: &str = "2010-04-01";
/// Where the account's resources begin, below the server's address.
pub const PATH: &str = "/simulator/carrier/2010-04-01/Accounts/AC00000000000000000000000simulated";

pub fn routes(routes: &mut Unlisted) {
    let path = |resource| format!("{PATH}/{resource}");
    routes
        .post(&path("Messages.json"), texts::send)
        .get(&path("Messages/{message}/Media/{media}"), media::read)
        .get(
            &path("AvailablePhoneNumbers/US/Local.json"),
            numbers::search,
        )
        .get(&path("IncomingPhoneNumbers.json"), numbers::find)
        .post(&path("IncomingPhoneNumbers.json"), numbers::buy)
        .delete(&path("IncomingPhoneNumbers/{id}.json"), numbers::release);
}

/// A new id, such as `SM` and 32 hexadecimal digits.
#[must_use]
pub fn new_id(prefix: &str) -> String {
    format!("{prefix}{}", Uuid::now_v7().simple())
}

/// Proof that the caller knows the account and its auth token.
struct Authorised;

impl FromRequest for Authorised {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let outcome = if is_authorised(request) {
            Ok(Self)
        } else {
            Err(Refusal::new(
                StatusCode::UNAUTHORIZED,
                "20003",
                "Authenticate",
            ))
        };
        Box::pin(std::future::ready(outcome))
    }
}

fn is_authorised(request: &HttpRequest) -> bool {
    let expected = request.app_data::<AppData>().map(|app| {
        format!(
            "{ACCOUNT}:{}",
            app.secrets.carrier_auth_token.expose_secret()
        )
    });
    let given = request
        .headers()
        .get("authorization")
        .and_then(|value| value.to_str().ok()?.strip_prefix("Basic "))
        .and_then(|value| STANDARD.decode(value).ok());
    match (expected, given) {
        (Some(expected), Some(given)) => bool::from(expected.as_bytes().ct_eq(&given)),
        _ => false,
    }
}

/// An unsuccessful answer in Twilio's form.
#[derive(Debug)]
struct Refusal {
    status: StatusCode,
    code: String,
    message: String,
}

impl Refusal {
    fn new(status: StatusCode, code: &str, message: &str) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.to_owned(),
        }
    }

    fn bad_request(code: &str, message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        tracing::error!(%error, "the simulated carrier failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "20500",
            "Internal server error",
        )
    }
}

macro_rules! internal {
    ($($cause:ty),*) => {
        $(impl From<$cause> for Refusal {
            fn from(cause: $cause) -> Self {
                Error::from(cause).into()
            }
        })*
    };
}
internal!(
    diesel::result::Error,
    diesel_async::pooled_connection::deadpool::PoolError
);

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}: {}", self.code, self.message)
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status).json(json!({
            "code": self.code.parse::<u32>().unwrap_or(20500),
            "message": self.message,
            "more_info": format!("https://www.twilio.com/docs/errors/{}", self.code),
            "status": self.status.as_u16(),
        }))
    }
}
