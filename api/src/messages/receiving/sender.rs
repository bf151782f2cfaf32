//! Whose text it is.

use copperline_shared::contacts::Contact;
use uuid::Uuid;

use super::Inbound;
use crate::app::App;
use crate::contacts::queries::{self as contacts, Details};
use crate::conversations;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::messages::queries;

/// Who wrote, held until the transaction ends.
pub(super) struct Held {
    pub contact: Contact,
    pub is_new: bool,
    pub conversation_id: Uuid,
    /// Until this text came.
    pub was_archived: bool,
}

/// Finds and holds who wrote, made when they are new; `None` when the text came before. That is asked
/// while they are held: whoever took the text in first, or merged or erased them since, is done then.
///
/// # Errors
/// When another came in the way ([`Error::overtaken`]), or the database fails.
pub(super) async fn hold(
    app: &App,
    connection: &mut Connection,
    workspace: WorkspaceId,
    text: &Inbound,
) -> Result<Option<Held>, Error> {
    let now = app.clock.now();
    let id = &text.carrier_message_id;
    let known = contacts::lock_by_phone(connection, workspace, &text.from).await?;
    let (contact, is_new) = match known {
        Some(contact) => (contact, false),
        None => {
            // A repetition makes nobody again.
            if queries::came_before(connection, workspace, id).await? {
                return Ok(None);
            }
            let (phone, nothing) = (&text.from, Details::default());
            contacts::find_or_create_with(connection, workspace, phone, nothing, now).await?
        }
    };
    let (came_before, held) = tokio::try_join!(
        queries::came_before(connection, workspace, id),
        queries::hold_conversation_of(connection, workspace, contact.id),
    )?;
    if came_before {
        return if is_new {
            Err(Error::overtaken())
        } else {
            Ok(None)
        };
    }
    let (conversation_id, was_archived) = match held {
        Some(held) => held,
        None => {
            let id = contact.id;
            let (id, _) =
                conversations::queries::find_or_create(connection, workspace, id, now).await?;
            queries::hold_conversation(connection, workspace, id).await?;
            (id, false)
        }
    };
    Ok(Some(Held {
        contact,
        is_new,
        conversation_id,
        was_archived,
    }))
}
