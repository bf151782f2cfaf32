//! Erasing a contact on their request (X6): what goes, and the little that stays.
//!
//! Whoever asks to be forgotten asks not to be texted: an erased contact is opted out. The opt-out
//! and the proof of consent stay under a hash of the phone, so that neither a lead nor an import
//! brings them back, and come back to the phone when its owner does. What texts cost stays for the
//! ledger, which never changes. The carrier keeps its own records.

mod queries;
mod rules;

use chrono::{DateTime, Utc};
use copperline_shared::consent::ConsentSource;
use copperline_shared::contacts::{Contact, ErasedContact};
use copperline_shared::events::Event;
use uuid::Uuid;

use crate::app::App;
use crate::caller::Identity;
use crate::consent::{self, Asked};
use crate::conversations::records::By;
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::{self, Audience};
use crate::{messages, pipeline};

/// Erases a contact, in one transaction.
///
/// # Errors
/// When there is no such contact or the database fails.
pub(super) async fn erase(app: &App, caller: &Identity, id: Uuid) -> Result<ErasedContact, Error> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            // Whoever has a phone again that was merged into this contact is looked at below.
            let others = queries::lock(connection, workspace, id).await?;
            let contact = super::queries::lock(connection, workspace, id).await?;
            let contact = contact.ok_or_else(|| Error::not_found("contact"))?;
            let conversation = super::queries::conversation_of(connection, workspace, id).await?;
            if let Some(conversation) = conversation {
                // No worker takes a text of it from here on.
                messages::queries::hold_conversation(connection, workspace, conversation).await?;
            }
            // Off the board first: its sums are for everybody.
            let by = By::caller(caller);
            let taken = pipeline::remove(connection, workspace, id, by, now).await?;
            let mut events = opt_out(connection, caller, &contact, conversation, now).await?;
            events.extend(taken);
            events.retain(|(_, event)| outlives(event));
            let erased = queries::keep_proof(connection, workspace, &contact, now).await?;
            let messages = match conversation {
                Some(conversation) => {
                    queries::forget_moments(connection, workspace, conversation).await?;
                    queries::keep_costs(connection, workspace, conversation).await?
                }
                None => 0,
            };
            erase_merged(connection, workspace, id, &others, now).await?;
            queries::delete(connection, workspace, &contact, conversation).await?;
            let gone = Event::ContactErased {
                contact_id: id,
                conversation_id: conversation,
            };
            events.push((Audience::Workspace, gone));
            outbox::record(connection, workspace, events, now).await?;
            Ok(ErasedContact {
                messages: u32::try_from(messages).unwrap_or(u32::MAX),
                ..erased
            })
        })
        .await
}

/// Erases what is left of contacts that were merged into this one: their phones are the same
/// person's. One that is among the phones of `others` is a contact again, which is another matter:
/// only what was said before the merge goes.
async fn erase_merged(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    others: &[String],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    for (gone, conversation) in queries::merged(connection, workspace, id).await? {
        if others.iter().any(|phone| phone == gone.phone.as_str()) {
            queries::forget_ids(connection, workspace, &gone, conversation).await?;
            continue;
        }
        // One phone may have been merged twice.
        if !super::queries::is_erased(connection, workspace, &gone.phone).await? {
            let source = ConsentSource::Contact;
            if consent::opted_out(connection, workspace, &gone.phone)
                .await?
                .is_none()
            {
                consent::queries::opt_out(connection, workspace, &gone.phone, source, now).await?;
            }
            queries::keep_proof(connection, workspace, &gone, now).await?;
        }
        queries::forget_traces(connection, workspace, &gone, conversation).await?;
    }
    Ok(())
}

/// Opts the contact out and takes back what has not left.
async fn opt_out(
    connection: &mut Connection,
    caller: &Identity,
    contact: &Contact,
    conversation: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let workspace: WorkspaceId = caller.workspace;
    let who = consent::name_of(connection, caller).await?;
    let mut events = Vec::new();
    if contact.opted_out_at.is_none() {
        let asked = Asked {
            conversation,
            source: ConsentSource::Contact,
            evidence: "Asked to be erased",
            trigger: "",
            by: By::caller(caller),
            decided_by: &who,
        };
        events = consent::opt_out(connection, workspace, &contact.phone, asked, now).await?;
    }
    Ok(events)
}

/// Of what happens on the way only the balance and the board are told: the rest would speak of
/// somebody who is gone.
fn outlives(event: &Event) -> bool {
    matches!(
        event,
        Event::BalanceChanged { .. } | Event::PipelineCardRemoved { .. }
    )
}
