//! Sessions: when they begin and end, and whether they still stand.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::refresh;
use super::tokens::{self, Tokens};
use crate::app::App;
use crate::caller::{Actor, Identity, unauthenticated};
use crate::config::Secrets;
use crate::db::{self, Connection, WorkspaceId, delete_in_batches};
use crate::error::Error;
use crate::schema::{agents, sessions};

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
    Ok(Tokens {
        refresh: refresh::begin(connection, workspace, session, now).await?,
        session: tokens::sign(secrets, workspace, session, agent, now)?,
    })
}

/// Whose session the cookie is, with the role they have now.
///
/// # Errors
/// [`ErrorCode::Unauthenticated`](copperline_shared::problem::ErrorCode::Unauthenticated).
pub async fn identify(app: &App, cookie: &str) -> Result<Identity, Error> {
    let claims = tokens::read(&app.secrets, cookie, app.clock.now()).ok_or_else(over)?;
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
    let role = db::from_text(role)?;
    Ok(Identity {
        workspace,
        actor: Actor::Agent { id, session, role },
    })
}

/// What everybody is told whose session has ended, whatever ended it.
pub fn over() -> Error {
    unauthenticated("Your session is over. Sign in again.")
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

/// Ends every session of an agent, and gives their ids.
///
/// # Errors
/// When the database fails.
pub async fn end_all(
    connection: &mut Connection,
    workspace: WorkspaceId,
    agent: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<Uuid>, Error> {
    let standing = sessions::table
        .filter(sessions::workspace_id.eq(workspace.0))
        .filter(sessions::agent_id.eq(agent))
        .filter(sessions::ended_at.is_null());
    Ok(diesel::update(standing)
        .set(sessions::ended_at.eq(now))
        .returning(sessions::id)
        .get_results(connection)
        .await?)
}

/// Forgets sessions that have been over for 30 days; their refresh tokens must be forgotten before.
///
/// # Errors
/// When the database fails.
pub async fn forget_old(connection: &mut Connection, now: DateTime<Utc>) -> Result<(), Error> {
    // A session that nobody ended is over when its last refresh token is.
    let over = "(ended_at < $1 OR last_seen_at < $1 - interval '30 days') AND NOT EXISTS \
        (SELECT 1 FROM refresh_tokens WHERE refresh_tokens.workspace_id = sessions.workspace_id \
         AND refresh_tokens.session_id = sessions.id)";
    delete_in_batches(connection, "sessions", over, now - TimeDelta::days(30)).await?;
    Ok(())
}
