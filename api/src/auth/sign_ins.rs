//! The ways to become signed in: a password, a confirmation link, a reset link.

use actix_web::HttpResponse;
use chrono::{DateTime, Utc};
use copperline_shared::auth::{ResetPassword, SignIn};
use copperline_shared::checks;
use copperline_shared::problem::ErrorCode;
use copperline_shared::profile::Profile;

use super::jobs::Letter;
use super::links::{self, Purpose};
use super::queries::{self, SignInRow};
use super::tokens::Tokens;
use super::{passwords, rules, sessions, throttle};
use crate::app::App;
use crate::db::{Atomic, Connection};
use crate::error::Error;
use crate::jobs::{self, Job};
use crate::profile;

/// A browser that has just been signed in.
pub struct SignedIn {
    profile: Profile,
    tokens: Tokens,
}

impl SignedIn {
    /// The profile, with the cookies.
    pub fn answer(self) -> HttpResponse {
        let mut answer = HttpResponse::Ok();
        self.tokens.set_cookies(&mut answer);
        answer.json(self.profile)
    }
}

/// Somebody tries an email and a password.
pub struct Attempt {
    email: String,
    password: String,
    address: String,
    user_agent: String,
}

impl Attempt {
    /// # Errors
    /// When the email can't be one.
    pub fn new(body: SignIn, address: String, user_agent: String) -> Result<Self, Error> {
        let email = rules::check_email(&body.email)?;
        Ok(Self {
            email,
            password: body.password,
            address,
            user_agent,
        })
    }
}

/// # Errors
/// [`ErrorCode::WrongCredentials`], [`ErrorCode::TooManyAttempts`], or
/// [`ErrorCode::EmailNotConfirmed`], after which a new link is on its way.
pub async fn sign_in(app: &App, attempt: Attempt) -> Result<SignedIn, Error> {
    let Attempt {
        email,
        password,
        address,
        user_agent,
    } = attempt;
    let mut connection = app.pool.get().await?;
    throttle::count_sign_in(&mut connection, &email, &address, app.clock.now()).await?;
    let found = queries::sign_in(&mut connection, &email).await?;
    // Others may use the connection while the password is being looked at.
    drop(connection);
    let stored = found.as_ref().map(|row| row.password_hash.clone());
    let matches = passwords::verify(password, stored).await?;
    let verified = found.filter(|_| matches).ok_or_else(wrong)?;
    let mut connection = app.pool.get().await?;
    let now = app.clock.now();
    throttle::forgive(&mut connection, &email, &address).await?;
    if verified.confirmed_at.is_none() {
        return Err(not_confirmed(&mut connection, app, &email, &address, now).await?);
    }
    connection
        .atomically(async |connection| {
            // A reset that came meanwhile ended every session: this one must not begin after it.
            let row = queries::sign_in_to_change(connection, &email).await?;
            if row.password_hash != verified.password_hash {
                return Err(wrong());
            }
            signed_in(connection, app, &row, &user_agent, now).await
        })
        .await
}

fn wrong() -> Error {
    Error::new(
        ErrorCode::WrongCredentials,
        "This email and password don't belong together.",
    )
}

/// Sends a new link, unless several went out lately, and says so.
async fn not_confirmed(
    connection: &mut Connection,
    app: &App,
    email: &str,
    address: &str,
    now: DateTime<Utc>,
) -> Result<Error, Error> {
    throttle::count_mail(connection, email, address, now).await?;
    enqueue(connection, Letter::ConfirmEmail, email, now).await?;
    jobs::wake(app);
    let place = match app.mailer.folder() {
        Some(folder) => format!("as a file in {folder}, because no mail server is set"),
        None => format!("by mail to {email}"),
    };
    let detail = format!("Confirm your email first: a new link was sent {place}.");
    Ok(Error::new(ErrorCode::EmailNotConfirmed, detail))
}

async fn signed_in(
    connection: &mut Connection,
    app: &App,
    row: &SignInRow,
    user_agent: &str,
    now: DateTime<Utc>,
) -> Result<SignedIn, Error> {
    let (workspace, agent) = (row.workspace(), row.agent_id);
    let tokens =
        sessions::start(connection, &app.secrets, workspace, agent, user_agent, now).await?;
    let profile = profile::queries::profile(connection, workspace, agent).await?;
    Ok(SignedIn { profile, tokens })
}

/// Confirms an email and signs in.
///
/// # Errors
/// [`ErrorCode::LinkExpired`].
pub async fn confirm(app: &App, token: &str, user_agent: &str) -> Result<SignedIn, Error> {
    let mut connection = app.pool.get().await?;
    let now = app.clock.now();
    connection
        .atomically(async |connection| {
            let email = links::redeem(connection, Purpose::ConfirmEmail, token, now).await?;
            queries::confirm(connection, &email, now).await?;
            links::end_all(connection, &email).await?;
            let row = queries::sign_in_to_change(connection, &email).await?;
            signed_in(connection, app, &row, user_agent, now).await
        })
        .await
}

async fn enqueue(
    connection: &mut Connection,
    letter: Letter,
    email: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let email = email.to_owned();
    jobs::enqueue(connection, None, &Job::SendMail { letter, email }, now).await
}

/// Mails a link to choose a new password, if the email has an account. Whether it has is looked up
/// by the job: how long this takes tells nothing.
///
/// # Errors
/// [`ErrorCode::TooManyAttempts`] after several mails, whether or not there is an account.
pub async fn mail_reset_link(app: &App, email: &str, address: &str) -> Result<(), Error> {
    let mut connection = app.pool.get().await?;
    let now = app.clock.now();
    throttle::count_mail(&mut connection, email, address, now).await?;
    enqueue(&mut connection, Letter::ResetPassword, email, now).await
}

/// Sets a new password, ends every session and starts a new one. The mail was read, so the email
/// is confirmed too.
///
/// # Errors
/// [`ErrorCode::LinkExpired`], or [`Error::field`] for a password that may not be chosen: then the
/// link still works.
pub async fn reset_password(
    app: &App,
    body: ResetPassword,
    user_agent: &str,
) -> Result<SignedIn, Error> {
    let mut connection = app.pool.get().await?;
    let now = app.clock.now();
    let email = links::look(&mut connection, Purpose::ResetPassword, &body.token, now).await?;
    checks::password(&body.password, &email)
        .map_err(|error| Error::field("password", error.message))?;
    drop(connection);
    let password_hash = passwords::hash(body.password).await?;
    let mut connection = app.pool.get().await?;
    let (signed_in, workspace, ended) = connection
        .atomically(async |connection| {
            let email = links::redeem(connection, Purpose::ResetPassword, &body.token, now).await?;
            let row = queries::sign_in_to_change(connection, &email).await?;
            queries::set_password(connection, &email, &password_hash).await?;
            queries::confirm(connection, &email, now).await?;
            links::end_all(connection, &email).await?;
            throttle::forgive_account(connection, &email).await?;
            let workspace = row.workspace();
            let ended = sessions::end_all(connection, workspace, row.agent_id, now).await?;
            let signed_in = signed_in(connection, app, &row, user_agent, now).await?;
            Ok((signed_in, workspace, ended))
        })
        .await?;
    for session in ended {
        app.hub.end(workspace, session);
    }
    Ok(signed_in)
}
