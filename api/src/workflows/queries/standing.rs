//! How a contact stands with workflows when one shall start for them.

use chrono::{DateTime, Utc};
use copperline_shared::contacts::Contact;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{conversations, workflow_runs, workflows};

/// Whether a workflow is under way with a contact, whom the caller holds, and since when the contact is
/// silent: when they last wrote, or since they are known, where they never did.
///
/// # Errors
/// When the database fails.
pub async fn standing_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: &Contact,
    workflow_id: Uuid,
) -> Result<(bool, DateTime<Utc>), Error> {
    let same = workflow_runs::table
        .filter(workflow_runs::workspace_id.eq(workspace.0))
        .filter(workflow_runs::contact_id.eq(contact.id))
        .filter(workflow_runs::workflow_id.eq(workflow_id))
        .filter(workflow_runs::state.eq("running"));
    let is_running: bool = diesel::select(diesel::dsl::exists(same))
        .get_result(connection)
        .await?;
    let known: Option<(Option<DateTime<Utc>>, DateTime<Utc>)> = conversations::table
        .filter(conversations::workspace_id.eq(workspace.0))
        .filter(conversations::contact_id.eq(contact.id))
        .select((conversations::last_inbound_at, conversations::created_at))
        .first(connection)
        .await
        .optional()?;
    // A merged contact's conversation may be older than the contact that stayed.
    let silent_since = match known {
        Some((Some(wrote), _)) => wrote,
        Some((None, began)) => began.min(contact.created_at),
        None => contact.created_at,
    };
    Ok((is_running, silent_since))
}

/// When the last redrip of a contact ended, or now while one is under way. One that was ended before
/// it texted them doesn't count.
///
/// # Errors
/// When the database fails.
pub async fn last_redrip(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, Error> {
    let own_workflow = workflows::workspace_id
        .eq(workflow_runs::workspace_id)
        .and(workflows::id.eq(workflow_runs::workflow_id));
    let of_contact = workflow_runs::table
        .inner_join(workflows::table.on(own_workflow))
        .filter(workflow_runs::workspace_id.eq(workspace.0))
        .filter(workflow_runs::contact_id.eq(contact_id))
        .filter(workflows::kind.eq("redrip"));
    let runs: Vec<(Option<DateTime<Utc>>, i32)> = of_contact
        .select((workflow_runs::ended_at, workflow_runs::sent))
        .load(connection)
        .await?;
    let counted = runs.into_iter().filter_map(|(ended, sent)| match ended {
        None => Some(now),
        Some(ended) => (sent > 0).then_some(ended),
    });
    Ok(counted.max())
}
