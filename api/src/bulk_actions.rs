//! What is done to many conversations or contacts at once (C6, P6): chosen by hand or by what they
//! match, done in batches by a job that tells how far it is, and undone where nobody has changed them
//! since.

mod changes;
mod choosing;
pub mod jobs;
pub mod queries;
mod rules;

use actix_web::http::StatusCode;
use actix_web::{get, post, web};
use copperline_shared::assignment::AssignedTo;
use copperline_shared::bulk_actions::{
    BulkAction, BulkChange, BulkState, CreateBulkAction, MatchCount,
};
use copperline_shared::events::Event;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, WorkConversations};
use crate::conversations::{self, Filtering, Listing};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::Body;
use crate::openapi::Problems;
use crate::outbox::{self, Audience};
use crate::{assignment, tags, workflows};

pub use queries::forget_old;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(count_matching)
        .service(create_bulk_action)
        .service(read_bulk_action)
        .service(undo_bulk_action);
}

/// Count the conversations that match
///
/// Exactly, unlike the tabs' counts: what a bulk action on them would look at.
#[utoipa::path(
    tag = "bulk_actions",
    operation_id = "count_matching_conversations",
    params(Listing, Filtering),
    responses((status = 200, description = "How many match", body = MatchCount), Problems)
)]
#[get("/api/v1/bulk_actions/matching")]
async fn count_matching(
    app: AppData,
    caller: Caller<WorkConversations>,
    listing: web::Query<Listing>,
    filtering: web::Query<Filtering>,
) -> Answer<MatchCount> {
    let asked = listing.asked(&filtering, &caller)?;
    let mut connection = app.pool.get().await?;
    let count = conversations::count_matching(&mut connection, caller.workspace, &asked).await?;
    Ok(web::Json(MatchCount { count }))
}

/// Do something to many conversations or contacts at once
///
/// They are chosen now, by their ids or by what they match, and changed in the background, a batch at
/// a time. `BulkActionChanged` events tell how far it is and what came of it. It is kept for seven
/// days and can be undone as long.
#[utoipa::path(
    tag = "bulk_actions",
    operation_id = "create_bulk_action",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body gives the first answer again")),
    request_body = CreateBulkAction,
    responses((status = 201, description = "The bulk action, under way", body = BulkAction), Problems)
)]
#[post("/api/v1/bulk_actions")]
async fn create_bulk_action(
    app: AppData,
    caller: Caller<WorkConversations>,
    key: IdempotencyKey,
    body: Body<CreateBulkAction>,
) -> Result<(web::Json<BulkAction>, StatusCode), Error> {
    let once = Once::new(&caller, key, "create_bulk_action", &body.0)?;
    rules::check(&body.0)?;
    let CreateBulkAction { change, on } = body.0;
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    let action = connection
        .atomically(async |connection| {
            if let Some(first) = once.begin(connection, now).await? {
                return Ok(first);
            }
            expect_named(connection, workspace, &change).await?;
            let chosen = choosing::chosen(connection, &caller, &change, &on).await?;
            let action = queries::insert(connection, &caller, &change, &chosen, now).await?;
            jobs::enqueue(connection, workspace, action.id, now).await?;
            once.keep(connection, &action).await?;
            Ok::<BulkAction, Error>(action)
        })
        .await?;
    crate::jobs::wake(&app);
    Ok((web::Json(action), StatusCode::CREATED))
}

/// Tags, whom conversations are assigned to, and what is to be started must be there.
async fn expect_named(
    connection: &mut Connection,
    workspace: WorkspaceId,
    change: &BulkChange,
) -> Result<(), Error> {
    let tag_ids = match change {
        BulkChange::Tag { tag_ids } | BulkChange::Untag { tag_ids } => tag_ids,
        BulkChange::Assign { agent_id, group_id } => {
            let to = AssignedTo::either(*agent_id, *group_id);
            assignment::name(connection, workspace, to).await?;
            return Ok(());
        }
        BulkChange::Workflow { workflow_id } => {
            if workflows::queries::stands(connection, workspace, *workflow_id).await? {
                return Ok(());
            }
            return Err(Error::not_found("workflow"));
        }
        _ => return Ok(()),
    };
    let there = tags::queries::hold(connection, workspace, tag_ids).await?;
    if tag_ids.iter().all(|tag| there.contains(tag)) {
        return Ok(());
    }
    Err(Error::not_found("tag"))
}

/// Read how far a bulk action is, or what came of it
#[utoipa::path(
    tag = "bulk_actions",
    operation_id = "read_bulk_action",
    params(("bulk_action_id" = Uuid, Path, description = "The bulk action's id")),
    responses((status = 200, description = "The bulk action", body = BulkAction), Problems)
)]
#[get("/api/v1/bulk_actions/{bulk_action_id}")]
async fn read_bulk_action(
    app: AppData,
    caller: Caller<WorkConversations>,
    id: web::Path<Uuid>,
) -> Answer<BulkAction> {
    let mut connection = app.pool.get().await?;
    let action = queries::action(&mut connection, caller.workspace, *id).await?;
    Ok(web::Json(action))
}

/// Undo a bulk action
///
/// Each conversation gets back exactly what was changed of it, unless somebody has changed that
/// since. One that is still under way is stopped first. Marking as read and starting a
/// workflow can't be undone.
#[utoipa::path(
    tag = "bulk_actions",
    operation_id = "undo_bulk_action",
    params(("bulk_action_id" = Uuid, Path, description = "The bulk action's id")),
    responses((status = 200, description = "The bulk action, being undone", body = BulkAction), Problems)
)]
#[post("/api/v1/bulk_actions/{bulk_action_id}/undo")]
async fn undo_bulk_action(
    app: AppData,
    caller: Caller<WorkConversations>,
    id: web::Path<Uuid>,
) -> Answer<BulkAction> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    let action = connection
        .atomically(async |connection| {
            let standing = queries::lock(connection, workspace, *id).await?;
            let standing = standing.ok_or_else(|| Error::not_found("bulk action"))?;
            if !standing.action.change.can_be_undone() {
                return Err(rules::cannot_be_undone(&standing.action.change));
            }
            // Asked again: it is undone once.
            if matches!(
                standing.action.state,
                BulkState::Undoing | BulkState::Undone
            ) {
                return Ok(standing.action);
            }
            queries::begin_undo(connection, workspace, *id).await?;
            jobs::enqueue(connection, workspace, *id, now).await?;
            let action = queries::action(connection, workspace, *id).await?;
            outbox::record(connection, workspace, vec![changed(&action)], now).await?;
            Ok::<BulkAction, Error>(action)
        })
        .await?;
    crate::jobs::wake(&app);
    Ok(web::Json(action))
}

fn changed(action: &BulkAction) -> (Audience, Event) {
    let bulk_action = action.clone();
    (
        Audience::Workspace,
        Event::BulkActionChanged { bulk_action },
    )
}
