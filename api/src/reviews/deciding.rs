//! Deciding a review, and taking a dismissal back.

use chrono::{DateTime, Utc};
use copperline_shared::consent::ConsentSource;
use copperline_shared::contacts::Contact;
use copperline_shared::conversations::RecordKind;
use copperline_shared::events::Event;
use copperline_shared::problem::ErrorCode;
use copperline_shared::reviews::{Review, ReviewState};
use uuid::Uuid;

use super::queries::{self, Decided};
use crate::app::App;
use crate::caller::Identity;
use crate::consent::{self, Asked};
use crate::conversations::records::By;
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::{self, Audience};
use crate::{contacts, conversations, workflows};

/// Opts the contact out by their own words.
///
/// # Errors
/// When there is no such review or the database fails.
pub(super) async fn opt_out(app: &App, caller: &Identity, id: Uuid) -> Result<Review, Error> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let (contact, review) = lock(connection, workspace, id).await?;
            if review.state == ReviewState::OptedOut {
                return Ok(review);
            }
            let decided = decided(caller, ReviewState::OptedOut, now);
            queries::decide(connection, workspace, id, decided).await?;
            let last = review.messages.last();
            let words: String = last
                .iter()
                .flat_map(|message| &message.parts)
                .map(|part| part.text.as_str())
                .collect();
            let who = consent::name_of(connection, caller).await?;
            let asked = Asked {
                conversation: Some(review.conversation_id),
                source: ConsentSource::Contact,
                evidence: words.trim(),
                trigger: last.map_or("", |message| &message.phrase),
                by: By::caller(caller),
                decided_by: &who,
            };
            let mut events =
                consent::opt_out(connection, workspace, &contact.phone, asked, now).await?;
            events.extend(queries::changed(connection, workspace, id).await?);
            outbox::record(connection, workspace, events, now).await?;
            existing(connection, workspace, id).await
        })
        .await
}

/// Lets automation go on.
///
/// # Errors
/// When there is no such review or the database fails.
pub(super) async fn dismiss(app: &App, caller: &Identity, id: Uuid) -> Result<Review, Error> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let (contact, review) = lock(connection, workspace, id).await?;
            if review.state != ReviewState::Open {
                return Ok(review);
            }
            let decided = decided(caller, ReviewState::Dismissed, now);
            queries::decide(connection, workspace, id, decided).await?;
            let resumed = workflows::resume(connection, workspace, contact.id, now).await?;
            let kind = RecordKind::AutomationResumed;
            tell(connection, caller, (&review, resumed), kind, now).await?;
            existing(connection, workspace, id).await
        })
        .await
}

/// Pauses automation again.
///
/// # Errors
/// [`ErrorCode::OptedOut`]; when there is no such review or the database fails.
pub(super) async fn reopen(app: &App, caller: &Identity, id: Uuid) -> Result<Review, Error> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let (contact, review) = lock(connection, workspace, id).await?;
            if contact.opted_out_at.is_some() || review.state == ReviewState::OptedOut {
                let detail = "The contact is opted out. Only they can take that back.";
                return Err(Error::new(ErrorCode::OptedOut, detail));
            }
            if let Some(open) = queries::open_of(connection, workspace, contact.id).await? {
                return existing(connection, workspace, open).await;
            }
            queries::reopen(connection, workspace, id).await?;
            let kind = RecordKind::AutomationPaused;
            tell(connection, caller, (&review, Vec::new()), kind, now).await?;
            existing(connection, workspace, id).await
        })
        .await
}

/// Closes the contact's open review, if there is one: the contact was opted out another way. Gives
/// the events to record.
///
/// # Errors
/// When the database fails.
pub async fn close(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
    by: By,
    now: DateTime<Utc>,
) -> Result<Option<(Audience, Event)>, Error> {
    let Some(id) = queries::open_of(connection, workspace, contact).await? else {
        return Ok(None);
    };
    let decided = Decided {
        state: ReviewState::OptedOut,
        agent: by.agent(),
        api_token: by.api_token(),
        at: now,
    };
    queries::decide(connection, workspace, id, decided).await?;
    queries::changed(connection, workspace, id).await
}

fn decided(caller: &Identity, state: ReviewState, at: DateTime<Utc>) -> Decided {
    let by = By::caller(caller);
    Decided {
        state,
        agent: by.agent(),
        api_token: by.api_token(),
        at,
    }
}

/// The contact, locked, and their review as it is then: every change of a review holds its contact.
async fn lock(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<(Contact, Review), Error> {
    let unknown = || Error::not_found("review");
    let contact = queries::contact_of(connection, workspace, id).await?;
    let contact =
        contacts::queries::lock(connection, workspace, contact.ok_or_else(unknown)?).await?;
    let review = queries::review(connection, workspace, id).await?;
    Ok((contact.ok_or_else(unknown)?, review.ok_or_else(unknown)?))
}

async fn existing(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Review, Error> {
    let review = queries::review(connection, workspace, id).await?;
    review.ok_or_else(|| Error::internal("a review vanished while it was decided"))
}

/// Writes what happened into the thread and tells the workspace.
async fn tell(
    connection: &mut Connection,
    caller: &Identity,
    (review, resumed): (&Review, Vec<(Audience, Event)>),
    kind: RecordKind,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let (workspace, conversation) = (caller.workspace, review.conversation_id);
    let (by, add) = (By::caller(caller), conversations::records::add);
    let record = add(connection, workspace, conversation, kind, by, "", now).await?;
    let mut events = vec![(Audience::Workspace, Event::RecordAdded { record })];
    events.extend(resumed);
    events.extend(queries::changed(connection, workspace, review.id).await?);
    events.extend(conversations::changed(connection, workspace, conversation).await?);
    outbox::record(connection, workspace, events, now).await
}
