//! Pictures on handsets: chosen to be sent, and shown. The carrier keeps them as they are.

use std::collections::HashMap;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::pictures::LARGEST_FILE;
use copperline_shared::problem::ErrorCode;
use copperline_shared::simulator::SimulatedPicture;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, UseSimulator};
use crate::db::{Connection, delete_in_batches};
use crate::error::Error;
use crate::input::file;
use crate::openapi::{File, Problems};
use crate::schema::{simulated_messages, simulated_pictures};
use crate::{numbers, pictures};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(upload_simulated_picture)
        .service(read_simulated_picture);
}

/// Choose a picture to send from a handset
///
/// The body is the file itself, at most 5 MB. It is kept as it is, as on a phone; one that is not sent
/// is removed after a day.
#[utoipa::path(
    tag = "simulator",
    operation_id = "upload_simulated_picture",
    request_body(content = inline(File), content_type = "application/octet-stream"),
    responses((status = 201, description = "The picture, for `send_from_handset`", body = SimulatedPicture), Problems)
)]
#[post("/api/v1/simulator/pictures")]
async fn upload_simulated_picture(
    app: AppData,
    _caller: Caller<UseSimulator>,
    payload: web::Payload,
) -> Result<HttpResponse, Error> {
    let file = file::read(payload, LARGEST_FILE).await?;
    let kind = pictures::kind_of(&file).ok_or_else(|| {
        let detail = "A phone sends JPEG, PNG, GIF and WebP pictures. Choose one of these.";
        Error::new(ErrorCode::NotAPicture, detail)
    })?;
    let id = Uuid::now_v7();
    let mut connection = app.pool.get().await?;
    diesel::insert_into(simulated_pictures::table)
        .values((
            simulated_pictures::id.eq(id),
            simulated_pictures::position.eq(0_i16),
            simulated_pictures::content_type.eq(kind),
            simulated_pictures::bytes.eq(file.to_vec()),
            simulated_pictures::created_at.eq(app.clock.now()),
        ))
        .execute(&mut connection)
        .await?;
    Ok(HttpResponse::Created().json(SimulatedPicture { id }))
}

/// Read a picture that a handset shows
#[utoipa::path(
    tag = "simulator",
    operation_id = "read_simulated_picture",
    params(("simulated_picture_id" = Uuid, Path, description = "The picture's id")),
    responses((status = 200, description = "The picture as it was sent", body = inline(File), content_type = "application/octet-stream"), Problems)
)]
#[get("/api/v1/simulator/pictures/{simulated_picture_id}")]
async fn read_simulated_picture(
    app: AppData,
    caller: Caller<UseSimulator>,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Error> {
    let mut connection = app.pool.get().await?;
    let numbers = numbers::queries::phones(&mut connection, caller.workspace).await?;
    let numbers: Vec<&str> = numbers.iter().map(|number| number.as_str()).collect();
    let of_text = simulated_pictures::message_id.eq(simulated_messages::id.nullable());
    let found: Option<(String, Vec<u8>)> = simulated_pictures::table
        .inner_join(simulated_messages::table.on(of_text))
        .filter(simulated_pictures::id.eq(*id))
        .filter(simulated_messages::number_phone.eq_any(numbers))
        .select((simulated_pictures::content_type, simulated_pictures::bytes))
        .first(&mut connection)
        .await
        .optional()?;
    let (content_type, bytes) = found.ok_or_else(|| Error::not_found("picture"))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, content_type))
        .insert_header((CACHE_CONTROL, "private, max-age=31536000, immutable"))
        .body(bytes))
}

/// The pictures of texts, each text's in their order.
pub(super) async fn of_texts(
    connection: &mut Connection,
    ids: &[&str],
) -> Result<HashMap<String, Vec<Uuid>>, Error> {
    let rows: Vec<(Option<String>, Uuid)> = simulated_pictures::table
        .filter(simulated_pictures::message_id.eq_any(ids))
        .order((simulated_pictures::message_id, simulated_pictures::position))
        .select((simulated_pictures::message_id, simulated_pictures::id))
        .load(connection)
        .await?;
    let mut found: HashMap<String, Vec<Uuid>> = HashMap::new();
    for (text, id) in rows {
        found.entry(text.unwrap_or_default()).or_default().push(id);
    }
    Ok(found)
}

/// Forgets pictures that were chosen a day ago and never sent.
///
/// # Errors
/// When the database fails.
pub async fn forget_old(connection: &mut Connection, now: DateTime<Utc>) -> Result<(), Error> {
    let unsent = "message_id IS NULL AND created_at < $1";
    delete_in_batches(
        connection,
        "simulated_pictures",
        unsent,
        now - TimeDelta::days(1),
    )
    .await?;
    Ok(())
}
