//! Sessions: the two cookies of a browser that is signed in, and whether they still stand.

use actix_web::HttpResponseBuilder;
use actix_web::cookie::time::Duration as CookieDuration;
use actix_web::cookie::{Cookie, SameSite};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::profile::Role;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::rules::{self, Refresh};
use crate::app::App;
use crate::caller::{Actor, Identity, unauthenticated};
use crate::config::Secrets;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::profile;
use crate::schema::{agents, refresh_tokens, sessions};

/// Read on every request.
pub const SESSION_COOKIE: &str = "copperline_session";
/// Sent only to the operations of `auth`.
pub const REFRESH_COOKIE: &str = "copperline_refresh";

const REFRESH_PATH: &str = "/api/v1/auth";
const SESSION_LIFE: TimeDelta = TimeDelta::minutes(10);
/// From its last use on.
const REFRESH_LIFE: TimeDelta = TimeDelta::days(30);

/// What a session token says. Whether the session stands, and with which role, is looked up.
#[derive(Serialize, Deserialize)]
struct Claims {
    workspace: Uuid,
    session: Uuid,
    agent: Uuid,
    /// Seconds since 1970, by the app's clock.
    exp: i64,
}

/// The values of the two cookies.
pub struct Tokens {
    session: String,
    refresh: String,
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

/// Starts a session.
///
/// # Errors
/// When the database fails.
pub async fn start(
    connection: &mut Connection,
    secrets: &Secrets,
    workspace: WorkspaceId,
    agent: Uuid,
    user_agent: &str,
    now: DateTime<Utc>,
) -> Result<Tokens, Error> {
    let session = Uuid::now_v7();
    diesel::insert_into(sessions::table)
        .values((
            sessions::workspace_id.eq(workspace.0),
            sessions::id.eq(session),
            sessions::agent_id.eq(agent),
            sessions::user_agent.eq(user_agent),
            sessions::created_at.eq(now),
            sessions::last_seen_at.eq(now),
        ))
        .execute(connection)
        .await?;
    let secret: [u8; 32] = rand::random();
    let refresh = URL_SAFE_NO_PAD.encode(secret);
    store_refresh(connection, &refresh, workspace, session, now).await?;
    Ok(Tokens {
        session: sign(secrets, workspace, session, agent, now)?,
        refresh,
    })
}

async fn store_refresh(
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

fn sign(
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
fn read(secrets: &Secrets, token: &str, now: DateTime<Utc>) -> Option<Claims> {
    let mut validation = Validation::new(Algorithm::HS256);
    // The library would ask the machine's clock; the app's decides.
    validation.validate_exp = false;
    let key = DecodingKey::from_secret(secrets.session_key.expose_secret().as_bytes());
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation)
        .ok()?
        .claims;
    (claims.exp > now.timestamp()).then_some(claims)
}

/// Whose session the cookie is, with the role they have now.
///
/// # Errors
/// [`ErrorCode::Unauthenticated`](copperline_shared::problem::ErrorCode::Unauthenticated).
pub async fn identify(app: &App, cookie: &str) -> Result<Identity, Error> {
    let claims = read(&app.secrets, cookie, app.clock.now()).ok_or_else(over)?;
    let identity = stands(app, WorkspaceId(claims.workspace), claims.session).await?;
    if identity.id() == claims.agent {
        Ok(identity)
    } else {
        Err(over())
    }
}

/// Whose session this is, with the role they have now: one query.
///
/// # Errors
/// [`ErrorCode::Unauthenticated`](copperline_shared::problem::ErrorCode::Unauthenticated) when it
/// has ended.
pub async fn stands(app: &App, workspace: WorkspaceId, session: Uuid) -> Result<Identity, Error> {
    let mut connection = app.pool.get().await?;
    let found: Option<(Uuid, String)> = sessions::table
        .inner_join(
            agents::table.on(agents::workspace_id
                .eq(sessions::workspace_id)
                .and(agents::id.eq(sessions::agent_id))),
        )
        .filter(sessions::workspace_id.eq(workspace.0))
        .filter(sessions::id.eq(session))
        .filter(sessions::ended_at.is_null())
        .select((agents::id, agents::role))
        .first(&mut connection)
        .await
        .optional()?;
    let (id, role) = found.ok_or_else(over)?;
    let role: Role = profile::queries::role_named(&role)?;
    Ok(Identity {
        workspace,
        actor: Actor::Agent { id, session, role },
    })
}

fn over() -> Error {
    unauthenticated("Your session is over. Sign in again.")
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
        .transaction(async |connection| rotate(connection, &app.secrets, token, now).await)
        .await?;
    outcome.ok_or_else(over)
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
) -> Result<Option<Tokens>, Error> {
    let Some(held) = hold(connection, token).await? else {
        return Ok(None);
    };
    let workspace = WorkspaceId(held.workspace);
    let successor = successor(secrets, token)?;
    match rules::refresh(held.rotated_at, held.expires_at, now) {
        Refresh::Rotate => {
            diesel::update(refresh_tokens::table.find(hash(token)))
                .set(refresh_tokens::rotated_at.eq(now))
                .execute(connection)
                .await?;
            store_refresh(connection, &successor, workspace, held.session, now).await?;
            diesel::update(sessions::table.find((held.workspace, held.session)))
                .set(sessions::last_seen_at.eq(now))
                .execute(connection)
                .await?;
        }
        Refresh::Repeat => {}
        Refresh::EndSession => {
            tracing::warn!(session = %held.session, "a replaced refresh token came again; the session was ended");
            end(connection, workspace, held.session, now).await?;
            return Ok(None);
        }
        Refresh::Expired => return Ok(None),
    }
    let session = sign(secrets, workspace, held.session, held.agent, now)?;
    Ok(Some(Tokens {
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

/// Ends one session; its cookies are refused from now on.
///
/// # Errors
/// When the database fails.
pub async fn end(
    connection: &mut Connection,
    workspace: WorkspaceId,
    session: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let standing = sessions::table
        .find((workspace.0, session))
        .filter(sessions::ended_at.is_null());
    diesel::update(standing)
        .set(sessions::ended_at.eq(now))
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends every session of an agent.
///
/// # Errors
/// When the database fails.
pub async fn end_all(
    connection: &mut Connection,
    workspace: WorkspaceId,
    agent: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let standing = sessions::table
        .filter(sessions::workspace_id.eq(workspace.0))
        .filter(sessions::agent_id.eq(agent))
        .filter(sessions::ended_at.is_null());
    diesel::update(standing)
        .set(sessions::ended_at.eq(now))
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets refresh tokens that are refused for their age anyway.
///
/// # Errors
/// When the database fails.
pub async fn forget_old(connection: &mut Connection, now: DateTime<Utc>) -> Result<(), Error> {
    let expired = refresh_tokens::expires_at.le(now);
    diesel::delete(refresh_tokens::table.filter(expired))
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests;
