//! What a bulk action does to a batch of conversations, and how that is undone: the one place where
//! another kind of change is added.

mod tagging;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use copperline_shared::assignment::AssignedTo;
use copperline_shared::bulk_actions::{BulkChange, BulkReason};
use copperline_shared::conversations::RecordKind;
use copperline_shared::events::Event;
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use super::queries::{Noted, Standing};
use crate::assignment;
use crate::contacts;
use crate::conversations::queries::{Kept, Mark};
use crate::conversations::{self, records};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use crate::workflows::{self, By, Started};

type Events = Vec<(Audience, Event)>;

/// What a batch changed.
#[derive(Default)]
pub struct Batch {
    pub changed: Vec<Noted>,
    /// Why others weren't, one by one.
    pub left_alone: Vec<ErrorCode>,
    pub events: Events,
}

/// The reasons so far with those of a batch.
pub fn summed(so_far: &[BulkReason], left_alone: &[ErrorCode]) -> Vec<BulkReason> {
    let mut reasons = so_far.to_vec();
    for code in left_alone.iter().copied() {
        match reasons.iter_mut().find(|reason| reason.code == code) {
            Some(reason) => reason.count += 1,
            None => reasons.push(BulkReason { code, count: 1 }),
        }
    }
    reasons
}

/// Changes those of these conversations that aren't so already, and says why the others weren't.
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
    let mut batch = change(connection, workspace, standing, ids, now).await?;
    let told = batch.changed.len() + batch.left_alone.len();
    let others = ids.len().saturating_sub(told);
    if others > 0 {
        let there = if standing.on_contacts {
            contacts::queries::existing(connection, workspace, ids).await?
        } else {
            conversations::queries::existing(connection, workspace, ids).await?
        };
        // Erased, or merged with another, since they were chosen.
        let gone = ids.len().saturating_sub(there.len()).min(others);
        let reasons = [
            (ErrorCode::NotFound, gone),
            (ErrorCode::AlreadySo, others - gone),
        ];
        for (code, count) in reasons {
            batch.left_alone.extend(std::iter::repeat_n(code, count));
        }
    }
    Ok(batch)
}

async fn change(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &Standing,
    ids: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Batch, Error> {
    let plain = |kind| Some((kind, String::new()));
    let (mark, record) = match &standing.action.change {
        BulkChange::Archive => (Mark::Archived(Some(now)), plain(RecordKind::Archived)),
        BulkChange::Unarchive => (Mark::Archived(None), plain(RecordKind::Unarchived)),
        BulkChange::MarkHot => (Mark::Hot(true), None),
        BulkChange::MarkNotHot => (Mark::Hot(false), None),
        BulkChange::MarkRead => (Mark::Read, None),
        BulkChange::Assign { agent_id, group_id } => {
            let to = AssignedTo::either(*agent_id, *group_id);
            match assignment::name(connection, workspace, to).await {
                // The group was deleted meanwhile.
                Err(error) if error.code() == ErrorCode::NotFound => return Ok(gone(ids.len())),
                name => (Mark::Assigned(to), Some((RecordKind::Assigned, name?))),
            }
        }
        BulkChange::Tag { tag_ids } => {
            return tagging::tag(connection, workspace, (standing, tag_ids), ids, now).await;
        }
        BulkChange::Untag { tag_ids } => {
            return tagging::untag(connection, workspace, (standing, tag_ids), ids, now).await;
        }
        BulkChange::Workflow { workflow_id } => {
            return start(connection, workspace, standing, (*workflow_id, ids), now).await;
        }
    };
    let kept = conversations::queries::mark_many(connection, workspace, ids, mark).await?;
    let marked: Vec<Uuid> = kept.iter().map(|kept| kept.id).collect();
    let events = tell(connection, workspace, standing, &marked, record, now).await?;
    let noted = |kept: Kept| Noted {
        conversation_id: kept.id,
        changed_at: Some(now),
        changes: Some(kept.changes),
        was_archived_at: kept.was_archived_at,
        was_assigned_to: kept.was_assigned_to.and_then(AssignedTo::agent_id),
        was_assigned_to_group: kept.was_assigned_to.and_then(AssignedTo::group_id),
        ..Noted::default()
    };
    Ok(Batch {
        changed: kept.into_iter().map(noted).collect(),
        events,
        ..Batch::default()
    })
}

/// A batch for which there isn't any more what the change names.
fn gone(count: usize) -> Batch {
    Batch {
        left_alone: vec![ErrorCode::NotFound; count],
        ..Batch::default()
    }
}

/// Starts a workflow for the contacts, where it may start.
async fn start(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &Standing,
    (workflow_id, ids): (Uuid, &[Uuid]),
    now: DateTime<Utc>,
) -> Result<Batch, Error> {
    let chosen = tagging::contacts_of(connection, workspace, standing, ids).await?;
    let starts: Vec<(Uuid, Uuid)> = chosen
        .iter()
        .map(|(_, contact)| (*contact, Uuid::now_v7()))
        .collect();
    let by = By::Somebody(standing.by());
    let what = (workflow_id, starts.as_slice());
    let (started, events) = match workflows::start_many(connection, workspace, what, by, now).await
    {
        Ok(started) => started,
        // It was deleted meanwhile.
        Err(error) if error.code() == ErrorCode::NotFound => return Ok(gone(chosen.len())),
        Err(error) => return Err(error),
    };
    let mut batch = Batch {
        events,
        ..Batch::default()
    };
    for (contact, outcome) in started {
        match outcome {
            Started::Refused(refusal) => batch.left_alone.push(refusal.code),
            Started::Run(_) => {
                let of = chosen.iter().find(|(_, of)| *of == contact);
                batch.changed.extend(of.map(|(id, _)| Noted {
                    conversation_id: *id,
                    changed_at: Some(now),
                    ..Noted::default()
                }));
            }
        }
    }
    Ok(batch)
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
            was_assigned_to: AssignedTo::either(noted.was_assigned_to, noted.was_assigned_to_group),
        })
        .collect();
    let (mark, record) = match &standing.action.change {
        BulkChange::Archive => (Mark::Archived(None), Some(RecordKind::Unarchived)),
        // Each since when it was; the moment here is nobody's.
        BulkChange::Unarchive => (Mark::Archived(Some(now)), Some(RecordKind::Archived)),
        BulkChange::MarkHot => (Mark::Hot(false), None),
        BulkChange::MarkNotHot => (Mark::Hot(true), None),
        BulkChange::MarkRead | BulkChange::Workflow { .. } => return Ok((0, Vec::new())),
        BulkChange::Tag { .. } => {
            return tagging::untag_again(connection, workspace, standing, noted).await;
        }
        BulkChange::Untag { .. } => {
            return tagging::tag_again(connection, workspace, standing, noted).await;
        }
        BulkChange::Assign { .. } => {
            return assign_back(connection, workspace, standing, &kept, now).await;
        }
    };
    let restored = conversations::queries::restore(connection, workspace, &kept, mark).await?;
    let restored: Vec<Uuid> = restored.iter().map(|kept| kept.id).collect();
    let record = record.map(|kind| (kind, String::new()));
    let events = tell(connection, workspace, standing, &restored, record, now).await?;
    Ok((restored.len(), events))
}

/// Assigns each conversation to whom it was before; the threads tell to whom that is.
async fn assign_back(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &Standing,
    kept: &[Kept],
    now: DateTime<Utc>,
) -> Result<(usize, Events), Error> {
    let mark = Mark::Assigned(None);
    let restored = conversations::queries::restore(connection, workspace, kept, mark).await?;
    let mut given: BTreeMap<Option<AssignedTo>, Vec<Uuid>> = BTreeMap::new();
    for kept in &restored {
        given.entry(kept.was_assigned_to).or_default().push(kept.id);
    }
    let mut events = Events::new();
    for (to, ids) in given {
        let name = assignment::name(connection, workspace, to).await?;
        let record = Some((RecordKind::Assigned, name));
        events.extend(tell(connection, workspace, standing, &ids, record, now).await?);
    }
    Ok((restored.len(), events))
}

/// The events of these conversations as they are now, with a record in the thread of each.
async fn tell(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &Standing,
    ids: &[Uuid],
    record: Option<(RecordKind, String)>,
    now: DateTime<Utc>,
) -> Result<Events, Error> {
    let mut events = Events::new();
    if ids.is_empty() {
        return Ok(events);
    }
    if let Some((kind, detail)) = &record {
        let (by, record) = (standing.by(), (*kind, detail.as_str()));
        let added = records::add_many(connection, workspace, ids, record, by, now).await?;
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
