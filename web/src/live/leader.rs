//! Who of a browser's tabs reads the stream.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use copperline_shared::presence::ConversationPresence;
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::{BroadcastChannel, EventSource, MessageEvent};

use super::gist::Told;
use super::listener::Listener;
use super::{Connection, FRAME, Live};
use crate::api::{self, Failure};

/// The number grows with what [`News`] can say: tabs from before go on among themselves.
const NAME: &str = "copperline-live-2";

/// How long the stream may be broken before the page says so.
const PATIENCE: Duration = Duration::from_secs(1);

/// What the tab that reads the stream tells the others.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum News {
    /// Envelopes that came together, as the stream wrote them.
    Events(Vec<String>),
    /// The stream begins after this cursor: a tab that has seen less has missed something.
    From(i64),
    Reset(i64),
    Connection(bool),
    Presence(ConversationPresence),
}

/// A stream that is open, and who listens to it.
struct Stream {
    source: EventSource,
    _listeners: [Listener; 5],
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}

struct Parts {
    live: Live,
    channel: BroadcastChannel,
    stream: RefCell<Option<Stream>>,
    /// What the stream wrote and the other tabs are yet to be told.
    untold: RefCell<Vec<String>>,
    /// Tries since the stream last worked.
    tries: Cell<u32>,
    stopped: Cell<bool>,
    /// Ends holding the lock.
    release: RefCell<Option<Function>>,
}

/// This tab's part in reading the stream; dropping it ends that.
pub struct Leader {
    parts: Rc<Parts>,
    _heard: Listener,
}

impl Drop for Leader {
    fn drop(&mut self) {
        self.parts.stopped.set(true);
        self.parts.close_stream();
        self.parts.tell_events();
        self.parts.channel.close();
        if let Some(release) = self.parts.release.borrow_mut().take() {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

impl Leader {
    /// Listens to the other tabs and waits for the turn to read the stream. `None` in a browser
    /// that can't talk between tabs, which is older than any that runs this page.
    pub fn start(live: Live) -> Option<Self> {
        let channel = BroadcastChannel::new(NAME).ok()?;
        let parts = Rc::new(Parts {
            live,
            channel,
            stream: RefCell::default(),
            untold: RefCell::default(),
            tries: Cell::new(0),
            stopped: Cell::new(false),
            release: RefCell::default(),
        });
        let heard = Rc::clone(&parts);
        let heard = Listener::new(&parts.channel, "message", move |event| heard.hear(&event));
        wait_for_turn(&parts);
        Some(Self {
            parts,
            _heard: heard,
        })
    }
}

/// Asks for the lock; whoever holds it reads the stream until the tab is closed or signs out.
fn wait_for_turn(parts: &Rc<Parts>) {
    let holder = Rc::clone(parts);
    let held = Closure::<dyn FnMut(JsValue) -> Promise>::new(move |_| {
        let parts = Rc::clone(&holder);
        Promise::new(&mut |resolve, _| {
            if parts.stopped.get() {
                let _ = resolve.call0(&JsValue::NULL);
                return;
            }
            *parts.release.borrow_mut() = Some(resolve);
            parts.tell(&News::From(parts.live.cursor()));
            Parts::read_stream(&parts);
        })
    });
    // `navigator.locks` is not yet among web-sys's stable bindings.
    let asked = Reflect::get(&window().navigator(), &"locks".into()).and_then(|locks| {
        let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
        request.call2(&locks, &NAME.into(), held.as_ref())
    });
    if asked.is_err() {
        // Without locks each tab reads for itself.
        Parts::read_stream(parts);
    }
    held.forget();
}

impl Parts {
    /// Tells the other tabs, after all that is to be told before.
    fn tell(&self, news: &News) {
        self.tell_events();
        self.post(news);
    }

    fn tell_events(&self) {
        let untold = self.untold.take();
        if !untold.is_empty() {
            self.post(&News::Events(untold));
        }
    }

    fn post(&self, news: &News) {
        if let Ok(text) = serde_json::to_string(news) {
            let _ = self.channel.post_message(&text.into());
        }
    }

    /// Takes what the tab that reads the stream tells.
    fn hear(&self, event: &MessageEvent) {
        let news = event
            .data()
            .as_string()
            .and_then(|text| serde_json::from_slice(text.as_bytes()).ok());
        match news {
            _ if self.stopped.get() => {}
            Some(News::Events(written)) => {
                self.live.note_open();
                for written in &written {
                    self.take(written);
                }
            }
            Some(News::From(cursor)) if cursor > self.live.cursor() => self.live.reset(cursor),
            Some(News::Reset(cursor)) => self.live.reset(cursor),
            Some(News::Connection(true)) => {
                self.live.connection.set(Connection::Open);
                self.live.forget_presence();
            }
            Some(News::Connection(false)) => self.live.connection.set(Connection::Lost),
            Some(News::Presence(told)) => self.live.take_presence(told),
            Some(News::From(_)) | None => {}
        }
    }

    fn close_stream(&self) {
        // Dropped outside of the borrow: its listeners hold what this is a part of.
        let stream = self.stream.take();
        drop(stream);
    }

    fn read_stream(parts: &Rc<Self>) {
        if parts.stopped.get() {
            return;
        }
        let url = format!("/api/v1/events?after={}", parts.live.cursor());
        let Ok(source) = EventSource::new(&url) else {
            return;
        };
        let listen = |kind, told: fn(&Rc<Self>, MessageEvent)| {
            let this = Rc::clone(parts);
            Listener::new(&source, kind, move |event| told(&this, event))
        };
        let listeners = [
            listen("open", |this, _| this.opened()),
            listen("message", |this, event| Self::read(this, &event)),
            listen("reset", |this, event| this.read_reset(&event)),
            listen("presence", |this, event| this.read_presence(&event)),
            listen("error", |this, _| Self::lost(this)),
        ];
        let stream = Stream {
            source,
            _listeners: listeners,
        };
        *parts.stream.borrow_mut() = Some(stream);
    }

    fn opened(&self) {
        self.tries.set(0);
        self.live.connection.set(Connection::Open);
        self.live.forget_presence();
        self.tell(&News::Connection(true));
    }

    fn read_reset(&self, event: &MessageEvent) {
        if let Some(cursor) = event.data().as_string().and_then(|text| text.parse().ok()) {
            self.live.reset(cursor);
            self.tell(&News::Reset(cursor));
        }
    }

    fn read_presence(&self, event: &MessageEvent) {
        let told: Option<ConversationPresence> = event
            .data()
            .as_string()
            .and_then(|text| serde_json::from_slice(text.as_bytes()).ok());
        if let Some(told) = told.filter(|_| !self.stopped.get()) {
            self.live.take_presence(told.clone());
            self.tell(&News::Presence(told));
        }
    }

    fn read(parts: &Rc<Self>, event: &MessageEvent) {
        let written = event.data().as_string();
        let Some(written) = written.filter(|_| !parts.stopped.get()) else {
            return;
        };
        parts.take(&written);
        parts.untold.borrow_mut().push(written);
        if document().hidden() {
            // Where nobody looks the browser holds timers back; the other tabs don't wait for that.
            parts.tell_events();
        } else if parts.untold.borrow().len() == 1 {
            let parts = Rc::clone(parts);
            set_timeout(move || parts.tell_events(), FRAME);
        }
    }

    fn take(&self, written: &str) {
        if let Some(told) = Told::read(written) {
            self.live.take(told);
        }
    }

    fn note_if_still_lost(&self) {
        if self.tries.get() > 0 && !self.stopped.get() {
            self.note_lost();
        }
    }

    fn note_lost(&self) {
        self.live.connection.set(Connection::Lost);
        self.tell(&News::Connection(false));
    }

    /// A stream that broke is opened anew from the last event seen: the browser's own
    /// reconnecting would ask for the place where it began, and never again after a 401.
    fn lost(parts: &Rc<Self>) {
        parts.close_stream();
        if parts.stopped.get() {
            return;
        }
        let tries = parts.tries.get();
        parts.tries.set(tries + 1);
        // One break is a matter of a moment; only one that lasts is told.
        if tries > 0 {
            parts.note_lost();
        } else {
            let broken = Rc::clone(parts);
            set_timeout(move || broken.note_if_still_lost(), PATIENCE);
        }
        let wait = Duration::from_millis((250_u64 << tries.min(5)).min(8_000));
        let parts = Rc::clone(parts);
        set_timeout(
            move || {
                leptos::task::spawn_local(async move {
                    // A call through the client renews the session, or notes that it has ended.
                    let known = api::call(api::client().read_profile().send()).await;
                    if known == Err(Failure::Offline) {
                        parts.note_if_still_lost();
                    }
                    Self::read_stream(&parts);
                });
            },
            wait,
        );
    }
}
