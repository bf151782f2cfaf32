//! Saying that one is here: at once when something changes, and every ten seconds.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::presence::{Doing, PutPresence};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::live::{Live, use_live};
use crate::session::{Session, Standing, use_session};
use crate::{api, format};

/// How often to say it again; the server forgets after 25 seconds.
const BEAT: Duration = Duration::from_secs(10);

/// While one writes, how often to say so; the server forgets after six seconds.
const WRITES: TimeDelta = TimeDelta::seconds(3);

/// Whoever has typed nothing for so long no longer writes.
const STOPS: TimeDelta = TimeDelta::seconds(6);

/// How long to wait whether another conversation is opened before one is gone from here.
const LEAVING: Duration = Duration::from_millis(400);

thread_local! {
    /// This tab among those of the person.
    static VIEW: Uuid = Uuid::new_v4();
    /// The conversation this tab says it is in.
    static HERE: Cell<Option<Uuid>> = const { Cell::new(None) };
    /// Closes over the page's end.
    static PAGE_END: RefCell<Option<WindowListenerHandle>> = const { RefCell::new(None) };
}

fn view() -> Uuid {
    VIEW.with(|view| *view)
}

/// What one does in the open conversation.
#[derive(Clone, Copy)]
pub struct Saying {
    conversation: Uuid,
    session: Session,
    live: Live,
    visible: Signal<bool>,
    /// When something was last typed, and as what.
    typed: StoredValue<Option<(DateTime<Utc>, Doing)>>,
    /// What was said last, and when.
    said: StoredValue<Option<(DateTime<Utc>, Doing)>>,
}

/// Says that one is in a conversation for as long as it is open and on show.
pub fn be_here(conversation: Uuid, visible: Signal<bool>) -> Saying {
    let saying = Saying {
        conversation,
        session: use_session(),
        live: use_live(),
        visible,
        typed: StoredValue::new(None),
        said: StoredValue::new(None),
    };
    say_at_the_end();
    HERE.set(Some(conversation));
    Effect::new(move |before: Option<bool>| {
        let visible = visible.get();
        if visible {
            saying.say();
        } else if before == Some(true) {
            end();
        }
        visible
    });
    let beating = set_interval_with_handle(move || saying.say(), BEAT);
    on_cleanup(move || {
        if let Ok(beating) = beating {
            beating.clear();
        }
        leave(conversation);
    });
    saying
}

impl Saying {
    /// Follows what is written: a text or a comment, as `doing` says.
    pub fn follow(self, text: RwSignal<String>, doing: Doing) {
        Effect::new(move |before: Option<String>| {
            let text = text.get();
            if before.is_some_and(|before| before != text) {
                self.note(doing, text.trim().is_empty());
            }
            text
        });
    }

    fn note(self, doing: Doing, emptied: bool) {
        let now = format::now();
        self.typed.set_value((!emptied).then_some((now, doing)));
        let said = self.said.get_value();
        if is_news(said, self.doing(now), now) {
            self.say();
        }
    }

    fn doing(self, now: DateTime<Utc>) -> Doing {
        self.typed
            .get_value()
            .filter(|(at, _)| now - *at < STOPS)
            .map_or(Doing::Looking, |(_, doing)| doing)
    }

    fn say(self) {
        let stands = self.visible.try_get_untracked() == Some(true)
            && self.session.standing.get_untracked() == Standing::SignedIn;
        if !stands || HERE.get() != Some(self.conversation) {
            return;
        }
        let now = format::now();
        let doing = self.doing(now);
        self.said.set_value(Some((now, doing)));
        let (conversation_id, live) = (self.conversation, self.live);
        spawn_local(async move {
            let body = PutPresence {
                conversation_id,
                doing,
            };
            let client = api::client();
            let put = api::call(client.put_presence().view_id(view()).body(body).send()).await;
            // What was missed of the others is made good by each beat.
            if let Ok(there) = put {
                live.take_presence(there);
            }
        });
    }
}

/// Whether the others are to be told at once.
fn is_news(said: Option<(DateTime<Utc>, Doing)>, doing: Doing, now: DateTime<Utc>) -> bool {
    said.is_none_or(|(at, before)| {
        before != doing || (doing != Doing::Looking && now - at >= WRITES)
    })
}

/// Another conversation that is opened now says all there is to say.
fn leave(conversation: Uuid) {
    if HERE.get() == Some(conversation) {
        HERE.set(None);
    }
    set_timeout(
        || {
            if HERE.get().is_none() {
                end();
            }
        },
        LEAVING,
    );
}

fn end() {
    spawn_local(async {
        let client = api::client();
        // Unsaid, it is forgotten in half a minute.
        let _ = api::call(client.end_presence().view_id(view()).send()).await;
    });
}

/// A tab that closes has no time for a call through the client: the browser delivers a beacon when
/// the page is gone. Beside the live stream the one request that the client doesn't make.
fn say_at_the_end() {
    PAGE_END.with_borrow_mut(|listening| {
        listening.get_or_insert_with(|| {
            window_event_listener_untyped("pagehide", |_| {
                if HERE.get().is_some() {
                    let url = format!("/api/v1/presence/{}/end", view());
                    let _ = window().navigator().send_beacon(&url);
                }
            })
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c21_typing_is_said_at_once_and_then_every_three_seconds() {
        let at = |second| DateTime::from_timestamp(second, 0).expect("a moment");
        assert!(is_news(None, Doing::Looking, at(0)));
        assert!(is_news(
            Some((at(0), Doing::Looking)),
            Doing::Replying,
            at(1)
        ));
        assert!(!is_news(
            Some((at(1), Doing::Replying)),
            Doing::Replying,
            at(3)
        ));
        assert!(is_news(
            Some((at(1), Doing::Replying)),
            Doing::Replying,
            at(4)
        ));
        assert!(is_news(
            Some((at(4), Doing::Replying)),
            Doing::Looking,
            at(5)
        ));
        assert!(!is_news(
            Some((at(5), Doing::Looking)),
            Doing::Looking,
            at(50)
        ));
    }
}
