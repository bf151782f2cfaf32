//! The open thread: reads stretches of it and takes the live news.

use std::time::Duration;

use chrono::{DateTime, Utc};
use copperline_shared::comments::Comment;
use copperline_shared::conversations::{Thread, ThreadEntry};
use copperline_shared::events::Event;
use copperline_shared::messages::{Direction, Message, MessageState};
use copperline_shared::problem::ErrorCode;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::entries::{Arrival, Entries, inbound, weightiest};
use crate::api::{self, Outcome};
use crate::live::use_live;
pub use crate::loaded::Phase;

/// How long to wait before an older or newer stretch that failed is asked for again.
const AFTER_FAILURE: Duration = Duration::from_secs(3);

/// Which stretch to read.
enum Wanted {
    Newest,
    Around(Uuid),
    Before(String),
    After(String),
}

/// The thread of one conversation, as long as it is open.
#[derive(Clone, Copy)]
pub struct ThreadStore {
    conversation: Uuid,
    pub entries: RwSignal<Entries>,
    pub phase: RwSignal<Phase>,
    /// An older or newer stretch is being fetched.
    pub busy: RwSignal<bool>,
    /// The message a search led to, which is shown marked.
    pub found: RwSignal<Option<Uuid>>,
    /// The newest entry that came live, shown or beyond the stretch on show.
    pub news: RwSignal<Option<ThreadEntry>>,
    /// What came together, not yet told as news.
    untold: StoredValue<Vec<ThreadEntry>>,
    /// Grows with each message sent and comment written from here.
    pub sent: RwSignal<u32>,
    /// Which reading counts: an answer that comes after a newer question is dropped.
    turn: StoredValue<u32>,
    /// What came live before the first stretch.
    early: StoredValue<Vec<ThreadEntry>>,
}

impl ThreadStore {
    /// Opens the thread at its newest entries, or around a message.
    pub fn open(conversation: Uuid, around: Option<Uuid>) -> Self {
        let store = Self {
            conversation,
            entries: RwSignal::new(Entries::default()),
            phase: RwSignal::new(Phase::Loading),
            busy: RwSignal::new(false),
            found: RwSignal::new(None),
            news: RwSignal::new(None),
            untold: StoredValue::new(Vec::new()),
            sent: RwSignal::new(0),
            turn: StoredValue::new(0),
            early: StoredValue::new(Vec::new()),
        };
        store.follow();
        store.read(around);
        store
    }

    fn follow(self) {
        let live = use_live();
        live.on(move |event| match event {
            Event::MessageChanged { message } if message.conversation_id == self.conversation => {
                self.take(ThreadEntry::Message {
                    message: message.clone(),
                });
                if message.direction == Direction::Inbound {
                    self.ask_when_texts_leave();
                }
            }
            Event::RecordAdded { record } if record.conversation_id == self.conversation => {
                self.take(ThreadEntry::Record {
                    record: record.clone(),
                });
            }
            Event::CommentAdded { comment } | Event::CommentChanged { comment }
                if comment.conversation_id == self.conversation =>
            {
                self.take(ThreadEntry::Comment {
                    comment: comment.clone(),
                });
            }
            Event::CommentDeleted {
                comment_id,
                conversation_id,
            } if *conversation_id == self.conversation => self.forget(*comment_id),
            Event::RecordRemoved {
                record_id,
                conversation_id,
            } if *conversation_id == self.conversation => self.forget(*record_id),
            // Another thread's entries stand in this one now, each where it belongs by its time.
            Event::ContactsMerged {
                conversation_id, ..
            } if *conversation_id == Some(self.conversation) => self.read(None),
            _ => {}
        });
        live.on_all(move |_| self.tell_news());
        Effect::new(move |before: Option<u32>| {
            let resets = live.resets.get();
            if before.is_some_and(|before| before != resets) {
                self.catch_up();
            }
            resets
        });
    }

    /// Shows the newest entries, or those around a message.
    pub fn read(self, around: Option<Uuid>) {
        let turn = self.next_turn();
        // Nothing is added to a stretch that is about to be replaced.
        self.busy.set(true);
        let wanted = around.map_or(Wanted::Newest, Wanted::Around);
        spawn_local(async move {
            let outcome = stretch(self.conversation, wanted).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.busy.set(false);
            match outcome {
                Ok(thread) => self.show(thread, around),
                // The message is gone, the conversation is not.
                Err(failure) if around.is_some() && failure.code() == Some(ErrorCode::NotFound) => {
                    self.read(None);
                }
                Err(failure) => self.phase.set(Phase::Failed(failure)),
            }
        });
    }

    fn show(self, thread: Thread, around: Option<Uuid>) {
        let early = self
            .early
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        self.entries.update(|entries| {
            entries.replace(thread);
            for entry in early {
                entries.take(entry);
            }
        });
        self.phase.set(Phase::Ready);
        self.found.set(around);
    }

    /// Shows a message that a search found, reading around it when it isn't loaded.
    pub fn show_message(self, id: Uuid) {
        if self.entries.with_untracked(|entries| entries.contains(id)) {
            self.found.set(Some(id));
        } else {
            self.read(Some(id));
        }
    }

    /// Reads again after a failure.
    pub fn retry(self) {
        if matches!(self.phase.get_untracked(), Phase::Failed(_)) {
            self.phase.set(Phase::Loading);
            self.read(None);
        }
    }

    /// Fetches what came before, then calls `done`.
    pub fn read_earlier(self, done: impl Fn() + 'static) {
        let cursor = self
            .entries
            .with_untracked(|entries| entries.earlier.clone());
        self.extend(cursor.map(Wanted::Before), Entries::add_earlier, done);
    }

    /// Fetches what came after, then calls `done`.
    pub fn read_later(self, done: impl Fn() + 'static) {
        let cursor = self.entries.with_untracked(|entries| entries.later.clone());
        self.extend(cursor.map(Wanted::After), Entries::add_later, done);
    }

    fn extend(
        self,
        wanted: Option<Wanted>,
        add: fn(&mut Entries, Thread),
        done: impl Fn() + 'static,
    ) {
        let Some(wanted) = wanted.filter(|_| !self.busy.get_untracked()) else {
            return;
        };
        let turn = self.turn.get_value();
        self.busy.set(true);
        spawn_local(async move {
            let outcome = stretch(self.conversation, wanted).await;
            let current = move || self.turn.try_get_value() == Some(turn);
            match outcome {
                Ok(thread) if current() => {
                    done();
                    self.entries.update(|entries| add(entries, thread));
                    self.busy.set(false);
                }
                Ok(_) => {}
                // The end of the thread is still in view and asks again: not at once.
                Err(_) => set_timeout(
                    move || {
                        if current() {
                            self.busy.set(false);
                        }
                    },
                    AFTER_FAILURE,
                ),
            }
        });
    }

    /// Asks again when the scheduled texts will leave, if there are any: that goes by where the contact
    /// is and when they last wrote.
    pub fn ask_when_texts_leave(self) {
        let scheduled = |message: &Message| message.state == MessageState::Scheduled;
        let any = self
            .entries
            .with_untracked(|entries| entries.waiting().iter().any(scheduled));
        if !any {
            return;
        }
        spawn_local(async move {
            if let Ok(thread) = stretch(self.conversation, Wanted::Newest).await {
                self.entries
                    .try_update(|entries| entries.take_leaving(&thread.waiting));
            }
        });
    }

    fn catch_up(self) {
        let turn = self.turn.get_value();
        let comments = self.entries.with_untracked(Entries::comments);
        spawn_local(async move {
            let outcome = stretch(self.conversation, Wanted::Newest).await;
            if self.turn.try_get_value() == Some(turn)
                && let Ok(thread) = outcome
            {
                self.entries
                    .update(|entries| entries.catch_up(thread, &comments));
                self.phase.set(Phase::Ready);
            }
        });
    }

    /// Takes an entry that came live, or as the answer to sending it.
    pub fn take(self, entry: ThreadEntry) {
        if self.phase.get_untracked() != Phase::Ready {
            self.early.update_value(|early| early.push(entry));
            return;
        }
        let told = entry.clone();
        match self.entries.try_update(|entries| entries.take(entry)) {
            Some(Arrival::Added) => self.untold.update_value(|untold| untold.push(told)),
            Some(Arrival::Outside) if inbound(&told).is_some() => {
                self.untold.update_value(|untold| untold.push(told));
            }
            _ => {}
        }
    }

    fn tell_news(self) {
        let told = self.untold.try_update_value(std::mem::take);
        if let Some(news) = told.and_then(weightiest) {
            self.news.set(Some(news));
        }
    }

    /// Takes a message that was sent from here.
    pub fn take_sent(self, message: Message) {
        self.take(ThreadEntry::Message { message });
        self.tell_news();
        self.sent.update(|sent| *sent = sent.wrapping_add(1));
    }

    /// Takes a comment that was written here.
    pub fn take_written(self, comment: Comment) {
        self.take(ThreadEntry::Comment { comment });
        self.tell_news();
        self.sent.update(|sent| *sent = sent.wrapping_add(1));
    }

    /// Takes out a comment that was deleted.
    pub fn forget(self, comment: Uuid) {
        self.entries.try_update(|entries| entries.forget(comment));
    }

    /// When the newest comment was written that mentions this agent, of those that are loaded.
    pub fn last_mention(self, agent: Option<Uuid>) -> Memo<Option<DateTime<Utc>>> {
        Memo::new(move |_| self.entries.with(|entries| entries.last_mention(agent?)))
    }

    /// When the conversation was last assigned, as far as that is loaded.
    pub fn last_assignment(self) -> Memo<Option<DateTime<Utc>>> {
        Memo::new(move |_| self.entries.with(Entries::last_assignment))
    }

    fn next_turn(self) -> u32 {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.turn.get_value()
    }
}

async fn stretch(conversation: Uuid, wanted: Wanted) -> Outcome<Thread> {
    let client = api::client();
    let request = client.read_thread().conversation_id(conversation);
    let request = match wanted {
        Wanted::Newest => request,
        Wanted::Around(message) => request.around(message),
        Wanted::Before(cursor) => request.before(cursor),
        Wanted::After(cursor) => request.after(cursor),
    };
    api::call(request.send()).await
}
