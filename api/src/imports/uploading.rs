//! Taking in a file: its lines are in the database when the answer is given.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpRequest};
use copperline_shared::checks;
use copperline_shared::imports::{FILE_LIMIT, Import, ImportKind, MOST_ROWS};
use copperline_shared::problem::ErrorCode;
use futures_util::StreamExt;
use sha2::{Digest, Sha256};

use super::{mapping, queries};
use crate::app::App;
use crate::caller::Identity;
use crate::db::Atomic;
use crate::error::Error;
use crate::idempotency::{IdempotencyKey, Once};
use crate::input;
use crate::spreadsheet::reading::{Line, ReadError, Sheet};

/// Lines that are written in one statement.
const AT_ONCE: usize = 1_000;

/// A body of up to [`FILE_LIMIT`] bytes.
pub struct File(pub Bytes);

impl FromRequest for File {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let announced = request.headers().get("content-length");
        let announced = announced.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        let mut payload = payload.take();
        Box::pin(async move {
            if announced.is_some_and(|length| length > FILE_LIMIT) {
                return Err(too_large());
            }
            let mut file = BytesMut::with_capacity(announced.unwrap_or(0));
            while let Some(part) = payload.next().await {
                let part = part.map_err(|error| input::unreadable(error.into()))?;
                if file.len() + part.len() > FILE_LIMIT {
                    return Err(too_large());
                }
                file.extend_from_slice(&part);
            }
            Ok(Self(file.freeze()))
        })
    }
}

fn too_large() -> Error {
    let detail = format!(
        "The file is larger than {} MB. Split it into several files.",
        FILE_LIMIT / 1024 / 1024
    );
    Error::new(ErrorCode::TooLarge, detail)
}

fn unreadable(error: &ReadError) -> Error {
    Error::new(ErrorCode::Invalid, error.to_string())
}

/// Reads on in a file, away from what answers requests: a large one takes its time.
async fn next_lines(mut sheet: Sheet) -> Result<(Sheet, Vec<Line>), Error> {
    let read = tokio::task::spawn_blocking(move || {
        let lines = sheet.next_lines(AT_ONCE);
        (sheet, lines)
    });
    let (sheet, lines) = read.await?;
    Ok((sheet, lines.map_err(|error| unreadable(&error))?))
}

/// # Errors
/// When the file can't be read, naming what to do about it.
pub async fn upload(
    app: &App,
    caller: &Identity,
    key: IdempotencyKey,
    (kind, name): (ImportKind, &str),
    File(bytes): &File,
) -> Result<Import, Error> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let file = bytes.clone();
    let read = tokio::task::spawn_blocking(move || {
        let hash = hex::encode(Sha256::digest(&file));
        (hash, Sheet::read(&file))
    });
    let (hash, sheet) = read.await?;
    let once = Once::new(caller, key, "create_import", &(kind, name, hash))?;
    let name = checks::without_control(name.trim())
        .map_err(|error| Error::field("file_name", error.message))?;
    let name: String = name.chars().take(200).collect();
    let sheet = sheet.map_err(|error| unreadable(&error))?;
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            if let Some(first) = once.begin(connection, now).await? {
                return Ok(first);
            }
            let remembered = queries::remembered(connection, workspace, &sheet.columns).await?;
            let mapping = mapping::suggest(kind, &sheet.columns, &remembered);
            let new = queries::New {
                kind,
                file_name: &name,
                columns: &sheet.columns,
                mapping: &mapping,
            };
            let id = queries::insert(connection, caller, &new, now).await?;
            let (mut rest, mut total) = (sheet.clone(), 0);
            loop {
                let lines;
                (rest, lines) = next_lines(rest).await?;
                let count = lines.len();
                if total + count > MOST_ROWS {
                    return Err(unreadable(&ReadError::TooLong));
                }
                queries::add_rows(connection, workspace, id, total, lines).await?;
                total += count;
                if count < AT_ONCE {
                    break;
                }
            }
            queries::set_total(connection, workspace, id, total).await?;
            let import = queries::import(connection, workspace, id).await?;
            once.keep(connection, &import).await?;
            Ok::<Import, Error>(import)
        })
        .await
}
