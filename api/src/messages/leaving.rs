//! When texts will leave that were scheduled for a moment in quiet hours: told ahead by the rules that
//! the send gate follows at the moment itself (X5).

use chrono::{DateTime, Utc};
use copperline_shared::messages::{Message, MessageState, SenderKind};
use copperline_shared::places::Place;
use copperline_shared::texting_hours::{LiveReplies, TextingHours};
use uuid::Uuid;

use super::gate::{Answer, AtMoment};
use super::queries::{self, Addressee};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::texting_hours;
use crate::texting_hours::rules::{Permitted, of_state};

/// Tells of those that are scheduled when they leave, where that is later than their moment.
///
/// # Errors
/// When the database fails.
pub(super) async fn tell(
    connection: &Connection,
    workspace: WorkspaceId,
    messages: &mut [Message],
) -> Result<(), Error> {
    let scheduled: Vec<&mut Message> = messages
        .iter_mut()
        .filter(|message| message.state == MessageState::Scheduled)
        .collect();
    if scheduled.is_empty() {
        return Ok(());
    }
    let of: Vec<Uuid> = scheduled
        .iter()
        .map(|message| message.conversation_id)
        .collect();
    let (to, settings, hours) = tokio::try_join!(
        queries::addressees(connection, workspace, &of),
        queries::gate_settings(connection, workspace),
        texting_hours::queries::all(connection),
    )?;
    for message in scheduled {
        let to = to.get(&message.conversation_id);
        message.leaves_at = to.and_then(|to| leaves_at(message, to, settings.live_replies, &hours));
    }
    Ok(())
}

/// When a scheduled text leaves, if that is later than its moment.
fn leaves_at(
    message: &Message,
    to: &Addressee,
    live_replies: LiveReplies,
    hours: &[TextingHours],
) -> Option<DateTime<Utc>> {
    let place = Place::of(&to.state, &to.zip, &to.phone);
    let text = AtMoment {
        at: message.due_at?,
        by_person: message.sender == SenderKind::Agent,
        // Nobody is there at its moment who could say so.
        anyway: false,
        last_inbound_at: to.last_inbound_at,
        live_replies,
        permitted: Permitted {
            hours: of_state(hours, place.state)?,
            place: &place,
        },
    };
    match text.answer() {
        Answer::Until(until) => Some(until),
        Answer::Within | Answer::Reply | Answer::Never => None,
    }
}
