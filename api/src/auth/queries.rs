//! Who signs in with an email. Emails are in lower case, as the checks give them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{agents, balances, event_cursors, sign_ins, workspaces};

/// How an email signs in.
#[derive(Queryable)]
pub struct SignInRow {
    workspace_id: Uuid,
    pub agent_id: Uuid,
    pub password_hash: String,
    pub confirmed_at: Option<DateTime<Utc>>,
}

impl SignInRow {
    #[must_use]
    pub fn workspace(&self) -> WorkspaceId {
        WorkspaceId(self.workspace_id)
    }
}

/// # Errors
/// When the database fails.
pub async fn sign_in(connection: &mut Connection, email: &str) -> Result<Option<SignInRow>, Error> {
    let row = sign_ins::table
        .find(email)
        .select((
            sign_ins::workspace_id,
            sign_ins::agent_id,
            sign_ins::password_hash,
            sign_ins::confirmed_at,
        ))
        .first(connection)
        .await
        .optional()?;
    Ok(row)
}

/// The same, locked until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn lock_sign_in(
    connection: &mut Connection,
    email: &str,
) -> Result<Option<SignInRow>, Error> {
    let row = sign_ins::table
        .find(email)
        .select((
            sign_ins::workspace_id,
            sign_ins::agent_id,
            sign_ins::password_hash,
            sign_ins::confirmed_at,
        ))
        .for_update()
        .first(connection)
        .await
        .optional()?;
    Ok(row)
}

/// [`lock_sign_in`] of an email known to have an account.
///
/// # Errors
/// When the database fails or nobody signs in with it.
pub async fn sign_in_to_change(
    connection: &mut Connection,
    email: &str,
) -> Result<SignInRow, Error> {
    let row = lock_sign_in(connection, email).await?;
    row.ok_or_else(|| Error::internal("an account vanished while it was changed"))
}

/// Gives the email to an agent who is yet to be inserted in the same transaction; `false` when
/// somebody signs in with it already. Of two at once, the second waits here for the first.
///
/// # Errors
/// When the database fails.
pub async fn claim_email(
    connection: &mut Connection,
    email: &str,
    agent: (WorkspaceId, Uuid),
    password_hash: &str,
    confirmed_at: Option<DateTime<Utc>>,
) -> Result<bool, Error> {
    let inserted = diesel::insert_into(sign_ins::table)
        .values((
            sign_ins::email.eq(email),
            sign_ins::workspace_id.eq(agent.0.0),
            sign_ins::agent_id.eq(agent.1),
            sign_ins::password_hash.eq(password_hash),
            sign_ins::confirmed_at.eq(confirmed_at),
        ))
        .on_conflict(sign_ins::email)
        .do_nothing()
        .execute(connection)
        .await?;
    Ok(inserted == 1)
}

/// # Errors
/// When the database fails.
pub async fn set_password(
    connection: &mut Connection,
    email: &str,
    password_hash: &str,
) -> Result<(), Error> {
    diesel::update(sign_ins::table.find(email))
        .set(sign_ins::password_hash.eq(password_hash))
        .execute(connection)
        .await?;
    Ok(())
}

/// Marks the email as confirmed, unless it is.
///
/// # Errors
/// When the database fails.
pub async fn confirm(
    connection: &mut Connection,
    email: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let unconfirmed = sign_ins::table
        .find(email)
        .filter(sign_ins::confirmed_at.is_null());
    diesel::update(unconfirmed)
        .set(sign_ins::confirmed_at.eq(now))
        .execute(connection)
        .await?;
    Ok(())
}

/// A workspace's and its owner's names.
pub struct Names<'a> {
    pub workspace: &'a str,
    pub time_zone: &'a str,
    pub first: &'a str,
    pub last: &'a str,
}

/// A new workspace with its owner, an empty balance and no event yet.
///
/// # Errors
/// When the database fails.
pub async fn insert_workspace(
    connection: &mut Connection,
    workspace: WorkspaceId,
    owner: Uuid,
    names: &Names<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    diesel::insert_into(workspaces::table)
        .values((
            workspaces::id.eq(workspace.0),
            workspaces::name.eq(names.workspace),
            workspaces::time_zone.eq(names.time_zone),
            workspaces::created_at.eq(now),
        ))
        .execute(connection)
        .await?;
    diesel::insert_into(agents::table)
        .values((
            agents::workspace_id.eq(workspace.0),
            agents::id.eq(owner),
            agents::role.eq("owner"),
            agents::first_name.eq(names.first),
            agents::last_name.eq(names.last),
            agents::created_at.eq(now),
        ))
        .execute(connection)
        .await?;
    diesel::insert_into(balances::table)
        .values(balances::workspace_id.eq(workspace.0))
        .execute(connection)
        .await?;
    diesel::insert_into(event_cursors::table)
        .values(event_cursors::workspace_id.eq(workspace.0))
        .execute(connection)
        .await?;
    Ok(())
}

/// Renames a workspace and its owner, who sign up again before they confirmed.
///
/// # Errors
/// When the database fails.
pub async fn rename_workspace(
    connection: &mut Connection,
    workspace: WorkspaceId,
    owner: Uuid,
    names: &Names<'_>,
) -> Result<(), Error> {
    diesel::update(workspaces::table.find(workspace.0))
        .set((
            workspaces::name.eq(names.workspace),
            workspaces::time_zone.eq(names.time_zone),
        ))
        .execute(connection)
        .await?;
    diesel::update(agents::table.find((workspace.0, owner)))
        .set((
            agents::first_name.eq(names.first),
            agents::last_name.eq(names.last),
        ))
        .execute(connection)
        .await?;
    Ok(())
}
