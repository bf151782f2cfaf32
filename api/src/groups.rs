//! Groups of agents (A2): who is in them. What is assigned to them stands with the conversations
//! (C18).

pub mod jobs;
pub mod queries;
mod removing;
mod rules;
mod saving;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, delete, get, post, put, web};
use copperline_shared::events::Event;
use copperline_shared::groups::{Group, SaveGroup};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, ManageGroups, WorkConversations};
use crate::error::{Answer, Error};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::Body;
use crate::openapi::Problems;
use crate::outbox::Audience;

pub use saving::begin;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_groups)
        .service(create_group)
        .service(update_group)
        .service(delete_group);
}

/// List the workspace's groups
///
/// By name, each with its members. A new workspace has one, Everyone.
#[utoipa::path(
    tag = "groups",
    operation_id = "list_groups",
    responses((status = 200, description = "The groups", body = Vec<Group>), Problems)
)]
#[get("/api/v1/groups")]
async fn list_groups(app: AppData, caller: Caller<WorkConversations>) -> Answer<Vec<Group>> {
    let mut connection = app.pool.get().await?;
    Ok(web::Json(
        queries::groups(&mut connection, caller.workspace).await?,
    ))
}

/// Make a group
///
/// A name that another group has, in any case, is refused. A workspace has at most 100 groups.
#[utoipa::path(
    tag = "groups",
    operation_id = "create_group",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body gives the first answer again")),
    request_body = SaveGroup,
    responses((status = 201, description = "The group", body = Group), Problems)
)]
#[post("/api/v1/groups")]
async fn create_group(
    app: AppData,
    caller: Caller<ManageGroups>,
    key: IdempotencyKey,
    body: Body<SaveGroup>,
) -> Result<(web::Json<Group>, StatusCode), Error> {
    let once = Once::new(&caller, key, "create_group", &body.0)?;
    let new = rules::check(&body.0)?;
    let group = saving::create(&app, caller.workspace, &once, &new).await?;
    Ok((web::Json(group), StatusCode::CREATED))
}

/// Rename a group, and say who is in it
///
/// Whoever is left out must belong to another group: each agent belongs to at least one.
#[utoipa::path(
    tag = "groups",
    operation_id = "update_group",
    params(("group_id" = Uuid, Path, description = "The group's id")),
    request_body = SaveGroup,
    responses((status = 200, description = "The group as it is now", body = Group), Problems)
)]
#[put("/api/v1/groups/{group_id}")]
async fn update_group(
    app: AppData,
    caller: Caller<ManageGroups>,
    group_id: web::Path<Uuid>,
    body: Body<SaveGroup>,
) -> Answer<Group> {
    let new = rules::check(&body.0)?;
    let group = saving::update(&app, caller.workspace, *group_id, &new).await?;
    Ok(web::Json(group))
}

/// Delete a group
///
/// One that is somebody's only group is refused with `only_group`. It is gone at once; the
/// conversations that are assigned to it become nobody's in the background, however many they are.
#[utoipa::path(
    tag = "groups",
    operation_id = "delete_group",
    params(("group_id" = Uuid, Path, description = "The group's id")),
    responses((status = 204, description = "The group is gone"), Problems)
)]
#[delete("/api/v1/groups/{group_id}")]
async fn delete_group(
    app: AppData,
    caller: Caller<ManageGroups>,
    group_id: web::Path<Uuid>,
) -> Result<HttpResponse, Error> {
    removing::remove(&app, caller.workspace, *group_id).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn changed(group: &Group) -> (Audience, Event) {
    let group = group.clone();
    (Audience::Workspace, Event::GroupChanged { group })
}
