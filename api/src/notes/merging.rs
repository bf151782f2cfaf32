//! Two notepads that become one.

use chrono::{DateTime, Utc};
use copperline_shared::events::Event;
use uuid::Uuid;

use super::{queries, rules};
use crate::caller::Identity;
use crate::db::Connection;
use crate::error::Error;
use crate::outbox::Audience;

/// Gives the other contact's notepad to the one that stays, with all its versions, and writes both
/// texts on it, within the caller's transaction, which holds both contacts.
///
/// # Errors
/// When the database fails.
pub async fn merge(
    connection: &mut Connection,
    author: &Identity,
    kept: Uuid,
    other: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<(Audience, Event)>, Error> {
    let workspace = author.workspace;
    let mine = queries::standing(connection, workspace, kept).await?;
    let Some(theirs) = queries::standing(connection, workspace, other).await? else {
        return Ok(None);
    };
    queries::hand_over(connection, workspace, other, kept).await?;
    match mine {
        None => queries::adopt(connection, workspace, kept, &theirs).await?,
        Some(mine) => {
            if let Some(text) = rules::joined(&mine.text, &theirs.text) {
                queries::begin(connection, author, kept, &text, now).await?;
            }
        }
    }
    let note = queries::standing(connection, workspace, kept).await?;
    let note = note.ok_or_else(|| Error::internal("a note vanished while it was merged"))?;
    let event = Event::NoteChanged {
        contact_id: kept,
        revision: note.revision(),
    };
    Ok(Some((Audience::Workspace, event)))
}
