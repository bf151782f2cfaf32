//! Who looks at a conversation, and who writes in it, just now (C21).
//!
//! Nothing of it is kept: it is said to every node through the database's notifications, and each
//! node remembers it for half a minute. No row is written, and nothing joins the outbox.

mod rules;

use std::sync::{Mutex, PoisonError};

use actix_web::{HttpResponse, get, post, put, web};
use chrono::{DateTime, Utc};
use copperline_shared::presence::{ConversationPresence, PutPresence};
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Actor, Caller, Identity, WorkConversations};
use crate::db::{Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::input::Body;
use crate::openapi::Problems;
use crate::{agents, api_tokens, conversations};
use rules::{Board, Said};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_presence)
        .service(put_presence)
        .service(end_presence);
}

/// List who is in which conversation now
///
/// Only conversations somebody is in. The live stream tells of every change, in events named
/// `presence` whose data is a `ConversationPresence`.
#[utoipa::path(
    tag = "presence",
    operation_id = "list_presence",
    responses((status = 200, description = "Who is where", body = Vec<ConversationPresence>), Problems)
)]
#[get("/api/v1/presence")]
async fn list_presence(
    app: AppData,
    caller: Caller<WorkConversations>,
) -> Answer<Vec<ConversationPresence>> {
    Ok(web::Json(app.presence.all(caller.workspace)))
}

/// Say that one is in a conversation, and what one does there
///
/// To be repeated every ten seconds: without a word for 25 seconds one is no longer there, and
/// without a word for six one is no longer writing. One view, such as a browser's tab, is in one
/// conversation at a time.
#[utoipa::path(
    tag = "presence",
    operation_id = "put_presence",
    params(("view_id" = Uuid, Path, description = "An id that the caller chose for this view")),
    request_body = PutPresence,
    responses((status = 200, description = "Who was known to be there", body = ConversationPresence), Problems)
)]
#[put("/api/v1/presence/{view_id}")]
async fn put_presence(
    app: AppData,
    caller: Caller<WorkConversations>,
    view_id: web::Path<Uuid>,
    body: Body<PutPresence>,
) -> Answer<ConversationPresence> {
    let (workspace, conversation) = (caller.workspace, body.0.conversation_id);
    let mut connection = app.pool.get().await?;
    if !conversations::queries::exists(&mut connection, workspace, conversation).await? {
        return Err(Error::not_found("conversation"));
    }
    let said = Said {
        workspace: workspace.0,
        who: caller.id(),
        agent_id: caller.agent(),
        name: name(&mut connection, &caller).await?,
        view: *view_id,
        at: Some(conversation),
        doing: body.0.doing,
    };
    say(&mut connection, &said).await?;
    Ok(web::Json(app.presence.of(workspace, conversation)))
}

/// Say that one is no longer there
#[utoipa::path(
    tag = "presence",
    operation_id = "end_presence",
    params(("view_id" = Uuid, Path, description = "The id that the caller chose for this view")),
    responses((status = 204, description = "One is gone"), Problems)
)]
#[post("/api/v1/presence/{view_id}/end")]
async fn end_presence(
    app: AppData,
    caller: Caller<WorkConversations>,
    view_id: web::Path<Uuid>,
) -> Result<HttpResponse, Error> {
    let mut connection = app.pool.get().await?;
    let said = Said {
        workspace: caller.workspace.0,
        who: caller.id(),
        agent_id: caller.agent(),
        name: String::new(),
        view: *view_id,
        at: None,
        doing: Default::default(),
    };
    say(&mut connection, &said).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The caller's name, as the others see it.
async fn name(connection: &mut Connection, caller: &Identity) -> Result<String, Error> {
    match &caller.actor {
        Actor::Agent { id, .. } => {
            let agent = agents::queries::agent(connection, caller.workspace, *id).await?;
            let agent = agent.ok_or_else(|| Error::internal("an agent who calls is not there"))?;
            Ok(agent.full_name())
        }
        Actor::ApiToken { id, .. } => {
            api_tokens::queries::name(connection, caller.workspace, *id).await
        }
    }
}

/// The database's channel on which presence is said to all nodes.
pub const CHANNEL: &str = "copperline_presence";

/// Diesel has no word for NOTIFY.
async fn say(connection: &mut Connection, said: &Said) -> Result<(), Error> {
    diesel::sql_query("SELECT pg_notify($1, $2)")
        .bind::<Text, _>(CHANNEL)
        .bind::<Text, _>(serde_json::to_string(said)?)
        .execute(connection)
        .await?;
    Ok(())
}

/// Who is where, as far as this node has heard.
#[derive(Default)]
pub struct Presences(Mutex<Board>);

/// A conversation whose presence has changed.
pub type Changed = (WorkspaceId, ConversationPresence);

impl Presences {
    /// Everybody in a conversation.
    #[must_use]
    pub fn of(&self, workspace: WorkspaceId, conversation: Uuid) -> ConversationPresence {
        self.board(|board| board.of(workspace.0, conversation))
    }

    /// Everybody in each conversation that somebody is in.
    #[must_use]
    pub fn all(&self, workspace: WorkspaceId) -> Vec<ConversationPresence> {
        self.board(|board| board.all(workspace.0))
    }

    /// Takes what was said on [`CHANNEL`]. What this version can't read is another version's.
    pub fn hear(&self, payload: &str, now: DateTime<Utc>) -> Vec<Changed> {
        let Ok(said) = serde_json::from_str::<Said>(payload) else {
            return Vec::new();
        };
        let workspace = WorkspaceId(said.workspace);
        let changed = self.board(|board| board.hear(said, now));
        changed
            .into_iter()
            .map(|changed| (workspace, changed))
            .collect()
    }

    /// Forgets who has said nothing for too long.
    pub fn expire(&self, now: DateTime<Utc>) -> Vec<Changed> {
        let changed = self.board(|board| board.expire(now));
        changed
            .into_iter()
            .map(|(workspace, changed)| (WorkspaceId(workspace), changed))
            .collect()
    }

    fn board<T>(&self, act: impl FnOnce(&mut Board) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
