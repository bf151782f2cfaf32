//! A file that is a request's whole body.

use std::time::Duration;

use actix_web::web;
use bytes::{Bytes, BytesMut};
use copperline_shared::problem::ErrorCode;
use futures_util::StreamExt;

use crate::error::Error;

/// For slow connections; what takes longer hangs.
const TIME_LIMIT: Duration = Duration::from_secs(120);
/// A browser shows nobody the answer to a request of which it could not send all. So what is too large
/// is heard out, within reason.
const HEARD_OUT: usize = 4;

/// Reads a file of at most `limit` bytes, a whole number of megabytes.
///
/// # Errors
/// [`ErrorCode::TooLarge`], or [`ErrorCode::Malformed`] when it did not arrive whole.
pub async fn read(payload: web::Payload, limit: usize) -> Result<Bytes, Error> {
    let read = tokio::time::timeout(TIME_LIMIT, collect(payload, limit)).await;
    read.unwrap_or_else(|_elapsed| Err(broken_off()))
}

async fn collect(mut payload: web::Payload, limit: usize) -> Result<Bytes, Error> {
    let mut file = BytesMut::new();
    let mut length = 0;
    while let Some(part) = payload.next().await {
        let part = part.map_err(|_incomplete| broken_off())?;
        length += part.len();
        if length <= limit {
            file.extend_from_slice(&part);
        } else {
            file = BytesMut::new();
        }
        if length > limit * HEARD_OUT {
            break;
        }
    }
    if length > limit {
        let detail = format!(
            "The file is larger than {} MB. Choose a smaller one.",
            limit / (1024 * 1024)
        );
        return Err(Error::new(ErrorCode::TooLarge, detail));
    }
    Ok(file.freeze())
}

fn broken_off() -> Error {
    let detail = "The file did not arrive whole. Send it again.";
    Error::new(ErrorCode::Malformed, detail)
}
