//! Tokens for lead vendors and other integrations (S3): named, shown once, limited to scopes, and
//! revoked at once.

pub mod queries;
pub mod rules;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, delete, get, post, web};
use chrono::{DateTime, Utc};
use copperline_shared::api_tokens::{ApiToken, CreateApiToken, CreatedApiToken, CurrentApiToken};
use copperline_shared::events::Event;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::{App, AppData};
use crate::caller::{Actor, Caller, Identity, ManageApiTokens, TokenCaller, unauthenticated};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::Body;
use crate::openapi::Problems;
use crate::outbox::{self, Audience};
use crate::workspace;

pub use rules::scope_name;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_api_tokens)
        .service(read_current_api_token)
        .service(create_api_token)
        .service(revoke_api_token);
}

/// List the workspace's tokens
///
/// Newest first, revoked ones too, without their secrets.
#[utoipa::path(
    tag = "api_tokens",
    operation_id = "list_api_tokens",
    responses((status = 200, description = "The tokens", body = Vec<ApiToken>), Problems)
)]
#[get("/api/v1/api_tokens")]
async fn list_api_tokens(app: AppData, caller: Caller<ManageApiTokens>) -> Answer<Vec<ApiToken>> {
    let mut connection = app.pool.get().await?;
    Ok(web::Json(
        queries::tokens(&mut connection, caller.workspace).await?,
    ))
}

/// Read the token that this request came with, and its workspace
///
/// For any token, whatever its scopes. A person who is signed in reads their profile instead.
#[utoipa::path(
    tag = "api_tokens",
    operation_id = "read_current_api_token",
    responses((status = 200, description = "The token and its workspace", body = CurrentApiToken), Problems)
)]
#[get("/api/v1/api_tokens/current")]
async fn read_current_api_token(app: AppData, caller: TokenCaller) -> Answer<CurrentApiToken> {
    let mut connection = app.pool.get().await?;
    Ok(web::Json(CurrentApiToken {
        token: queries::token(&mut connection, caller.workspace, caller.id).await?,
        workspace: workspace::queries::workspace(&mut connection, caller.workspace).await?,
    }))
}

/// Make a token
///
/// The secret is in this answer only; Copperline keeps a hash of it. Only the workspace's owner
/// can grant the scope `billing`.
#[utoipa::path(
    tag = "api_tokens",
    operation_id = "create_api_token",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body gives the first answer again")),
    request_body = CreateApiToken,
    responses((status = 201, description = "The token and its secret", body = CreatedApiToken), Problems)
)]
#[post("/api/v1/api_tokens")]
async fn create_api_token(
    app: AppData,
    caller: Caller<ManageApiTokens>,
    key: IdempotencyKey,
    body: Body<CreateApiToken>,
) -> Result<(web::Json<CreatedApiToken>, StatusCode), Error> {
    let once = Once::new(&caller, key, "create_api_token", &body.0)?;
    let new = rules::check(body.0)?;
    rules::may_grant(&caller.actor, &new.scopes)?;
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    let (token, nonce) = connection
        .atomically(async |connection| {
            if let Some(first) = once.begin(connection, now).await? {
                return Ok(first);
            }
            // The kept answer must not hold the secret: what it is derived from is enough.
            let nonce = hex::encode(rand::random::<[u8; 32]>());
            let secret = rules::secret(&app.secrets, &nonce)?;
            let token = queries::insert(connection, &caller, &new, &secret, now).await?;
            let answer = (token.clone(), nonce);
            once.keep(connection, &answer).await?;
            let event = Event::ApiTokenChanged { token };
            outbox::record(
                connection,
                caller.workspace,
                vec![(Audience::Admins, event)],
                now,
            )
            .await?;
            Ok(answer)
        })
        .await?;
    let secret = rules::secret(&app.secrets, &nonce)?;
    Ok((
        web::Json(CreatedApiToken { token, secret }),
        StatusCode::CREATED,
    ))
}

/// Revoke a token
///
/// It is refused from this moment on. What was done with it stays.
#[utoipa::path(
    tag = "api_tokens",
    operation_id = "revoke_api_token",
    params(("api_token_id" = Uuid, Path, description = "The token's id")),
    responses((status = 204, description = "The token is revoked"), Problems)
)]
#[delete("/api/v1/api_tokens/{api_token_id}")]
async fn revoke_api_token(
    app: AppData,
    caller: Caller<ManageApiTokens>,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Error> {
    let (workspace, id) = (caller.workspace, id.into_inner());
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let newly = queries::revoke(connection, workspace, id, now).await?;
            let token = queries::token(connection, workspace, id).await?;
            let event = Event::ApiTokenChanged { token };
            let events = if newly {
                vec![(Audience::Admins, event)]
            } else {
                Vec::new()
            };
            outbox::record(connection, workspace, events, now).await
        })
        .await?;
    app.hub.end(workspace, id);
    Ok(HttpResponse::NoContent().finish())
}

/// Whose token this is, and what it may do.
///
/// # Errors
/// [`unauthenticated`] when it is unknown or was revoked.
pub async fn identify(app: &App, secret: &str) -> Result<Identity, Error> {
    let mut connection = app.pool.get().await?;
    let hash = rules::hash(secret);
    let found = queries::standing_by_hash(&mut connection, &hash)
        .await?
        .ok_or_else(refused)?;
    let now = app.clock.now();
    if rules::note_use(found.last_used_at, now) {
        note_use(&mut connection, found.workspace(), found.id, now).await?;
    }
    found.identity()
}

/// Notes a use and tells those who see tokens; of several requests at once, one does.
async fn note_use(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    connection
        .atomically(async |connection| {
            let before = now - rules::USE_NOTED_EVERY;
            if !queries::used(connection, workspace, id, before, now).await? {
                return Ok(());
            }
            let token = queries::token(connection, workspace, id).await?;
            let event = Event::ApiTokenChanged { token };
            outbox::record(connection, workspace, vec![(Audience::Admins, event)], now).await
        })
        .await
}

/// Whether a token still stands, and what it may do.
///
/// # Errors
/// [`unauthenticated`] when it was revoked.
pub async fn stands(app: &App, workspace: WorkspaceId, id: Uuid) -> Result<Identity, Error> {
    let mut connection = app.pool.get().await?;
    let token = queries::token(&mut connection, workspace, id).await?;
    if token.revoked_at.is_some() {
        return Err(refused());
    }
    Ok(Identity {
        workspace,
        actor: Actor::ApiToken {
            id,
            scopes: token.scopes,
        },
    })
}

fn refused() -> Error {
    unauthenticated(
        "This API token is unknown or was revoked. Make one under Settings, API tokens.",
    )
}
