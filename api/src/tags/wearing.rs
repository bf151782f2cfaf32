//! Which tags contacts wear.

use copperline_shared::tags::ContactTags;
use uuid::Uuid;

use super::queries;
use crate::contacts;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;

/// The tags of each of these contacts, those applied last first; a contact without any too.
pub(super) async fn of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact_ids: &[Uuid],
) -> Result<Vec<ContactTags>, Error> {
    if contact_ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut worn = queries::worn(connection, workspace, contact_ids).await?;
    let tags = contact_ids.iter().map(|id| ContactTags {
        contact_id: *id,
        tag_ids: worn.remove(id).unwrap_or_default(),
    });
    Ok(tags.collect())
}

/// The tags of a contact that is there.
///
/// # Errors
/// [`Error::not_found`] when it isn't.
pub(super) async fn existing(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact_id: Uuid,
) -> Result<ContactTags, Error> {
    let contact = contacts::queries::contact(connection, workspace, contact_id).await?;
    contact.ok_or_else(|| Error::not_found("contact"))?;
    let mut tags = of(connection, workspace, &[contact_id]).await?;
    tags.pop().ok_or_else(|| Error::not_found("contact"))
}
