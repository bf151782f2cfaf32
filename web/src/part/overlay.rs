//! What lies over the screen. It is drawn when it first opens, and fetched before that while the page
//! has nothing else to do: all of it is one file, so that it opens at once, also when the connection is
//! lost by then.

use std::future::Future;
use std::time::Duration;

use js_sys::Reflect;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;
use wasm_bindgen::JsCast;

use super::{Draw, Drawn, Fetch, drawing, fetching};
use crate::auth::fetch_again;
use crate::text;
use crate::ui::use_toasts;

/// How long to wait where the browser doesn't say when it is idle.
const PAUSE: Duration = Duration::from_secs(2);

#[derive(Clone, Copy, PartialEq)]
enum State {
    Away,
    Awaited,
    Here,
}

/// A dialog that is a part of the page in the file `overlays`. From when it first opens it stays where
/// it is, open or not.
#[component]
pub fn Overlay<P, D>(
    /// Whether it is open; set to false should it not come, and the next opening tries again.
    open: RwSignal<bool>,
    /// Fetches it.
    preload: fn() -> P,
    /// Draws it; called only when it is here.
    draw: impl Fn() -> D + Send + 'static,
) -> impl IntoView
where
    P: Future<Output = Result<(), SplitLoaderError>> + 'static,
    D: Future<Output = Drawn> + 'static,
{
    overlay(open, fetching(preload), drawing(draw))
}

fn overlay(open: RwSignal<bool>, fetch: Fetch, draw: Draw) -> AnyView {
    let (toasts, here) = (use_toasts(), RwSignal::new(false));
    Effect::new(move || {
        if !open.get() || here.get_untracked() {
            return;
        }
        // What is typed until it comes is meant for it, and not for a text under way.
        if let Some(focused) = document().active_element()
            && let Some(focused) = focused.dyn_ref::<web_sys::HtmlElement>()
        {
            // What can't lose the focus takes no keys either.
            let _ = focused.blur();
        }
        let fetched = fetch();
        spawn_local(async move {
            if fetched.await.is_ok() {
                let _ = here.try_set(true);
            } else if open.try_get_untracked() == Some(true) {
                open.set(false);
                toasts.problem(text::common::PART_MISSING);
            }
        });
    });
    let state = Memo::new(move |_| match (here.get(), open.get()) {
        (true, _) => State::Here,
        (false, true) => State::Awaited,
        (false, false) => State::Away,
    });
    let drawn = move || match state.get() {
        State::Here => draw().into_any(),
        // What is typed until it comes is meant for it: the keys do nothing meanwhile.
        State::Awaited => view! { <span data-awaited="true" hidden></span> }.into_any(),
        State::Away => ().into_any(),
    };
    drawn.into_any()
}

/// Fetches what lies over the screen once the browser is idle, unless its connection saves data.
pub fn fetch_overlays() {
    if saves_data() {
        return;
    }
    if request_idle_callback_with_handle(fetch_now).is_err() {
        set_timeout(fetch_now, PAUSE);
    }
}

fn fetch_now() {
    spawn_local(async {
        // What doesn't come now is fetched when it opens.
        let _ = fetch_again().await;
    });
}

/// Not every browser says so, and web-sys knows it only as unstable.
fn saves_data() -> bool {
    let connection = Reflect::get(&window().navigator(), &"connection".into());
    let saves = connection.and_then(|connection| Reflect::get(&connection, &"saveData".into()));
    saves.is_ok_and(|saves| saves.is_truthy())
}
