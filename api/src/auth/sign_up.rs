//! Signing up: a new workspace, one more attempt before the mail was opened, or a reminder that
//! there is an account already. The answer never tells which.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::jobs::Letter;
use super::links;
use super::queries::{self, Names};
use super::rules::CheckedSignUp;
use super::{passwords, throttle};
use crate::app::App;
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::jobs::{self, Job};
use crate::{groups, pipeline};

/// A workspace and its owner, whose fields were checked.
pub struct NewWorkspace {
    pub name: String,
    /// IANA name.
    pub time_zone: String,
    pub first_name: String,
    pub last_name: String,
    /// In lower case.
    pub email: String,
    /// A PHC string, from [`passwords::hash`].
    pub password_hash: String,
}

impl NewWorkspace {
    fn names(&self) -> Names<'_> {
        Names {
            workspace: &self.name,
            time_zone: &self.time_zone,
            first: &self.first_name,
            last: &self.last_name,
        }
    }
}

/// Creates the workspace, or what stands in its place, and sends the mail.
///
/// # Errors
/// [`ErrorCode::TooManyAttempts`](copperline_shared::problem::ErrorCode::TooManyAttempts) after
/// several mails to the address.
pub async fn sign_up(app: &App, checked: CheckedSignUp, address: &str) -> Result<(), Error> {
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    throttle::count_mail(&mut connection, &checked.email, address, now).await?;
    let known = queries::sign_in(&mut connection, &checked.email).await?;
    // Others may use the connection while the password is being hashed.
    drop(connection);
    // Looked at for every email, so that how long this takes tells nothing.
    let stored = known.map(|row| row.password_hash);
    let again = passwords::verify(checked.password.clone(), stored.clone()).await?;
    let known_by = stored.filter(|_| again);
    let password_hash = passwords::hash(checked.password).await?;
    let new = NewWorkspace {
        name: checked.workspace_name,
        time_zone: checked.time_zone,
        first_name: checked.first_name,
        last_name: checked.last_name,
        email: checked.email,
        password_hash,
    };
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let letter = if insert(connection, &new, None, now).await?.is_some() {
                Letter::ConfirmEmail
            } else {
                sign_up_again(connection, &new, known_by.as_deref()).await?
            };
            let email = new.email.clone();
            jobs::enqueue(connection, None, &Job::SendMail { letter, email }, now).await
        })
        .await
}

/// The email is taken: by somebody with an account, who is told so, or by somebody who never opened
/// the mail. The latter's older links end, and what was typed last counts.
///
/// Whoever typed the standing password, `known_by` its hash, is taken for the same person. With
/// another password, one of the two may be somebody else, who waits for the mail's reader to open an
/// account for them. So neither password counts: the reader of the mail chooses one.
async fn sign_up_again(
    connection: &mut Connection,
    new: &NewWorkspace,
    known_by: Option<&str>,
) -> Result<Letter, Error> {
    let standing = queries::sign_in_to_change(connection, &new.email).await?;
    if standing.confirmed_at.is_some() {
        return Ok(Letter::AccountExists);
    }
    links::end_all(connection, &new.email).await?;
    let (workspace, owner) = (standing.workspace(), standing.agent_id);
    queries::rename_workspace(connection, workspace, owner, &new.names()).await?;
    if known_by == Some(standing.password_hash.as_str()) {
        return Ok(Letter::ConfirmEmail);
    }
    queries::set_password(connection, &new.email, passwords::NOBODYS).await?;
    Ok(Letter::ChoosePassword)
}

/// Creates a workspace whose owner can sign in at once.
///
/// # Errors
/// [`Error::field`] when somebody signs in with this email already.
pub async fn create_workspace_confirmed(
    connection: &mut Connection,
    new: NewWorkspace,
    now: DateTime<Utc>,
) -> Result<(WorkspaceId, Uuid), Error> {
    let created = connection
        .atomically(async |connection| insert(connection, &new, Some(now), now).await)
        .await?;
    created.ok_or_else(|| Error::field("email", "Somebody signs in with this address already."))
}

/// Inserts everything a new workspace has; `None` when the email is taken.
async fn insert(
    connection: &mut Connection,
    new: &NewWorkspace,
    confirmed_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<Option<(WorkspaceId, Uuid)>, Error> {
    let (workspace, owner) = (WorkspaceId(Uuid::now_v7()), Uuid::now_v7());
    let agent = (workspace, owner);
    let free = queries::claim_email(
        connection,
        &new.email,
        agent,
        &new.password_hash,
        confirmed_at,
    )
    .await?;
    if !free {
        return Ok(None);
    }
    queries::insert_workspace(connection, workspace, owner, &new.names(), now).await?;
    groups::begin(connection, workspace, owner, now).await?;
    pipeline::begin(connection, workspace, now).await?;
    Ok(Some((workspace, owner)))
}
