//! Logs, and the request id that joins a log line with the answer a caller received.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use tracing_subscriber::EnvFilter;
use uuid::Uuid;

tokio::task_local! {
    static REQUEST_ID: Uuid;
}

/// Starts logging to standard error; `RUST_LOG` chooses what.
pub fn start() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,copperline_api=info,tracing_actix_web=warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

/// The id of the request under way, empty outside one.
#[must_use]
pub fn request_id() -> String {
    REQUEST_ID.try_with(ToString::to_string).unwrap_or_default()
}

/// Gives each request an id, which its log lines, its `Problem` and its answer's header carry.
pub async fn identify_request(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id = Uuid::now_v7();
    let span =
        tracing::info_span!("request", %id, method = %request.method(), path = request.path());
    let answer = tracing::Instrument::instrument(next.call(request), span);
    let mut answer = REQUEST_ID.scope(id, answer).await?;
    let header = HeaderName::from_static("x-request-id");
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        answer.headers_mut().insert(header, value);
    }
    Ok(answer)
}
