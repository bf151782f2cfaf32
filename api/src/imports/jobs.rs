//! Looking through an import and importing it, a batch at a time.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use copperline_shared::imports::{ImportKind, ImportState};
use uuid::Uuid;

use super::queries::{self, Standing};
use super::{changed, contacts, suppressions};
use crate::app::App;
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::jobs::{Job, wake};
use crate::outbox;

/// Lines of one transaction: few enough that nobody waits for it.
pub(super) const BATCH: i64 = 500;
/// Contacts that one batch opts out at the most: each changes a thread, and cancels what is queued.
pub(super) const OPT_OUTS: usize = 50;
/// Batches of one run, which must end before the job's lease does.
const BATCHES: usize = 10;

/// # Errors
/// When the database fails.
pub(super) async fn enqueue(
    connection: &mut Connection,
    workspace: WorkspaceId,
    import_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let job = Job::RunImport { import_id };
    crate::jobs::enqueue(connection, Some(workspace), &job, now).await
}

/// Goes on with an import's dry run or with the import itself. Running it again is safe.
///
/// # Errors
/// When the database fails.
pub async fn run(app: &Arc<App>, workspace: WorkspaceId, id: Uuid) -> Result<(), Error> {
    for batch in 1..=BATCHES {
        let now = app.clock.now();
        let mut connection = app.pool.get().await?;
        let more = connection
            .atomically(async |connection| {
                let Some(standing) = queries::lock(connection, workspace, id).await? else {
                    return Ok::<_, Error>(false);
                };
                let more = step(connection, workspace, &standing, now).await?;
                if more && batch == BATCHES {
                    enqueue(connection, workspace, id, now).await?;
                }
                Ok(more)
            })
            .await?;
        if !more {
            return Ok(());
        }
    }
    wake(app);
    Ok(())
}

/// One batch; whether there are more.
async fn step(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &Standing,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let import = &standing.import;
    let in_earnest = match import.state {
        ImportState::Checking => false,
        ImportState::Running => true,
        _ => return Ok(false),
    };
    let rows = queries::next(connection, workspace, standing).await?;
    let batch = match (import.kind, in_earnest) {
        (ImportKind::Contacts, false) => {
            contacts::check(connection, workspace, import, &rows, now).await?
        }
        (ImportKind::Contacts, true) => {
            contacts::import(connection, workspace, standing, &rows, now).await?
        }
        (ImportKind::Suppressions, false) => {
            suppressions::check(connection, workspace, import, &rows, now).await?
        }
        (ImportKind::Suppressions, true) => {
            suppressions::import(connection, workspace, standing, &rows, now).await?
        }
    };
    queries::note(connection, workspace, import.id, &batch.noted).await?;
    queries::advance(connection, workspace, import.id, &batch.noted).await?;
    let full = i64::try_from(rows.len()).is_ok_and(|count| count == BATCH);
    // A batch may leave lines to the next one.
    let more = full || batch.noted.len() < rows.len();
    if !more {
        let last = if in_earnest {
            ImportState::Finished
        } else {
            ImportState::Checked
        };
        queries::finish(connection, workspace, import.id, last, now).await?;
    }
    let import = queries::import(connection, workspace, import.id).await?;
    let mut events = batch.events;
    events.push(changed(&import));
    outbox::record(connection, workspace, events, now).await?;
    Ok(more)
}
