//! Lists of runs: a contact's, a workflow's, and those that something holds (X5).

use actix_web::{get, web};
use copperline_shared::page::Page;
use copperline_shared::workflows::{RunState, WorkflowRun};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::queries;
use crate::app::AppData;
use crate::caller::{Caller, WorkConversations};
use crate::contacts;
use crate::error::{Answer, Error};
use crate::openapi::Problems;
use crate::paging::Paging;

/// List a contact's runs
///
/// Those under way first, then the last 20 that ended.
#[utoipa::path(tag = "workflows", operation_id = "list_contact_runs",
    params(("contact_id" = Uuid, Path, description = "The contact's id")),
    responses((status = 200, description = "The runs", body = Vec<WorkflowRun>), Problems))]
#[get("/api/v1/workflows/contacts/{contact_id}")]
pub(super) async fn list_contact_runs(
    app: AppData,
    caller: Caller<WorkConversations>,
    contact_id: web::Path<Uuid>,
) -> Answer<Vec<WorkflowRun>> {
    let mut connection = app.pool.get().await?;
    let contact =
        contacts::queries::contact(&mut connection, caller.workspace, *contact_id).await?;
    contact.ok_or_else(|| Error::not_found("contact"))?;
    let runs = queries::of_contact(&mut connection, caller.workspace, *contact_id).await?;
    Ok(web::Json(runs))
}

/// List the runs that are held
///
/// Those of the whole workspace whose next step waits for the hour, for its number's pace, for a
/// review, or for what the workspace lacks, in the order in which they are tried again. Their texts
/// are not written yet: `list_waiting_messages` has none of them.
#[utoipa::path(tag = "workflows", operation_id = "list_held_runs", params(Paging),
    responses((status = 200, description = "One page", body = Page<WorkflowRun>), Problems))]
#[get("/api/v1/workflows/runs/held")]
pub(super) async fn list_held_runs(
    app: AppData,
    caller: Caller<WorkConversations>,
    paging: web::Query<Paging>,
) -> Answer<Page<WorkflowRun>> {
    let mut connection = app.pool.get().await?;
    let held = queries::held(&mut connection, caller.workspace, &paging).await?;
    Ok(web::Json(held))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct InState {
    /// Only those in this state.
    state: Option<RunState>,
}

/// List a workflow's runs
///
/// Those started last first.
#[utoipa::path(tag = "workflows", operation_id = "list_runs",
    params(("workflow_id" = Uuid, Path, description = "The workflow's id"), InState, Paging),
    responses((status = 200, description = "The runs", body = Page<WorkflowRun>), Problems))]
#[get("/api/v1/workflows/{workflow_id}/runs")]
pub(super) async fn list_runs(
    app: AppData,
    caller: Caller<WorkConversations>,
    id: web::Path<Uuid>,
    wanted: web::Query<InState>,
    paging: web::Query<Paging>,
) -> Answer<Page<WorkflowRun>> {
    let (workspace, connection) = (caller.workspace, &mut app.pool.get().await?);
    if !queries::stands(connection, workspace, *id).await? {
        return Err(Error::not_found("workflow"));
    }
    let runs = queries::page(connection, workspace, *id, wanted.state, &paging).await?;
    Ok(web::Json(runs))
}
