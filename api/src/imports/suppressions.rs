//! What a batch of lines makes of numbers that are never to be texted.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use copperline_shared::consent::ConsentSource;
use copperline_shared::contacts::Contact;
use copperline_shared::imports::{Import, RowOutcome};
use copperline_shared::phone::Phone;

use super::contacts::{Batch, file};
use super::jobs::OPT_OUTS;
use super::queries::{Kept, Noted, Standing};
use super::rules;
use crate::consent::{self, Asked};
use crate::contacts::queries as people;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;

/// The phones of a batch, each with the line it stands on first, and what is said of each line.
struct Phones<'a> {
    first: BTreeMap<String, (Phone, &'a Kept)>,
    lines: Vec<(&'a Kept, Result<Phone, String>)>,
}

impl<'a> Phones<'a> {
    async fn read(
        connection: &mut Connection,
        workspace: WorkspaceId,
        import: &Import,
        kept: &'a [Kept],
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let read = |kept: &'a Kept| {
            let said = rules::read(import, &kept.cells(), now);
            (kept, said.map(|said| said.phone))
        };
        let mut lines: Vec<_> = kept.iter().map(read).collect();
        let all: Vec<&str> = lines
            .iter()
            .filter_map(|(_, phone)| Some(phone.as_ref().ok()?.as_str()))
            .collect();
        // Kept as a hash, and not texted: the list would hold the number again.
        let erased = people::erased(connection, workspace, &all).await?;
        for (_, phone) in &mut lines {
            if phone
                .as_ref()
                .is_ok_and(|phone| erased.contains(phone.as_str()))
            {
                *phone = Err(rules::ERASED.to_owned());
            }
        }
        let mut first = BTreeMap::new();
        for (kept, phone) in &lines {
            if let Ok(phone) = phone {
                let of = || (phone.clone(), *kept);
                first.entry(phone.as_str().to_owned()).or_insert_with(of);
            }
        }
        Ok(Self { first, lines })
    }

    /// Leaves the later lines to the next batch, so that this one opts out no more than [`OPT_OUTS`]
    /// contacts.
    async fn shorten(
        &mut self,
        connection: &mut Connection,
        workspace: WorkspaceId,
    ) -> Result<(), Error> {
        if self.first.len() <= OPT_OUTS {
            return Ok(());
        }
        let all = self.all();
        let contacts = people::with_phones(connection, workspace, &all).await?;
        let listed = consent::queries::suppressed(connection, workspace, &all).await?;
        let mut places: Vec<i32> = self
            .first
            .iter()
            .filter(|(phone, _)| is_contact(&contacts, phone) && !listed.contains(*phone))
            .map(|(_, (_, kept))| kept.place)
            .collect();
        places.sort_unstable();
        if let Some(end) = places.get(OPT_OUTS).copied() {
            self.lines.retain(|(kept, _)| kept.place < end);
            self.first.retain(|_, (_, kept)| kept.place < end);
        }
        Ok(())
    }

    fn all(&self) -> Vec<&str> {
        self.first.keys().map(String::as_str).collect()
    }

    /// What becomes of each line, where that of the phones that are new on the list is known.
    fn noted(self, mut new: BTreeMap<String, RowOutcome>) -> Vec<Noted> {
        let noted = |(kept, phone): (&Kept, Result<Phone, String>)| match phone {
            Ok(phone) => Noted {
                place: kept.place,
                outcome: new.remove(phone.as_str()).unwrap_or(RowOutcome::Unchanged),
                phone: Some(phone.as_str().to_owned()),
                problem: String::new(),
                forget: false,
            },
            Err(problem) => Noted::refused(kept, problem),
        };
        self.lines.into_iter().map(noted).collect()
    }
}

/// Whether the phone is a contact's own, not that of one who was merged into them.
fn is_contact(contacts: &HashMap<String, Contact>, phone: &str) -> bool {
    let found = contacts.get(phone);
    found.is_some_and(|contact| contact.phone.as_str() == phone)
}

fn outcome(is_contact: bool) -> RowOutcome {
    if is_contact {
        RowOutcome::Updated
    } else {
        RowOutcome::Created
    }
}

/// The dry run: which numbers would be new on the list, and which of them are contacts.
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
    let phones = Phones::read(connection, workspace, import, kept, now).await?;
    let all = phones.all();
    let place = kept.first().map_or(0, |kept| kept.place);
    let earlier = super::queries::earlier(connection, workspace, import.id, place, &all).await?;
    let listed = consent::queries::suppressed(connection, workspace, &all).await?;
    let contacts = people::with_phones(connection, workspace, &all).await?;
    let new = all
        .iter()
        .filter(|phone| !listed.contains(**phone) && !earlier.contains_key(**phone))
        .map(|phone| ((*phone).to_owned(), outcome(is_contact(&contacts, phone))))
        .collect();
    Ok(Batch {
        noted: phones.noted(new),
        events: Vec::new(),
    })
}

/// Puts numbers on the list. Contacts among them are opted out with all that changes with it.
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
    let mut phones = Phones::read(connection, workspace, import, kept, now).await?;
    phones.shorten(connection, workspace).await?;
    let all = phones.all();
    let contacts = people::lock_phones(connection, workspace, &all).await?;
    let listed: HashSet<String> = consent::queries::suppressed(connection, workspace, &all).await?;
    let (mut new, mut events) = (BTreeMap::new(), Vec::new());
    let mut strangers = Vec::new();
    for (text, (phone, kept)) in &phones.first {
        if listed.contains(text) {
            continue;
        }
        let is_contact = is_contact(&contacts, text);
        new.insert(text.clone(), outcome(is_contact));
        let evidence = format!("{}, line {}", file(import), kept.line);
        if !is_contact {
            strangers.push((phone, evidence));
            continue;
        }
        let asked = Asked {
            conversation: None,
            source: ConsentSource::Suppression,
            evidence: &evidence,
            trigger: "",
            by: standing.by(),
            decided_by: "",
        };
        events
            .extend(consent::opt_out_with_thread(connection, workspace, phone, asked, now).await?);
    }
    consent::queries::suppress(connection, workspace, &strangers, now).await?;
    Ok(Batch {
        noted: phones.noted(new),
        events,
    })
}
