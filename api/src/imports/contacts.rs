//! What a batch of lines makes of contacts.

mod keeping;
mod lines;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use copperline_shared::api_tokens::LeadDuplicates;
use copperline_shared::contacts::Contact;
use copperline_shared::events::Event;
use copperline_shared::imports::{Import, RowOutcome};
use uuid::Uuid;

use super::queries::{Kept, Noted, Standing};
use super::rules::Said;
use crate::contacts::queries::{self as people, Changes, Details};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use crate::{contacts, conversations, leads, notes, tags};
use lines::Lines;

/// What became of a batch.
#[derive(Default)]
pub struct Batch {
    pub noted: Vec<Noted>,
    pub events: Vec<(Audience, Event)>,
}

/// What a line makes of somebody who is a contact already.
struct Change {
    outcome: RowOutcome,
    changes: Changes,
    /// Their notepad is empty, and the line has something to stand there.
    writes: bool,
    /// Something else stands on their notepad.
    noted: bool,
}

impl Change {
    fn of(import: &Import, said: &Said, contact: &Contact, note: Option<&String>) -> Self {
        // The source of the import as a whole is for those it adds.
        let own = said.details.source != import.source;
        let details = Details {
            source: if own {
                said.details.source.clone()
            } else {
                String::new()
            },
            ..said.details.clone()
        };
        let changes = leads::rules::changes(import.duplicates, &details, contact);
        let opts_out = said.opted_out.is_some() && contact.opted_out_at.is_none();
        let takes = import.duplicates == LeadDuplicates::Update && !said.note.is_empty();
        let writes = takes && note.is_none();
        let same = changes == Changes::default() && !opts_out && !writes;
        Self {
            outcome: if same {
                RowOutcome::Unchanged
            } else {
                RowOutcome::Updated
            },
            changes,
            writes,
            noted: takes && note.is_some_and(|note| note.trim() != said.note),
        }
    }

    /// Of somebody whom the line adds.
    fn new(said: &Said) -> Self {
        Self {
            outcome: RowOutcome::Created,
            changes: Changes::default(),
            writes: !said.note.is_empty(),
            noted: false,
        }
    }
}

fn noted(kept: &Kept, said: &Said, outcome: RowOutcome, problem: String) -> Noted {
    Noted {
        place: kept.place,
        phone: Some(said.phone.as_str().to_owned()),
        outcome,
        problem,
        forget: false,
    }
}

/// What stands on these contacts' notepads.
async fn notes_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contacts: &HashMap<String, Contact>,
) -> Result<HashMap<Uuid, String>, Error> {
    let ids: Vec<Uuid> = contacts.values().map(|contact| contact.id).collect();
    notes::queries::texts(connection, workspace, &ids).await
}

/// The dry run: what would become of each line.
///
/// # Errors
/// When the database fails.
pub async fn check(
    connection: &mut Connection,
    workspace: WorkspaceId,
    import: &Import,
    kept: &[Kept],
    now: DateTime<Utc>,
) -> Result<Batch, Error> {
    let lines = Lines::read(connection, workspace, import, kept, now).await?;
    let known = people::with_phones(connection, workspace, &lines.phones()).await?;
    let notes = notes_of(connection, workspace, &known).await?;
    let mut seen = lines.earlier.clone();
    let mut batch = Batch {
        noted: lines.refused().collect(),
        ..Batch::default()
    };
    for (kept, said) in lines.said() {
        let phone = said.phone.as_str();
        let before = seen.get(phone).copied();
        let known = known
            .get(phone)
            .map(|contact| Change::of(import, said, contact, notes.get(&contact.id)));
        let outcome = match (&known, before) {
            (Some(change), _) => change.outcome,
            (None, Some(_)) if import.duplicates == LeadDuplicates::Skip => RowOutcome::Unchanged,
            (None, Some(_)) => RowOutcome::Updated,
            (None, None) => RowOutcome::Created,
        };
        let problem = lines.told(said, known.is_some_and(|change| change.noted), before);
        batch.noted.push(noted(kept, said, outcome, problem));
        seen.entry(phone.to_owned()).or_insert(kept.line);
    }
    Ok(batch)
}

/// Imports a batch of lines. Locks the contacts, then tags, then conversations.
///
/// # Errors
/// When the database fails.
pub async fn import(
    connection: &mut Connection,
    workspace: WorkspaceId,
    standing: &Standing,
    kept: &[Kept],
    now: DateTime<Utc>,
) -> Result<Batch, Error> {
    let import = &standing.import;
    let mut lines = Lines::read(connection, workspace, import, kept, now).await?;
    lines.shorten(connection, workspace).await?;
    let mut created = create(connection, workspace, &lines, now).await?;
    let mut known = people::lock_phones(connection, workspace, &lines.phones()).await?;
    let mut notes = notes_of(connection, workspace, &known).await?;
    let mut work = Work::default();
    let mut seen = lines.earlier.clone();
    for (kept, said) in lines.said() {
        let phone = said.phone.as_str();
        let contact = known.get(phone);
        // It is merged or erased in this moment.
        let contact = contact.ok_or_else(Error::overtaken)?;
        let id = contact.id;
        let change = if created.remove(phone) {
            Change::new(said)
        } else {
            Change::of(import, said, contact, notes.get(&id))
        };
        if change.changes != Changes::default() {
            let updated = people::update(connection, workspace, id, change.changes, now).await?;
            // Somebody may be known by several phones.
            for copy in known.values_mut().filter(|copy| copy.id == id) {
                copy.clone_from(&updated);
            }
        }
        if change.writes {
            work.notes.push((id, said.note.clone()));
            notes.insert(id, said.note.clone());
        }
        work.take(&lines, said, id, change.outcome);
        let before = seen.get(phone).copied();
        let problem = lines.told(said, change.noted, before);
        let noted = noted(kept, said, change.outcome, problem);
        work.batch.noted.push(noted);
        seen.entry(phone.to_owned()).or_insert(kept.line);
    }
    work.batch.noted.extend(lines.refused());
    work.tag(connection, workspace, now).await?;
    work.write(connection, workspace, standing, now).await?;
    keeping::consent(connection, workspace, &lines, now).await?;
    let of = (&lines, standing.by());
    let opted_out = keeping::opt_outs(connection, workspace, of, &known, now).await?;
    work.batch.events.extend(opted_out);
    work.tell(connection, workspace).await?;
    Ok(work.batch)
}

/// Adds the contacts that the lines name and the workspace doesn't know; gives their phones.
async fn create(
    connection: &mut Connection,
    workspace: WorkspaceId,
    lines: &Lines<'_>,
    now: DateTime<Utc>,
) -> Result<HashSet<String>, Error> {
    // Somebody who was merged into another contact is no new one.
    let merged = people::merged(connection, workspace, &lines.phones()).await?;
    let mut first = HashSet::new();
    let new: Vec<_> = lines
        .said()
        .filter(|(_, said)| !merged.contains(said.phone.as_str()))
        .filter(|(_, said)| first.insert(said.phone.as_str()))
        .map(|(_, said)| (&said.phone, &said.details))
        .collect();
    people::create_many(connection, workspace, &new, now).await
}

/// What is done to contacts once all lines are read.
#[derive(Default)]
struct Work {
    batch: Batch,
    /// The contacts that get the same tags.
    tagged: BTreeMap<Vec<Uuid>, Vec<Uuid>>,
    created: Vec<Uuid>,
    updated: Vec<Uuid>,
    /// What is to stand on empty notepads.
    notes: Vec<(Uuid, String)>,
}

impl Work {
    fn take(&mut self, lines: &Lines<'_>, said: &Said, contact: Uuid, outcome: RowOutcome) {
        match outcome {
            RowOutcome::Created => self.created.push(contact),
            RowOutcome::Updated => self.updated.push(contact),
            RowOutcome::Unchanged | RowOutcome::Refused => {}
        }
        let kept_as_it_is = lines.import.duplicates == LeadDuplicates::Skip;
        if outcome != RowOutcome::Created && kept_as_it_is {
            return;
        }
        // One named twice counts where it is named last.
        let mut tags: Vec<Uuid> = Vec::new();
        for tag in lines
            .import
            .tag_ids
            .iter()
            .copied()
            .chain(lines.named(said).0)
        {
            tags.retain(|known| *known != tag);
            tags.push(tag);
        }
        if !tags.is_empty() {
            self.tagged.entry(tags).or_default().push(contact);
        }
    }

    async fn tag(
        &mut self,
        connection: &mut Connection,
        workspace: WorkspaceId,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        for (add, contacts) in &self.tagged {
            let change = tags::Change {
                add: add.clone(),
                remove: Vec::new(),
            };
            // A tag that was deleted meanwhile is put on nobody any more.
            let applied = tags::apply(connection, workspace, contacts, &change, now).await?;
            tags::start_workflows(connection, workspace, &applied.added, now).await?;
            self.batch.events.extend(applied.events);
        }
        Ok(())
    }

    async fn write(
        &mut self,
        connection: &mut Connection,
        workspace: WorkspaceId,
        standing: &Standing,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let author = (standing.import.agent_id, standing.token);
        let written =
            notes::queries::write(connection, workspace, author, &self.notes, now).await?;
        self.batch
            .events
            .extend(written.into_iter().map(|(contact_id, revision)| {
                let event = Event::NoteChanged {
                    contact_id,
                    revision,
                };
                (Audience::Workspace, event)
            }));
        Ok(())
    }

    /// Tells of the contacts as they are in the end, and of conversations that show another name.
    async fn tell(
        &mut self,
        connection: &mut Connection,
        workspace: WorkspaceId,
    ) -> Result<(), Error> {
        let all: Vec<Uuid> = self.created.iter().chain(&self.updated).copied().collect();
        let contacts = people::many(connection, workspace, &all).await?;
        self.batch
            .events
            .extend(contacts.iter().map(contacts::changed));
        let rows =
            conversations::queries::of_contacts(connection, workspace, &self.updated).await?;
        self.batch
            .events
            .extend(rows.into_iter().map(|conversation| {
                let event = Event::ConversationChanged { conversation };
                (Audience::Workspace, event)
            }));
        Ok(())
    }
}

/// The file as evidence names it.
pub(super) fn file(import: &Import) -> &str {
    match import.file_name.as_str() {
        "" => "Imported file",
        name => name,
    }
}
