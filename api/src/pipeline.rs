//! The pipeline (P1, C12): a board of stages, in at most one of which a contact stands.
//!
//! The database keeps a card for each contact that stands there, the order within a stage as a key
//! of its own ([`rules::order`]), and each stage's count and total. Whoever moves something names
//! the neighbours they saw; which key that means is decided one move after the other.

mod cards;
mod merging;
mod moving;
pub mod queries;
pub mod rules;
mod stages;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, delete, get, patch, post, web};
use copperline_shared::checks;
use copperline_shared::pipeline::{
    CreatePipelineStage, Pipeline, PipelineStage, UpdatePipelineStage,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub use merging::merge;
pub use moving::{Amount, Move, Spot, move_to, remove};
pub use stages::begin;

use crate::app::AppData;
use crate::caller::{Caller, ManagePipeline, WorkPipeline};
use crate::conversations::records::By;
use crate::conversations::rules::{self as search, Wanted};
use crate::db::Atomic;
use crate::error::{Answer, Error};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::Body;
use crate::openapi::Problems;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(read_pipeline)
        .service(list_pipeline_stages)
        .service(create_pipeline_stage)
        .service(update_pipeline_stage)
        .service(delete_pipeline_stage)
        .service(cards::list_pipeline_cards)
        .service(cards::read_pipeline_card)
        .service(cards::put_pipeline_card)
        .service(cards::move_pipeline_card)
        .service(cards::remove_pipeline_card);
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
    let limit = crate::paging::limit(board.limit);
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
    let (by, target) = (By::caller(&caller), removal.target_stage_id);
    let connection = &mut app.pool.get().await?;
    connection
        .atomically(async |connection| {
            stages::remove(connection, workspace, (*stage_id, target), by, now).await
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
