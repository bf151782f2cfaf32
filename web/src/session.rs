//! Who is signed in, and what the whole page knows of their workspace.

use std::time::Duration;

use copperline_shared::billing::Prices;
use copperline_shared::conversations::{Conversation, Counts, Start, Tab};
use copperline_shared::events::Event;
use copperline_shared::numbers::{Number, NumberState};
use copperline_shared::page::Page;
use copperline_shared::profile::{Profile, Role};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, Failure, Outcome};
use crate::layout;
use crate::live::{Live, use_live};

/// Who uses the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not asked yet.
    Unknown,
    SignedOut,
    SignedIn,
    /// Signed in until just now: the screen stays, and asks to sign in again.
    Ended,
    /// The server did not answer when the page opened.
    Unreachable,
}

/// The session, shared by the whole page.
#[derive(Clone, Copy)]
pub struct Session {
    pub standing: RwSignal<Standing>,
    /// Absent while nobody is signed in.
    pub profile: RwSignal<Option<Profile>>,
    pub prices: RwSignal<Option<Prices>>,
    pub numbers: RwSignal<Vec<Number>>,
    pub counts: RwSignal<Counts>,
    pub simulated: RwSignal<bool>,
    /// The conversations that came with the opening of the page, until a list takes them.
    first_page: StoredValue<Option<(Tab, Page<Conversation>)>>,
    counting: StoredValue<bool>,
}

/// Makes the session known to everything below.
pub fn provide_session() -> Session {
    let session = Session {
        standing: RwSignal::new(Standing::Unknown),
        profile: RwSignal::new(None),
        prices: RwSignal::new(None),
        numbers: RwSignal::new(Vec::new()),
        counts: RwSignal::new(Counts::default()),
        simulated: RwSignal::new(false),
        first_page: StoredValue::new(None),
        counting: StoredValue::new(false),
    };
    provide_context(session);
    session
}

pub fn use_session() -> Session {
    expect_context()
}

/// Notes that the api no longer knows the session.
pub fn note_ended() {
    if let Some(session) = use_context::<Session>().or_else(remembered)
        && session.standing.get_untracked() == Standing::SignedIn
    {
        session.standing.set(Standing::Ended);
    }
}

thread_local! {
    static SESSION: std::cell::Cell<Option<Session>> = const { std::cell::Cell::new(None) };
}

/// Awaited calls run outside of any component; the session is the same one there.
fn remembered() -> Option<Session> {
    SESSION.with(std::cell::Cell::get)
}

impl Session {
    /// Opens the page: one request for all it needs, then the live stream from there.
    pub async fn open(self, live: Live, tab: Tab) -> Outcome<()> {
        SESSION.with(|cell| cell.set(Some(self)));
        let start = match api::call(api::client().read_start().tab(tab).send()).await {
            Ok(start) => start,
            Err(failure) => {
                self.standing.set(match &failure {
                    Failure::Offline => Standing::Unreachable,
                    Failure::Refused(_) => Standing::SignedOut,
                });
                layout::remember_signed_in(false);
                return Err(failure);
            }
        };
        self.take(start, tab, live);
        Ok(())
    }

    fn take(self, start: Start, tab: Tab, live: Live) {
        self.prices.set(Some(start.prices));
        self.numbers.set(start.numbers);
        self.counts.set(start.counts);
        self.simulated.set(start.simulated);
        self.first_page.set_value(Some((tab, start.conversations)));
        let same_person = self.profile.with_untracked(|known| {
            known
                .as_ref()
                .is_some_and(|known| known.agent_id == start.profile.agent_id)
        });
        if !same_person {
            self.profile.set(Some(start.profile));
        }
        self.standing.set(Standing::SignedIn);
        layout::remember_signed_in(true);
        live.follow(start.cursor);
    }

    /// The list that came with the opening, once.
    pub fn take_first_page(self, tab: Tab) -> Option<Page<Conversation>> {
        let kept = self.first_page.try_update_value(Option::take).flatten();
        kept.filter(|(of, _)| *of == tab).map(|(_, page)| page)
    }

    pub fn is_owner(self) -> bool {
        self.profile
            .with(|profile| profile.as_ref().is_some_and(|p| p.role == Role::Owner))
    }

    /// Owner or admin.
    pub fn is_admin(self) -> bool {
        self.profile
            .with(|profile| profile.as_ref().is_some_and(|p| p.role >= Role::Admin))
    }

    pub fn has_active_number(self) -> bool {
        self.numbers.with(|numbers| {
            numbers
                .iter()
                .any(|number| number.state == NumberState::Active)
        })
    }

    /// The IANA name of the workspace's time zone.
    pub fn time_zone(self) -> String {
        self.profile.with(|profile| {
            profile
                .as_ref()
                .map_or_else(|| "UTC".to_owned(), |p| p.workspace.time_zone.clone())
        })
    }

    /// Signs out here and on the server.
    pub fn sign_out(self, live: Live) {
        spawn_local(async move {
            let ended = api::call(api::client().end_session().send()).await;
            if ended.is_ok() {
                live.stop();
                self.forget();
            }
        });
    }

    fn forget(self) {
        layout::remember_signed_in(false);
        self.profile.set(None);
        self.numbers.set(Vec::new());
        self.standing.set(Standing::SignedOut);
    }

    /// Keeps the page-wide facts current with what happens.
    pub fn follow_events(self) {
        let live = use_live();
        Effect::new(move |before: Option<u32>| {
            let resets = live.resets.get();
            if before.is_some_and(|before| before != resets) {
                self.first_page.set_value(None);
                self.count_soon();
            }
            resets
        });
        live.on(move |event| match event {
            Event::ConversationChanged { .. } => {
                // A list that nobody has taken yet is out of date now.
                self.first_page.set_value(None);
                self.count_soon();
            }
            Event::NumberChanged { number } => self.numbers.update(|numbers| {
                numbers.retain(|known| known.id != number.id);
                if number.state != NumberState::Released {
                    numbers.push(number.clone());
                    numbers.sort_by_key(|number| number.rented_at);
                }
            }),
            Event::ProfileChanged { agent_id } => {
                let own = self
                    .profile
                    .with_untracked(|p| p.as_ref().map(|p| p.agent_id));
                if own == Some(*agent_id) {
                    self.read_profile();
                }
            }
            _ => {}
        });
    }

    fn read_profile(self) {
        spawn_local(async move {
            if let Ok(profile) = api::call(api::client().read_profile().send()).await {
                self.profile.set(Some(profile));
            }
        });
    }

    /// Counts the tabs again, once for a burst of changes.
    pub fn count_soon(self) {
        if self.counting.get_value() {
            return;
        }
        self.counting.set_value(true);
        set_timeout(
            move || {
                self.counting.set_value(false);
                spawn_local(async move {
                    if let Ok(counts) = api::call(api::client().count_conversations().send()).await
                    {
                        self.counts.set(counts);
                    }
                });
            },
            Duration::from_millis(150),
        );
    }
}
