//! Whose phone to play.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::{Work, rules};
use crate::loaded::WhenLoaded;
use crate::ui::{Avatar, Button, EmptyState, SkeletonRows, TextField, focus_first_invalid};
use crate::{paths, text};

#[component]
pub fn PhoneList(work: Work) -> impl IntoView {
    let phones = work.phones.value;
    let none = || {
        view! {
            <EmptyState
                icon=icondata_lu::LuUsers
                title=text::simulator::NO_PHONES
                lead=text::simulator::NO_PHONES_LEAD
            />
        }
    };
    view! {
        <AnyPhone />
        <WhenLoaded loaded=work.phones skeleton=|| view! { <SkeletonRows count=5 /> }>
            <Show when=move || !phones.with(Vec::is_empty) fallback=none>
                <nav class="handset-list" aria-label=text::simulator::PHONES>
                    <For each=move || phones.get() key=rules::Entry::clone let:entry>
                        <PhoneLink entry work />
                    </For>
                </nav>
            </Show>
        </WhenLoaded>
    }
}

/// Anybody at all: a number that no contact has becomes one with its first text.
#[component]
fn AnyPhone() -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let dialled = rules::dialled(&typed.get_untracked());
        wrong.set(dialled.is_none());
        match dialled {
            Some(phone) => {
                typed.set(String::new());
                navigate(&paths::handset(&phone), NavigateOptions::default());
            }
            None => focus_first_invalid(),
        }
    };
    let error = MaybeProp::derive(move || {
        wrong
            .get()
            .then(|| text::simulator::ANY_PHONE_WRONG.to_owned())
    });
    view! {
        <form class="search-form" novalidate on:submit=submit>
            <div class="search-row">
                <TextField
                    label=text::simulator::ANY_PHONE
                    value=typed
                    kind="tel"
                    placeholder=text::simulator::ANY_PHONE_EXAMPLE
                    error
                />
                <Button submit=true>{text::simulator::OPEN}</Button>
            </div>
        </form>
    }
}

#[component]
fn PhoneLink(entry: rules::Entry, work: Work) -> impl IntoView {
    let phone = entry.phone.to_string();
    let shown = entry.phone.formatted();
    let name = entry.name.clone().unwrap_or_else(|| shown.clone());
    let below = match (&entry.name, entry.last_text.is_empty()) {
        (_, false) => entry.last_text.clone(),
        (Some(_), true) => shown,
        (None, true) => String::new(),
    };
    let href = paths::handset(&phone);
    let current = move || {
        work.at
            .with(|at| at.as_deref() == Some(phone.as_str()))
            .then_some("page")
    };
    view! {
        <a class="handset-link" href=href aria-current=current>
            <Avatar name=name.clone() />
            <span class="handset-link-words">
                <span class="handset-link-name">{name}</span>
                <span class="handset-link-text">{below}</span>
            </span>
        </a>
    }
}
