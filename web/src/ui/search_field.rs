//! A search that starts when asked, never while typing.

use leptos::{ev::SubmitEvent, html, prelude::*};

use super::icon::Icon;
use crate::text;

/// A search line: Enter or → searches, ✕ clears.
#[component]
pub fn SearchField(
    /// What is searched, for screen readers.
    #[prop(into)]
    label: String,
    /// What can be typed.
    #[prop(into)]
    placeholder: String,
    /// What is typed.
    value: RwSignal<String>,
    /// The search whose results are shown; empty when none.
    #[prop(into)]
    active: Signal<String>,
    /// Searches for the trimmed text, or for nothing when cleared.
    #[prop(into)]
    on_search: Callback<String>,
    /// The input itself, for a key that leads there.
    #[prop(optional)]
    input: NodeRef<html::Input>,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        on_search.run(value.get_untracked().trim().to_owned());
    };
    let clear = move |_| {
        value.set(String::new());
        on_search.run(String::new());
        if let Some(input) = input.get_untracked() {
            // An input that is gone needs no focus.
            let _ = input.focus();
        }
    };
    let clearable = move || !active.get().is_empty() || !value.get().is_empty();
    view! {
        <form class="search" role="search" on:submit=submit>
            <Icon icon=icondata_lu::LuSearch size=16 />
            <input
                node_ref=input
                type="text"
                inputmode="search"
                enterkeyhint="search"
                autocomplete="off"
                spellcheck="false"
                aria-label=label
                placeholder=placeholder
                bind:value=value
            />
            <Show when=clearable>
                <button
                    type="button"
                    class="search-button"
                    aria-label=text::common::CLEAR_SEARCH
                    title=text::common::CLEAR_SEARCH
                    on:click=clear
                >
                    <Icon icon=icondata_lu::LuX size=16 />
                </button>
            </Show>
            <button
                type="submit"
                class="search-button"
                aria-label=text::common::SEARCH
                title=text::common::SEARCH
            >
                <Icon icon=icondata_lu::LuArrowRight size=16 />
            </button>
        </form>
    }
}
