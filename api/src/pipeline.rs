//! The pipeline (P1, C12): a board of stages, in at most one of which a contact stands.
//!
//! The database keeps a card for each contact that stands there, the order within a stage as a key
//! of its own ([`rules::order`]), and each stage's count and total. Whoever moves something names
//! the neighbours they saw; which key that means is decided one move after the other.

mod merging;
mod moving;
pub mod queries;
pub mod rules;
mod stages;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, delete, get, patch, post, put, web};
use copperline_shared::checks;
use copperline_shared::page::Page;
use copperline_shared::pipeline::{
    CreatePipelineStage, MovePipelineCard, Pipeline, PipelineCard, PipelineStage, PutPipelineCard,
    UpdatePipelineStage, quoted,
};
use copperline_shared::workflows::WorkflowTrigger;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::workflows::triggers::set_off;

pub use merging::merge;
pub use moving::{Amount, Move, Spot, move_to, remove};
pub use stages::begin;

use crate::app::AppData;
use crate::caller::{Caller, ManagePipeline, WorkPipeline};
use crate::conversations::rules::{self as search, Wanted};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::{Body, Fields};
use crate::openapi::Problems;
use crate::outbox;
use crate::paging::Paging;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(read_pipeline)
        .service(list_pipeline_stages)
        .service(create_pipeline_stage)
        .service(update_pipeline_stage)
        .service(delete_pipeline_stage)
        .service(list_pipeline_cards)
        .service(read_pipeline_card)
        .service(put_pipeline_card)
        .service(move_pipeline_card)
        .service(remove_pipeline_card);
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Board {
    /// Finds first name, last name, phone (any format, any part) and email.
    search: Option<String>,
    /// How many cards of each stage at the most, 1 to 100; 50 when absent.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<u32>,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Search {
    /// Finds first name, last name, phone (any format, any part) and email.
    search: Option<String>,
}

/// What to look for; `None` when nothing was asked for.
fn wanted(text: Option<&str>) -> Result<Option<Wanted>, Error> {
    let Some(text) = text else { return Ok(None) };
    let text = checks::without_control(text.trim())
        .map_err(|error| Error::field("search", error.message))?;
    Ok(search::read(text))
}

/// Read the board
///
/// All stages with their counts and totals, which are exact and those of all their cards, and the
/// first cards of each, from the top. `search` narrows the cards.
#[utoipa::path(tag = "pipeline", operation_id = "read_pipeline", params(Board),
    responses((status = 200, description = "The stages from the left", body = Pipeline), Problems))]
#[get("/api/v1/pipeline")]
async fn read_pipeline(
    app: AppData,
    caller: Caller<WorkPipeline>,
    board: web::Query<Board>,
) -> Answer<Pipeline> {
    let wanted = wanted(board.search.as_deref())?;
    let limit = i64::from(board.limit.unwrap_or(50).clamp(1, 100));
    let connection = &mut app.pool.get().await?;
    let columns = queries::board(connection, caller.workspace, wanted.as_ref(), limit).await?;
    Ok(web::Json(Pipeline { columns }))
}

/// List the stages, from the left
#[utoipa::path(tag = "pipeline", operation_id = "list_pipeline_stages",
    responses((status = 200, description = "The stages", body = Vec<PipelineStage>), Problems))]
#[get("/api/v1/pipeline/stages")]
async fn list_pipeline_stages(
    app: AppData,
    caller: Caller<WorkPipeline>,
) -> Answer<Vec<PipelineStage>> {
    let connection = &mut app.pool.get().await?;
    Ok(web::Json(
        queries::stages(connection, caller.workspace).await?,
    ))
}

/// Add a stage
///
/// It stands last. A pipeline has at most 30.
#[utoipa::path(
    tag = "pipeline",
    operation_id = "create_pipeline_stage",
    request_body = CreatePipelineStage,
    params(("Idempotency-Key" = Option<String>, Header,
        description = "The same key and request give the first answer again for 24 hours")),
    responses((status = 201, description = "The new stage", body = PipelineStage), Problems)
)]
#[post("/api/v1/pipeline/stages")]
async fn create_pipeline_stage(
    app: AppData,
    caller: Caller<ManagePipeline>,
    key: IdempotencyKey,
    body: Body<CreatePipelineStage>,
) -> Result<(web::Json<PipelineStage>, StatusCode), Error> {
    let now = app.clock.now();
    let once = Once::new(&caller, key, "create_pipeline_stage", &body.0)?;
    let workspace = caller.workspace;
    let connection = &mut app.pool.get().await?;
    let stage = connection
        .atomically(async |connection| {
            if let Some(first) = once.begin(connection, now).await? {
                return Ok(first);
            }
            let stage = stages::add(connection, workspace, &body.0, now).await?;
            once.keep(connection, &stage).await?;
            stages::tell(connection, workspace, None, now).await?;
            Ok(stage)
        })
        .await?;
    Ok((web::Json(stage), StatusCode::CREATED))
}

/// Rename, recolour or move a stage
#[utoipa::path(
    tag = "pipeline",
    operation_id = "update_pipeline_stage",
    params(("stage_id" = Uuid, Path, description = "The stage's id")),
    request_body = UpdatePipelineStage,
    responses((status = 200, description = "The stage as it is now", body = PipelineStage), Problems)
)]
#[patch("/api/v1/pipeline/stages/{stage_id}")]
async fn update_pipeline_stage(
    app: AppData,
    caller: Caller<ManagePipeline>,
    stage_id: web::Path<Uuid>,
    body: Body<UpdatePipelineStage>,
) -> Answer<PipelineStage> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let connection = &mut app.pool.get().await?;
    let stage = connection
        .atomically(async |connection| {
            stages::change(connection, workspace, *stage_id, &body.0, now).await
        })
        .await?;
    Ok(web::Json(stage))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Removal {
    /// Where the stage's cards go; needed when it has any.
    target_stage_id: Option<Uuid>,
}

/// Remove a stage
///
/// Its cards go below those of the target, in the order they have, in one transaction with the
/// removal. A pipeline keeps at least one stage.
#[utoipa::path(
    tag = "pipeline",
    operation_id = "delete_pipeline_stage",
    params(("stage_id" = Uuid, Path, description = "The stage's id"), Removal),
    responses((status = 204, description = "Done"), Problems)
)]
#[delete("/api/v1/pipeline/stages/{stage_id}")]
async fn delete_pipeline_stage(
    app: AppData,
    caller: Caller<ManagePipeline>,
    stage_id: web::Path<Uuid>,
    removal: web::Query<Removal>,
) -> Result<HttpResponse, Error> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let (agent, target) = (caller.agent(), removal.target_stage_id);
    let connection = &mut app.pool.get().await?;
    connection
        .atomically(async |connection| {
            stages::remove(connection, workspace, (*stage_id, target), agent, now).await
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// List the cards of a stage, from the top
#[utoipa::path(
    tag = "pipeline",
    operation_id = "list_pipeline_cards",
    params(("stage_id" = Uuid, Path, description = "The stage's id"), Search, Paging),
    responses((status = 200, description = "One page", body = Page<PipelineCard>), Problems)
)]
#[get("/api/v1/pipeline/stages/{stage_id}/cards")]
async fn list_pipeline_cards(
    app: AppData,
    caller: Caller<WorkPipeline>,
    stage_id: web::Path<Uuid>,
    search: web::Query<Search>,
    paging: web::Query<Paging>,
) -> Answer<Page<PipelineCard>> {
    let wanted = wanted(search.search.as_deref())?;
    let after = paging.after.as_deref().map(rules::order::read_cursor);
    let from = (after.transpose()?, paging.limit());
    let (workspace, stage) = (caller.workspace, *stage_id);
    let connection = &mut app.pool.get().await?;
    let page = queries::column(connection, workspace, stage, wanted.as_ref(), from).await?;
    // Only a stage without cards may be one that isn't there.
    if page.items.is_empty() {
        stages::existing(connection, workspace, stage).await?;
    }
    Ok(web::Json(page))
}

/// Read where a contact stands
#[utoipa::path(
    tag = "pipeline",
    operation_id = "read_pipeline_card",
    params(("contact_id" = Uuid, Path, description = "The contact's id")),
    responses((status = 200, description = "The contact's card", body = PipelineCard), Problems)
)]
#[get("/api/v1/pipeline/cards/{contact_id}")]
async fn read_pipeline_card(
    app: AppData,
    caller: Caller<WorkPipeline>,
    contact_id: web::Path<Uuid>,
) -> Answer<PipelineCard> {
    let connection = &mut app.pool.get().await?;
    card(connection, caller.workspace, *contact_id).await
}

async fn card(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
) -> Answer<PipelineCard> {
    let card = queries::card(connection, workspace, contact).await?;
    Ok(web::Json(card.ok_or_else(|| Error::not_found("card"))?))
}

/// Put a contact in a stage, with the quoted amount
///
/// A contact that stands there already keeps its place; else it comes on top. Its conversation is
/// opened when there is none, and tells of the move.
#[utoipa::path(
    tag = "pipeline",
    operation_id = "put_pipeline_card",
    params(("contact_id" = Uuid, Path, description = "The contact's id")),
    request_body = PutPipelineCard,
    responses((status = 200, description = "The contact's card", body = PipelineCard), Problems)
)]
#[put("/api/v1/pipeline/cards/{contact_id}")]
async fn put_pipeline_card(
    app: AppData,
    caller: Caller<WorkPipeline>,
    contact_id: web::Path<Uuid>,
    body: Body<PutPipelineCard>,
) -> Answer<PipelineCard> {
    let mut fields = Fields::default();
    let amount = fields.check_some("amount_micros", body.0.amount_micros, quoted);
    fields.finish(())?;
    let to = Move {
        stage: body.0.stage_id,
        amount: Amount::Is(amount),
        spot: Spot::Kept,
    };
    moved(&app, &caller, *contact_id, to).await
}

/// Move a card on the board
///
/// Named neighbours say where: whatever others move meanwhile, the card stands beside one of them
/// if it is still there. The amount stays.
#[utoipa::path(
    tag = "pipeline",
    operation_id = "move_pipeline_card",
    params(("contact_id" = Uuid, Path, description = "The contact's id")),
    request_body = MovePipelineCard,
    responses((status = 200, description = "The contact's card", body = PipelineCard), Problems)
)]
#[post("/api/v1/pipeline/cards/{contact_id}/move")]
async fn move_pipeline_card(
    app: AppData,
    caller: Caller<WorkPipeline>,
    contact_id: web::Path<Uuid>,
    body: Body<MovePipelineCard>,
) -> Answer<PipelineCard> {
    let MovePipelineCard {
        stage_id,
        above,
        below,
    } = body.0;
    let to = Move {
        stage: stage_id,
        amount: Amount::Kept,
        spot: Spot::Between { above, below },
    };
    moved(&app, &caller, *contact_id, to).await
}

async fn moved(
    app: &AppData,
    caller: &Caller<WorkPipeline>,
    contact: Uuid,
    to: Move,
) -> Answer<PipelineCard> {
    let (workspace, agent, now) = (caller.workspace, caller.agent(), app.clock.now());
    let connection = &mut app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let events = move_to(connection, workspace, contact, to, agent, now).await?;
            if moving::is_move(&events) {
                let trigger = WorkflowTrigger::Stage { stage_id: to.stage };
                set_off(connection, workspace, trigger, &[contact], now).await?;
            }
            outbox::record(connection, workspace, events, now).await?;
            card(connection, workspace, contact).await
        })
        .await
}

/// Take a contact off the pipeline
///
/// The contact and its conversation stay. Who isn't on the pipeline stays off it.
#[utoipa::path(
    tag = "pipeline",
    operation_id = "remove_pipeline_card",
    params(("contact_id" = Uuid, Path, description = "The contact's id")),
    responses((status = 204, description = "Done"), Problems)
)]
#[delete("/api/v1/pipeline/cards/{contact_id}")]
async fn remove_pipeline_card(
    app: AppData,
    caller: Caller<WorkPipeline>,
    contact_id: web::Path<Uuid>,
) -> Result<HttpResponse, Error> {
    let (workspace, agent, now) = (caller.workspace, caller.agent(), app.clock.now());
    let connection = &mut app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let events = remove(connection, workspace, *contact_id, agent, now).await?;
            outbox::record(connection, workspace, events, now).await
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
