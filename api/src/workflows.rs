//! Workflows and redrips (P4, P5, C14, C15): one engine. A run is a workflow as it is done for one
//! contact; each of its steps is a job that is due at a moment, and is done once, in the transaction
//! that moves the run on.

mod at_place;
mod by;
mod doing;
mod dry_run;
mod ending;
pub mod jobs;
mod listing;
mod merging;
mod pausing;
pub mod queries;
pub mod rules;
mod saving;
mod standing;
mod starting;
mod texts;
pub mod triggers;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, delete, get, post, put, web};
use copperline_shared::events::Event;
use copperline_shared::workflows::{
    CreateWorkflow, DryRun, DryRunPlan, SaveWorkflow, StartWorkflow, Workflow, WorkflowRun,
    WorkflowUse,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, ManageSettings, WorkConversations};
use crate::conversations::records;
use crate::db::Atomic;
use crate::error::{Answer, Error};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::Body;
use crate::openapi::Problems;
use crate::outbox::{self, Audience};

pub use by::By;
pub use ending::{on_opt_out, on_reply};
pub use merging::merge;
pub use pausing::resume;
pub use starting::{Started, start_many};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_workflows)
        .service(create_workflow)
        .service(dry_run_workflow)
        .service(listing::list_held_runs)
        .service(listing::list_contact_runs)
        .service(start_workflow)
        .service(stop_run)
        .service(read_workflow)
        .service(save_workflow)
        .service(delete_workflow)
        .service(listing::list_runs);
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct WithRuns {
    /// Whether the runs of each are counted, too; false when absent.
    runs: Option<bool>,
}

/// List workflows and redrips
///
/// By name; with what became of the runs of each, if that is asked for.
#[utoipa::path(tag = "workflows", operation_id = "list_workflows", params(WithRuns),
    responses((status = 200, description = "All of them", body = Vec<WorkflowUse>), Problems))]
#[get("/api/v1/workflows")]
async fn list_workflows(
    app: AppData,
    caller: Caller<WorkConversations>,
    wanted: web::Query<WithRuns>,
) -> Answer<Vec<WorkflowUse>> {
    let mut connection = app.pool.get().await?;
    let workflows = queries::workflows(&mut connection, caller.workspace).await?;
    let counts = if wanted.runs.unwrap_or_default() {
        Some(queries::counts(&mut connection, caller.workspace).await?)
    } else {
        None
    };
    let runs = |id| {
        let counts = counts.as_ref()?;
        let own = counts.iter().find(|(workflow, _)| *workflow == id);
        Some(own.map(|(_, runs)| *runs).unwrap_or_default())
    };
    let all = workflows.into_iter().map(|workflow| WorkflowUse {
        runs: runs(workflow.id),
        workflow,
    });
    Ok(web::Json(all.collect()))
}

/// Make a workflow or redrip
///
/// Texts may have merge fields; one that can't be filled for a contact ends that run. `ez` takes the
/// mark from another of the kind.
#[utoipa::path(
    tag = "workflows",
    operation_id = "create_workflow",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body gives the first answer again")),
    request_body = CreateWorkflow,
    responses((status = 201, description = "The workflow", body = Workflow), Problems)
)]
#[post("/api/v1/workflows")]
async fn create_workflow(
    app: AppData,
    caller: Caller<ManageSettings>,
    key: IdempotencyKey,
    body: Body<CreateWorkflow>,
) -> Result<(web::Json<Workflow>, StatusCode), Error> {
    let once = Once::new(&caller, key, "create_workflow", &body.0)?;
    let new = rules::check_new(&body.0)?;
    let workflow = saving::create(&app, caller.workspace, &once, &new).await?;
    Ok((web::Json(workflow), StatusCode::CREATED))
}

/// Read a workflow or redrip
#[utoipa::path(tag = "workflows", operation_id = "read_workflow",
    params(("workflow_id" = Uuid, Path, description = "The workflow's id")),
    responses((status = 200, description = "The workflow", body = Workflow), Problems))]
#[get("/api/v1/workflows/{workflow_id}")]
async fn read_workflow(
    app: AppData,
    caller: Caller<WorkConversations>,
    id: web::Path<Uuid>,
) -> Answer<Workflow> {
    let mut connection = app.pool.get().await?;
    let standing = queries::workflow(&mut connection, caller.workspace, *id).await?;
    let standing = standing.ok_or_else(|| Error::not_found("workflow"))?;
    Ok(web::Json(standing.workflow))
}

/// Save a workflow or redrip
///
/// Whole, as it shall be from now on. Runs under way keep the steps they were started with. What was
/// saved by somebody else since `revision` is not overwritten: 409 `workflow_changed`, with theirs in
/// `current`.
#[utoipa::path(
    tag = "workflows",
    operation_id = "save_workflow",
    params(("workflow_id" = Uuid, Path, description = "The workflow's id")),
    request_body = SaveWorkflow,
    responses((status = 200, description = "The workflow as it is now", body = Workflow), Problems)
)]
#[put("/api/v1/workflows/{workflow_id}")]
async fn save_workflow(
    app: AppData,
    caller: Caller<ManageSettings>,
    id: web::Path<Uuid>,
    body: Body<SaveWorkflow>,
) -> Answer<Workflow> {
    let saved = saving::save(&app, caller.workspace, *id, &body.0).await?;
    Ok(web::Json(saved))
}

/// Delete a workflow or redrip
///
/// Its runs under way end. Texts it has sent stay.
#[utoipa::path(tag = "workflows", operation_id = "delete_workflow",
    params(("workflow_id" = Uuid, Path, description = "The workflow's id")),
    responses((status = 204, description = "It is gone"), Problems))]
#[delete("/api/v1/workflows/{workflow_id}")]
async fn delete_workflow(
    app: AppData,
    caller: Caller<ManageSettings>,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Error> {
    saving::delete(&app, caller.workspace, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Try steps on a contact
///
/// What would be done and when, by the contact's clocks and texting hours, with the words that would
/// be sent. Nothing is sent or changed; the steps need not be saved.
#[utoipa::path(
    tag = "workflows",
    operation_id = "dry_run_workflow",
    request_body = DryRun,
    responses((status = 200, description = "Each step with its moment", body = DryRunPlan), Problems)
)]
#[post("/api/v1/workflows/dry_run")]
async fn dry_run_workflow(
    app: AppData,
    caller: Caller<WorkConversations>,
    body: Body<DryRun>,
) -> Answer<DryRunPlan> {
    Ok(web::Json(dry_run::plan(&app, &caller, &body.0).await?))
}

/// Start a workflow or redrip for a contact
///
/// Its tag is put on the contact at once. Refused for who opted out, is in it already, or wrote what
/// reads like a request to stop until somebody has decided about it; a redrip
/// also for who was not silent long enough or had one not long ago. A redrip ends the contact's
/// workflows.
#[utoipa::path(
    tag = "workflows",
    operation_id = "start_workflow",
    params(
        ("contact_id" = Uuid, Path, description = "The contact's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body gives the first answer again"),
    ),
    request_body = StartWorkflow,
    responses((status = 201, description = "The run", body = WorkflowRun), Problems)
)]
#[post("/api/v1/workflows/contacts/{contact_id}")]
async fn start_workflow(
    app: AppData,
    caller: Caller<WorkConversations>,
    contact_id: web::Path<Uuid>,
    key: IdempotencyKey,
    body: Body<StartWorkflow>,
) -> Result<(web::Json<WorkflowRun>, StatusCode), Error> {
    let once = Once::new(&caller, key, "start_workflow", &(*contact_id, &body.0))?;
    let (workspace, now) = (caller.workspace, app.clock.now());
    let by = By::Somebody(records::By::caller(&caller));
    let mut connection = app.pool.get().await?;
    let run = connection
        .atomically(async |connection| {
            if let Some(first) = once.begin(connection, now).await? {
                return Ok(first);
            }
            let what = (*contact_id, body.0.workflow_id);
            let (run, events) = match starting::start(connection, workspace, what, by, now).await? {
                (Started::Run(run), events) => (run, events),
                (Started::Refused(refusal), _) => {
                    return Err(Error::new(refusal.code, refusal.detail));
                }
            };
            once.keep(connection, &run).await?;
            outbox::record(connection, workspace, events, now).await?;
            Ok::<WorkflowRun, Error>(*run)
        })
        .await?;
    crate::jobs::wake(&app);
    Ok((web::Json(run), StatusCode::CREATED))
}

/// End a run
///
/// What it was about to send is not sent. One that has ended stays as it is.
#[utoipa::path(tag = "workflows", operation_id = "stop_run",
    params(("run_id" = Uuid, Path, description = "The run's id")),
    responses((status = 200, description = "The run, ended", body = WorkflowRun), Problems))]
#[post("/api/v1/workflows/runs/{run_id}/stop")]
async fn stop_run(
    app: AppData,
    caller: Caller<WorkConversations>,
    run_id: web::Path<Uuid>,
) -> Answer<WorkflowRun> {
    let by = records::By::caller(&caller);
    let run = ending::stop(&app, caller.workspace, *run_id, by).await?;
    Ok(web::Json(run))
}

/// Tells how a run is now.
fn changed(run: WorkflowRun) -> (Audience, Event) {
    (Audience::Workspace, Event::WorkflowRunChanged { run })
}
