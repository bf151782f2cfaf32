//! The two tokens of a browser that is signed in, and the cookies they travel in.

use actix_web::HttpResponseBuilder;
use actix_web::cookie::time::Duration as CookieDuration;
use actix_web::cookie::{Cookie, SameSite};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::config::Secrets;
use crate::db::WorkspaceId;
use crate::error::Error;

/// Read on every request.
pub const SESSION_COOKIE: &str = "copperline_session";
/// Sent only to the operations of `auth`.
pub const REFRESH_COOKIE: &str = "copperline_refresh";

const REFRESH_PATH: &str = "/api/v1/auth";
const SESSION_LIFE: TimeDelta = TimeDelta::minutes(10);
/// From its last use on.
pub const REFRESH_LIFE: TimeDelta = TimeDelta::days(30);

/// What a session token says. Whether the session stands, and with which role, is looked up.
#[derive(Serialize, Deserialize)]
pub struct Claims {
    pub workspace: Uuid,
    pub session: Uuid,
    pub agent: Uuid,
    /// Seconds since 1970, by the app's clock.
    exp: i64,
}

/// The values of the two cookies.
pub struct Tokens {
    pub session: String,
    pub refresh: String,
}

impl Tokens {
    /// Adds the cookies to an answer.
    pub fn set_cookies(&self, answer: &mut HttpResponseBuilder) {
        answer.cookie(cookie(SESSION_COOKIE, &self.session, "/", SESSION_LIFE));
        answer.cookie(cookie(
            REFRESH_COOKIE,
            &self.refresh,
            REFRESH_PATH,
            REFRESH_LIFE,
        ));
    }
}

/// Makes the browser forget both cookies.
pub fn clear_cookies(answer: &mut HttpResponseBuilder) {
    answer.cookie(cookie(SESSION_COOKIE, "", "/", TimeDelta::zero()));
    answer.cookie(cookie(REFRESH_COOKIE, "", REFRESH_PATH, TimeDelta::zero()));
}

fn cookie(name: &'static str, value: &str, path: &'static str, life: TimeDelta) -> Cookie<'static> {
    Cookie::build(name, value.to_owned())
        .path(path)
        .http_only(true)
        .secure(true)
        .same_site(SameSite::Strict)
        .max_age(CookieDuration::seconds(life.num_seconds()))
        .finish()
}

/// A session token for the next ten minutes.
///
/// # Errors
/// Never with a key that `Secrets` made.
pub fn sign(
    secrets: &Secrets,
    workspace: WorkspaceId,
    session: Uuid,
    agent: Uuid,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let exp = (now + SESSION_LIFE).timestamp();
    let claims = Claims {
        workspace: workspace.0,
        session,
        agent,
        exp,
    };
    let key = EncodingKey::from_secret(secrets.session_key.expose_secret().as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key)
        .map_err(|cause| Error::Internal(Box::new(cause)))
}

/// Reads a session token that this installation signed and whose time is not over.
pub fn read(secrets: &Secrets, token: &str, now: DateTime<Utc>) -> Option<Claims> {
    let mut validation = Validation::new(Algorithm::HS256);
    // The library would ask the machine's clock; the app's decides.
    validation.validate_exp = false;
    let key = DecodingKey::from_secret(secrets.session_key.expose_secret().as_bytes());
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation)
        .ok()?
        .claims;
    (claims.exp > now.timestamp()).then_some(claims)
}

#[cfg(test)]
mod tests;
