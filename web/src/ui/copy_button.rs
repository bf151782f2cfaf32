//! Copies a value and says so.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

use super::icon::Icon;
use crate::text;

/// How long the tick stays, in milliseconds.
const TICK_MS: u64 = 2_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Waiting,
    Copied,
    Refused,
}

/// A small button that copies `value`; the outcome is shown and announced.
#[component]
pub fn CopyButton(
    /// What is copied, in lower case ("phone number").
    #[prop(into)]
    label: Signal<String>,
    /// The text that goes to the clipboard.
    #[prop(into)]
    value: Signal<String>,
) -> impl IntoView {
    let outcome = RwSignal::new(Outcome::Waiting);
    let copy = move |_| {
        let promise = window()
            .navigator()
            .clipboard()
            .write_text(&value.get_untracked());
        spawn_local(async move {
            let copied = JsFuture::from(promise).await.is_ok();
            outcome.try_set(if copied {
                Outcome::Copied
            } else {
                Outcome::Refused
            });
            set_timeout(
                move || {
                    outcome.try_set(Outcome::Waiting);
                },
                Duration::from_millis(TICK_MS),
            );
        });
    };
    let icon = Signal::derive(move || match outcome.get() {
        Outcome::Waiting => icondata_lu::LuCopy,
        Outcome::Copied => icondata_lu::LuCheck,
        Outcome::Refused => icondata_lu::LuX,
    });
    view! {
        <button
            type="button"
            class="btn btn-ghost btn-square btn-copy"
            class:is-copied=move || outcome.get() == Outcome::Copied
            aria-label=move || text::common::copy(&label.get())
            title=move || text::common::copy(&label.get())
            on:click=copy
        >
            <Icon icon size=16 />
        </button>
        <span class="sr-only" role="status">
            {move || match outcome.get() {
                Outcome::Waiting => String::new(),
                Outcome::Copied => text::common::copied(&label.get()),
                Outcome::Refused => text::common::COPY_REFUSED.to_owned(),
            }}
        </span>
    }
}
