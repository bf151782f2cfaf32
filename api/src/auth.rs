//! Creating a workspace, signing in and out, staying signed in, and forgotten passwords.
//!
//! A browser holds two cookies: a session token, read on every request and good for ten minutes,
//! and a refresh token, sent only to these operations and replaced at each use.

pub mod jobs;
mod links;
mod passwords;
mod queries;
mod refresh;
mod rules;
mod sessions;
mod sign_ins;
mod sign_up;
mod throttle;
mod tokens;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, delete, post};
use chrono::{DateTime, Utc};
use copperline_shared::auth::{
    ConfirmEmail, CreateWorkspace, MailSent, RequestPasswordReset, ResetPassword, SignIn,
};
use copperline_shared::profile::Profile;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::AppData;
use crate::caller::{Actor, Caller, OwnProfile, check_origin};
use crate::db::Connection;
use crate::error::Error;
use crate::input::Body;
use crate::openapi::Problems;

pub use jobs::Letter;
pub use passwords::hash as hash_password;
pub use rules::optional_name;
pub use sessions::{identify, stands};
pub use sign_up::{NewWorkspace, create_workspace_confirmed};
pub use tokens::SESSION_COOKIE;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(create_workspace)
        .service(confirm_email)
        .service(create_session)
        .service(refresh_session)
        .service(end_session)
        .service(request_password_reset)
        .service(reset_password);
}

/// Create a workspace and its owner
///
/// The owner signs in after opening the link in the mail that is sent. An address that has an
/// account already gets a mail saying so; the answer is the same.
#[utoipa::path(
    tag = "auth",
    operation_id = "create_workspace",
    request_body = CreateWorkspace,
    responses((status = 202, description = "A mail is on its way", body = MailSent), Problems),
    security(())
)]
#[post("/api/v1/auth/workspaces")]
async fn create_workspace(
    app: AppData,
    request: HttpRequest,
    body: Body<CreateWorkspace>,
) -> Result<HttpResponse, Error> {
    let checked = rules::check_sign_up(body.0)?;
    let email = checked.email.clone();
    sign_up::sign_up(&app, checked, &address(&app, &request)).await?;
    Ok(mail_sent(&app, email))
}

/// Confirm an email address with the link's token
///
/// Signs in. A link works once, for seven days.
#[utoipa::path(
    tag = "auth",
    operation_id = "confirm_email",
    request_body = ConfirmEmail,
    responses((status = 200, description = "Signed in", body = Profile), Problems),
    security(())
)]
#[post("/api/v1/auth/confirmations")]
async fn confirm_email(
    app: AppData,
    request: HttpRequest,
    body: Body<ConfirmEmail>,
) -> Result<HttpResponse, Error> {
    check_origin(&request, &app)?;
    let signed_in = sign_ins::confirm(&app, &body.0.token, &user_agent(&request)).await?;
    Ok(signed_in.answer())
}

/// Sign in with email and password
///
/// Ten wrong passwords for an account, or fifty from an address, within 15 minutes are answered
/// with `too_many_attempts` until those minutes are over.
#[utoipa::path(
    tag = "auth",
    operation_id = "create_session",
    request_body = SignIn,
    responses((status = 200, description = "Signed in", body = Profile), Problems),
    security(())
)]
#[post("/api/v1/auth/sessions")]
async fn create_session(
    app: AppData,
    request: HttpRequest,
    body: Body<SignIn>,
) -> Result<HttpResponse, Error> {
    check_origin(&request, &app)?;
    let attempt = sign_ins::Attempt::new(body.0, address(&app, &request), user_agent(&request))?;
    let signed_in = sign_ins::sign_in(&app, attempt).await?;
    Ok(signed_in.answer())
}

/// Stay signed in
///
/// Replaces both cookies. Two tabs that ask at once receive the same ones; a refresh token that
/// was replaced more than 30 seconds ago ends the session.
#[utoipa::path(
    tag = "auth",
    operation_id = "refresh_session",
    responses((status = 204, description = "Both cookies were replaced"), Problems),
    security(())
)]
#[post("/api/v1/auth/refresh")]
async fn refresh_session(app: AppData, request: HttpRequest) -> Result<HttpResponse, Error> {
    check_origin(&request, &app)?;
    let cookie = request.cookie(tokens::REFRESH_COOKIE);
    let tokens = refresh::refresh(&app, cookie.as_ref().map(|cookie| cookie.value())).await?;
    let mut answer = HttpResponse::NoContent();
    tokens.set_cookies(&mut answer);
    Ok(answer.finish())
}

/// Sign out of this browser
#[utoipa::path(
    tag = "auth",
    operation_id = "end_session",
    responses((status = 204, description = "The session has ended"), Problems)
)]
#[delete("/api/v1/auth/session")]
async fn end_session(app: AppData, caller: Caller<OwnProfile>) -> Result<HttpResponse, Error> {
    if let Actor::Agent { session, .. } = &caller.actor {
        let mut connection = app.pool.get().await?;
        sessions::end(&mut connection, caller.workspace, *session, app.clock.now()).await?;
        app.hub.end(caller.workspace, *session);
    }
    let mut answer = HttpResponse::NoContent();
    tokens::clear_cookies(&mut answer);
    Ok(answer.finish())
}

/// Ask for a mail to choose a new password
///
/// The answer is the same whether or not the address has an account.
#[utoipa::path(
    tag = "auth",
    operation_id = "request_password_reset",
    request_body = RequestPasswordReset,
    responses((status = 202, description = "A mail is on its way if there is an account", body = MailSent), Problems),
    security(())
)]
#[post("/api/v1/auth/password_resets")]
async fn request_password_reset(
    app: AppData,
    request: HttpRequest,
    body: Body<RequestPasswordReset>,
) -> Result<HttpResponse, Error> {
    let email = rules::check_email(&body.0.email)?;
    sign_ins::mail_reset_link(&app, &email, &address(&app, &request)).await?;
    Ok(mail_sent(&app, email))
}

/// Choose a new password with the link's token
///
/// Signs in and ends every other session. A link works once, for an hour.
#[utoipa::path(
    tag = "auth",
    operation_id = "reset_password",
    request_body = ResetPassword,
    responses((status = 200, description = "Signed in with the new password", body = Profile), Problems),
    security(())
)]
#[post("/api/v1/auth/passwords")]
async fn reset_password(
    app: AppData,
    request: HttpRequest,
    body: Body<ResetPassword>,
) -> Result<HttpResponse, Error> {
    check_origin(&request, &app)?;
    let signed_in = sign_ins::reset_password(&app, body.0, &user_agent(&request)).await?;
    Ok(signed_in.answer())
}

/// Says where the mail went, and wakes the worker that sends it.
fn mail_sent(app: &AppData, email: String) -> HttpResponse {
    crate::jobs::wake(app);
    let sent = MailSent {
        email,
        mail_folder: app.mailer.folder(),
    };
    HttpResponse::build(StatusCode::ACCEPTED).json(sent)
}

fn address(app: &AppData, request: &HttpRequest) -> String {
    let forwarded: Vec<&str> = request
        .headers()
        .get_all("x-forwarded-for")
        .filter_map(|value| value.to_str().ok())
        .collect();
    rules::address(
        request.peer_addr().map(|peer| peer.ip()),
        &forwarded.join(","),
        app.config.trusted_proxies,
    )
}

/// The browser's name for itself, kept with the session, at most 300 characters.
fn user_agent(request: &HttpRequest) -> String {
    let header = request
        .headers()
        .get("user-agent")
        .and_then(|value| value.to_str().ok());
    header.unwrap_or_default().chars().take(300).collect()
}

/// Forgets counters, refresh tokens, sessions and links whose time is over.
///
/// # Errors
/// When the database fails.
pub async fn forget_old(connection: &mut Connection, now: DateTime<Utc>) -> Result<(), Error> {
    throttle::forget_old(connection, now).await?;
    refresh::forget_old(connection, now).await?;
    sessions::forget_old(connection, now).await?;
    links::forget_old(connection, now).await
}
