//! What a bulk action is done to, out of what was asked for.

use std::collections::HashSet;

use copperline_shared::bulk_actions::{BulkChange, BulkTarget};
use uuid::Uuid;

use crate::caller::Identity;
use crate::contacts::{self, Filter};
use crate::conversations::{self, Asked};
use crate::db::Connection;
use crate::error::Error;

/// What was chosen: conversations, or contacts.
pub struct Chosen {
    pub ids: Vec<Uuid>,
    pub contacts: bool,
    /// Contacts that were chosen too and have no conversation to which it could be done.
    pub without: usize,
    /// Ids that were named and are none of the workspace's.
    pub missing: usize,
}

/// # Errors
/// When a search can't be read, or the database fails.
pub async fn chosen(
    connection: &mut Connection,
    asker: &Identity,
    change: &BulkChange,
    on: &BulkTarget,
) -> Result<Chosen, Error> {
    let workspace = asker.workspace;
    let conversations = |ids| Chosen {
        ids,
        contacts: false,
        without: 0,
        missing: 0,
    };
    let mut missing = 0;
    let contact_ids = match on {
        BulkTarget::Conversations { conversation_ids } => {
            let existing = conversations::queries::existing;
            let ids = existing(connection, workspace, conversation_ids).await?;
            return Ok(Chosen {
                missing: beside(conversation_ids, &ids),
                ..conversations(ids)
            });
        }
        BulkTarget::Matching {
            tab,
            search,
            filter,
            except,
        } => {
            let asked = Asked::new((*tab, search), *filter, asker)?;
            let mut ids = conversations::matching(connection, workspace, &asked).await?;
            ids.retain(|id| !except.contains(id));
            return Ok(conversations(ids));
        }
        BulkTarget::Contacts { contact_ids } => {
            let ids = contacts::queries::existing(connection, workspace, contact_ids).await?;
            missing = beside(contact_ids, &ids);
            ids
        }
        BulkTarget::MatchingContacts { filter, except } => {
            let filter = Filter::read(filter)?;
            let matching = contacts::queries::listing::matching;
            let mut ids = matching(connection, workspace, &filter).await?;
            ids.retain(|id| !except.contains(id));
            ids
        }
    };
    // Tags are the contact's own, and a workflow opens the conversation; everything else is done to it.
    if let BulkChange::Tag { .. } | BulkChange::Untag { .. } | BulkChange::Workflow { .. } = change
    {
        return Ok(Chosen {
            ids: contact_ids,
            contacts: true,
            without: 0,
            missing,
        });
    }
    let of_contacts = conversations::queries::ids_of_contacts;
    let ids = of_contacts(connection, workspace, &contact_ids).await?;
    Ok(Chosen {
        without: contact_ids.len().saturating_sub(ids.len()),
        missing,
        ..conversations(ids)
    })
}

/// How many of those that were named are none of those that are there.
fn beside(named: &[Uuid], there: &[Uuid]) -> usize {
    let named: HashSet<&Uuid> = named.iter().collect();
    named.len().saturating_sub(there.len())
}
