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

use crate::text;
use crate::ui::{Banner, Button, Tone};

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
) -> impl IntoView
where
    P: Future<Output = Result<(), SplitLoaderError>> + 'static,
    D: Future<Output = Drawn> + 'static,
{
    part(fetching(preload), drawing(draw), skeleton)
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
fn part(fetch: Fetch, draw: Draw, skeleton: ViewFn) -> AnyView {
    let state = RwSignal::new(State::Fetching);
    let fetch = Callback::new(move |()| {
        state.set(State::Fetching);
        let fetched = fetch();
        spawn_local(async move {
            let here = match fetched.await {
                Ok(()) => State::Here,
                Err(_) => State::Missing,
            };
            let _ = state.try_set(here);
        });
    });
    fetch.run(());
    let missing = move || view! { <PartMissing fetch /> }.into_any();
    let drawn = move || match state.get() {
        State::Fetching => skeleton.run(),
        State::Missing => missing(),
        State::Here => draw().unwrap_or_else(missing),
    };
    drawn.into_any()
}

/// The connection failed, or a newer Copperline no longer has the file.
#[component]
fn PartMissing(fetch: Callback<()>) -> impl IntoView {
    let reload = move |()| {
        let _ = window().location().reload();
    };
    view! {
        <div class="page">
            <Banner tone=Tone::Bad>
                <p>{text::common::PART_MISSING}</p>
                <p class="mt-2 flex gap-2">
                    <Button on_click=fetch>{text::common::TRY_AGAIN}</Button>
                    <Button on_click=Callback::new(reload)>{text::common::LOAD_PAGE_AGAIN}</Button>
                </p>
            </Banner>
        </div>
    }
}
