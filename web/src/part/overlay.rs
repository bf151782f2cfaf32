//! What lies over the screen. It is drawn when it first opens, and fetched before that while the page
//! has nothing else to do: all of it is one file but for signing in again, so that it opens at once,
//! also when the connection is lost by then. Dialogs of an open conversation, of the board and of
//! selected rows are in that file, too: each part of its own shares code with others in a dozen more
//! files, and most of theirs is here already.

use std::future::Future;
use std::time::Duration;

use js_sys::Reflect;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use super::{Draw, Drawn, Fetch, drawing, fetching};
use crate::auth::fetch_again;
use crate::conversations::fetch_work;
use crate::palette::fetch_palette;
use crate::text;
use crate::ui::{self, use_toasts};

/// How long to wait where the browser doesn't say when it is idle.
const PAUSE: Duration = Duration::from_secs(2);
/// How long to wait for what is to be shown.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long to wait before what must be here is asked for again.
const AFTER_FAILURE: Duration = Duration::from_secs(30);

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
        let focused = StoredValue::new_local(ui::focused());
        if let Some(focused) = focused.get_value() {
            // What can't lose the focus takes no keys either.
            let _ = focused.blur();
        }
        let give_back = move || {
            if let Some(focused) = focused.try_get_value().flatten() {
                ui::focus_again(&focused);
            }
        };
        let give_up = move || {
            let awaited = here.try_get_untracked() == Some(false);
            if awaited && open.try_get_untracked() == Some(true) {
                give_back();
                open.set(false);
                toasts.problem(text::common::PART_MISSING);
            }
        };
        // A connection that neither answers nor fails holds no keys for longer.
        if let Ok(timer) = set_timeout_with_handle(give_up, PATIENCE) {
            on_cleanup(move || timer.clear());
        }
        let fetched = fetch();
        spawn_local(async move {
            if fetched.await.is_ok() {
                // From there the dialog takes it, and to there it gives it back.
                give_back();
                let _ = here.try_set(true);
            } else {
                give_up();
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

/// Fetches the open conversation and what lies over the screen once the browser is idle: where its
/// connection saves data, only what signs in again.
pub fn fetch_overlays() {
    if request_idle_callback_with_handle(fetch_now).is_err() {
        set_timeout(fetch_now, PAUSE);
    }
}

fn fetch_now() {
    fetch_sign_in_again();
    if !saves_data() {
        spawn_local(async {
            // What doesn't come now is fetched when it opens. The conversation comes first: opening
            // one is what most do next.
            let _ = fetch_work().await;
            let _ = fetch_palette().await;
        });
    }
}

/// It must be here before the session ends, or what is typed is lost: a newer Copperline may no longer
/// have this file then.
fn fetch_sign_in_again() {
    spawn_local(async {
        if fetch_again().await.is_err() {
            set_timeout(fetch_sign_in_again, AFTER_FAILURE);
        }
    });
}

/// Not every browser says so, and web-sys knows it only as unstable.
fn saves_data() -> bool {
    let connection = Reflect::get(&window().navigator(), &"connection".into());
    let saves = connection.and_then(|connection| Reflect::get(&connection, &"saveData".into()));
    saves.is_ok_and(|saves| saves.is_truthy())
}
