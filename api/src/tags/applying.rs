//! Putting tags on contacts and taking them off: one way for everybody who does.

use chrono::{DateTime, Utc};
use copperline_shared::events::Event;
use copperline_shared::tags::{ChangeContactTags, MOST_AT_ONCE};
use uuid::Uuid;

use super::{queries, wearing};
use crate::conversations;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;

/// What to put on contacts, the last one named counting as applied last, and what to take off.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub add: Vec<Uuid>,
    pub remove: Vec<Uuid>,
}

impl Change {
    /// # Errors
    /// When too much is asked for at once, or a tag is to be both put on and taken off.
    pub fn checked(asked: &ChangeContactTags) -> Result<Self, Error> {
        for (field, tags) in [("add", &asked.add), ("remove", &asked.remove)] {
            if tags.len() > MOST_AT_ONCE {
                let message = format!("Name at most {MOST_AT_ONCE} tags.");
                return Err(Error::field(field, message));
            }
        }
        if asked.remove.iter().any(|tag| asked.add.contains(tag)) {
            let message = "A tag is put on or taken off, not both.";
            return Err(Error::field("remove", message));
        }
        Ok(Self {
            add: once_each(&asked.add),
            remove: once_each(&asked.remove),
        })
    }
}

/// A tag named twice counts where it is named last.
fn once_each(tags: &[Uuid]) -> Vec<Uuid> {
    let last = |at: usize, tag: &Uuid| !tags[at + 1..].contains(tag);
    let kept = tags.iter().enumerate().filter(|(at, tag)| last(*at, tag));
    kept.map(|(_, tag)| *tag).collect()
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Applied {
    /// To be recorded by the caller, last of all in its transaction.
    pub events: Vec<(Audience, Event)>,
    /// Each tag that a contact didn't wear before, with that contact.
    pub added: Vec<(Uuid, Uuid)>,
    /// Each tag that a contact doesn't wear any more.
    pub removed: Vec<TakenOff>,
    /// Tags that were to be added and aren't there; the others were.
    pub unknown: Vec<Uuid>,
}

/// Puts tags on contacts and takes others off, and says what that changed. A tag that is worn
/// already keeps its time. Locks the contacts: call it before conversations are locked.
///
/// # Errors
/// When the database fails.
pub async fn apply(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contacts: &[Uuid],
    change: &Change,
    now: DateTime<Utc>,
) -> Result<Applied, Error> {
    queries::lock_contacts(connection, workspace, contacts).await?;
    let known = queries::hold(connection, workspace, &change.add).await?;
    let (add, unknown): (Vec<Uuid>, Vec<Uuid>) =
        change.add.iter().partition(|tag| known.contains(tag));
    let added = queries::put_on(connection, workspace, contacts, &add, now).await?;
    let shown = queries::show_newest(connection, workspace, contacts, &change.remove).await?;
    let removed = queries::take_off(connection, workspace, contacts, &change.remove).await?;
    let mut changed: Vec<Uuid> = added.iter().map(|(contact, _)| *contact).collect();
    changed.extend(removed.iter().map(|off| off.contact_id));
    let events = events(connection, workspace, changed, &shown).await?;
    Ok(Applied {
        events,
        added,
        removed,
        unknown,
    })
}

/// A tag that was put on a contact at a moment.
#[derive(Clone, Copy, Debug)]
pub struct PutOn {
    pub contact_id: Uuid,
    pub tag_id: Uuid,
    pub at: DateTime<Utc>,
}

/// What was taken back.
#[derive(Debug, Default)]
pub struct TakenBack {
    /// How many contacts lost a tag, or got one back.
    pub contacts: usize,
    /// To be recorded by the caller, last of all in its transaction.
    pub events: Vec<(Audience, Event)>,
}

/// Takes off tags that were put on at those moments, where nobody has put them on anew since.
///
/// # Errors
/// When the database fails.
pub async fn take_back(
    connection: &mut Connection,
    workspace: WorkspaceId,
    put_on: &[PutOn],
) -> Result<TakenBack, Error> {
    let contacts: Vec<Uuid> = put_on.iter().map(|put| put.contact_id).collect();
    queries::lock_contacts(connection, workspace, &contacts).await?;
    let standing = queries::still_on(connection, workspace, put_on).await?;
    let mut shown = queries::hide(connection, workspace, &standing).await?;
    let mut changed = queries::take_pairs_off(connection, workspace, &standing).await?;
    changed.sort_unstable();
    changed.dedup();
    shown.extend(queries::show_newest(connection, workspace, &changed, &[]).await?);
    shown.sort_unstable();
    shown.dedup();
    let contacts = changed.len();
    let events = events(connection, workspace, changed, &shown).await?;
    Ok(TakenBack { contacts, events })
}

/// Tells which tags the contacts wear now, and of those that show another one than before how
/// their conversations look.
///
/// # Errors
/// When the database fails.
pub async fn events(
    connection: &mut Connection,
    workspace: WorkspaceId,
    mut changed: Vec<Uuid>,
    shown: &[Uuid],
) -> Result<Vec<(Audience, Event)>, Error> {
    changed.sort_unstable();
    changed.dedup();
    let mut events = Vec::with_capacity(changed.len() + shown.len());
    for tags in wearing::of(connection, workspace, &changed).await? {
        events.push((Audience::Workspace, Event::ContactTagsChanged { tags }));
    }
    let rows = conversations::queries::of_contacts(connection, workspace, shown).await?;
    events.extend(rows.into_iter().map(|conversation| {
        let event = Event::ConversationChanged { conversation };
        (Audience::Workspace, event)
    }));
    Ok(events)
}

/// A tag that was taken off a contact, with how it had been put on.
#[derive(Clone, Copy, Debug)]
pub struct TakenOff {
    pub contact_id: Uuid,
    pub tag_id: Uuid,
    pub applied_at: DateTime<Utc>,
    pub place: i16,
}

/// Puts tags back as they had been put on, where they are not worn again, and there still are such
/// tags; says how many contacts got any back.
///
/// # Errors
/// When the database fails.
pub async fn put_back(
    connection: &mut Connection,
    workspace: WorkspaceId,
    taken_off: &[TakenOff],
) -> Result<TakenBack, Error> {
    let of = |read: fn(&TakenOff) -> Uuid| {
        let mut ids: Vec<Uuid> = taken_off.iter().map(read).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let (contacts, tags) = (of(|off| off.contact_id), of(|off| off.tag_id));
    queries::lock_contacts(connection, workspace, &contacts).await?;
    let known = queries::hold(connection, workspace, &tags).await?;
    let standing: Vec<TakenOff> = taken_off
        .iter()
        .filter(|off| known.contains(&off.tag_id))
        .copied()
        .collect();
    let mut changed = queries::put_back(connection, workspace, &standing).await?;
    changed.sort_unstable();
    changed.dedup();
    let shown = queries::show_newest(connection, workspace, &changed, &[]).await?;
    let contacts = changed.len();
    let events = events(connection, workspace, changed, &shown).await?;
    Ok(TakenBack { contacts, events })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(ids: &[u128]) -> Vec<Uuid> {
        ids.iter().map(|id| Uuid::from_u128(*id)).collect()
    }

    #[test]
    fn c13_a_tag_named_twice_counts_where_it_is_named_last() {
        assert_eq!(once_each(&ids(&[1, 2, 1, 3])), ids(&[2, 1, 3]));
        assert_eq!(once_each(&[]), Vec::<Uuid>::new());
    }

    #[test]
    fn c13_a_tag_is_put_on_or_taken_off_and_not_too_many_at_once() {
        let asked = |add: &[u128], remove: &[u128]| ChangeContactTags {
            add: ids(add),
            remove: ids(remove),
        };
        assert!(Change::checked(&asked(&[1, 2], &[3])).is_ok());
        assert!(Change::checked(&asked(&[1, 2], &[2])).is_err());
        let many: Vec<u128> = (0..=20).collect();
        assert!(Change::checked(&asked(&many, &[])).is_err());
    }
}
