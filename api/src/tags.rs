//! Tags (P2) and the contacts that wear them (C13).
//!
//! Whatever puts tags on contacts or takes them off goes through [`apply`]: the panel, bulk
//! actions, leads, workflows.

mod applying;
pub mod jobs;
pub mod queries;
mod removing;
mod wearing;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use copperline_shared::events::Event;
use copperline_shared::tags::{
    self as shared, ChangeContactTags, ContactTags, CreateTag, MOST_TAGS, MergeTag, Tag, TagUse,
    UpdateTag,
};
use copperline_shared::workflows::WorkflowTrigger;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, ManageTags, WorkContacts};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::{Body, Fields};
use crate::openapi::Problems;
use crate::outbox::{self, Audience};
use crate::workflows::triggers::set_off;
pub use applying::{
    Applied, Change, PutOn, TakenBack, TakenOff, apply, events as told, put_back, take_back,
};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_tags)
        .service(create_tag)
        .service(read_contact_tags)
        .service(change_contact_tags)
        .service(update_tag)
        .service(merge_tag)
        .service(delete_tag);
}

/// List the workspace's tags
///
/// By name, with how many contacts wear each.
#[utoipa::path(
    tag = "tags",
    operation_id = "list_tags",
    responses((status = 200, description = "The tags", body = Vec<TagUse>), Problems)
)]
#[get("/api/v1/tags")]
async fn list_tags(app: AppData, caller: Caller<WorkContacts>) -> Answer<Vec<TagUse>> {
    let mut connection = app.pool.get().await?;
    Ok(web::Json(
        queries::uses(&mut connection, caller.workspace).await?,
    ))
}

/// Make a tag
///
/// A name that another tag has, in any case, is refused. A workspace has at most 200 tags.
#[utoipa::path(
    tag = "tags",
    operation_id = "create_tag",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body gives the first answer again")),
    request_body = CreateTag,
    responses((status = 201, description = "The tag", body = Tag), Problems)
)]
#[post("/api/v1/tags")]
async fn create_tag(
    app: AppData,
    caller: Caller<ManageTags>,
    key: IdempotencyKey,
    body: Body<CreateTag>,
) -> Result<(web::Json<Tag>, StatusCode), Error> {
    let once = Once::new(&caller, key, "create_tag", &body.0)?;
    let mut fields = Fields::default();
    let name = fields.check("name", shared::check_name(&body.0.name));
    let (name,) = fields.finish((name,))?;
    let (workspace, colour, now) = (caller.workspace, body.0.colour, app.clock.now());
    let mut connection = app.pool.get().await?;
    let tag = connection
        .atomically(async |connection| {
            if let Some(first) = once.begin(connection, now).await? {
                return Ok(first);
            }
            if queries::tags(connection, workspace).await?.len() >= MOST_TAGS {
                let message = format!("There are {MOST_TAGS} tags already. Merge or delete some.");
                return Err(Error::field("name", message));
            }
            let tag = queries::insert(connection, workspace, &name, colour, now).await?;
            once.keep(connection, &tag).await?;
            let event = Event::TagChanged { tag: tag.clone() };
            outbox::record(
                connection,
                workspace,
                vec![(Audience::Workspace, event)],
                now,
            )
            .await?;
            Ok::<Tag, Error>(tag)
        })
        .await?;
    Ok((web::Json(tag), StatusCode::CREATED))
}

/// Rename or recolour a tag
#[utoipa::path(
    tag = "tags",
    operation_id = "update_tag",
    params(("tag_id" = Uuid, Path, description = "The tag's id")),
    request_body = UpdateTag,
    responses((status = 200, description = "The tag as it is now", body = Tag), Problems)
)]
#[patch("/api/v1/tags/{tag_id}")]
async fn update_tag(
    app: AppData,
    caller: Caller<ManageTags>,
    tag_id: web::Path<Uuid>,
    body: Body<UpdateTag>,
) -> Answer<Tag> {
    let UpdateTag { name, colour } = body.0;
    let mut fields = Fields::default();
    let name = fields.check_some("name", name.as_deref(), shared::check_name);
    fields.finish(())?;
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    let tag = connection
        .atomically(async |connection| {
            let tag =
                queries::update(connection, workspace, *tag_id, name.as_deref(), colour).await?;
            let event = Event::TagChanged { tag: tag.clone() };
            outbox::record(
                connection,
                workspace,
                vec![(Audience::Workspace, event)],
                now,
            )
            .await?;
            Ok::<Tag, Error>(tag)
        })
        .await?;
    Ok(web::Json(tag))
}

/// Merge a tag into another
///
/// The contacts that wear it get the other one, once, as if that had been applied when either
/// was. The tag is gone at once; contacts follow in the background, however many they are.
#[utoipa::path(
    tag = "tags",
    operation_id = "merge_tag",
    params(("tag_id" = Uuid, Path, description = "The id of the tag that goes")),
    request_body = MergeTag,
    responses((status = 200, description = "The tag that stays", body = Tag), Problems)
)]
#[post("/api/v1/tags/{tag_id}/merge")]
async fn merge_tag(
    app: AppData,
    caller: Caller<ManageTags>,
    tag_id: web::Path<Uuid>,
    body: Body<MergeTag>,
) -> Answer<Tag> {
    if *tag_id == body.0.into {
        return Err(Error::field("into", "Choose another tag than this one."));
    }
    removing::remove(&app, caller.workspace, *tag_id, Some(body.0.into)).await?;
    let mut connection = app.pool.get().await?;
    let into = queries::tag(&mut connection, caller.workspace, body.0.into).await?;
    Ok(web::Json(into))
}

/// Delete a tag
///
/// Nobody wears it any more. It is gone at once; contacts follow in the background, however many
/// they are.
#[utoipa::path(
    tag = "tags",
    operation_id = "delete_tag",
    params(("tag_id" = Uuid, Path, description = "The tag's id")),
    responses((status = 204, description = "The tag is gone"), Problems)
)]
#[delete("/api/v1/tags/{tag_id}")]
async fn delete_tag(
    app: AppData,
    caller: Caller<ManageTags>,
    tag_id: web::Path<Uuid>,
) -> Result<HttpResponse, Error> {
    removing::remove(&app, caller.workspace, *tag_id, None).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Read which tags a contact wears
#[utoipa::path(
    tag = "tags",
    operation_id = "read_contact_tags",
    params(("contact_id" = Uuid, Path, description = "The contact's id")),
    responses((status = 200, description = "The tags", body = ContactTags), Problems)
)]
#[get("/api/v1/tags/contacts/{contact_id}")]
async fn read_contact_tags(
    app: AppData,
    caller: Caller<WorkContacts>,
    contact_id: web::Path<Uuid>,
) -> Answer<ContactTags> {
    let mut connection = app.pool.get().await?;
    wearing::existing(&mut connection, caller.workspace, *contact_id)
        .await
        .map(web::Json)
}

/// Put tags on a contact and take others off
#[utoipa::path(
    tag = "tags",
    operation_id = "change_contact_tags",
    params(("contact_id" = Uuid, Path, description = "The contact's id")),
    request_body = ChangeContactTags,
    responses((status = 200, description = "The contact's tags as they are now", body = ContactTags), Problems)
)]
#[patch("/api/v1/tags/contacts/{contact_id}")]
async fn change_contact_tags(
    app: AppData,
    caller: Caller<WorkContacts>,
    contact_id: web::Path<Uuid>,
    body: Body<ChangeContactTags>,
) -> Answer<ContactTags> {
    let change = Change::checked(&body.0)?;
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    let tags = connection
        .atomically(async |connection| {
            let applied = apply(connection, workspace, &[*contact_id], &change, now).await?;
            let tags = wearing::existing(connection, workspace, *contact_id).await?;
            // Only now: nothing is applied to a contact that isn't there.
            if let Some(unknown) = applied.unknown.first() {
                tracing::debug!(%unknown, "a tag that is gone");
                return Err(Error::not_found("tag"));
            }
            start_workflows(connection, workspace, &applied.added, now).await?;
            outbox::record(connection, workspace, applied.events, now).await?;
            Ok::<_, Error>(tags)
        })
        .await?;
    Ok(web::Json(tags))
}

/// Starts the workflows that start when these tags, each with its contact, are put on by somebody.
///
/// # Errors
/// When the database fails.
pub async fn start_workflows(
    connection: &mut Connection,
    workspace: WorkspaceId,
    added: &[(Uuid, Uuid)],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let mut tags: Vec<Uuid> = added.iter().map(|(_, tag)| *tag).collect();
    tags.sort_unstable();
    tags.dedup();
    for tag_id in tags {
        let of_tag = added.iter().filter(|(_, tag)| *tag == tag_id);
        let contacts: Vec<Uuid> = of_tag.map(|(contact, _)| *contact).collect();
        let trigger = WorkflowTrigger::Tag { tag_id };
        set_off(connection, workspace, trigger, &contacts, now).await?;
    }
    Ok(())
}
