//! What becomes of a follow-up, each within the caller's transaction.

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::conversations::{Conversation, RecordKind};
use copperline_shared::events::Event;
use copperline_shared::follow_ups::{FollowUp, FollowUpState, PutOff};
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use super::queries;
use super::rules::TakenBack;
use crate::app::Clock;
use crate::conversations::{self, records, records::By};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::jobs::{Job, enqueue, withdraw_end_put_off};
use crate::notifications;
use crate::outbox::Audience;

/// A conversation of a workspace.
type Of = (WorkspaceId, Uuid);
type Events = Vec<(Audience, Event)>;

/// What is taken back so soon was a slip; the page offers it for less.
const SLIP: TimeDelta = TimeDelta::minutes(1);

/// Puts a conversation off. Whoever asks for it is `by`.
///
/// # Errors
/// [`ErrorCode::ConversationChanged`] when something came in since it was seen;
/// [`ErrorCode::NotFound`] when there is no such conversation.
pub(super) async fn put_off(
    connection: &mut Connection,
    (workspace, id): Of,
    asked: PutOff,
    by: By,
    clock: &Clock,
) -> Result<Conversation, Error> {
    let standing = queries::lock(connection, workspace, id).await?;
    // Taken while the conversation is held: what its thread tells is as old as its order.
    let now = clock.now();
    let same = standing.put_off_until == Some(asked.until);
    let other = asked.of.is_some() && asked.of != standing.put_off_until;
    if same || other {
        return existing(connection, workspace, id).await;
    }
    if asked.seen.is_some_and(|seen| standing.has_news_since(seen)) {
        let current = existing(connection, workspace, id).await?;
        let detail = "Something has just come in here. Look at it before you put it off.";
        let code = ErrorCode::ConversationChanged;
        return Err(Error::outdated(code, detail.to_owned(), &current));
    }
    queries::put_off(connection, workspace, id, (asked.until, by.agent())).await?;
    withdraw_end_put_off(connection, workspace, id).await?;
    bring_back_at(connection, workspace, id, asked.until).await?;
    let mut events = over(connection, (workspace, id), &standing, now).await?;
    // The former moment in the place of one that was a slip: the thread has told of it already.
    if let Some(of) = asked.of {
        let gone = undo_record(connection, (workspace, id), of, by, now).await?;
        if !gone.is_empty() {
            events.extend(gone);
            return conversations::announce(connection, workspace, id, events, now).await;
        }
    }
    let record = (RecordKind::PutOff, asked.until.to_rfc3339());
    tell(connection, (workspace, id), record, events, by, now).await
}

/// Enqueues the job that brings a conversation back at its moment.
///
/// # Errors
/// When the database fails.
pub(super) async fn bring_back_at(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    until: DateTime<Utc>,
) -> Result<(), Error> {
    let job = Job::EndPutOff {
        conversation_id: id,
        until,
    };
    enqueue(connection, Some(workspace), &job, until).await
}

/// Brings a conversation back that is put off, or says that what is due is done.
///
/// # Errors
/// [`ErrorCode::NotFound`] when there is no such conversation.
pub(super) async fn end(
    connection: &mut Connection,
    (workspace, id): Of,
    by: By,
    clock: &Clock,
) -> Result<Conversation, Error> {
    let standing = queries::lock(connection, workspace, id).await?;
    let now = clock.now();
    let Some(follow_up) = standing.follow_up() else {
        return existing(connection, workspace, id).await;
    };
    // Whoever brings it back wants it in Recents.
    let unarchived = follow_up.state == FollowUpState::Waiting;
    queries::set(connection, workspace, id, None, unarchived).await?;
    withdraw_end_put_off(connection, workspace, id).await?;
    let ended = over(connection, (workspace, id), &standing, now).await?;
    let record = (RecordKind::FollowUpDone, String::new());
    tell(connection, (workspace, id), record, ended, by, now).await
}

/// Takes back that a conversation was put off: as it was before, also in the archive. When it has
/// another moment by now, that one counts. Taken back in the same minute by whoever did it, it was a
/// slip, and the thread doesn't tell of it.
///
/// # Errors
/// [`ErrorCode::NotFound`] when there is no such conversation.
pub(super) async fn take_back(
    connection: &mut Connection,
    (workspace, id): Of,
    back: TakenBack,
    by: By,
    clock: &Clock,
) -> Result<Conversation, Error> {
    let standing = queries::lock(connection, workspace, id).await?;
    let now = clock.now();
    if standing.put_off_until != Some(back.of) {
        return existing(connection, workspace, id).await;
    }
    let due = back.due_since.map(|at| FollowUp {
        at,
        state: FollowUpState::Due,
        put_off_by: standing.put_off_by,
    });
    queries::set(connection, workspace, id, due, false).await?;
    withdraw_end_put_off(connection, workspace, id).await?;
    let gone = undo_record(connection, (workspace, id), back.of, by, now).await?;
    if !gone.is_empty() {
        return conversations::announce(connection, workspace, id, gone, now).await;
    }
    let kind = match due {
        Some(_) => RecordKind::FollowUpDue,
        None => RecordKind::FollowUpDone,
    };
    let record = (kind, String::new());
    tell(connection, (workspace, id), record, Vec::new(), by, now).await
}

/// Removes what tells that it was put off until `of`, where that has just been done.
async fn undo_record(
    connection: &mut Connection,
    (workspace, id): Of,
    of: DateTime<Utc>,
    by: By,
    now: DateTime<Utc>,
) -> Result<Events, Error> {
    let told = records::Told {
        kind: RecordKind::PutOff,
        detail: &of.to_rfc3339(),
        by,
    };
    let gone = records::remove(connection, workspace, id, told, now - SLIP).await?;
    let removed = |record_id| Event::RecordRemoved {
        record_id,
        conversation_id: id,
    };
    let removed = gone.into_iter().map(removed);
    Ok(removed.map(|event| (Audience::Workspace, event)).collect())
}

/// An agent has written to the contact: what was due is done. The caller holds the conversation, and
/// records the events.
///
/// # Errors
/// When the database fails.
pub async fn answered(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<Events, Error> {
    queries::set(connection, workspace, id, None, false).await?;
    notifications::end_due(connection, workspace, id, now).await
}

/// What is told of the reminders when a follow-up isn't due any more.
async fn over(
    connection: &mut Connection,
    (workspace, id): Of,
    standing: &queries::Locked,
    now: DateTime<Utc>,
) -> Result<Events, Error> {
    match standing.due_at {
        Some(_) => notifications::end_due(connection, workspace, id, now).await,
        None => Ok(Vec::new()),
    }
}

async fn existing(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Conversation, Error> {
    let conversation = conversations::queries::conversation(connection, workspace, id).await?;
    conversation.ok_or_else(|| Error::not_found("conversation"))
}

/// Adds a record and tells how the conversation is now; the last thing in a transaction.
async fn tell(
    connection: &mut Connection,
    (workspace, id): Of,
    (kind, detail): (RecordKind, String),
    events: Events,
    by: By,
    now: DateTime<Utc>,
) -> Result<Conversation, Error> {
    let add = records::add;
    let record = add(connection, workspace, id, kind, by, &detail, now).await?;
    let mut told = vec![(Audience::Workspace, Event::RecordAdded { record })];
    told.extend(events);
    conversations::announce(connection, workspace, id, told, now).await
}
