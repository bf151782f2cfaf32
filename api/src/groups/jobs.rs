//! Making the conversations of a group that was deleted nobody's, a batch at a time.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use copperline_shared::conversations::RecordKind;
use copperline_shared::events::Event;
use uuid::Uuid;

use super::queries;
use crate::app::App;
use crate::conversations::queries as conversations;
use crate::conversations::records::{self, By};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::jobs::{Job, enqueue, wake};
use crate::outbox::{self, Audience};

/// Conversations of one transaction: few enough that nobody waits for it.
const BATCH: i64 = 500;
/// Batches of one run, which must end before the job's lease does.
const BATCHES: usize = 40;

/// Takes an ending group off all conversations, then removes it. Doing it again is safe.
///
/// # Errors
/// When the database fails.
pub async fn end(app: &Arc<App>, workspace: WorkspaceId, group_id: Uuid) -> Result<(), Error> {
    for batch in 1..=BATCHES {
        let now = app.clock.now();
        let mut connection = app.pool.get().await?;
        let more = connection
            .atomically(async |connection| {
                if !queries::is_ending(connection, workspace, group_id).await? {
                    return Ok::<_, Error>(false);
                }
                let some = conversations::some_of_group(connection, workspace, group_id, BATCH);
                let some = some.await?;
                if some.is_empty() {
                    return Ok(!queries::delete(connection, workspace, group_id).await?);
                }
                let events = release(connection, workspace, (group_id, &some), now).await?;
                if batch == BATCHES {
                    let again = Job::EndGroup { group_id };
                    enqueue(connection, Some(workspace), &again, now).await?;
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

/// Makes those of these conversations nobody's that are still the group's; their threads tell so.
async fn release(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (group_id, ids): (Uuid, &[Uuid]),
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let taken = conversations::take_from_group(connection, workspace, group_id, ids).await?;
    if taken.is_empty() {
        return Ok(Vec::new());
    }
    let record = (RecordKind::Assigned, "");
    let nobody = By::Nobody;
    let records = records::add_many(connection, workspace, &taken, record, nobody, now).await?;
    let rows = conversations::many(connection, workspace, &taken).await?;
    let added = |record| (Audience::Workspace, Event::RecordAdded { record });
    let changed = |conversation| {
        let event = Event::ConversationChanged { conversation };
        (Audience::Workspace, event)
    };
    let records = records.into_iter().map(added);
    Ok(records.chain(rows.into_iter().map(changed)).collect())
}
