//! Filters of the list of conversations that somebody saved, for themselves or for everybody (C18).

pub mod queries;
mod rules;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use copperline_shared::events::Event;
use copperline_shared::filters::{
    Assignee, CreateSavedFilter, Filter, SavedFilter, UpdateSavedFilter, check_name,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, WorkConversations};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::{Body, Fields};
use crate::openapi::Problems;
use crate::outbox::{self, Audience};
use crate::{agents, groups, pipeline, tags};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_saved_filters)
        .service(create_saved_filter)
        .service(update_saved_filter)
        .service(delete_saved_filter);
}

/// List the saved filters
///
/// One's own and those of everybody, by name.
#[utoipa::path(
    tag = "saved_filters",
    operation_id = "list_saved_filters",
    responses((status = 200, description = "The saved filters", body = Vec<SavedFilter>), Problems)
)]
#[get("/api/v1/saved_filters")]
async fn list_saved_filters(
    app: AppData,
    caller: Caller<WorkConversations>,
) -> Answer<Vec<SavedFilter>> {
    let mut connection = app.pool.get().await?;
    let seen = queries::seen(&mut connection, caller.workspace, caller.agent()).await?;
    Ok(web::Json(seen))
}

/// Save a filter
///
/// For oneself, or with `shared` for everybody in the workspace; a token saves for everybody. The
/// filter must let less than everything through.
#[utoipa::path(
    tag = "saved_filters",
    operation_id = "create_saved_filter",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body gives the first answer again")),
    request_body = CreateSavedFilter,
    responses((status = 201, description = "The saved filter", body = SavedFilter), Problems)
)]
#[post("/api/v1/saved_filters")]
async fn create_saved_filter(
    app: AppData,
    caller: Caller<WorkConversations>,
    key: IdempotencyKey,
    body: Body<CreateSavedFilter>,
) -> Result<(web::Json<SavedFilter>, StatusCode), Error> {
    let once = Once::new(&caller, key, "create_saved_filter", &body.0)?;
    let mut fields = Fields::default();
    let name = fields.check("name", check_name(&body.0.name));
    let (name,) = fields.finish((name,))?;
    let asked = CreateSavedFilter { name, ..body.0 };
    let agent = caller.agent();
    rules::check(&asked, agent)?;
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    let saved = connection
        .atomically(async |connection| {
            if let Some(first) = once.begin(connection, now).await? {
                return Ok(first);
            }
            expect_named(connection, workspace, &asked.filter).await?;
            let seen = queries::seen(connection, workspace, agent).await?;
            rules::check_room(&seen, asked.shared)?;
            let saved = queries::insert(connection, workspace, agent, &asked, now).await?;
            once.keep(connection, &saved).await?;
            tell(connection, workspace, [&saved, &saved], now).await?;
            Ok::<SavedFilter, Error>(saved)
        })
        .await?;
    Ok((web::Json(saved), StatusCode::CREATED))
}

/// What a filter names must be there, and stay so until the filter is saved.
async fn expect_named(
    connection: &mut Connection,
    workspace: WorkspaceId,
    filter: &Filter,
) -> Result<(), Error> {
    if let Some(Assignee::Agent(id)) = filter.assignee {
        let agent = agents::queries::agent(connection, workspace, id).await?;
        agent.ok_or_else(|| Error::not_found("agent"))?;
    }
    if let Some(tag) = filter.tag_id {
        let held = tags::queries::hold(connection, workspace, &[tag]).await?;
        held.first().ok_or_else(|| Error::not_found("tag"))?;
    }
    if let Some(Assignee::Group(id)) = filter.assignee {
        let held = groups::queries::hold(connection, workspace, &[id]).await?;
        held.first().ok_or_else(|| Error::not_found("group"))?;
    }
    if let Some(stage) = filter.stage_id {
        pipeline::queries::lock(connection, workspace).await?;
        let stages = pipeline::queries::stages(connection, workspace).await?;
        let there = stages.iter().any(|known| known.id == stage);
        return there.then_some(()).ok_or_else(|| Error::not_found("stage"));
    }
    Ok(())
}

/// Rename a saved filter, or show it to everybody or only oneself
///
/// One's own; one that everybody sees may be changed by who saved it and by the owner and admins.
#[utoipa::path(
    tag = "saved_filters",
    operation_id = "update_saved_filter",
    params(("saved_filter_id" = Uuid, Path, description = "The saved filter's id")),
    request_body = UpdateSavedFilter,
    responses((status = 200, description = "The saved filter as it is now", body = SavedFilter), Problems)
)]
#[patch("/api/v1/saved_filters/{saved_filter_id}")]
async fn update_saved_filter(
    app: AppData,
    caller: Caller<WorkConversations>,
    id: web::Path<Uuid>,
    body: Body<UpdateSavedFilter>,
) -> Answer<SavedFilter> {
    let UpdateSavedFilter { name, shared } = body.0;
    let mut fields = Fields::default();
    let name = fields.check_some("name", name.as_deref(), check_name);
    fields.finish(())?;
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    let saved = connection
        .atomically(async |connection| {
            let before = queries::lock(connection, workspace, *id, caller.agent()).await?;
            rules::may_change(&before, &caller, shared)?;
            if shared == Some(!before.shared) {
                let seen = queries::seen(connection, workspace, caller.agent()).await?;
                rules::check_room(&seen, !before.shared)?;
            }
            let change = (name.as_deref(), shared);
            let saved = queries::update(connection, workspace, *id, change).await?;
            tell(connection, workspace, [&before, &saved], now).await?;
            Ok::<SavedFilter, Error>(saved)
        })
        .await?;
    Ok(web::Json(saved))
}

/// Delete a saved filter
///
/// The conversations it showed stay as they are. One that everybody sees may be deleted by who
/// saved it and by the owner and admins.
#[utoipa::path(
    tag = "saved_filters",
    operation_id = "delete_saved_filter",
    params(("saved_filter_id" = Uuid, Path, description = "The saved filter's id")),
    responses((status = 204, description = "It is gone"), Problems)
)]
#[delete("/api/v1/saved_filters/{saved_filter_id}")]
async fn delete_saved_filter(
    app: AppData,
    caller: Caller<WorkConversations>,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Error> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let saved = queries::lock(connection, workspace, *id, caller.agent()).await?;
            rules::may_change(&saved, &caller, None)?;
            queries::delete(connection, workspace, *id).await?;
            tell(connection, workspace, [&saved, &saved], now).await
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Tells those who saw the filter before and who see it now; the last thing in a transaction.
async fn tell(
    connection: &mut Connection,
    workspace: WorkspaceId,
    [before, after]: [&SavedFilter; 2],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let audience = match after.agent_id {
        Some(agent) if !before.shared && !after.shared => Audience::Agent(agent),
        _ => Audience::Workspace,
    };
    let changed = vec![(audience, Event::SavedFiltersChanged)];
    outbox::record(connection, workspace, changed, now).await
}
