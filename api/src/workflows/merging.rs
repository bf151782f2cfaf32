//! Runs of two contacts that become one.

use chrono::{DateTime, Utc};
use copperline_shared::contacts::Contact;
use copperline_shared::events::Event;
use copperline_shared::workflows::RunState;
use uuid::Uuid;

use super::queries::{self, Which};
use super::{changed, ending};
use crate::conversations::records::By;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;

type Events = Vec<(Audience, Event)>;

/// Gives the other contact's runs to the one that stays, ended ones too: a redrip's cooldown reads
/// them. Those under way go on, unless the one that stays is opted out or is in that workflow already.
/// The caller holds both contacts and both conversations, and the other one's is still there.
///
/// # Errors
/// When the database fails.
pub async fn merge(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (kept, other): (&Contact, Uuid),
    conversation: Uuid,
    now: DateTime<Utc>,
) -> Result<Events, Error> {
    let mine = queries::running_of(connection, workspace, kept.id).await?;
    let theirs = queries::running_of(connection, workspace, other).await?;
    let mut events = Events::new();
    for (run, workflow) in &theirs {
        let twice = mine.iter().any(|(_, mine)| mine == workflow);
        let (state, reason) = match kept.opted_out_at {
            Some(_) => (RunState::OptedOut, ""),
            None if twice => (RunState::Stopped, "the contact was merged into another"),
            None => continue,
        };
        let why = ending::Why {
            state,
            reason,
            by: By::Nobody,
        };
        let (of, which) = ((other, conversation), Which::Run(*run));
        events.extend(ending::end(connection, workspace, of, which, why, now).await?);
    }
    // What that told of the runs names a contact who goes: it is told anew below.
    events.retain(|(_, event)| !matches!(event, Event::WorkflowRunChanged { .. }));
    queries::hand_over(connection, workspace, (other, kept.id), conversation).await?;
    for (run, _) in theirs {
        let run = queries::run(connection, workspace, run).await?;
        events.extend(run.map(changed));
    }
    Ok(events)
}
