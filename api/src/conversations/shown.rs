//! What an open conversation shows to whoever opens it.

use copperline_shared::conversations::ConversationDetail;
use uuid::Uuid;

use super::queries;
use crate::app::AppData;
use crate::caller::Identity;
use crate::db::Connection;
use crate::error::Error;
use crate::messages::gate::Asked;
use crate::{contacts, messages, numbers, pipeline, reviews, workflows};

/// A conversation with its contact, the number replies leave from, and why none can be sent now, or
/// why one would wait.
///
/// # Errors
/// When there is no such conversation or the database fails.
pub(super) async fn detail(
    app: &AppData,
    connection: &mut Connection,
    caller: &Identity,
    id: Uuid,
) -> Result<ConversationDetail, Error> {
    let workspace = caller.workspace;
    let unknown = || Error::not_found("conversation");
    let Some(conversation) = queries::conversation(connection, workspace, id).await? else {
        return Err(contacts::merging::no_conversation(connection, workspace, id).await?);
    };
    let contact = contacts::queries::contact(connection, workspace, conversation.contact_id)
        .await?
        .ok_or_else(unknown)?;
    let sender = numbers::queries::sender(connection, workspace, id).await?;
    let number = match &sender {
        Some(sender) => Some(numbers::queries::existing(connection, workspace, sender.id).await?),
        None => None,
    };
    let to = messages::queries::addressee(connection, workspace, id).await?;
    let asked = Asked {
        to: &to.ok_or_else(unknown)?,
        from: sender.as_ref(),
        by_person: caller.agent().is_some(),
        anyway: false,
        segments: 1,
        price: app.config.prices().outbound_segment_micros,
        now: app.clock.now(),
        later: None,
        slot: None,
        pace: app.config.segments_per_minute,
        countries: &app.config.text_countries,
    };
    let decision = messages::gate::look(connection, workspace, &asked).await?;
    let card = pipeline::queries::card(connection, workspace, contact.id).await?;
    let review = reviews::queries::open_in(connection, workspace, contact.id).await?;
    let runs = workflows::queries::open(connection, workspace, contact.id).await?;
    let formerly_of = contacts::merging::queries::formerly_of;
    let formerly_of = formerly_of(connection, workspace, &contact).await?;
    Ok(ConversationDetail {
        conversation,
        contact,
        number,
        refusal: decision.refusal(),
        hold: decision.hold(),
        card,
        review,
        formerly_of,
        runs,
    })
}
