//! What comes and goes with texts: fetched from the api's addresses, and given out at the carrier's own.

use std::sync::LazyLock;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use copperline_shared::pictures::{CONTENT_TYPES, LARGEST_FILE};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Authorised, PATH, Refusal};
use crate::app::AppData;
use crate::db::Connection;
use crate::error::Error;
use crate::schema::simulated_pictures;

/// The api waits ten seconds for its answer.
const TIMEOUT: Duration = Duration::from_secs(5);

// No connection is kept, so that the client may be used from any runtime.
static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
    reqwest::Client::builder()
        .timeout(TIMEOUT)
        .pool_max_idle_per_host(0)
        .build()
        .expect("a client with a timeout and nothing else can be built")
});

/// A file that was fetched to go with a text.
pub(super) struct Fetched {
    content_type: String,
    bytes: Vec<u8>,
}

/// Fetches what is to go with a text. An address that gives nothing is refused; a server that doesn't
/// answer may do so later.
pub(super) async fn fetch(urls: &[String]) -> Result<Vec<Fetched>, Refusal> {
    let mut fetched = Vec::with_capacity(urls.len());
    for url in urls {
        fetched.push(fetch_one(url).await?);
    }
    Ok(fetched)
}

async fn fetch_one(url: &str) -> Result<Fetched, Refusal> {
    let unreachable = |_| {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        Refusal::new(status, "11200", "The media can't be fetched now")
    };
    let invalid = || Refusal::bad_request("21620", "Invalid media URL(s)");
    let answer = CLIENT.get(url).send().await.map_err(unreachable)?;
    if answer.status().is_client_error() {
        return Err(invalid());
    }
    let answer = answer.error_for_status().map_err(unreachable)?;
    let content_type = answer
        .headers()
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .filter(|kind| CONTENT_TYPES.contains(kind));
    let content_type = content_type.ok_or_else(invalid)?.to_owned();
    let bytes = answer.bytes().await.map_err(unreachable)?.to_vec();
    if bytes.len() > LARGEST_FILE {
        return Err(invalid());
    }
    Ok(Fetched {
        content_type,
        bytes,
    })
}

/// Keeps what goes with a text to a handset.
pub(super) async fn keep(
    connection: &mut Connection,
    text: &str,
    media: &[Fetched],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    for (position, file) in (0_i16..).zip(media) {
        diesel::insert_into(simulated_pictures::table)
            .values((
                simulated_pictures::id.eq(Uuid::now_v7()),
                simulated_pictures::message_id.eq(text),
                simulated_pictures::position.eq(position),
                simulated_pictures::content_type.eq(&file.content_type),
                simulated_pictures::bytes.eq(&file.bytes),
                simulated_pictures::created_at.eq(now),
            ))
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// A picture that goes with a text from a handset.
#[derive(Debug, Queryable)]
pub(in crate::simulator) struct Sent {
    pub id: Uuid,
    pub content_type: String,
}

/// Sends pictures that were chosen on a handset with a text.
pub(in crate::simulator) async fn send(
    connection: &mut Connection,
    text: &str,
    ids: &[Uuid],
) -> Result<Vec<Sent>, Error> {
    let mut sent = Vec::with_capacity(ids.len());
    for (position, id) in (0_i16..).zip(ids) {
        let chosen = simulated_pictures::table
            .find(id)
            .filter(simulated_pictures::message_id.is_null());
        let picture: Option<Sent> = diesel::update(chosen)
            .set((
                simulated_pictures::message_id.eq(text),
                simulated_pictures::position.eq(position),
            ))
            .returning((simulated_pictures::id, simulated_pictures::content_type))
            .get_result(connection)
            .await
            .optional()?;
        let gone = "One of the pictures isn't there any more. Attach it again.";
        sent.push(picture.ok_or_else(|| Error::field("pictures", gone))?);
    }
    Ok(sent)
}

/// Where the carrier gives out what came with a text.
pub(in crate::simulator) fn address(server: &str, text: &str, id: Uuid) -> String {
    format!("{server}{PATH}/Messages/{text}/Media/ME{}", id.simple())
}

/// Gives out what came with a text.
pub(super) async fn read(
    app: AppData,
    _account: Authorised,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Refusal> {
    let (text, media) = path.into_inner();
    let missing = || Refusal::new(StatusCode::NOT_FOUND, "20404", "There is no such media");
    let id: Option<Uuid> = media.strip_prefix("ME").and_then(|id| id.parse().ok());
    let id = id.ok_or_else(missing)?;
    let mut connection = app.pool.get().await?;
    let found: Option<(String, Vec<u8>)> = simulated_pictures::table
        .find(id)
        .filter(simulated_pictures::message_id.eq(text))
        .select((simulated_pictures::content_type, simulated_pictures::bytes))
        .first(&mut connection)
        .await
        .optional()?;
    let (content_type, bytes) = found.ok_or_else(missing)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, content_type))
        .body(bytes))
}
