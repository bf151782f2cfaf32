//! Sending a request, the same for all operations.

use std::pin::Pin;
use std::time::Duration;

use copperline_shared::problem::Problem;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit, Response};

use super::refreshing;
use super::request::{Body, Request};
use super::turns::Turn;
use super::{ClientInfo, Error, ResponseValue};
use crate::session::{Session, time_limit};

/// What comes of a question: the body of an answer that it succeeded.
type Asked<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, Error<Problem>>> + 'a>>;

pub(super) struct Answer {
    pub(super) status: u16,
    body: Vec<u8>,
}

impl Answer {
    fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Boxed: whoever waits for it needn't know how it is done.
pub(super) fn ask<'a>(
    client: &'a crate::Client,
    request: Request,
    operation_id: &'static str,
) -> Asked<'a> {
    Box::pin(async move {
        let answer = exchange(client, &request, operation_id).await;
        let answer = answer.map_err(|error| Error::Unanswered(format!("{error:?}")))?;
        if answer.is_success() {
            return Ok(answer.body);
        }
        match serde_json::from_slice(&answer.body) {
            Ok(problem) => Err(Error::ErrorResponse(ResponseValue(problem))),
            Err(error) => Err(Error::Unanswered(error.to_string())),
        }
    })
}

/// Sends the request, and once more where the session had only to be refreshed.
async fn exchange(
    client: &crate::Client,
    request: &Request,
    operation_id: &str,
) -> Result<Answer, JsValue> {
    let (session, limit) = (client.inner(), time_limit(operation_id));
    let before = refreshing::last();
    let answer = fetch(request, session, limit).await?;
    if answer.status != 401 || !session.may_refresh(operation_id) {
        return Ok(answer);
    }
    // The session's token lasts ten minutes; its refresh token may still be good.
    let mut turn = Turn::take().await;
    if turn.waited || refreshing::last() != before {
        // What another tab was given meanwhile is tried first.
        drop(turn);
        let answer = fetch(request, session, limit).await?;
        if answer.status != 401 {
            return Ok(answer);
        }
        turn = Turn::take().await;
    }
    let stands = refreshing::refresh(client).await?;
    drop(turn);
    if stands {
        return fetch(request, session, limit).await;
    }
    Ok(answer)
}

pub(super) async fn fetch(
    request: &Request,
    session: &Session,
    limit: Duration,
) -> Result<Answer, JsValue> {
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    let options = options(request, session, limit)?;
    let answer = JsFuture::from(window.fetch_with_str_and_init(&request.url, &options)).await?;
    let answer: Response = answer.dyn_into()?;
    let body = JsFuture::from(answer.array_buffer()?).await?;
    Ok(Answer {
        status: answer.status(),
        body: Uint8Array::new(&body).to_vec(),
    })
}

/// The browser adds its cookies.
fn options(request: &Request, session: &Session, limit: Duration) -> Result<RequestInit, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, &value.0)?;
    }
    if let Some(secret) = &session.bearer {
        headers.set("authorization", &format!("Bearer {secret}"))?;
    }
    let options = RequestInit::new();
    options.set_method(request.method);
    options.set_headers(&headers);
    match &request.body {
        None => {}
        Some(Body::Text(text)) => options.set_body(&JsValue::from_str(text)),
        Some(Body::Bytes(bytes)) => options.set_body(&Uint8Array::from(bytes.as_slice())),
    }
    let limit = u32::try_from(limit.as_millis()).unwrap_or(u32::MAX);
    options.set_signal(Some(&AbortSignal::timeout_with_u32(limit)));
    Ok(options)
}
