//! Staying signed in: a refresh token is good for one successor, and coming again it ends the
//! session, because somebody else may hold a copy.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::rules::{self, Refresh};
use super::sessions::{end, over};
use super::tokens::{REFRESH_LIFE, Tokens, sign};
use crate::app::App;
use crate::config::Secrets;
use crate::db::{Atomic, Connection, WorkspaceId, delete_in_batches};
use crate::error::Error;
use crate::schema::{refresh_tokens, sessions};

/// The first refresh token of a session.
///
/// # Errors
/// When the database fails.
pub async fn begin(
    connection: &mut Connection,
    workspace: WorkspaceId,
    session: Uuid,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let secret: [u8; 32] = rand::random();
    let token = URL_SAFE_NO_PAD.encode(secret);
    store(connection, &token, workspace, session, now).await?;
    Ok(token)
}

async fn store(
    connection: &mut Connection,
    token: &str,
    workspace: WorkspaceId,
    session: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::hash.eq(hash(token)),
            refresh_tokens::workspace_id.eq(workspace.0),
            refresh_tokens::session_id.eq(session),
            refresh_tokens::issued_at.eq(now),
            refresh_tokens::expires_at.eq(now + REFRESH_LIFE),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Replaces a browser's tokens.
///
/// # Errors
/// [`ErrorCode::Unauthenticated`](copperline_shared::problem::ErrorCode::Unauthenticated) when the
/// refresh token is missing, unknown, too old, or was replaced before: then its session ends.
pub async fn refresh(app: &App, token: Option<&str>) -> Result<Tokens, Error> {
    let token = token.ok_or_else(over)?;
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    // An ended session must be committed, so that a refusal is no error inside the transaction.
    let outcome = connection
        .atomically(async |connection| rotate(connection, &app.secrets, token, now).await)
        .await?;
    match outcome {
        Outcome::Replaced(tokens) => Ok(tokens),
        Outcome::Refused => Err(over()),
        Outcome::Ended(workspace, session) => {
            app.hub.end(workspace, session);
            Err(over())
        }
    }
}

/// What became of a refresh token that was sent.
enum Outcome {
    Replaced(Tokens),
    Refused,
    /// It ended this session.
    Ended(WorkspaceId, Uuid),
}

#[derive(Queryable)]
struct Held {
    workspace: Uuid,
    session: Uuid,
    agent: Uuid,
    rotated_at: Option<DateTime<Utc>>,
    expires_at: DateTime<Utc>,
}

async fn rotate(
    connection: &mut Connection,
    secrets: &Secrets,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Outcome, Error> {
    let Some(held) = hold(connection, token).await? else {
        return Ok(Outcome::Refused);
    };
    let workspace = WorkspaceId(held.workspace);
    let successor = successor(secrets, token)?;
    match rules::refresh(held.rotated_at, held.expires_at, now) {
        Refresh::Rotate => {
            diesel::update(refresh_tokens::table.find(hash(token)))
                .set(refresh_tokens::rotated_at.eq(now))
                .execute(connection)
                .await?;
            store(connection, &successor, workspace, held.session, now).await?;
            diesel::update(sessions::table.find((held.workspace, held.session)))
                .set(sessions::last_seen_at.eq(now))
                .execute(connection)
                .await?;
        }
        Refresh::Repeat => {}
        Refresh::EndSession => {
            tracing::warn!(session = %held.session, "a replaced refresh token came again; the session was ended");
            end(connection, workspace, held.session, now).await?;
            return Ok(Outcome::Ended(workspace, held.session));
        }
        Refresh::Expired => return Ok(Outcome::Refused),
    }
    let session = sign(secrets, workspace, held.session, held.agent, now)?;
    Ok(Outcome::Replaced(Tokens {
        session,
        refresh: successor,
    }))
}

/// Locks a refresh token of a session that stands, so that two tabs take turns.
async fn hold(connection: &mut Connection, token: &str) -> Result<Option<Held>, Error> {
    let held = refresh_tokens::table
        .inner_join(
            sessions::table.on(sessions::workspace_id
                .eq(refresh_tokens::workspace_id)
                .and(sessions::id.eq(refresh_tokens::session_id))),
        )
        .filter(refresh_tokens::hash.eq(hash(token)))
        .filter(sessions::ended_at.is_null())
        .select((
            sessions::workspace_id,
            sessions::id,
            sessions::agent_id,
            refresh_tokens::rotated_at,
            refresh_tokens::expires_at,
        ))
        .for_update()
        .first(connection)
        .await
        .optional()?;
    Ok(held)
}

/// The token that follows this one; the same however often it is asked for.
fn successor(secrets: &Secrets, token: &str) -> Result<String, Error> {
    let key = secrets.refresh_key.expose_secret().as_bytes();
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key).map_err(|cause| Error::Internal(Box::new(cause)))?;
    mac.update(token.as_bytes());
    Ok(URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Forgets refresh tokens that are refused for their age anyway.
///
/// # Errors
/// When the database fails.
pub async fn forget_old(connection: &mut Connection, now: DateTime<Utc>) -> Result<(), Error> {
    delete_in_batches(connection, "refresh_tokens", "expires_at <= $1", now).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tabs_derive_the_same_successor_and_nobody_without_the_key_does() {
        let (secrets, others) = (Secrets::random(), Secrets::random());
        let first = successor(&secrets, "token").unwrap();
        assert_eq!(first, successor(&secrets, "token").unwrap());
        assert_ne!(first, successor(&secrets, "another").unwrap());
        assert_ne!(first, successor(&others, "token").unwrap());
    }
}
