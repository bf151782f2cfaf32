//! The carrier's reports on outbound texts.

use copperline_shared::messages::MessageState;
use uuid::Uuid;

use super::queries::{self, Change};
use super::{rules, settling};
use crate::app::App;
use crate::db::{Atomic, WorkspaceId};
use crate::error::Error;
use crate::outbox;

/// A state that the carrier reports.
#[derive(Clone, Debug)]
pub struct Report {
    pub carrier_message_id: String,
    /// The carrier's word.
    pub status: String,
    pub error_code: Option<String>,
}

/// Takes a report; false when there is no such text. One that comes again, late or out of order
/// changes nothing.
///
/// # Errors
/// When the database fails.
pub async fn report(
    app: &App,
    workspace: WorkspaceId,
    id: Uuid,
    report: Report,
) -> Result<bool, Error> {
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let message = queries::message(connection, workspace, id).await?;
            if message.is_none() && !queries::was_erased(connection, workspace, id).await? {
                return Ok(false);
            }
            let Some(state) = rules::reported_state(&report.status) else {
                return Ok(true);
            };
            let reported = report.carrier_message_id.as_str();
            if message.is_some_and(|message| message.state == MessageState::Cancelled) {
                tracing::warn!(%id, reported, "a state came for a text that was cancelled");
            }
            let error_code = report.error_code.as_deref();
            let change = Change {
                state,
                carrier_message_id: Some(reported),
                error_code,
            };
            let events = settling::advance(connection, workspace, id, change, now).await?;
            outbox::record(connection, workspace, events, now).await?;
            Ok(true)
        })
        .await
}
