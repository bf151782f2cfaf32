//! Putting tags on many contacts and taking them off, and how that is undone.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Batch, Events};
use crate::bulk_actions::queries::{Noted, Standing};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::tags::{self, PutOn, TakenOff};
use crate::{contacts, conversations};

/// What was chosen, each with its contact: itself, where contacts were. Those are locked, so that none
/// that is there goes before its tags are changed; one that was erased or merged meanwhile is passed
/// over.
pub(super) async fn contacts_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &Standing,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, Uuid)>, Error> {
    if standing.on_contacts {
        tags::queries::lock_contacts(connection, workspace, ids).await?;
        let there = contacts::queries::existing(connection, workspace, ids).await?;
        return Ok(there.into_iter().map(|id| (id, id)).collect());
    }
    conversations::queries::contacts_of(connection, workspace, ids).await
}

/// The contacts of what was chosen, each with that.
async fn of_contacts(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &Standing,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Uuid>, Error> {
    let contacts = contacts_of(connection, workspace, standing, ids).await?;
    Ok(contacts
        .into_iter()
        .map(|(conversation, contact)| (contact, conversation))
        .collect())
}

pub(super) async fn tag(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (standing, tag_ids): (&Standing, &[Uuid]),
    ids: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Batch, Error> {
    let of_contact = of_contacts(connection, workspace, standing, ids).await?;
    let contact_ids: Vec<Uuid> = of_contact.keys().copied().collect();
    let change = tags::Change {
        add: tag_ids.to_vec(),
        remove: Vec::new(),
    };
    // A tag that was deleted meanwhile is put on nobody any more.
    let applied = tags::apply(connection, workspace, &contact_ids, &change, now).await?;
    tags::start_workflows(connection, workspace, &applied.added, now).await?;
    let mut added: HashMap<Uuid, Vec<Option<Uuid>>> = HashMap::new();
    for (contact, tag) in applied.added {
        if let Some(conversation) = of_contact.get(&contact) {
            added.entry(*conversation).or_default().push(Some(tag));
        }
    }
    let noted = |(conversation_id, tag_ids)| Noted {
        conversation_id,
        changed_at: Some(now),
        tag_ids: Some(tag_ids),
        ..Noted::default()
    };
    Ok(Batch {
        changed: added.into_iter().map(noted).collect(),
        left_alone: Vec::new(),
        events: applied.events,
    })
}

pub(super) async fn untag(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (standing, tag_ids): (&Standing, &[Uuid]),
    ids: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Batch, Error> {
    let of_contact = of_contacts(connection, workspace, standing, ids).await?;
    let contact_ids: Vec<Uuid> = of_contact.keys().copied().collect();
    let change = tags::Change {
        add: Vec::new(),
        remove: tag_ids.to_vec(),
    };
    let applied = tags::apply(connection, workspace, &contact_ids, &change, now).await?;
    let mut removed: HashMap<Uuid, Noted> = HashMap::new();
    for off in applied.removed {
        let Some(conversation) = of_contact.get(&off.contact_id) else {
            continue;
        };
        let noted = removed.entry(*conversation).or_insert_with(|| Noted {
            conversation_id: *conversation,
            changed_at: Some(now),
            ..Noted::default()
        });
        noted.tag_ids.get_or_insert_default().push(Some(off.tag_id));
        let since = noted.applied_at.get_or_insert_default();
        since.push(Some(off.applied_at));
        noted.places.get_or_insert_default().push(Some(off.place));
    }
    Ok(Batch {
        changed: removed.into_values().collect(),
        left_alone: Vec::new(),
        events: applied.events,
    })
}

/// What was noted of each tag, with its contact.
async fn noted_tags<'a>(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &Standing,
    noted: &'a [Noted],
) -> Result<Vec<(Uuid, &'a Noted)>, Error> {
    let ids: Vec<Uuid> = noted.iter().map(|noted| noted.conversation_id).collect();
    let contacts = contacts_of(connection, workspace, standing, &ids).await?;
    let contacts: HashMap<Uuid, Uuid> = contacts.into_iter().collect();
    let of = |noted: &'a Noted| Some((*contacts.get(&noted.conversation_id)?, noted));
    Ok(noted.iter().filter_map(of).collect())
}

pub(super) async fn untag_again(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &Standing,
    noted: &[Noted],
) -> Result<(usize, Events), Error> {
    let mut put_on = Vec::new();
    for (contact_id, noted) in noted_tags(connection, workspace, standing, noted).await? {
        let Some(at) = noted.changed_at else { continue };
        for tag_id in noted.tag_ids.iter().flatten().flatten().copied() {
            put_on.push(PutOn {
                contact_id,
                tag_id,
                at,
            });
        }
    }
    let taken = tags::take_back(connection, workspace, &put_on).await?;
    Ok((taken.contacts, taken.events))
}

pub(super) async fn tag_again(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &Standing,
    noted: &[Noted],
) -> Result<(usize, Events), Error> {
    let mut taken_off = Vec::new();
    for (contact_id, noted) in noted_tags(connection, workspace, standing, noted).await? {
        let tags = noted.tag_ids.iter().flatten().flatten();
        let since = noted.applied_at.iter().flatten().flatten();
        let places = noted.places.iter().flatten().flatten();
        for ((tag_id, applied_at), place) in tags.zip(since).zip(places) {
            taken_off.push(TakenOff {
                contact_id,
                tag_id: *tag_id,
                applied_at: *applied_at,
                place: *place,
            });
        }
    }
    let back = tags::put_back(connection, workspace, &taken_off).await?;
    Ok((back.contacts, back.events))
}
