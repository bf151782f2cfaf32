//! What a screen reads when it opens and keeps current while it stands.

mod turns;

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{Failure, Outcome};
use crate::live::use_live;
use crate::session::{Standing, use_session};
use crate::text;
use crate::ui::{Banner, Button, EmptyState, Tone};
use turns::Turns;

/// How long to wait for more changes before reading again, in milliseconds.
const GATHER_MS: u64 = 120;

type Fetch<T> = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = Outcome<T>>>>>;

/// A value that the api gives, read again whenever something may have changed.
pub struct Loaded<T: Send + Sync + 'static> {
    /// The newest answer; the initial value until there is one.
    pub value: RwSignal<T>,
    phase: RwSignal<Phase>,
    fetch: StoredValue<Fetch<T>, LocalStorage>,
    merge: fn(&T, T) -> T,
    turns: StoredValue<Turns>,
}

impl<T: Send + Sync + 'static> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Loaded<T> {}

/// How the first reading of something stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    Loading,
    Failed(Failure),
    Ready,
}

/// In the place of a list that couldn't be read: why, and another try.
#[component]
pub fn ListFailed(
    phase: RwSignal<Phase>,
    title: &'static str,
    #[prop(into)] on_retry: Callback<()>,
) -> impl IntoView {
    let lead = Signal::derive(move || match phase.get() {
        Phase::Failed(failure) => Some(failure.when_reading()),
        _ => None,
    });
    view! {
        <div role="alert" class="rows">
            <EmptyState icon=icondata_lu::LuCloudOff title lead>
                <Button on_click=on_retry>{text::common::TRY_AGAIN}</Button>
            </EmptyState>
        </div>
    }
}

impl<T: PartialEq + Send + Sync + 'static> Loaded<T> {
    /// Reads now, again after events were missed, and again after signing in again.
    pub fn new<F: Future<Output = Outcome<T>> + 'static>(
        initial: T,
        fetch: impl Fn() -> F + 'static,
    ) -> Self {
        Self::merging(initial, fetch, |_shown, fresh| fresh)
    }

    /// As [`Loaded::new`], where a new answer is one part of what is shown.
    pub fn merging<F: Future<Output = Outcome<T>> + 'static>(
        initial: T,
        fetch: impl Fn() -> F + 'static,
        merge: fn(&T, T) -> T,
    ) -> Self {
        let fetch: Fetch<T> = Rc::new(move || Box::pin(fetch()));
        let loaded = Self {
            value: RwSignal::new(initial),
            phase: RwSignal::new(Phase::Loading),
            fetch: StoredValue::new_local(fetch),
            merge,
            turns: StoredValue::new(Turns::default()),
        };
        let (session, live) = (use_session(), use_live());
        Effect::new(move || {
            live.resets.track();
            if session.standing.get() == Standing::SignedIn {
                loaded.reload();
            }
        });
        loaded
    }

    /// Why there is nothing to show yet, tracked.
    pub fn failure(self) -> Option<Failure> {
        self.phase.with(|phase| match phase {
            Phase::Failed(failure) => Some(failure.clone()),
            Phase::Loading | Phase::Ready => None,
        })
    }

    /// Whether there is an answer, tracked.
    pub fn is_ready(self) -> bool {
        self.phase.with(|phase| *phase == Phase::Ready)
    }

    /// Reads again. What is shown stays until the answer comes.
    pub fn reload(self) {
        let Some(fetch) = self.fetch.try_get_value() else {
            return;
        };
        let Some(turn) = self.turns.try_update_value(Turns::ask) else {
            return;
        };
        spawn_local(async move {
            let outcome = fetch().await;
            let newer = self.turns.try_update_value(|turns| turns.take(turn));
            if newer == Some(true) {
                self.show(outcome);
            }
            if self.turns.try_update_value(Turns::has_missed) == Some(true) {
                self.reload_soon();
            }
        });
    }

    /// Reads again in a moment, once for a burst of changes.
    pub fn reload_soon(self) {
        if self.turns.try_update_value(Turns::begin_wait) != Some(true) {
            return;
        }
        set_timeout(
            move || {
                if self.turns.try_update_value(Turns::end_wait) == Some(true) {
                    self.reload();
                }
            },
            Duration::from_millis(GATHER_MS),
        );
    }

    /// Reads again in a moment, but not twice within a pause: for what changes all the time and is
    /// dear to read.
    pub fn reload_sparingly(self, pause: Duration) {
        if self.turns.try_update_value(Turns::begin_pause) != Some(true) {
            return;
        }
        self.reload_soon();
        set_timeout(
            move || {
                if self.turns.try_update_value(Turns::end_pause) == Some(true) {
                    self.reload_sparingly(pause);
                }
            },
            pause,
        );
    }

    fn show(self, outcome: Outcome<T>) {
        match outcome {
            Ok(fresh) => {
                let merged = self
                    .value
                    .with_untracked(|shown| (self.merge)(shown, fresh));
                // An equal value must not draw everything anew and take the focus away.
                if self.value.with_untracked(|shown| *shown != merged) {
                    self.value.set(merged);
                }
                self.phase.set(Phase::Ready);
            }
            Err(failure) if self.phase.with_untracked(|phase| *phase != Phase::Ready) => {
                self.phase.set(Phase::Failed(failure));
            }
            // What is shown was right a moment ago; the frame tells when the connection is lost.
            Err(_) => {}
        }
    }
}

/// Shapes while `loaded` is being read for the first time, then the children; or why it failed.
#[component]
pub fn WhenLoaded<T: PartialEq + Send + Sync + 'static>(
    loaded: Loaded<T>,
    /// Has the shape of what comes.
    #[prop(into)]
    skeleton: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    let phase = Memo::new(move |_| loaded.phase.get());
    move || match phase.get() {
        Phase::Loading => skeleton.run(),
        Phase::Failed(failure) => {
            let again = Callback::new(move |()| loaded.reload());
            view! { <LoadFailed message=failure.when_reading() again /> }.into_any()
        }
        Phase::Ready => children(),
    }
}

/// Why something could not be read, and the way to try it once more.
#[component]
pub fn LoadFailed(message: String, again: Callback<()>) -> impl IntoView {
    view! {
        <Banner tone=Tone::Bad>
            <p>{message}</p>
            <p class="mt-2">
                <Button on_click=again>{text::common::TRY_AGAIN}</Button>
            </p>
        </Banner>
    }
}
