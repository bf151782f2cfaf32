//! For `copperline check`: whether the files are there that the database tells of.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{queries, storing};
use crate::check::Finding;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::files::Files;

/// Pictures read at once.
const AT_ONCE: i64 = 1_000;
/// So many missing files are named; the rest are counted.
const NAMED: usize = 100;

/// Looks for the file of each picture.
///
/// # Errors
/// When the database or the place of the files fails; a missing file is no error.
pub async fn audit(connection: &mut Connection, files: &Files) -> Result<Finding, Error> {
    let mut finding = Finding {
        claim: "each picture's file is there",
        looked_at: 0,
        count: 0,
        deviations: Vec::new(),
    };
    let mut after = (Uuid::nil(), Uuid::nil());
    loop {
        let batch = queries::batch_after(connection, after, AT_ONCE).await?;
        let Some((workspace, id, _)) = batch.last() else {
            return Ok(finding);
        };
        after = (*workspace, *id);
        for (workspace, id, created_at) in batch {
            finding.looked_at += 1;
            look(&mut finding, files, (workspace, id), created_at).await?;
        }
    }
}

async fn look(
    finding: &mut Finding,
    files: &Files,
    (workspace, id): (Uuid, Uuid),
    created_at: DateTime<Utc>,
) -> Result<(), Error> {
    let path = storing::path(WorkspaceId(workspace), id, created_at);
    if files.has(&path).await? {
        return Ok(());
    }
    finding.count += 1;
    if finding.deviations.len() < NAMED {
        let deviation = format!("workspace {workspace}: picture {id} has no file {path}");
        finding.deviations.push(deviation);
    }
    Ok(())
}
