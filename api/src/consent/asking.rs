//! Opting out and in: all that changes with it, in the caller's transaction.

use chrono::{DateTime, Utc};
use copperline_shared::consent::{ConsentKind, ConsentSource};
use copperline_shared::contacts::Contact;
use copperline_shared::conversations::RecordKind;
use copperline_shared::events::Event;
use copperline_shared::phone::Phone;
use uuid::Uuid;

use super::queries::{self, NewEntry};
use super::rules::{self, OptOut};
use crate::conversations::records::By;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use crate::{contacts, conversations, messages, reviews, workflows};

/// Who asked to be opted out or in, where and how.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub conversation: Option<Uuid>,
    pub source: ConsentSource,
    /// The reply's own words, or who did it.
    pub evidence: &'a str,
    /// The trigger that the words matched; empty where there is none.
    pub trigger: &'a str,
    /// Who did it here.
    pub by: By,
    /// Who read the contact's words so; empty where a trigger did.
    pub decided_by: &'a str,
}

/// Opts a phone out, within the caller's transaction: locks the contact, cancels queued texts,
/// adds to the consent record and the thread, and gives the events to record. Asked again by the
/// same source, nothing changes and there are no events.
///
/// # Errors
/// When the database fails.
pub async fn opt_out(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
    asked: Asked<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let contact = locked(connection, workspace, phone).await?;
    withdraw(connection, workspace, &contact, asked, now).await
}

/// As [`opt_out`], whatever stands in `asked` for the conversation: it is looked up.
///
/// # Errors
/// When the database fails.
pub async fn opt_out_with_thread(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
    asked: Asked<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let contact = locked(connection, workspace, phone).await?;
    let conversation =
        contacts::queries::conversation_of(connection, workspace, contact.id).await?;
    let asked = Asked {
        conversation,
        ..asked
    };
    withdraw(connection, workspace, &contact, asked, now).await
}

/// As [`opt_out_with_thread`], also for a phone that is no contact's, such as that of somebody who was
/// merged into another: of that one only the record tells.
///
/// # Errors
/// When the database fails.
pub async fn opt_out_phone(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
    asked: Asked<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let contact = contacts::queries::lock_by_phone(connection, workspace, phone).await?;
    if contact.is_some() {
        return opt_out_with_thread(connection, workspace, phone, asked, now).await;
    }
    let standing = queries::standing(connection, workspace, phone).await?;
    let outcome = rules::opt_out(standing.map(|standing| standing.source), asked.source);
    if outcome != OptOut::Known {
        queries::opt_out(connection, workspace, phone, asked.source, now).await?;
        let entry = entry(ConsentKind::OptOut, asked, now);
        queries::add_entry(connection, workspace, phone, entry, now).await?;
    }
    Ok(Vec::new())
}

/// Opts a phone in again, if the contact's wish may lift the opt-out that stands. Without events
/// nothing was lifted.
///
/// # Errors
/// When the database fails.
pub async fn opt_in(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
    asked: Asked<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let contact = locked(connection, workspace, phone).await?;
    let standing = queries::standing(connection, workspace, phone).await?;
    if !standing.is_some_and(|standing| rules::start_lifts(standing.source)) {
        return Ok(Vec::new());
    }
    queries::lift(connection, workspace, phone).await?;
    let kind = ConsentKind::OptIn;
    note(connection, workspace, &contact, kind, asked, now).await
}

async fn locked(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<Contact, Error> {
    let contact = contacts::queries::lock_by_phone(connection, workspace, phone).await?;
    contact.ok_or_else(|| Error::internal("an opt-out came for a phone that is no contact"))
}

/// Opts the locked contact out, unless that is known already.
pub(super) async fn withdraw(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: &Contact,
    asked: Asked<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let standing = queries::standing(connection, workspace, &contact.phone).await?;
    let outcome = rules::opt_out(standing.map(|standing| standing.source), asked.source);
    if outcome == OptOut::Known {
        return Ok(Vec::new());
    }
    queries::opt_out(connection, workspace, &contact.phone, asked.source, now).await?;
    // What waited to be decided is decided.
    let closed = reviews::close(connection, workspace, contact.id, asked.by, now).await?;
    let mut events: Vec<_> = closed.into_iter().collect();
    if let Some(conversation) = asked.conversation {
        let cancelled = messages::queries::cancel_queued(connection, workspace, conversation, now);
        events.extend(cancelled.await?);
        let of = (contact.id, conversation);
        events.extend(workflows::on_opt_out(connection, workspace, of, now).await?);
    }
    events.extend(
        note(
            connection,
            workspace,
            contact,
            ConsentKind::OptOut,
            asked,
            now,
        )
        .await?,
    );
    Ok(events)
}

/// What the consent record says of what was asked.
fn entry(kind: ConsentKind, asked: Asked<'_>, now: DateTime<Utc>) -> NewEntry<'_> {
    NewEntry {
        kind,
        source: asked.source,
        given_at: now,
        source_url: "",
        certificate: "",
        evidence: asked.evidence,
        trigger: asked.trigger,
        decided_by: asked.decided_by,
    }
}

/// Adds what was asked to the consent record and the thread, and says how things are now.
async fn note(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: &Contact,
    kind: ConsentKind,
    asked: Asked<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let entry = entry(kind, asked, now);
    queries::add_entry(connection, workspace, &contact.phone, entry, now).await?;
    let mut events = Vec::new();
    let contact = contacts::queries::contact(connection, workspace, contact.id).await?;
    events.extend(contact.as_ref().map(contacts::changed));
    if let Some(id) = asked.conversation {
        let record = match kind {
            ConsentKind::OptIn => RecordKind::OptedIn,
            _ => RecordKind::OptedOut,
        };
        let detail = match asked {
            // Who did it the record names already.
            Asked { by, .. } if by != By::Nobody => "",
            // The words themselves stand in the thread above.
            Asked { trigger, .. } if !trigger.is_empty() => trigger,
            Asked { evidence, .. } => evidence,
        };
        let (by, add) = (asked.by, conversations::records::add);
        let record = add(connection, workspace, id, record, by, detail, now).await?;
        events.push((Audience::Workspace, Event::RecordAdded { record }));
        events.extend(conversations::changed(connection, workspace, id).await?);
    }
    Ok(events)
}
