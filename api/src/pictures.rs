//! Pictures to send and those that came in (C8): every file that comes from outside is read, drawn anew
//! and kept as a JPEG, so that nothing hidden in it survives.

pub mod addresses;
mod audit;
pub mod jobs;
pub mod queries;
mod reencoding;
mod storing;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpResponse, get, post, web};
use copperline_shared::pictures::{LARGEST_FILE, Picture};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::{App, AppData};
use crate::caller::{Caller, SendMessages, WorkConversations};
use crate::db::{Atomic, WorkspaceId};
use crate::error::{Error, plain};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::file;
use crate::openapi::{File, Problems};
use crate::router::Unlisted;

pub use audit::audit;
pub use reencoding::kind_of;

pub fn routes(config: &mut ServiceConfig) {
    config.service(upload_picture).service(read_picture_file);
}

/// What carriers fetch without signing in.
pub fn public_routes(routes: &mut Unlisted) {
    routes.get(addresses::PATH, read_for_carrier);
}

/// Upload a picture
///
/// The body is the file itself: a JPEG, PNG, GIF or WebP of at most 5 MB and 32 megapixels; of a moving
/// one the first picture is taken. It is turned upright, put on white where it is transparent, made
/// smaller where it is larger than 2,048 pixels or a megabyte, and kept as a JPEG without anything that
/// can't be seen. One that no message or template uses is removed after a day.
#[utoipa::path(
    tag = "pictures",
    operation_id = "upload_picture",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and file gives the first answer again")),
    request_body(content = inline(File), content_type = "application/octet-stream"),
    responses((status = 201, description = "The picture, for `picture_ids`", body = Picture), Problems)
)]
#[post("/api/v1/pictures")]
async fn upload_picture(
    app: AppData,
    caller: Caller<SendMessages>,
    key: IdempotencyKey,
    payload: web::Payload,
) -> Result<HttpResponse, Error> {
    // The permission comes first: nobody else's file is read.
    let file = file::read(payload, LARGEST_FILE).await?;
    let request = storing::digest(&file);
    let once = Once::new(&caller, key, "upload_picture", &request)?;
    let known = once
        .answered::<Picture>(&mut *app.pool.get().await?)
        .await?;
    if let Some(first) = known {
        return Ok(HttpResponse::Created().json(first));
    }
    let (workspace, now) = (caller.workspace, app.clock.now());
    let new = storing::write(&app, workspace, file).await?;
    let mut connection = app.pool.get().await?;
    let picture = connection
        .atomically(async |connection| {
            if let Some(first) = once.begin::<Picture>(connection, now).await? {
                return Ok(first);
            }
            queries::insert(connection, workspace, &new, Some(&caller.actor)).await?;
            let picture = new.picture();
            once.keep(connection, &picture).await?;
            Ok(picture)
        })
        .await?;
    Ok(HttpResponse::Created().json(picture))
}

/// Read a picture
///
/// It never changes, and may be kept as long as one likes.
#[utoipa::path(
    tag = "pictures",
    operation_id = "read_picture_file",
    params(("picture_id" = Uuid, Path, description = "The picture's id")),
    responses((status = 200, description = "The JPEG", body = inline(File), content_type = "image/jpeg"), Problems)
)]
#[get("/api/v1/pictures/{picture_id}/file")]
async fn read_picture_file(
    app: AppData,
    caller: Caller<WorkConversations>,
    picture_id: web::Path<Uuid>,
) -> Result<HttpResponse, Error> {
    answer(
        &app,
        caller.workspace,
        *picture_id,
        "private, max-age=31536000, immutable",
    )
    .await
}

#[derive(Deserialize)]
struct Signed {
    /// Seconds since 1970.
    until: i64,
    signature: String,
}

/// The carrier fetches a picture at the address that came with the text.
async fn read_for_carrier(
    app: AppData,
    path: web::Path<(Uuid, Uuid)>,
    signed: web::Query<Signed>,
) -> Result<HttpResponse, Error> {
    let (workspace, picture) = path.into_inner();
    let (workspace, now) = (WorkspaceId(workspace), app.clock.now());
    if !addresses::is_signed(
        &app.secrets,
        workspace,
        picture,
        signed.until,
        &signed.signature,
    ) {
        return Ok(plain(StatusCode::FORBIDDEN, "The signature does not fit."));
    }
    if signed.until <= now.timestamp() {
        return Ok(plain(StatusCode::GONE, "This address is no longer good."));
    }
    answer(&app, workspace, picture, "private, no-store").await
}

async fn answer(
    app: &App,
    workspace: WorkspaceId,
    id: Uuid,
    cache: &'static str,
) -> Result<HttpResponse, Error> {
    let made_at = queries::made_at(&mut *app.pool.get().await?, workspace, id).await?;
    let made_at = made_at.ok_or_else(|| Error::not_found("picture"))?;
    let bytes = app
        .files
        .read(&storing::path(workspace, id, made_at))
        .await?;
    let bytes = bytes.ok_or_else(|| Error::internal("the file of a picture is missing"))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "image/jpeg"))
        .insert_header((CACHE_CONTROL, cache))
        .body(bytes))
}
