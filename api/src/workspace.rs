//! The workspace itself: its name, time zone and settings (S1).

pub mod queries;
pub mod rules;

use actix_web::{get, patch, web};
use copperline_shared::events::Event;
use copperline_shared::workspace::{UpdateWorkspace, Workspace};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::AppData;
use crate::caller::{Caller, ManageSettings, ReadSettings};
use crate::db::Atomic;
use crate::error::{Answer, Error};
use crate::input::Body;
use crate::openapi::Problems;
use crate::outbox::{self, Audience};

pub fn routes(config: &mut ServiceConfig) {
    config.service(read_workspace).service(update_workspace);
}

/// Read the workspace's name, time zone and settings
#[utoipa::path(
    tag = "workspace",
    operation_id = "read_workspace",
    responses((status = 200, description = "The workspace", body = Workspace), Problems)
)]
#[get("/api/v1/workspace")]
async fn read_workspace(app: AppData, caller: Caller<ReadSettings>) -> Answer<Workspace> {
    let mut connection = app.pool.get().await?;
    let workspace = queries::workspace(&mut connection, caller.workspace).await?;
    Ok(web::Json(workspace))
}

/// Change the workspace's name, time zone or settings
///
/// An absent field stays. Every open browser of the workspace shows the change at once.
#[utoipa::path(
    tag = "workspace",
    operation_id = "update_workspace",
    request_body = UpdateWorkspace,
    responses((status = 200, description = "The workspace as it is now", body = Workspace), Problems)
)]
#[patch("/api/v1/workspace")]
async fn update_workspace(
    app: AppData,
    caller: Caller<ManageSettings>,
    body: Body<UpdateWorkspace>,
) -> Answer<Workspace> {
    let changes = rules::check(body.0)?;
    let (id, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    let workspace = connection
        .atomically(async |connection| {
            let before = queries::lock(connection, id).await?;
            let workspace = queries::change(connection, id, &changes).await?;
            if workspace != before {
                let event = Event::WorkspaceChanged {
                    workspace: workspace.clone(),
                };
                outbox::record(connection, id, vec![(Audience::Workspace, event)], now).await?;
            }
            Ok::<_, Error>(workspace)
        })
        .await?;
    Ok(web::Json(workspace))
}
