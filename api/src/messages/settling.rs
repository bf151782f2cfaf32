//! Moving an outbound text to a state, with what follows from it.

use chrono::{DateTime, Utc};
use copperline_shared::consent::ConsentSource;
use copperline_shared::events::Event;
use copperline_shared::messages::MessageState;
use copperline_shared::phone::Phone;
use uuid::Uuid;

use super::queries::{self, Change};
use super::rules;
use crate::billing::ledger;
use crate::consent::{self, Asked};
use crate::contacts;
use crate::conversations::records::By;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;

/// Moves a text forward, if that is forward. A failed one is refunded: it never left the carrier,
/// while an undelivered one did; that holds for a text of somebody who was erased meanwhile. Who opted
/// out with the carrier is opted out here as well, and a phone that takes no texts is remembered as
/// such.
pub(super) async fn advance(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    change: Change<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let code = change.error_code.filter(|code| rules::is_opt_out(code));
    // Locks in their order: the contact, the text, the balance.
    let unsubscribed = match code {
        Some(_) => lock_recipient(connection, workspace, id).await?,
        None => None,
    };
    let moved = queries::change(connection, workspace, id, change, now).await?;
    let mut events = Vec::new();
    if let (Some(code), Some(phone)) = (code, unsubscribed) {
        let asked = Asked {
            conversation: None,
            source: ConsentSource::Carrier,
            evidence: &format!("carrier error {code}"),
            trigger: "",
            by: By::Nobody,
            decided_by: "",
        };
        events = consent::opt_out_phone(connection, workspace, &phone, asked, now).await?;
    }
    if moved {
        note_untextable(connection, workspace, id, change, now).await?;
    }
    if moved && change.state == MessageState::Failed {
        events.extend(ledger::refund_message(connection, workspace, id, now).await?);
    }
    if moved {
        events.extend(changed(connection, workspace, id).await?);
    } else if queries::settle_erased(connection, workspace, id, change.state).await?
        && change.state == MessageState::Failed
    {
        events.extend(ledger::refund_message(connection, workspace, id, now).await?);
    }
    Ok(events)
}

/// Remembers that the text's phone takes no texts, if the carrier's error proves it.
async fn note_untextable(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    change: Change<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let proof = change.error_code.filter(|code| rules::is_untextable(code));
    let Some(code) = proof else { return Ok(()) };
    if let Some(phone) = queries::went_to(connection, workspace, id).await? {
        queries::mark_untextable(connection, workspace, &phone, code, now).await?;
    }
    Ok(())
}

/// The phone that a text went to. Whoever has it is locked; of somebody who was merged into another
/// nobody may have it any more.
async fn lock_recipient(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Phone>, Error> {
    let phone = queries::went_to(connection, workspace, id).await?;
    if let Some(phone) = &phone {
        contacts::queries::lock_by_phone(connection, workspace, phone).await?;
    }
    Ok(phone)
}

/// Tells the workspace how a text is now.
///
/// # Errors
/// When the database fails.
pub async fn changed(
    connection: &Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<(Audience, Event)>, Error> {
    let message = queries::message(connection, workspace, id).await?;
    Ok(message.map(|message| (Audience::Workspace, Event::MessageChanged { message })))
}
