//! What a batch of lines makes of contacts.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use copperline_shared::api_tokens::LeadDuplicates;
use copperline_shared::consent::ConsentSource;
use copperline_shared::contacts::Contact;
use copperline_shared::events::Event;
use copperline_shared::imports::{Import, RowOutcome};
use uuid::Uuid;

use super::queries::{self, Kept, Noted, Standing};
use super::rules::{self, Said};
use crate::consent::{self, Asked, Given};
use crate::contacts::queries::{self as people, Changes, Details};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use crate::{contacts, conversations, leads, tags};

/// What became of a batch.
#[derive(Default)]
pub struct Batch {
    pub noted: Vec<Noted>,
    pub events: Vec<(Audience, Event)>,
}

/// Lines as they are read, with what all of them need.
struct Lines<'a> {
    import: &'a Import,
    lines: Vec<(&'a Kept, Result<Said, String>)>,
    /// The lines before this batch on which phones of it stood first.
    earlier: HashMap<String, i32>,
    /// The workspace's tags by their names in lower case.
    tags: HashMap<String, Uuid>,
}

impl<'a> Lines<'a> {
    async fn read(
        connection: &mut Connection,
        workspace: WorkspaceId,
        import: &'a Import,
        kept: &'a [Kept],
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let lines: Vec<(&Kept, Result<Said, String>)> = kept
            .iter()
            .map(|kept| (kept, rules::read(import, &kept.cells(), now)))
            .collect();
        let mut read = Self {
            import,
            lines,
            earlier: HashMap::new(),
            tags: HashMap::new(),
        };
        let place = kept.first().map_or(0, |kept| kept.place);
        let erased = people::erased(connection, workspace, &read.phones()).await?;
        for (_, said) in &mut read.lines {
            if said
                .as_ref()
                .is_ok_and(|said| erased.contains(said.phone.as_str()))
            {
                *said = Err(rules::ERASED.to_owned());
            }
        }
        let phones = read.phones();
        let earlier = queries::earlier(connection, workspace, import.id, place, &phones).await?;
        read.earlier = earlier;
        let known = tags::queries::tags(connection, workspace).await?;
        let known = known.into_iter();
        read.tags = known.map(|tag| (tag.name.to_lowercase(), tag.id)).collect();
        Ok(read)
    }

    fn said(&self) -> impl Iterator<Item = (&'a Kept, &Said)> {
        let lines = self.lines.iter();
        lines.filter_map(|(kept, said)| Some((*kept, said.as_ref().ok()?)))
    }

    fn phones(&self) -> Vec<&str> {
        let mut phones: Vec<&str> = self.said().map(|(_, said)| said.phone.as_str()).collect();
        phones.sort_unstable();
        phones.dedup();
        phones
    }

    /// The tags a line names that there are, and what to tell of the others.
    fn named(&self, said: &Said) -> (Vec<Uuid>, String) {
        let (mut ids, mut unknown) = (Vec::new(), Vec::new());
        for name in &said.tags {
            match self.tags.get(&name.to_lowercase()) {
                Some(id) => ids.push(*id),
                None => unknown.push(format!("There is no tag “{name}”.")),
            }
        }
        (ids, unknown.join(" "))
    }

    /// What is told of a line: what couldn't be read, tags there are not, and that its phone stood
    /// in the file before.
    fn told(&self, said: &Said, before: Option<i32>) -> String {
        let (_, unknown) = self.named(said);
        let same = before.map(|line| format!("The same phone stands on line {line}."));
        let parts = [Some(said.problem.clone()), Some(unknown), same];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" ")
    }
}

/// What a line makes of somebody who is a contact already.
fn change(import: &Import, said: &Said, contact: &Contact) -> (RowOutcome, Changes) {
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
    if changes == Changes::default() && !opts_out {
        return (RowOutcome::Unchanged, changes);
    }
    (RowOutcome::Updated, changes)
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

fn refused(lines: &Lines<'_>) -> Vec<Noted> {
    let refused = lines.lines.iter().filter_map(|(kept, said)| {
        let problem = said.as_ref().err()?.clone();
        Some(Noted::refused(kept, problem))
    });
    refused.collect()
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
    let mut seen = lines.earlier.clone();
    let mut batch = Batch {
        noted: refused(&lines),
        ..Batch::default()
    };
    for (kept, said) in lines.said() {
        let phone = said.phone.as_str();
        let before = seen.get(phone).copied();
        let outcome = match (known.get(phone), before) {
            (Some(contact), _) => change(import, said, contact).0,
            (None, Some(_)) if import.duplicates == LeadDuplicates::Skip => RowOutcome::Unchanged,
            (None, Some(_)) => RowOutcome::Updated,
            (None, None) => RowOutcome::Created,
        };
        let problem = lines.told(said, before);
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
    let lines = Lines::read(connection, workspace, import, kept, now).await?;
    // Somebody who was merged into another contact is no new one.
    let merged = people::merged(connection, workspace, &lines.phones()).await?;
    let mut first = HashSet::new();
    let new: Vec<_> = lines
        .said()
        .filter(|(_, said)| !merged.contains(said.phone.as_str()))
        .filter(|(_, said)| first.insert(said.phone.as_str()))
        .map(|(_, said)| (&said.phone, &said.details))
        .collect();
    let mut created = people::create_many(connection, workspace, &new, now).await?;
    let mut known = people::lock_phones(connection, workspace, &lines.phones()).await?;
    let mut work = Work::default();
    let mut seen = lines.earlier.clone();
    for (kept, said) in lines.said() {
        let phone = said.phone.as_str();
        let contact = known.get_mut(phone);
        let contact = contact.ok_or_else(|| Error::internal("a contact vanished meanwhile"))?;
        let outcome = if created.remove(phone) {
            RowOutcome::Created
        } else {
            let (outcome, changes) = change(import, said, contact);
            if changes != Changes::default() {
                *contact = people::update(connection, workspace, contact.id, changes, now).await?;
            }
            outcome
        };
        work.take(&lines, said, contact.id, outcome);
        let before = seen.get(phone).copied();
        let problem = lines.told(said, before);
        work.batch.noted.push(noted(kept, said, outcome, problem));
        seen.entry(phone.to_owned()).or_insert(kept.line);
    }
    work.batch.noted.extend(refused(&lines));
    work.tag(connection, workspace, now).await?;
    keep_consent(connection, workspace, import, &lines, now).await?;
    opt_out(
        connection,
        workspace,
        &lines,
        (&known, &mut work.batch.events),
        now,
    )
    .await?;
    work.tell(connection, workspace).await?;
    Ok(work.batch)
}

/// What is done to contacts once all lines are read.
#[derive(Default)]
struct Work {
    batch: Batch,
    /// The contacts that get the same tags.
    tagged: BTreeMap<Vec<Uuid>, Vec<Uuid>>,
    created: Vec<Uuid>,
    updated: Vec<Uuid>,
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
        let mut tags = lines.import.tag_ids.clone();
        tags.extend(lines.named(said).0);
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
            self.batch.events.extend(applied.events);
        }
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

/// Adds what lines say of consent to the phones' records.
async fn keep_consent(
    connection: &mut Connection,
    workspace: WorkspaceId,
    import: &Import,
    lines: &Lines<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    for (kept, said) in lines.said() {
        let Some(stated) = &said.consent else {
            continue;
        };
        let mut evidence = format!("{}, line {}", file(import), kept.line);
        if let Some(words) = &stated.words {
            evidence = format!("{evidence}; consent_at: {words}");
        }
        let given = Given {
            source: ConsentSource::Import,
            at: stated.at.unwrap_or(now),
            source_url: &stated.source_url,
            certificate: &stated.certificate,
            evidence: &evidence,
        };
        consent::record_consent_once(connection, workspace, &said.phone, given, now).await?;
    }
    Ok(())
}

/// Opts out whom the file says has opted out.
async fn opt_out(
    connection: &mut Connection,
    workspace: WorkspaceId,
    lines: &Lines<'_>,
    (known, events): (&HashMap<String, Contact>, &mut Vec<(Audience, Event)>),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    for (kept, said) in lines.said() {
        let Some(words) = &said.opted_out else {
            continue;
        };
        let evidence = format!("{}, line {}: {words}", file(lines.import), kept.line);
        let asked = Asked {
            conversation: None,
            source: ConsentSource::Import,
            evidence: &evidence,
            trigger: "",
            agent: lines.import.agent_id,
            decided_by: "",
        };
        let own = known.get(said.phone.as_str()).map(|contact| &contact.phone);
        let phone = own.unwrap_or(&said.phone);
        if *phone != said.phone {
            // One person's other phone, which is no contact any more.
            let source = ConsentSource::Import;
            consent::queries::opt_out(connection, workspace, &said.phone, source, now).await?;
        }
        events
            .extend(consent::opt_out_with_thread(connection, workspace, phone, asked, now).await?);
    }
    Ok(())
}

/// The file as evidence names it.
pub(super) fn file(import: &Import) -> &str {
    match import.file_name.as_str() {
        "" => "Imported file",
        name => name,
    }
}
