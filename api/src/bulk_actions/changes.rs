//! What a bulk action does to a batch of conversations, and how that is undone: the one place where
//! another kind of change is added.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use copperline_shared::bulk_actions::BulkChange;
use copperline_shared::conversations::RecordKind;
use copperline_shared::events::Event;
use uuid::Uuid;

use super::queries::{Noted, Standing};
use crate::conversations::queries::{Kept, Mark};
use crate::conversations::{self, records};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use crate::tags::{self, PutOn};

type Events = Vec<(Audience, Event)>;

/// What a batch changed.
#[derive(Default)]
pub struct Batch {
    pub changed: Vec<Noted>,
    pub events: Events,
}

/// Changes those of these conversations that aren't so already.
///
/// # Errors
/// When the database fails.
pub async fn apply(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &Standing,
    ids: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Batch, Error> {
    let mark = match &standing.action.change {
        BulkChange::Archive => Mark::Archived(Some(now)),
        BulkChange::Unarchive => Mark::Archived(None),
        BulkChange::MarkHot => Mark::Hot(true),
        BulkChange::MarkNotHot => Mark::Hot(false),
        BulkChange::MarkRead => Mark::Read,
        BulkChange::Tag { tag_ids } => return tag(connection, workspace, tag_ids, ids, now).await,
    };
    let kept = conversations::queries::mark_many(connection, workspace, ids, mark).await?;
    let marked: Vec<Uuid> = kept.iter().map(|kept| kept.id).collect();
    let record = match mark {
        Mark::Archived(Some(_)) => Some(RecordKind::Archived),
        Mark::Archived(None) => Some(RecordKind::Unarchived),
        Mark::Hot(_) | Mark::Read => None,
    };
    let events = tell(connection, workspace, standing, &marked, record, now).await?;
    let noted = |kept: Kept| Noted {
        conversation_id: kept.id,
        changed_at: Some(now),
        changes: Some(kept.changes),
        was_archived_at: kept.was_archived_at,
        tag_ids: None,
    };
    Ok(Batch {
        changed: kept.into_iter().map(noted).collect(),
        events,
    })
}

async fn tag(
    connection: &mut Connection,
    workspace: WorkspaceId,
    tag_ids: &[Uuid],
    ids: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Batch, Error> {
    let contacts = conversations::queries::contacts_of(connection, workspace, ids).await?;
    let of_contact: HashMap<Uuid, Uuid> = contacts
        .iter()
        .map(|(conversation, contact)| (*contact, *conversation))
        .collect();
    let contact_ids: Vec<Uuid> = of_contact.keys().copied().collect();
    let change = tags::Change {
        add: tag_ids.to_vec(),
        remove: Vec::new(),
    };
    // A tag that was deleted meanwhile is put on nobody any more.
    let applied = tags::apply(connection, workspace, &contact_ids, &change, now).await?;
    let mut added: HashMap<Uuid, Vec<Option<Uuid>>> = HashMap::new();
    for (contact, tag) in applied.added {
        if let Some(conversation) = of_contact.get(&contact) {
            added.entry(*conversation).or_default().push(Some(tag));
        }
    }
    let noted = |(conversation_id, tag_ids)| Noted {
        conversation_id,
        changed_at: Some(now),
        changes: None,
        was_archived_at: None,
        tag_ids: Some(tag_ids),
    };
    Ok(Batch {
        changed: added.into_iter().map(noted).collect(),
        events: applied.events,
    })
}

/// Changes back what was changed, where nobody has changed it since; how many that were.
///
/// # Errors
/// When the database fails.
pub async fn undo(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &Standing,
    noted: &[Noted],
    now: DateTime<Utc>,
) -> Result<(usize, Events), Error> {
    let kept: Vec<Kept> = noted
        .iter()
        .map(|noted| Kept {
            id: noted.conversation_id,
            changes: noted.changes.unwrap_or_default(),
            was_archived_at: noted.was_archived_at,
        })
        .collect();
    let (mark, record) = match &standing.action.change {
        BulkChange::Archive => (Mark::Archived(None), Some(RecordKind::Unarchived)),
        // Each since when it was; the moment here is nobody's.
        BulkChange::Unarchive => (Mark::Archived(Some(now)), Some(RecordKind::Archived)),
        BulkChange::MarkHot => (Mark::Hot(false), None),
        BulkChange::MarkNotHot => (Mark::Hot(true), None),
        BulkChange::MarkRead => return Ok((0, Vec::new())),
        BulkChange::Tag { .. } => return untag(connection, workspace, noted).await,
    };
    let restored = conversations::queries::restore(connection, workspace, &kept, mark).await?;
    let events = tell(connection, workspace, standing, &restored, record, now).await?;
    Ok((restored.len(), events))
}

async fn untag(
    connection: &mut Connection,
    workspace: WorkspaceId,
    noted: &[Noted],
) -> Result<(usize, Events), Error> {
    let ids: Vec<Uuid> = noted.iter().map(|noted| noted.conversation_id).collect();
    let contacts = conversations::queries::contacts_of(connection, workspace, &ids).await?;
    let contacts: HashMap<Uuid, Uuid> = contacts.into_iter().collect();
    let mut put_on = Vec::new();
    for noted in noted {
        let (Some(contact), Some(at)) = (contacts.get(&noted.conversation_id), noted.changed_at)
        else {
            continue;
        };
        for tag in noted.tag_ids.iter().flatten().flatten() {
            put_on.push(PutOn {
                contact_id: *contact,
                tag_id: *tag,
                at,
            });
        }
    }
    let taken = tags::take_back(connection, workspace, &put_on).await?;
    Ok((taken.contacts, taken.events))
}

/// The events of these conversations as they are now, with a record in the thread of each.
async fn tell(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &Standing,
    ids: &[Uuid],
    record: Option<RecordKind>,
    now: DateTime<Utc>,
) -> Result<Events, Error> {
    let mut events = Events::new();
    if ids.is_empty() {
        return Ok(events);
    }
    if let Some(kind) = record {
        let agent = standing.action.agent_id;
        let added = records::add_many(connection, workspace, ids, kind, agent, now).await?;
        events.extend(
            added
                .into_iter()
                .map(|record| (Audience::Workspace, Event::RecordAdded { record })),
        );
    }
    let rows = conversations::queries::many(connection, workspace, ids).await?;
    events.extend(rows.into_iter().map(|conversation| {
        let event = Event::ConversationChanged { conversation };
        (Audience::Workspace, event)
    }));
    Ok(events)
}
