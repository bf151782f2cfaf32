//! How a contact stands when something shall start for them.

use chrono::{DateTime, Utc};
use copperline_shared::contacts::Contact;
use uuid::Uuid;

use super::queries;
use super::rules::Standing;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::reviews;

/// What is known of a contact when a workflow shall start for them; who starts it holds them.
///
/// # Errors
/// When the database fails.
pub(super) async fn standing(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: &Contact,
    (workflow_id, now): (Uuid, DateTime<Utc>),
) -> Result<Standing, Error> {
    let (running, silent_since) =
        queries::standing_of(connection, workspace, contact, workflow_id).await?;
    let paused = reviews::automation_paused(connection, workspace, &contact.phone).await?;
    Ok(Standing {
        opted_out: contact.opted_out_at.is_some(),
        paused: paused.is_some(),
        running,
        silent_since,
        last_redrip: queries::last_redrip(connection, workspace, contact.id, now).await?,
    })
}
