//! Live updates: one stream of events per browser, read from the outbox.
//!
//! PostgreSQL tells each node which workspace has news; the node reads it once and hands it to
//! every browser of that workspace that may see it.

mod hub;
mod rules;
mod stream;

use actix_web::http::header::{CACHE_CONTROL, ContentEncoding};
use actix_web::{HttpResponse, get, web};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::AppData;
use crate::caller::{Caller, WorkConversations};
use crate::db::{Connection, delete_in_batches};
use crate::error::Error;
use crate::openapi::Problems;
use crate::outbox;

pub use hub::{Hub, listen};

pub fn routes(config: &mut ServiceConfig) {
    config.service(stream_events);
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct After {
    /// The last cursor the caller has seen; the stream begins after it. Without one it begins now.
    after: Option<i64>,
}

/// Follow what happens in the workspace
///
/// A stream of server-sent events; each one's data is an `EventEnvelope`. A comment comes every 15
/// seconds while nothing happens. Events are kept for seven days: a caller that was away longer, or
/// names a cursor there never was, gets one named `reset` and must read everything again. Events
/// named `presence` tell who is in a conversation now; their data is a `ConversationPresence`, they
/// have no cursor and are not kept. Only what the caller may see is sent.
#[utoipa::path(
    tag = "events",
    operation_id = "stream_events",
    params(After),
    responses((status = 200, description = "The stream", body = String, content_type = "text/event-stream"), Problems)
)]
#[get("/api/v1/events")]
async fn stream_events(
    app: AppData,
    caller: Caller<WorkConversations>,
    query: web::Query<After>,
) -> Result<HttpResponse, Error> {
    let mut connection = app.pool.get().await?;
    let newest = outbox::newest(&mut connection, caller.workspace).await?;
    drop(connection);
    let after = query.after.unwrap_or(newest);
    let frames = stream::frames(app.clone().into_inner(), (*caller).clone(), after, newest);
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((CACHE_CONTROL, "no-store"))
        // A compressing middleware would hold events back.
        .insert_header(ContentEncoding::Identity)
        .insert_header(("x-accel-buffering", "no"))
        .streaming(frames))
}

/// Forgets events older than seven days.
///
/// # Errors
/// When the database fails.
pub async fn forget_old(connection: &mut Connection, now: DateTime<Utc>) -> Result<usize, Error> {
    let old = now - TimeDelta::days(7);
    Ok(delete_in_batches(connection, "events", "created_at < $1", old).await?)
}
