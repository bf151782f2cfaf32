//! Templates: texts that agents insert while they write (C9, P3).

mod queries;
mod rules;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use copperline_shared::events::Event;
use copperline_shared::templates::{CreateTemplate, Template, UpdateTemplate};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, ManageSettings, ReadSettings};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::Body;
use crate::openapi::Problems;
use crate::outbox::{self, Audience};
use crate::pictures;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_templates)
        .service(create_template)
        .service(update_template)
        .service(delete_template);
}

/// List the templates, by title
#[utoipa::path(tag = "templates", operation_id = "list_templates",
    responses((status = 200, description = "The templates", body = Vec<Template>), Problems))]
#[get("/api/v1/templates")]
async fn list_templates(app: AppData, caller: Caller<ReadSettings>) -> Answer<Vec<Template>> {
    let mut connection = app.pool.get().await?;
    Ok(web::Json(
        queries::templates(&mut connection, caller.workspace).await?,
    ))
}

/// Make a template
///
/// Merge fields in its text, such as `{{first_name}}` or `{{first_name|there}}`, are filled when
/// somebody inserts it. A name that is no merge field is kept: inserted, it blocks sending until
/// somebody has put words in its place.
#[utoipa::path(
    tag = "templates",
    operation_id = "create_template",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body gives the first answer again")),
    request_body = CreateTemplate,
    responses((status = 201, description = "The template", body = Template), Problems)
)]
#[post("/api/v1/templates")]
async fn create_template(
    app: AppData,
    caller: Caller<ManageSettings>,
    key: IdempotencyKey,
    body: Body<CreateTemplate>,
) -> Result<(web::Json<Template>, StatusCode), Error> {
    let once = Once::new(&caller, key, "create_template", &body.0)?;
    let new = rules::check_new(&body.0)?;
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    let template = connection
        .atomically(async |connection| {
            if let Some(first) = once.begin(connection, now).await? {
                return Ok(first);
            }
            rules::check_room(queries::count(connection, workspace).await?)?;
            refuse_taken(connection, workspace, None, new.shortcut.as_deref()).await?;
            hold_picture(connection, workspace, new.picture_id).await?;
            let template = queries::insert(connection, workspace, &new, now).await?;
            once.keep(connection, &template).await?;
            tell(connection, workspace, now).await?;
            Ok(template)
        })
        .await?;
    Ok((web::Json(template), StatusCode::CREATED))
}

/// Change a template
#[utoipa::path(tag = "templates", operation_id = "update_template",
    params(("template_id" = Uuid, Path, description = "The template's id")),
    request_body = UpdateTemplate,
    responses((status = 200, description = "The template", body = Template), Problems))]
#[patch("/api/v1/templates/{template_id}")]
async fn update_template(
    app: AppData,
    caller: Caller<ManageSettings>,
    id: web::Path<Uuid>,
    body: Body<UpdateTemplate>,
) -> Answer<Template> {
    let change = rules::check_change(&body.0)?;
    let (workspace, id, now) = (caller.workspace, *id, app.clock.now());
    let mut connection = app.pool.get().await?;
    let template = connection
        .atomically(async |connection| {
            let shortcut = change.shortcut.as_ref().and_then(Option::as_deref);
            refuse_taken(connection, workspace, Some(id), shortcut).await?;
            let picture = change.picture_id.flatten();
            hold_picture(connection, workspace, picture).await?;
            let template = queries::update(connection, workspace, id, &change, now)
                .await?
                .ok_or_else(|| Error::not_found("template"))?;
            tell(connection, workspace, now).await?;
            Ok(template)
        })
        .await?;
    Ok(web::Json(template))
}

/// Delete a template
///
/// Texts it was inserted in stay.
#[utoipa::path(tag = "templates", operation_id = "delete_template",
    params(("template_id" = Uuid, Path, description = "The template's id")),
    responses((status = 204, description = "It is gone"), Problems))]
#[delete("/api/v1/templates/{template_id}")]
async fn delete_template(
    app: AppData,
    caller: Caller<ManageSettings>,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Error> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            if !queries::delete(connection, workspace, *id).await? {
                return Err(Error::not_found("template"));
            }
            tell(connection, workspace, now).await
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Refuses a shortcut that another template has. Whoever takes it in the same moment is caught by
/// the database's unique key: templates of a workspace change one after the other.
async fn refuse_taken(
    connection: &mut Connection,
    workspace: WorkspaceId,
    own: Option<Uuid>,
    shortcut: Option<&str>,
) -> Result<(), Error> {
    queries::hold(connection, workspace).await?;
    let Some(shortcut) = shortcut else {
        return Ok(());
    };
    match queries::with_shortcut(connection, workspace, shortcut).await? {
        Some((id, title)) if Some(id) != own => Err(Error::field(
            "shortcut",
            format!("“{title}” has this shortcut already. Choose another."),
        )),
        _ => Ok(()),
    }
}

/// Keeps the template's picture from being removed before the template uses it.
async fn hold_picture(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Option<Uuid>,
) -> Result<(), Error> {
    let ids: Vec<Uuid> = id.into_iter().collect();
    let held = pictures::queries::hold(connection, workspace, &ids).await?;
    if held.len() == ids.len() {
        return Ok(());
    }
    let message = "This picture isn't there any more. Attach it again.";
    Err(Error::field("picture_id", message))
}

/// The workspace's templates, by title.
///
/// # Errors
/// When the database fails.
pub async fn existing(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<Vec<Template>, Error> {
    queries::templates(connection, workspace).await
}

/// The text and the picture of a template; `None` when there is none.
///
/// # Errors
/// When the database fails.
pub async fn body(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<(String, Option<Uuid>)>, Error> {
    queries::body(connection, workspace, id).await
}

async fn tell(
    connection: &mut Connection,
    workspace: WorkspaceId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let changed = vec![(Audience::Workspace, Event::TemplatesChanged)];
    outbox::record(connection, workspace, changed, now).await
}
