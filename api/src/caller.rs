//! Who is calling, and whether they may: permission is in a handler's parameter types.
//!
//! A handler that takes `Caller<ManageNumbers>` can't run for anybody without that permission.

use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::{FromRequest, HttpRequest};
use copperline_shared::api_tokens::Scope;
use copperline_shared::problem::ErrorCode;
use copperline_shared::profile::Role;
use uuid::Uuid;

use crate::app::{App, AppData};
use crate::db::WorkspaceId;
use crate::error::Error;
use crate::{api_tokens, auth};

/// A caller whose credentials stand.
#[derive(Clone, Debug)]
pub struct Identity {
    pub workspace: WorkspaceId,
    pub actor: Actor,
}

/// Who acts.
#[derive(Clone, Debug)]
pub enum Actor {
    Agent { id: Uuid, session: Uuid, role: Role },
    ApiToken { id: Uuid, scopes: Vec<Scope> },
}

impl Identity {
    /// The agent's or token's id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        match &self.actor {
            Actor::Agent { id, .. } | Actor::ApiToken { id, .. } => *id,
        }
    }

    /// The agent, unless a token calls.
    #[must_use]
    pub fn agent(&self) -> Option<Uuid> {
        match &self.actor {
            Actor::Agent { id, .. } => Some(*id),
            Actor::ApiToken { .. } => None,
        }
    }
}

/// Something a caller may be allowed to do.
pub trait Permission: 'static {
    /// The least role an agent needs.
    const ROLE: Role;
    /// The scope a token needs; `None` is for signed-in agents only.
    const SCOPE: Option<Scope>;
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident: $role:ident, $scope:expr;)*) => {
        $($(#[$doc])* #[derive(Debug)] pub struct $name;
        impl Permission for $name {
            const ROLE: Role = Role::$role;
            const SCOPE: Option<Scope> = $scope;
        })*
    };
}
permissions! {
    /// One's own profile and session.
    OwnProfile: Basic, None;
    /// Conversations, threads and live events.
    WorkConversations: Basic, Some(Scope::Conversations);
    /// Where contacts stand on the pipeline.
    WorkPipeline: Basic, Some(Scope::Conversations);
    /// The pipeline's stages.
    ManagePipeline: Admin, Some(Scope::Settings);
    /// Contacts and their consent record.
    WorkContacts: Basic, Some(Scope::Contacts);
    /// All contacts at once: importing, exporting, merging, and numbers never to be texted.
    ManageContacts: Admin, Some(Scope::Contacts);
    /// The workspace's tags; contacts are given theirs by whoever works with contacts.
    ManageTags: Admin, Some(Scope::Contacts);
    /// Erasing a contact on request; nobody can take it back.
    EraseContacts: Admin, Some(Scope::Contacts);
    /// Who is in which group; conversations are assigned by whoever works with them.
    ManageGroups: Admin, Some(Scope::Settings);
    SendMessages: Basic, Some(Scope::Messages);
    ReadNumbers: Basic, Some(Scope::Numbers);
    ManageNumbers: Admin, Some(Scope::Numbers);
    ReadSettings: Basic, Some(Scope::Settings);
    /// What the whole workspace works with, such as templates.
    ManageSettings: Admin, Some(Scope::Settings);
    /// Tokens for integrations: a token can't make or change tokens.
    ManageApiTokens: Admin, None;
    /// Money: the owner only.
    ManageBilling: Owner, Some(Scope::Billing);
    /// The simulated phone and card processor.
    UseSimulator: Basic, Some(Scope::Simulator);
}

/// A caller with permission `P`.
#[derive(Debug)]
pub struct Caller<P> {
    identity: Identity,
    permission: PhantomData<P>,
}

impl<P> Deref for Caller<P> {
    type Target = Identity;

    fn deref(&self) -> &Identity {
        &self.identity
    }
}

impl<P: Permission> FromRequest for Caller<P> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let identity = identify(&request).await?;
            permit::<P>(&identity)?;
            Ok(Self {
                identity,
                permission: PhantomData,
            })
        })
    }
}

/// A token that calls, whatever its scopes.
#[derive(Debug)]
pub struct TokenCaller {
    pub workspace: WorkspaceId,
    pub id: Uuid,
}

impl FromRequest for TokenCaller {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let Identity { workspace, actor } = identify(&request).await?;
            match actor {
                Actor::ApiToken { id, .. } => Ok(Self { workspace, id }),
                Actor::Agent { .. } => Err(Error::new(
                    ErrorCode::Forbidden,
                    "This is for tokens. Whoever is signed in reads their profile.",
                )),
            }
        })
    }
}

fn permit<P: Permission>(identity: &Identity) -> Result<(), Error> {
    match &identity.actor {
        Actor::Agent { role, .. } if *role >= P::ROLE => Ok(()),
        Actor::Agent { .. } => Err(Error::new(
            ErrorCode::Forbidden,
            match P::ROLE {
                Role::Owner => "Only the workspace's owner may do this.",
                _ => "Only the workspace's owner and admins may do this.",
            },
        )),
        Actor::ApiToken { scopes, .. } => match P::SCOPE {
            Some(scope) if scopes.contains(&scope) => Ok(()),
            Some(scope) => Err(Error::new(
                ErrorCode::Forbidden,
                format!(
                    "This token lacks the scope {}.",
                    api_tokens::scope_name(scope)
                ),
            )),
            None => Err(forbidden_to_tokens()),
        },
    }
}

/// Finds out who is calling, from a bearer token or the session cookie.
///
/// # Errors
/// [`ErrorCode::Unauthenticated`], or [`ErrorCode::WrongOrigin`] for a change asked for by another
/// site's page.
pub async fn identify(request: &HttpRequest) -> Result<Identity, Error> {
    let app: &AppData = request
        .app_data()
        .ok_or_else(|| Error::internal("the app is not attached to the server"))?;
    if let Some(secret) = bearer(request) {
        return api_tokens::identify(app, &secret).await;
    }
    let Some(cookie) = request.cookie(auth::SESSION_COOKIE) else {
        return Err(unauthenticated(
            "Sign in, or send an API token as Authorization: Bearer ….",
        ));
    };
    check_origin(request, app)?;
    auth::identify(app, cookie.value()).await
}

#[must_use]
pub fn unauthenticated(detail: &str) -> Error {
    Error::new(ErrorCode::Unauthenticated, detail)
}

/// The secret of the `Authorization: Bearer` header, if there is one.
#[must_use]
pub fn bearer(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get("authorization")?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| secret.trim().to_owned())
}

/// A browser sends cookies whoever asks; a change must come from a page of ours.
///
/// # Errors
/// [`ErrorCode::WrongOrigin`].
pub fn check_origin(request: &HttpRequest, app: &AppData) -> Result<(), Error> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(());
    }
    let origin = request
        .headers()
        .get("origin")
        .and_then(|value| value.to_str().ok());
    if origin.is_some_and(|origin| origin == app.config.base_url() || is_local_alias(origin, app)) {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::WrongOrigin,
        format!(
            "Open Copperline at {}: changes are only taken from there.",
            app.config.base_url()
        ),
    ))
}

/// `localhost` and `127.0.0.1` on the listening port are the same page on one's own machine.
fn is_local_alias(origin: &str, app: &AppData) -> bool {
    let local = |url: &str| {
        let rest = url.strip_prefix("http://")?;
        let (host, port) = rest.split_once(':').unwrap_or((rest, "80"));
        matches!(host, "127.0.0.1" | "localhost").then(|| port.to_owned())
    };
    matches!((local(origin), local(app.config.base_url())), (Some(a), Some(b)) if a == b)
}

/// Looks again whether a caller's session or token stands, for streams that outlive a request.
///
/// # Errors
/// [`ErrorCode::Unauthenticated`] when it has ended.
pub async fn refresh(app: &App, identity: &Identity) -> Result<Identity, Error> {
    match &identity.actor {
        Actor::Agent { session, .. } => auth::stands(app, identity.workspace, *session).await,
        Actor::ApiToken { id, .. } => api_tokens::stands(app, identity.workspace, *id).await,
    }
}

/// What a token gets where only a signed-in agent has something to do.
fn forbidden_to_tokens() -> Error {
    Error::new(
        ErrorCode::Forbidden,
        "This is for people who are signed in, not for tokens.",
    )
}
