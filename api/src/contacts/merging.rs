//! Merging two contacts (P6): one stays with its phone, the other's thread, tags, notes, card and
//! leads move to it, in one transaction. Nothing is lost: what has no place with the one that stays is
//! kept beside it, as it was.
//!
//! An opt-out belongs to a phone, and both phones are one person's: where either is opted out, both
//! are from then on. Consent stays with the phone it was given for, and is shown with the contact.

mod led;
pub mod queries;
mod rules;

use chrono::{DateTime, Utc};
use copperline_shared::consent::{ConsentKind, ConsentSource};
use copperline_shared::contacts::{Contact, display_name};
use copperline_shared::conversations::RecordKind;
use copperline_shared::events::Event;
use uuid::Uuid;

use super::queries as contacts;
use crate::caller::Identity;
use crate::consent::queries::{NewEntry, Standing};
use crate::consent::{self, Asked};
use crate::conversations::records::By;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use crate::{
    conversations, follow_ups, messages, notes, notifications, pipeline, reviews, tags, workflows,
};
pub use led::{no_contact, no_conversation};
use queries::Conversations;

type Events = Vec<(Audience, Event)>;

/// Merges `other` into `kept`, within the caller's transaction, and gives the contact as it is now
/// with the events to record. Locks in the one order: both contacts, tags, both conversations, the
/// pipeline, messages.
///
/// # Errors
/// When there is no such contact, a text to the other one is on its way, or the database fails.
pub async fn merge(
    connection: &mut Connection,
    caller: &Identity,
    (kept, other): (Uuid, Uuid),
    now: DateTime<Utc>,
) -> Result<(Contact, Events), Error> {
    let workspace = caller.workspace;
    if kept == other {
        return Err(rules::with_itself());
    }
    queries::lock(connection, workspace, kept, other).await?;
    let known = |contact: Option<Contact>| contact.ok_or_else(|| Error::not_found("contact"));
    let before = known(contacts::contact(connection, workspace, kept).await?)?;
    let gone = known(contacts::contact(connection, workspace, other).await?)?;
    queries::move_tags(connection, workspace, kept, other).await?;
    tags::queries::show_newest(connection, workspace, &[kept], &[]).await?;
    let threads = queries::lock_conversations(connection, workspace, kept, other).await?;
    if let Some(conversation) = threads.other
        && queries::is_sending(connection, workspace, conversation).await?
    {
        return Err(rules::still_sending(&gone));
    }
    if let (Some(stays), Some(ends)) = (threads.kept, threads.other) {
        follow_ups::merge(connection, workspace, (stays, ends), now).await?;
    }
    queries::move_conversation(connection, workspace, kept, threads).await?;
    let mut events = pipeline::merge(connection, workspace, kept, other).await?;
    events.extend(notes::merge(connection, caller, kept, other, now).await?);
    if let (Some(stays), Some(ends)) = (threads.kept, threads.other) {
        events.extend(notifications::merge(connection, workspace, (stays, ends)).await?);
    }
    queries::move_entries(connection, workspace, threads, &gone.phone).await?;
    if let Some(conversation) = threads.stays() {
        events.extend(reviews::merge(connection, workspace, (kept, other), conversation).await?);
        let of = (&before, other);
        events.extend(workflows::merge(connection, workspace, of, conversation, now).await?);
    }
    if let Some(conversation) = threads.ends() {
        queries::end_conversation(connection, workspace, conversation).await?;
    }
    queries::move_rest(connection, workspace, kept, other).await?;
    let merged = queries::Merged {
        kept,
        gone: &gone,
        conversation: threads.other,
    };
    queries::insert(connection, caller, &merged, now).await?;
    queries::delete(connection, workspace, other).await?;
    let changes = rules::filled_in(&before, &gone);
    contacts::update(connection, workspace, kept, changes, now).await?;
    let conversation = threads.stays();
    events.extend(opt_out_both(connection, caller, (&before, &gone), conversation, now).await?);
    let told = tell(connection, caller, (kept, &gone), threads, now).await?;
    events.extend(told);
    let contact = known(contacts::contact(connection, workspace, kept).await?)?;
    events.push(super::changed(&contact));
    Ok((contact, events))
}

/// Where one of the two is opted out, so is the other: the strictest wins.
async fn opt_out_both(
    connection: &mut Connection,
    caller: &Identity,
    (kept, gone): (&Contact, &Contact),
    conversation: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<Events, Error> {
    let workspace = caller.workspace;
    let of_kept = consent::queries::standing(connection, workspace, &kept.phone).await?;
    let of_gone = consent::queries::standing(connection, workspace, &gone.phone).await?;
    if let Some(standing) = rules::stricter(of_gone, of_kept) {
        let evidence = rules::evidence(gone, standing.since);
        let asked = Asked {
            conversation,
            source: standing.source,
            evidence: &evidence,
            trigger: "",
            by: author(standing.source, caller),
            decided_by: "",
        };
        return consent::opt_out(connection, workspace, &kept.phone, asked, now).await;
    }
    if let Some(standing) = rules::stricter(of_kept, of_gone) {
        follow(connection, workspace, (kept, gone), standing, now).await?;
        return settle(connection, workspace, kept.id, conversation, now).await;
    }
    Ok(Vec::new())
}

/// What came with the contact who is gone, to one who is opted out: nothing of it waits to be decided
/// or sent.
async fn settle(
    connection: &mut Connection,
    workspace: WorkspaceId,
    kept: Uuid,
    conversation: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<Events, Error> {
    let closed = reviews::close(connection, workspace, kept, By::Nobody, now).await?;
    let mut events: Events = closed.into_iter().collect();
    if let Some(conversation) = conversation {
        let cancelled = messages::queries::cancel_queued(connection, workspace, conversation, now);
        events.extend(cancelled.await?);
    }
    Ok(events)
}

/// Opts the phone out whose contact is gone.
async fn follow(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (kept, gone): (&Contact, &Contact),
    standing: Standing,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let evidence = rules::evidence(kept, standing.since);
    let entry = NewEntry {
        kind: ConsentKind::OptOut,
        source: standing.source,
        given_at: now,
        source_url: "",
        certificate: "",
        evidence: &evidence,
        trigger: "",
        decided_by: "",
    };
    consent::queries::opt_out(connection, workspace, &gone.phone, standing.source, now).await?;
    consent::queries::add_entry(connection, workspace, &gone.phone, entry, now).await
}

/// The thread names who did what somebody here asked for.
fn author(source: ConsentSource, caller: &Identity) -> By {
    match source {
        ConsentSource::Agent => By::caller(caller),
        _ => By::Nobody,
    }
}

/// What the workspace is told, with a record in the thread that stays.
async fn tell(
    connection: &mut Connection,
    caller: &Identity,
    (kept, gone): (Uuid, &Contact),
    threads: Conversations,
    now: DateTime<Utc>,
) -> Result<Events, Error> {
    let workspace = caller.workspace;
    let conversation = threads.stays();
    let mut events = vec![(
        Audience::Workspace,
        Event::ContactsMerged {
            contact_id: kept,
            merged_id: gone.id,
            conversation_id: conversation,
            merged_conversation_id: threads.ends(),
        },
    )];
    events.extend(tags::told(connection, workspace, vec![kept], &[]).await?);
    if let Some(id) = conversation {
        let name = display_name(&gone.first_name, &gone.last_name, &gone.phone);
        let detail = rules::detail(&name, &gone.phone);
        let (kind, add) = (RecordKind::ContactsMerged, conversations::records::add);
        let by = By::caller(caller);
        let record = add(connection, workspace, id, kind, by, &detail, now).await?;
        events.push((Audience::Workspace, Event::RecordAdded { record }));
        events.extend(conversations::changed(connection, workspace, id).await?);
    }
    Ok(events)
}
