//! Where contacts stand: listing, putting, moving and removing their cards.

use actix_web::{HttpResponse, delete, get, post, put, web};
use copperline_shared::page::Page;
use copperline_shared::pipeline::{MovePipelineCard, PipelineCard, PutPipelineCard, quoted};
use copperline_shared::workflows::WorkflowTrigger;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::moving::{self, Amount, Move, Spot, move_to, remove};
use super::{queries, rules, stages, wanted};
use crate::app::AppData;
use crate::caller::{Caller, WorkPipeline};
use crate::conversations::records::By;
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::input::{Body, Fields};
use crate::openapi::Problems;
use crate::outbox;
use crate::paging::Paging;
use crate::workflows::triggers::set_off;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Search {
    /// Finds first name, last name, phone (any format, any part) and email.
    search: Option<String>,
}

/// List the cards of a stage, from the top
#[utoipa::path(
    tag = "pipeline",
    operation_id = "list_pipeline_cards",
    params(("stage_id" = Uuid, Path, description = "The stage's id"), Search, Paging),
    responses((status = 200, description = "One page", body = Page<PipelineCard>), Problems)
)]
#[get("/api/v1/pipeline/stages/{stage_id}/cards")]
pub(super) async fn list_pipeline_cards(
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
pub(super) async fn read_pipeline_card(
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
pub(super) async fn put_pipeline_card(
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
pub(super) async fn move_pipeline_card(
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
    let (workspace, by, now) = (caller.workspace, By::caller(caller), app.clock.now());
    let connection = &mut app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let events = move_to(connection, workspace, contact, to, by, now).await?;
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
pub(super) async fn remove_pipeline_card(
    app: AppData,
    caller: Caller<WorkPipeline>,
    contact_id: web::Path<Uuid>,
) -> Result<HttpResponse, Error> {
    let (workspace, by, now) = (caller.workspace, By::caller(&caller), app.clock.now());
    let connection = &mut app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let events = remove(connection, workspace, *contact_id, by, now).await?;
            outbox::record(connection, workspace, events, now).await
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
