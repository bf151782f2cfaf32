//! The lines of a batch as they are read, with what all of them need.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use copperline_shared::imports::Import;
use uuid::Uuid;

use crate::contacts::queries as people;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::imports::jobs::OPT_OUTS;
use crate::imports::queries::{self, Kept, Noted};
use crate::imports::rules::{self, Said};
use crate::{consent, tags};

/// Lines as they are read, with what all of them need.
pub struct Lines<'a> {
    pub import: &'a Import,
    lines: Vec<(&'a Kept, Result<Said, String>)>,
    /// The lines before this batch on which phones of it stood first.
    pub earlier: HashMap<String, i32>,
    /// The workspace's tags by their names in lower case.
    tags: HashMap<String, Uuid>,
}

impl<'a> Lines<'a> {
    pub async fn read(
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

    pub fn said(&self) -> impl Iterator<Item = (&'a Kept, &Said)> {
        let lines = self.lines.iter();
        lines.filter_map(|(kept, said)| Some((*kept, said.as_ref().ok()?)))
    }

    pub fn phones(&self) -> Vec<&str> {
        let mut phones: Vec<&str> = self.said().map(|(_, said)| said.phone.as_str()).collect();
        phones.sort_unstable();
        phones.dedup();
        phones
    }

    /// The lines that aren't imported.
    pub fn refused(&self) -> impl Iterator<Item = Noted> {
        self.lines
            .iter()
            .filter_map(|(kept, said)| Some(Noted::refused(kept, said.as_ref().err()?.clone())))
    }

    /// Leaves the later lines to the next batch, so that this one opts out no more than [`OPT_OUTS`]
    /// contacts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shorten(
        &mut self,
        connection: &mut Connection,
        workspace: WorkspaceId,
    ) -> Result<(), Error> {
        let asked: Vec<&str> = self
            .said()
            .filter(|(_, said)| said.opted_out.is_some())
            .map(|(_, said)| said.phone.as_str())
            .collect();
        if asked.len() <= OPT_OUTS {
            return Ok(());
        }
        let known = consent::queries::opted_out(connection, workspace, &asked).await?;
        let opts_out =
            |said: &Said| said.opted_out.is_some() && !known.contains(said.phone.as_str());
        let mut count = 0;
        let end = self.lines.iter().position(|(_, said)| {
            count += usize::from(said.as_ref().is_ok_and(opts_out));
            count > OPT_OUTS
        });
        self.lines.truncate(end.unwrap_or(self.lines.len()));
        Ok(())
    }

    /// The tags a line names that there are, and what to tell of the others.
    pub fn named(&self, said: &Said) -> (Vec<Uuid>, String) {
        let (mut ids, mut unknown) = (Vec::new(), Vec::new());
        for name in &said.tags {
            match self.tags.get(&name.to_lowercase()) {
                Some(id) => ids.push(*id),
                None => unknown.push(format!("There is no tag “{name}”.")),
            }
        }
        (ids, unknown.join(" "))
    }

    /// What is told of a line: what couldn't be read, tags there are not, that its note is left out,
    /// and that its phone stood in the file before.
    pub fn told(&self, said: &Said, noted: bool, before: Option<i32>) -> String {
        let (_, unknown) = self.named(said);
        let note =
            noted.then(|| "The contact has a note already. This one is left out.".to_owned());
        let same = before.map(|line| format!("The same phone stands on line {line}."));
        let parts = [Some(said.problem.clone()), Some(unknown), note, same];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" ")
    }
}
