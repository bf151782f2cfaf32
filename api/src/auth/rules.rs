//! Decisions of signing up and in: what may be signed up with, who is throttled together, and what
//! a refresh token is still good for.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::auth::CreateWorkspace;
use copperline_shared::checks::{self, FieldError};

use crate::error::Error;
use crate::input::Fields;
use crate::workspace::rules::time_zone;

/// A sign-up whose fields are fit to be stored.
pub struct CheckedSignUp {
    pub workspace_name: String,
    pub time_zone: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub password: String,
}

/// # Errors
/// [`Error::invalid`], naming each field to correct.
pub fn check_sign_up(body: CreateWorkspace) -> Result<CheckedSignUp, Error> {
    let mut fields = Fields::default();
    let checked = (
        fields.check("workspace_name", checks::name(&body.workspace_name)),
        fields.check("time_zone", time_zone(&body.time_zone)),
        fields.check("first_name", checks::name(&body.first_name)),
        fields.check("last_name", optional_name(&body.last_name)),
        fields.check("email", checks::email(&body.email)),
        fields.check("password", checks::password(&body.password, &body.email)),
    );
    let (workspace_name, time_zone, first_name, last_name, email, ()) = fields.finish(checked)?;
    let password = body.password;
    Ok(CheckedSignUp {
        workspace_name,
        time_zone,
        first_name,
        last_name,
        email,
        password,
    })
}

/// # Errors
/// [`Error::invalid`], naming `email`.
pub fn check_email(email: &str) -> Result<String, Error> {
    checks::email(email).map_err(|error| Error::field("email", error.message))
}

/// A name that may stay empty: some people have one name only.
///
/// # Errors
/// What to correct, when it is too long or holds control characters.
pub fn optional_name(name: &str) -> Result<String, FieldError> {
    Ok(checks::optional(name, checks::name)?.unwrap_or_default())
}

/// Who is counted together when sign-ins fail: an IPv4 address, or an IPv6 network of 64 bits,
/// which is what one subscriber has.
///
/// `forwarded` (`X-Forwarded-For`) is what was sent to us and what each proxy added to its end:
/// with `proxies` before us, that many entries from the end is the address that the outermost saw.
/// Whatever stands before it anybody may have written.
#[must_use]
pub fn address(peer: Option<IpAddr>, forwarded: &str, proxies: usize) -> String {
    let Some(peer) = peer else {
        return "unknown".to_owned();
    };
    let added = forwarded.rsplit(',').take(proxies).map_while(entry);
    let client = added.last().unwrap_or(peer).to_canonical();
    match client {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let network = Ipv6Addr::from_bits(address.to_bits() >> 64 << 64);
            format!("{network}/64")
        }
    }
}

/// An entry of `X-Forwarded-For`: some proxies add the port.
fn entry(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let address = text
        .parse()
        .or_else(|_| text.parse::<SocketAddr>().map(|address| address.ip()));
    address.ok()
}

/// How long to wait, for people: whole minutes, rounded up.
#[must_use]
pub fn waiting_time(wait: TimeDelta) -> String {
    let minutes = (wait.num_seconds().max(1) + 59) / 60;
    if minutes == 1 {
        "1 minute".to_owned()
    } else {
        format!("{minutes} minutes")
    }
}

/// How long after its replacement a refresh token still yields its successor, because two tabs of
/// one browser race.
const RACE: TimeDelta = TimeDelta::seconds(30);

/// What a refresh token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// Replace it.
    Rotate,
    /// Another tab has just replaced it: give the same successor.
    Repeat,
    /// It was replaced long ago, so somebody else holds a copy: end the session.
    EndSession,
    /// Its time is over.
    Expired,
}

#[must_use]
pub fn refresh(
    rotated_at: Option<DateTime<Utc>>,
    expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Refresh {
    match rotated_at {
        Some(at) if now - at > RACE => Refresh::EndSession,
        Some(_) => Refresh::Repeat,
        None if expires_at <= now => Refresh::Expired,
        None => Refresh::Rotate,
    }
}

#[cfg(test)]
mod tests;
