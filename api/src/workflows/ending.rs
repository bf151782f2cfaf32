//! Ending runs before they are done: by a reply, an opt-out, somebody, or a text that can't be sent.

use chrono::{DateTime, Utc};
use copperline_shared::contacts::Contact;
use copperline_shared::conversations::RecordKind;
use copperline_shared::events::Event;
use copperline_shared::workflows::{RunState, WorkflowKind, WorkflowRun};
use uuid::Uuid;

use super::changed;
use super::queries::{self, Ended, Which};
use crate::app::App;
use crate::conversations::records::By;
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::{self, Audience};
use crate::{contacts, conversations, messages};

type Events = Vec<(Audience, Event)>;

/// Why runs end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Why<'a> {
    pub state: RunState,
    /// Where the state alone doesn't say it.
    pub reason: &'a str,
    /// Who ended them, when somebody did.
    pub by: By,
}

/// Ends runs of a contact, whom the caller holds: adds to the thread, and gives the events to record.
/// What they were about to send is written nowhere yet.
///
/// # Errors
/// When the database fails.
pub(super) async fn end(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (contact_id, conversation_id): (Uuid, Uuid),
    which: Which,
    why: Why<'_>,
    now: DateTime<Utc>,
) -> Result<Events, Error> {
    let ended = Ended {
        state: why.state,
        reason: why.reason,
        sent: 0,
        place: None,
        at: now,
    };
    let runs = queries::end(connection, workspace, contact_id, which, ended).await?;
    let mut events = Events::new();
    for (run, kind, name) in runs {
        let of = (run, conversation_id);
        events.extend(tell(connection, workspace, of, (kind, &name), why, now).await?);
    }
    Ok(events)
}

/// Adds to the thread that a run has ended, and tells how it is now.
///
/// # Errors
/// When the database fails.
pub(super) async fn tell(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (run, conversation_id): (Uuid, Uuid),
    (kind, name): (WorkflowKind, &str),
    why: Why<'_>,
    now: DateTime<Utc>,
) -> Result<Events, Error> {
    let kind = match kind {
        WorkflowKind::Workflow => RecordKind::WorkflowEnded,
        WorkflowKind::Redrip => RecordKind::RedripEnded,
    };
    let detail = format!("{name} · {}", spoken(why));
    let add = conversations::records::add;
    let record = add(
        connection,
        workspace,
        conversation_id,
        kind,
        why.by,
        &detail,
        now,
    )
    .await?;
    let mut events = vec![(Audience::Workspace, Event::RecordAdded { record })];
    let run = queries::run(connection, workspace, run).await?;
    events.extend(run.map(changed));
    Ok(events)
}

/// How a run ended, as the thread says it after the workflow's name.
fn spoken(why: Why<'_>) -> String {
    match (why.state, why.reason) {
        (RunState::Failed, reason) => format!("failed: {reason}"),
        (_, reason) if !reason.is_empty() => reason.to_owned(),
        (RunState::Running, _) => String::new(),
        (RunState::Finished, _) => "finished".to_owned(),
        (RunState::Replied, _) => "the contact wrote".to_owned(),
        (RunState::OptedOut, _) => "the contact opted out".to_owned(),
        (RunState::Stopped, _) => "stopped".to_owned(),
    }
}

/// Ends the runs that end when the contact, whom the caller holds, writes.
///
/// # Errors
/// When the database fails.
pub async fn on_reply(
    connection: &mut Connection,
    workspace: WorkspaceId,
    of: (Uuid, Uuid),
    now: DateTime<Utc>,
) -> Result<Events, Error> {
    let why = Why {
        state: RunState::Replied,
        reason: "",
        by: By::Nobody,
    };
    end(connection, workspace, of, Which::EndingOnReply, why, now).await
}

/// Ends all runs of a contact, whom the caller holds, who opted out.
///
/// # Errors
/// When the database fails.
pub async fn on_opt_out(
    connection: &mut Connection,
    workspace: WorkspaceId,
    of: (Uuid, Uuid),
    now: DateTime<Utc>,
) -> Result<Events, Error> {
    let why = Why {
        state: RunState::OptedOut,
        reason: "",
        by: By::Nobody,
    };
    end(connection, workspace, of, Which::All, why, now).await
}

/// The contact of a run, locked, and its conversation, as they are then: whoever changes a run holds its
/// contact.
///
/// # Errors
/// When the database fails.
pub(super) async fn hold(
    connection: &mut Connection,
    workspace: WorkspaceId,
    run_id: Uuid,
) -> Result<Option<(Contact, Uuid)>, Error> {
    let Some((before, _)) = queries::place_of(connection, workspace, run_id).await? else {
        return Ok(None);
    };
    let contact = contacts::queries::lock(connection, workspace, before).await?;
    let Some((id, conversation)) = queries::place_of(connection, workspace, run_id).await? else {
        return Ok(None);
    };
    // The contact was merged into another meanwhile: the run is that one's.
    let contact = match contact.filter(|contact| contact.id == id) {
        Some(contact) => Some(contact),
        None => contacts::queries::lock(connection, workspace, id).await?,
    };
    Ok(contact.map(|contact| (contact, conversation)))
}

/// Ends a run because somebody wants it so; gives it as it is then.
///
/// # Errors
/// [`Error::not_found`].
pub(super) async fn stop(
    app: &App,
    workspace: WorkspaceId,
    run_id: Uuid,
    by: By,
) -> Result<WorkflowRun, Error> {
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    let gone = || Error::not_found("run");
    connection
        .atomically(async |connection| {
            let held = hold(connection, workspace, run_id).await?;
            let (contact, conversation) = held.ok_or_else(gone)?;
            let of = (contact.id, conversation);
            messages::queries::hold_conversation(connection, workspace, of.1).await?;
            let why = Why {
                state: RunState::Stopped,
                reason: "",
                by,
            };
            let events = end(connection, workspace, of, Which::Run(run_id), why, now).await?;
            outbox::record(connection, workspace, events, now).await?;
            let run = queries::run(connection, workspace, run_id).await?;
            run.ok_or_else(gone)
        })
        .await
}
