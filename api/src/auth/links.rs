//! Links sent by mail: each works once and for a limited time. Only their SHA-256 is stored, and
//! their secret stands in the fragment, which browsers never send and servers never log.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::problem::ErrorCode;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use sha2::{Digest, Sha256};

use crate::db::{Connection, delete_in_batches};
use crate::error::Error;
use crate::schema::mail_links as links;

/// What a link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    ConfirmEmail,
    ResetPassword,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::ConfirmEmail => "confirm_email",
            Self::ResetPassword => "reset_password",
        }
    }

    /// The page that the link opens.
    fn path(self) -> &'static str {
        match self {
            Self::ConfirmEmail => "/confirm-email",
            Self::ResetPassword => "/reset-password",
        }
    }

    fn life(self) -> TimeDelta {
        match self {
            Self::ConfirmEmail => TimeDelta::days(7),
            Self::ResetPassword => TimeDelta::hours(1),
        }
    }

    fn expired(self) -> Error {
        let detail = match self {
            Self::ConfirmEmail => {
                "This link was used already, replaced by a newer one, or is older than seven days. \
                 Sign in; if your email is not confirmed yet, you will be sent a new link."
            }
            Self::ResetPassword => {
                "This link was used already or is older than an hour. Ask for a new one."
            }
        };
        Error::new(ErrorCode::LinkExpired, detail)
    }
}

/// Makes a link for the account of `email`.
///
/// # Errors
/// When the database fails.
pub async fn make(
    connection: &mut Connection,
    base_url: &str,
    purpose: Purpose,
    email: &str,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let secret: [u8; 32] = rand::random();
    let token = URL_SAFE_NO_PAD.encode(secret);
    diesel::insert_into(links::table)
        .values((
            links::hash.eq(hash(&token)),
            links::purpose.eq(purpose.name()),
            links::email.eq(email),
            links::expires_at.eq(now + purpose.life()),
            links::created_at.eq(now),
        ))
        .execute(connection)
        .await?;
    Ok(format!("{base_url}{}#token={token}", purpose.path()))
}

/// Uses a link up and says whose it was.
///
/// # Errors
/// [`ErrorCode::LinkExpired`].
pub async fn redeem(
    connection: &mut Connection,
    purpose: Purpose,
    token: &str,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let standing = links::table
        .find(hash(token.trim()))
        .filter(links::purpose.eq(purpose.name()))
        .filter(links::expires_at.gt(now));
    let email = diesel::delete(standing)
        .returning(links::email)
        .get_result(connection)
        .await
        .optional()?;
    email.ok_or_else(|| purpose.expired())
}

/// Whose link this is, leaving it as it is.
///
/// # Errors
/// [`ErrorCode::LinkExpired`].
pub async fn look(
    connection: &mut Connection,
    purpose: Purpose,
    token: &str,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let email = links::table
        .find(hash(token.trim()))
        .filter(links::purpose.eq(purpose.name()))
        .filter(links::expires_at.gt(now))
        .select(links::email)
        .first(connection)
        .await
        .optional()?;
    email.ok_or_else(|| purpose.expired())
}

/// Ends every link of an account.
///
/// # Errors
/// When the database fails.
pub async fn end_all(connection: &mut Connection, email: &str) -> Result<(), Error> {
    diesel::delete(links::table.filter(links::email.eq(email)))
        .execute(connection)
        .await?;
    Ok(())
}

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Forgets links whose time is over.
///
/// # Errors
/// When the database fails.
pub async fn forget_old(connection: &mut Connection, now: DateTime<Utc>) -> Result<(), Error> {
    delete_in_batches(connection, "mail_links", "expires_at <= $1", now).await?;
    Ok(())
}
