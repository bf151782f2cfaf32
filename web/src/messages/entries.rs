//! The entries of a thread that the page holds, and how new ones join them.
//!
//! A stretch comes by request, single entries come live, in any order and more than once. Each is
//! shown once, in the order of its moment and id, and a message's state and a comment's revision only
//! move forward. A comment that was deleted doesn't come back.

use chrono::{DateTime, Utc};
use copperline_shared::conversations::{RecordKind, Thread, ThreadEntry};
use copperline_shared::messages::{Direction, Message, MessageState};
use uuid::Uuid;

/// An entry's place in the order of the thread.
pub type Place = (DateTime<Utc>, Uuid);

/// A stretch of a thread without gaps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entries {
    list: Vec<ThreadEntry>,
    /// Texts that wait, in the order in which they fall due; they stand after everything else.
    waiting: Vec<Message>,
    /// Comments that were deleted: an answer may be older than the news of it.
    deleted: Vec<Uuid>,
    /// Where older entries go on; absent at the beginning of the thread.
    pub earlier: Option<String>,
    /// Where newer entries go on; absent at its end.
    pub later: Option<String>,
}

/// What became of an entry that came live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It is shown now and wasn't before.
    Added,
    /// It was shown already; its state may have moved.
    Known,
    /// It lies outside of the stretch, which would get a gap.
    Outside,
}

fn place(entry: &ThreadEntry) -> Place {
    (entry.created_at(), entry.id())
}

/// How far a message has come.
const fn progress(state: MessageState) -> u8 {
    match state {
        MessageState::Scheduled | MessageState::Held => 0,
        MessageState::Queued => 1,
        MessageState::Sent => 2,
        _ => 3,
    }
}

/// Takes the newer one of two accounts of the same entry.
fn renew(known: &mut ThreadEntry, told: ThreadEntry) {
    let backwards = match (&*known, &told) {
        (ThreadEntry::Message { message: known }, ThreadEntry::Message { message: told }) => {
            known.state != told.state && progress(told.state) <= progress(known.state)
        }
        (ThreadEntry::Comment { comment: known }, ThreadEntry::Comment { comment: told }) => {
            told.revision < known.revision
        }
        _ => false,
    };
    if !backwards {
        *known = told;
    }
}

impl Entries {
    pub fn is_empty(&self) -> bool {
        self.list.is_empty() && self.waiting.is_empty()
    }

    /// What waits, in the order in which it falls due.
    pub fn waiting(&self) -> &[Message] {
        &self.waiting
    }

    /// The places of all entries, oldest first.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.list.iter().map(place)
    }

    pub fn get(&self, wanted: Place) -> Option<&ThreadEntry> {
        let at = self.list.binary_search_by_key(&wanted, place).ok()?;
        self.list.get(at)
    }

    /// The newest message.
    pub fn last_message(&self) -> Option<Uuid> {
        let message = |entry: &ThreadEntry| matches!(entry, ThreadEntry::Message { .. });
        self.list
            .iter()
            .rfind(|entry| message(entry))
            .map(ThreadEntry::id)
    }

    /// When a comment that mentions this agent got its text, the newest one.
    pub fn last_mention(&self, agent: Uuid) -> Option<DateTime<Utc>> {
        let written = |entry: &ThreadEntry| match entry {
            ThreadEntry::Comment { comment } => {
                let mut mentions = comment.mentions.iter();
                let mentioned = mentions.any(|mention| mention.agent_id == agent);
                mentioned.then(|| comment.written_at())
            }
            _ => None,
        };
        self.list.iter().filter_map(written).max()
    }

    /// The comments that are shown.
    pub fn comments(&self) -> Vec<Uuid> {
        let is_comment = |entry: &&ThreadEntry| matches!(entry, ThreadEntry::Comment { .. });
        let comments = self.list.iter().filter(is_comment);
        comments.map(ThreadEntry::id).collect()
    }

    /// Takes out a comment that was deleted, for good.
    pub fn forget(&mut self, comment: Uuid) {
        self.list.retain(|entry| entry.id() != comment);
        if !self.deleted.contains(&comment) {
            self.deleted.push(comment);
        }
    }

    /// When it was last given to somebody else, or to nobody.
    pub fn last_assignment(&self) -> Option<DateTime<Utc>> {
        self.list.iter().rev().find_map(|entry| match entry {
            ThreadEntry::Record { record } if record.kind == RecordKind::Assigned => {
                Some(record.created_at)
            }
            _ => None,
        })
    }

    pub fn contains(&self, id: Uuid) -> bool {
        self.has_left(id) || self.waiting.iter().any(|message| message.id == id)
    }

    fn has_left(&self, id: Uuid) -> bool {
        self.list.iter().any(|entry| entry.id() == id)
    }

    /// Shows another stretch instead.
    pub fn replace(&mut self, thread: Thread) {
        let Thread {
            entries,
            earlier,
            later,
            waiting,
        } = thread;
        // What is known of a message may be newer than the answer.
        let known = std::mem::take(&mut self.list);
        for entry in entries {
            self.put(entry);
        }
        for entry in known {
            if let Ok(at) = self.list.binary_search_by_key(&place(&entry), place) {
                renew(&mut self.list[at], entry);
            }
        }
        (self.earlier, self.later) = (earlier, later);
        self.replace_waiting(waiting);
    }

    /// Shows what waits as it was told, but for what has left meanwhile.
    fn replace_waiting(&mut self, mut waiting: Vec<Message>) {
        waiting.retain(|message| !self.has_left(message.id));
        self.waiting = waiting;
    }

    /// Takes over when texts will leave, of those that still wait for the same moment.
    pub fn take_leaving(&mut self, told: &[Message]) {
        for known in &mut self.waiting {
            let found = told
                .iter()
                .find(|told| (told.id, told.due_at) == (known.id, known.due_at));
            if let Some(told) = found {
                known.leaves_at = told.leaves_at;
            }
        }
    }

    /// Adds the stretch before this one.
    pub fn add_earlier(&mut self, thread: Thread) {
        for entry in thread.entries {
            self.put(entry);
        }
        self.earlier = thread.earlier;
    }

    /// Adds the stretch after this one.
    pub fn add_later(&mut self, thread: Thread) {
        for entry in thread.entries {
            self.put(entry);
        }
        self.later = thread.later;
    }

    /// Joins the newest stretch, read again after live news were missed. Where it doesn't reach
    /// this one it is shown instead of it, unless older entries are being read. Of the comments that
    /// were shown when it was asked for, those that it doesn't have were deleted.
    pub fn catch_up(&mut self, newest: Thread, comments: &[Uuid]) {
        let reaches = newest.earlier.is_none()
            || newest.entries.iter().any(|entry| self.contains(entry.id()));
        if reaches {
            let began = newest.entries.first().filter(|_| newest.earlier.is_some());
            let began = began.map(place);
            self.list.retain(|shown| {
                let id = shown.id();
                let known = newest.entries.iter().any(|entry| entry.id() == id);
                known || Some(place(shown)) < began || !comments.contains(&id)
            });
            for entry in newest.entries {
                self.put(entry);
            }
            self.replace_waiting(newest.waiting);
            self.later = None;
        } else if self.later.is_none() {
            self.replace(newest);
        }
    }

    /// Takes an entry that came live.
    pub fn take(&mut self, entry: ThreadEntry) -> Arrival {
        let entry = match entry {
            ThreadEntry::Message { message } if message.state.waits() => {
                self.take_waiting(message);
                return Arrival::Known;
            }
            entry => entry,
        };
        self.waiting.retain(|message| message.id != entry.id());
        if self.deleted.contains(&entry.id()) {
            return Arrival::Known;
        }
        let at = place(&entry);
        let known = self.get(at).is_some();
        let before = self.list.first().is_none_or(|first| at < place(first));
        let after = self.list.last().is_none_or(|last| at > place(last));
        let outside = (before && self.earlier.is_some()) || (after && self.later.is_some());
        if !known && outside {
            return Arrival::Outside;
        }
        self.put(entry);
        if known {
            Arrival::Known
        } else {
            Arrival::Added
        }
    }

    fn take_waiting(&mut self, message: Message) {
        // News of it that come late: it has left.
        if self.has_left(message.id) {
            return;
        }
        self.waiting.retain(|known| known.id != message.id);
        let due = |message: &Message| (message.due_at, message.id);
        let at = self
            .waiting
            .partition_point(|known| due(known) < due(&message));
        self.waiting.insert(at, message);
    }

    fn put(&mut self, entry: ThreadEntry) {
        if self.deleted.contains(&entry.id()) {
            return;
        }
        match self.list.binary_search_by_key(&place(&entry), place) {
            Ok(at) => renew(&mut self.list[at], entry),
            Err(at) => self.list.insert(at, entry),
        }
    }
}

/// The message of an entry that has just come from the contact.
pub fn inbound(entry: &ThreadEntry) -> Option<&Message> {
    match entry {
        ThreadEntry::Message { message } if message.direction == Direction::Inbound => {
            Some(message)
        }
        _ => None,
    }
}

/// Of entries that came together the one that is news: the newest that somebody wrote to be read here,
/// rather than what was sent or happened because of it.
pub fn weightiest(told: Vec<ThreadEntry>) -> Option<ThreadEntry> {
    told.into_iter().max_by_key(|entry| match entry {
        ThreadEntry::Comment { .. } => 2,
        ThreadEntry::Message { .. } => 1 + u8::from(inbound(entry).is_some()),
        ThreadEntry::Record { .. } => 0,
    })
}

#[cfg(test)]
mod tests;
