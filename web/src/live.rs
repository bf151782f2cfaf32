//! Live updates: one stream for all tabs of a browser.
//!
//! The tab that holds a Web Lock reads the stream (the one request that doesn't go through the
//! generated client) and hands every event to the other tabs by a `BroadcastChannel`. When it
//! closes, another tab gets the lock and goes on from the last event it saw. A browser allows six
//! connections to a server: a stream for each tab would soon block everything else.
//!
//! What comes within a moment is handed out together: one bulk action tells of thousands of
//! conversations, and drawing a list anew for each of them would take the square of their number.

mod gathered;
mod gist;
mod leader;
mod listener;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use copperline_shared::events::Event;
use copperline_shared::presence::{ConversationPresence, Present};
use leptos::prelude::*;
use uuid::Uuid;

use gathered::Gathered;
pub use gist::Gist;
use gist::Told;

/// How long to wait for more events before handing out what has come: about as long as a frame.
const FRAME: Duration = Duration::from_millis(16);

/// How the stream stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Nobody is signed in.
    Idle,
    Open,
    /// The server doesn't answer; trying again.
    Lost,
}

type Listener = Rc<dyn Fn(&[Told])>;

#[derive(Default)]
struct State {
    listeners: BTreeMap<usize, Listener>,
    next: usize,
    gathered: Gathered,
    leader: Option<leader::Leader>,
}

/// The page's live updates.
#[derive(Clone, Copy)]
pub struct Live {
    state: StoredValue<Rc<RefCell<State>>, LocalStorage>,
    pub connection: RwSignal<Connection>,
    /// Who is in which conversation, as far as it is known.
    pub presence: RwSignal<BTreeMap<Uuid, Vec<Present>>>,
    /// Grows when events were missed for good: read everything shown again.
    pub resets: RwSignal<u32>,
}

/// Makes live updates known to everything below.
pub fn provide_live() -> Live {
    let live = Live {
        state: StoredValue::new_local(Rc::default()),
        connection: RwSignal::new(Connection::Idle),
        presence: RwSignal::new(BTreeMap::new()),
        resets: RwSignal::new(0),
    };
    provide_context(live);
    live
}

pub fn use_live() -> Live {
    expect_context()
}

impl Live {
    fn state(self) -> Rc<RefCell<State>> {
        self.state.get_value()
    }

    /// Calls `listener` with each event until the component that asked is gone. For parts of the page
    /// that are fetched when they are needed: the code that reads events comes with them.
    pub fn on(self, listener: impl Fn(&Event) + 'static) {
        self.on_all(move |events| {
            for event in events {
                listener(event);
            }
        });
    }

    /// As [`Live::on`], with all events at once that came together: for what would have to look through
    /// much for each of them.
    pub fn on_all(self, listener: impl Fn(&[&Event]) + 'static) {
        self.listen(Rc::new(move |told: &[Told]| {
            let events: Vec<&Event> = told.iter().filter_map(Told::whole).collect();
            listener(&events);
        }));
    }

    /// As [`Live::on_all`], for what every screen follows.
    pub fn on_gists(self, listener: impl Fn(&[&Gist]) + 'static) {
        self.listen(Rc::new(move |told: &[Told]| {
            let gists: Vec<&Gist> = told.iter().map(|told| &told.gist).collect();
            listener(&gists);
        }));
    }

    fn listen(self, listener: Listener) {
        let state = self.state();
        let key = {
            let mut state = state.borrow_mut();
            state.next += 1;
            let key = state.next;
            state.listeners.insert(key, listener);
            key
        };
        on_cleanup(move || {
            // The page's own state may be gone first, when the tab is closed.
            if let Some(state) = self.state.try_get_value() {
                state.borrow_mut().listeners.remove(&key);
            }
        });
    }

    /// Follows what happens after `cursor`, which the page has just read everything up to. Who follows
    /// already, as after signing in again, goes on where they were: what stands on the screen has not
    /// been read anew.
    pub fn follow(self, cursor: i64) {
        let state = self.state();
        let new = {
            let mut state = state.borrow_mut();
            let new = state.leader.is_none();
            if new {
                let cursor = state.gathered.cursor().max(cursor);
                state.gathered.go_on_from(cursor);
            }
            new
        };
        if new {
            let leader = leader::Leader::start(self);
            state.borrow_mut().leader = leader;
        }
    }

    /// Ends following, when the person signs out.
    pub fn stop(self) {
        let state = self.state();
        state.borrow_mut().leader = None;
        state.borrow_mut().gathered = Gathered::default();
        self.connection.set(Connection::Idle);
        self.forget_presence();
    }

    fn cursor(self) -> i64 {
        self.state().borrow().gathered.cursor()
    }

    /// The stream works, here or in another tab.
    fn note_open(self) {
        if self.connection.get_untracked() != Connection::Open {
            self.connection.set(Connection::Open);
        }
    }

    /// Takes an event from the stream or from the tab that reads it.
    fn take(self, told: Told) {
        let first = self.state().borrow_mut().gathered.take(told);
        if first {
            // By the clock, not by the browser's frames: a tab that isn't on show has none.
            set_timeout(move || self.hand_out(), FRAME);
        }
    }

    fn hand_out(self) {
        // The page's own state may be gone by now, when the tab is closed.
        let Some(state) = self.state.try_get_value() else {
            return;
        };
        let told = state.borrow_mut().gathered.hand_out();
        if told.is_empty() {
            return;
        }
        // Listeners may add or remove listeners: called outside of the borrow.
        let listeners: Vec<Listener> = state.borrow().listeners.values().cloned().collect();
        for listener in listeners {
            listener(&told);
        }
    }

    /// Takes who is in a conversation now.
    pub fn take_presence(self, told: ConversationPresence) {
        let ConversationPresence {
            conversation_id,
            present,
        } = told;
        let known = |all: &BTreeMap<Uuid, Vec<Present>>| match all.get(&conversation_id) {
            Some(known) => *known == present,
            None => present.is_empty(),
        };
        if self.presence.with_untracked(known) {
            return;
        }
        self.presence.update(|all| {
            if present.is_empty() {
                all.remove(&conversation_id);
            } else {
                all.insert(conversation_id, present);
            }
        });
    }

    /// The stream begins: it tells first of everybody who is anywhere.
    fn forget_presence(self) {
        self.presence.set(BTreeMap::new());
    }

    /// Events up to `cursor` are lost to this tab.
    fn reset(self, cursor: i64) {
        self.hand_out();
        self.state().borrow_mut().gathered.go_on_from(cursor);
        self.resets.update(|resets| *resets += 1);
    }
}
