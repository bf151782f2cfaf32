//! Fetching pictures that came in, and removing what nothing uses.

use std::sync::Arc;

use chrono::{DurationRound, TimeDelta};
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use super::queries::{self, Outstanding};
use super::storing;
use crate::app::App;
use crate::carriers::MediaError;
use crate::db::{Atomic, WorkspaceId};
use crate::error::Error;
use crate::messages;
use crate::outbox;

/// For so long a carrier that gives no answer is asked again.
const ASKED_FOR: TimeDelta = TimeDelta::hours(1);
/// For so long a picture may lie about unused.
const UNUSED_FOR: TimeDelta = TimeDelta::days(1);
/// Pictures removed in one transaction.
const AT_ONCE: i64 = 200;

/// Fetches a picture that came with a text from the carrier, and shows it in the thread; what can't be
/// fetched or shown is said there.
///
/// # Errors
/// When the carrier's answer is not known or something fails here; running again is safe.
pub async fn fetch(
    app: &Arc<App>,
    workspace: WorkspaceId,
    message_id: Uuid,
    position: i16,
) -> Result<(), Error> {
    let place = (message_id, position);
    let outstanding = {
        let mut connection = app.pool.get().await?;
        queries::outstanding(&mut connection, workspace, message_id, position).await?
    };
    let Some(Outstanding { url, since }) = outstanding else {
        return Ok(());
    };
    let file = match app.carrier.fetch_media(&url).await {
        Ok(file) => file,
        Err(MediaError::Unknown(words)) if app.clock.now() - since < ASKED_FOR => {
            return Err(Error::Internal(words.into()));
        }
        Err(error) => {
            tracing::warn!(%message_id, position, %error, "a picture that came in was given up");
            return give_up(app, workspace, place, words(&error)).await;
        }
    };
    let new = match storing::write(app, workspace, file).await {
        Ok(new) => new,
        Err(error) if error.code() == ErrorCode::NotAPicture => {
            let reason = "The file that came with this text can't be shown as a picture.";
            return give_up(app, workspace, place, reason).await;
        }
        Err(error) => return Err(error),
    };
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            queries::hold_message(connection, workspace, message_id).await?;
            queries::insert(connection, workspace, &new, None).await?;
            if !queries::arrived(connection, workspace, place, &new).await? {
                // Another worker was first. Nothing uses this one, and it is removed in time.
                return Ok(());
            }
            tell(app, connection, workspace, message_id).await
        })
        .await
}

fn words(error: &MediaError) -> &'static str {
    match error {
        MediaError::Elsewhere => {
            "The picture that came with this text lies outside of the carrier and was not fetched."
        }
        MediaError::Gone => {
            "The carrier no longer has the picture that came with this text. Ask for it again."
        }
        MediaError::TooLarge => "The picture that came with this text is larger than 5 MB.",
        MediaError::Unknown(_) => {
            "The carrier didn't hand over the picture that came with this text. Ask for it again."
        }
    }
}

async fn give_up(
    app: &App,
    workspace: WorkspaceId,
    place: (Uuid, i16),
    reason: &str,
) -> Result<(), Error> {
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            queries::hold_message(connection, workspace, place.0).await?;
            if !queries::fail(connection, workspace, place, reason).await? {
                return Ok(());
            }
            tell(app, connection, workspace, place.0).await
        })
        .await
}

async fn tell(
    app: &App,
    connection: &mut crate::db::Connection,
    workspace: WorkspaceId,
    message_id: Uuid,
) -> Result<(), Error> {
    let changed = messages::changed(connection, workspace, message_id).await?;
    let events = changed.into_iter().collect();
    outbox::record(connection, workspace, events, app.clock.now()).await
}

/// Removes pictures that nothing has used for a day, and files whose picture was never written down or
/// is gone: what a program leaves that is killed between the file and the row.
///
/// # Errors
/// When the database or the place of the files fails.
pub async fn forget_unused(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    loop {
        let mut connection = app.pool.get().await?;
        let before = now - UNUSED_FOR;
        let removed = queries::delete_unused(&mut connection, before, AT_ONCE).await?;
        drop(connection);
        if removed.is_empty() {
            break;
        }
        for gone in removed {
            let path = storing::path(WorkspaceId(gone.workspace_id), gone.id, gone.created_at);
            app.files.remove(&path).await?;
        }
    }
    let day = TimeDelta::days(1);
    let today = now.duration_trunc(day);
    let today = today.map_err(|cause| Error::Internal(Box::new(cause)))?;
    // Nobody writes to these folders any more.
    for begin in [today - day * 2, today - day * 3] {
        let files = app.files.list(&storing::folder(begin)).await?;
        if files.is_empty() {
            continue;
        }
        let mut connection = app.pool.get().await?;
        let known = queries::made_between(&mut connection, begin, begin + day).await?;
        drop(connection);
        for file in files {
            if storing::picture_at(&file).is_some_and(|id| !known.contains(&id)) {
                app.files.remove(&file).await?;
            }
        }
    }
    Ok(())
}
