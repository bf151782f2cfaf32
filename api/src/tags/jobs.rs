//! Taking a tag that was deleted or merged off its contacts, a batch at a time.

use std::sync::Arc;

use uuid::Uuid;

use super::{applying, queries};
use crate::app::App;
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::jobs::{Job, enqueue, wake};
use crate::outbox;

/// Contacts of one transaction: few enough that nobody waits for it.
const BATCH: i64 = 500;
/// Batches of one run, which must end before the job's lease does.
const BATCHES: usize = 40;

/// Takes an ending tag off all contacts, then removes it. Doing it again is safe.
///
/// # Errors
/// When the database fails.
pub async fn end(app: &Arc<App>, workspace: WorkspaceId, tag_id: Uuid) -> Result<(), Error> {
    for batch in 1..=BATCHES {
        let now = app.clock.now();
        let mut connection = app.pool.get().await?;
        let more = connection
            .atomically(async |connection| {
                let Some(tag) = queries::ending(connection, workspace, tag_id).await? else {
                    return Ok::<_, Error>(false);
                };
                let wearers = queries::wearers(connection, workspace, tag_id, BATCH).await?;
                if wearers.is_empty() {
                    return Ok(!queries::delete(connection, workspace, tag_id).await?);
                }
                let events = swap(connection, workspace, &wearers, tag).await?;
                if batch == BATCHES {
                    enqueue(connection, Some(workspace), &Job::EndTag { tag_id }, now).await?;
                }
                outbox::record(connection, workspace, events, now).await?;
                Ok(true)
            })
            .await?;
        if !more {
            return Ok(());
        }
    }
    wake(app);
    Ok(())
}

/// Gives contacts the tag that takes the ending one's place, if any does.
async fn swap(
    connection: &mut Connection,
    workspace: WorkspaceId,
    wearers: &[Uuid],
    tag: queries::Ending,
) -> Result<Vec<(outbox::Audience, copperline_shared::events::Event)>, Error> {
    queries::lock_contacts(connection, workspace, wearers).await?;
    if let Some(into) = tag.merged_into {
        queries::put_on_instead(connection, workspace, wearers, tag.id, into).await?;
    }
    let ending = [tag.id];
    let shown = queries::show_newest(connection, workspace, wearers, &ending).await?;
    let taken = queries::take_off(connection, workspace, wearers, &ending).await?;
    let changed = taken.into_iter().map(|off| off.contact_id).collect();
    applying::events(connection, workspace, changed, &shown).await
}
