//! Addresses that name one who was merged: the answer says who stays.

use copperline_shared::contacts::MergedInto;
use uuid::Uuid;

use super::{queries, rules};
use crate::contacts::queries::conversation_of;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;

/// Why there is no contact of this id: merged into another, who is named, or none there ever was.
/// However often the one that stays was merged on, the one of today is named.
///
/// # Errors
/// When the database fails.
pub async fn no_contact(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Error, Error> {
    let into = queries::survivor_of(connection, workspace, id).await?;
    told(connection, workspace, "contact", into).await
}

/// As [`no_contact`], of a conversation.
///
/// # Errors
/// When the database fails.
pub async fn no_conversation(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Error, Error> {
    let into = queries::survivor_of_conversation(connection, workspace, id).await?;
    told(connection, workspace, "conversation", into).await
}

async fn told(
    connection: &mut Connection,
    workspace: WorkspaceId,
    noun: &str,
    into: Option<Uuid>,
) -> Result<Error, Error> {
    let Some(contact_id) = into else {
        return Ok(Error::not_found(noun));
    };
    let conversation_id = conversation_of(connection, workspace, contact_id).await?;
    let into = MergedInto {
        contact_id,
        conversation_id,
    };
    Ok(rules::went_into(noun, into))
}
