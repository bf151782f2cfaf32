//! The people of a workspace, as their colleagues see them.

pub mod queries;

use actix_web::{get, web};
use copperline_shared::agents::Agent;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::AppData;
use crate::caller::{Caller, WorkConversations};
use crate::error::Answer;
use crate::openapi::Problems;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_agents);
}

/// List the people of the workspace
///
/// By name. A `ProfileChanged` event tells that one of them has another.
#[utoipa::path(
    tag = "agents",
    operation_id = "list_agents",
    responses((status = 200, description = "The agents", body = Vec<Agent>), Problems)
)]
#[get("/api/v1/agents")]
async fn list_agents(app: AppData, caller: Caller<WorkConversations>) -> Answer<Vec<Agent>> {
    let mut connection = app.pool.get().await?;
    Ok(web::Json(
        queries::agents(&mut connection, caller.workspace).await?,
    ))
}
