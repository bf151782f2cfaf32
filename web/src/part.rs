//! A part of the page that is fetched when it is first needed. The build puts each function marked
//! `#[wasm_split]` into a file of its own.

mod overlay;

use std::future::Future;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use crate::live::{Connection, Live};
use crate::text;
use crate::ui::{Banner, Button, ButtonKind, Tone};

pub use overlay::{Overlay, fetch_overlays};

/// What a split function gives.
pub type Drawn = Result<AnyView, SplitLoaderError>;

/// Fetches a part, or has it here already.
type Fetch = Arc<dyn Fn() -> LocalBoxFuture<'static, Result<(), SplitLoaderError>> + Send + Sync>;

/// Draws a part that is here.
type Draw = Box<dyn Fn() -> Option<AnyView> + Send>;

#[derive(Clone, Copy, PartialEq)]
enum State {
    Fetching,
    Here,
    Missing,
    /// Also when it was tried again.
    MissingStill,
}

/// Draws a part once it is fetched: its shapes until then, and what to do should it not come.
#[component]
pub fn Part<P, D>(
    /// Fetches the part.
    preload: fn() -> P,
    /// Draws it; called only when it is here.
    draw: impl Fn() -> D + Send + 'static,
    /// Has the shape of what comes.
    #[prop(into)]
    skeleton: ViewFn,
    /// It is a line among others: what to do should it not come is one, too.
    #[prop(optional)]
    line: bool,
) -> impl IntoView
where
    P: Future<Output = Result<(), SplitLoaderError>> + 'static,
    D: Future<Output = Drawn> + 'static,
{
    part(fetching(preload), drawing(draw), skeleton, line)
}

fn fetching<P>(preload: fn() -> P) -> Fetch
where
    P: Future<Output = Result<(), SplitLoaderError>> + 'static,
{
    Arc::new(move || preload().boxed_local())
}

fn drawing<D>(draw: impl Fn() -> D + Send + 'static) -> Draw
where
    D: Future<Output = Drawn> + 'static,
{
    // What is here is drawn without waiting.
    Box::new(move || draw().now_or_never().and_then(Result::ok))
}

/// The same code for all parts: there are many.
fn part(fetch: Fetch, draw: Draw, skeleton: ViewFn, line: bool) -> AnyView {
    let state = RwSignal::new(State::Here);
    // Fetches it; should it not come, that is the state.
    let attempt = Callback::new(move |missing: State| {
        state.set(State::Fetching);
        let fetched = fetch();
        spawn_local(async move {
            let here = fetched.await.map_or(missing, |()| State::Here);
            let _ = state.try_set(here);
        });
    });
    let fetch = Callback::new(move |()| attempt.run(State::MissingStill));
    attempt.run(State::Missing);
    try_again_when_back(state, attempt);
    let missing = move |still: bool| match line {
        true => view! { <LineMissing fetch still /> }.into_any(),
        false => view! { <PartMissing fetch /> }.into_any(),
    };
    let drawn = move || match state.get() {
        State::Fetching => skeleton.run(),
        State::Missing => missing(false),
        State::MissingStill => missing(true),
        State::Here => draw().unwrap_or_else(|| missing(false)),
    };
    drawn.into_any()
}

/// A part that didn't come is tried again when the browser says that it is back on a network, and when
/// the server is heard of again.
fn try_again_when_back(state: RwSignal<State>, attempt: Callback<State>) {
    let again = move || {
        let missing = state.try_get_untracked();
        let is_missing = |state: &State| matches!(state, State::Missing | State::MissingStill);
        if let Some(missing) = missing.filter(is_missing) {
            attempt.run(missing);
        }
    };
    let online = window_event_listener_untyped("online", move |_| again());
    on_cleanup(move || online.remove());
    if let Some(live) = use_context::<Live>() {
        Effect::new(move |before: Option<Connection>| {
            let now = live.connection.get();
            if (before, now) == (Some(Connection::Lost), Connection::Open) {
                again();
            }
            now
        });
    }
}

fn load_page_again() {
    let _ = window().location().reload();
}

/// The connection failed, or a newer Copperline no longer has the file.
#[component]
fn PartMissing(fetch: Callback<()>) -> impl IntoView {
    view! {
        <div class="page">
            <Banner tone=Tone::Bad>
                <p>{text::common::PART_MISSING}</p>
                <p class="mt-2 flex gap-2">
                    <Button on_click=fetch>{text::common::TRY_AGAIN}</Button>
                    <Button on_click=load_page_again>{text::common::LOAD_PAGE_AGAIN}</Button>
                </p>
            </Banner>
        </div>
    }
}

/// As [`PartMissing`], where there is room for a line. Where trying again didn't help, the file may be
/// gone, and only a newer page knows the new one.
#[component]
fn LineMissing(fetch: Callback<()>, still: bool) -> impl IntoView {
    let step = match still {
        false => view! {
            <Button kind=ButtonKind::Ghost class="btn-small" on_click=fetch>
                {text::common::TRY_AGAIN}
            </Button>
        }
        .into_any(),
        true => view! {
            <Button kind=ButtonKind::Ghost class="btn-small" on_click=load_page_again>
                {text::common::LOAD_PAGE_AGAIN}
            </Button>
        }
        .into_any(),
    };
    view! {
        <p class="line-missing" role="alert">
            <span>{text::common::LINE_MISSING}</span>
            {step}
        </p>
    }
}
