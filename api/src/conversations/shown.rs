//! What an open conversation shows.

use copperline_shared::conversations::ConversationDetail;
use uuid::Uuid;

use super::queries;
use crate::app::AppData;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::{contacts, messages, numbers, pipeline};

/// A conversation with its contact, the number replies leave from, and why none can be sent now.
///
/// # Errors
/// When there is no such conversation or the database fails.
pub(super) async fn detail(
    app: &AppData,
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<ConversationDetail, Error> {
    let unknown = || Error::not_found("conversation");
    let conversation = queries::conversation(connection, workspace, id)
        .await?
        .ok_or_else(unknown)?;
    let contact = contacts::queries::contact(connection, workspace, conversation.contact_id)
        .await?
        .ok_or_else(unknown)?;
    let number = match numbers::queries::sender(connection, workspace, id).await? {
        Some(sender) => Some(numbers::queries::existing(connection, workspace, sender.id).await?),
        None => None,
    };
    let price = app.config.prices().outbound_segment_micros;
    let decision =
        messages::gate::look(connection, workspace, &contact, number.as_ref(), price).await?;
    let card = pipeline::queries::card(connection, workspace, contact.id).await?;
    Ok(ConversationDetail {
        conversation,
        contact,
        number,
        refusal: decision.refusal(),
        card,
    })
}
