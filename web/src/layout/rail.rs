//! The navigation: a rail on a wide screen, a bar at the bottom of a phone's.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{Frame, account_menu::AccountMenu};
use crate::{
    paths, text,
    ui::{Count, Icon, IconRef},
};

/// The navigation of everything behind the sign-in.
#[component]
pub fn Rail(frame: Frame) -> impl IntoView {
    view! {
        <nav class="rail" aria-label=text::layout::MAIN_NAVIGATION>
            <a class="rail-brand" href=paths::HOME aria-label=text::layout::PRODUCT>
                <Mark />
            </a>
            <Places frame />
            <div class="rail-end">
                <Bell frame />
                <RailLink
                    href=paths::PROFILE
                    part=paths::SETTINGS
                    icon=icondata_lu::LuSettings
                    label=text::layout::SETTINGS
                />
                <AccountMenu frame />
            </div>
        </nav>
    }
}

/// What the person is told, with how much of it is unread.
#[component]
fn Bell(frame: Frame) -> impl IntoView {
    view! {
        <button
            type="button"
            class="rail-link rail-bell"
            on:click=move |_| frame.show_notifications.run(())
        >
            <Icon icon=icondata_lu::LuBell size=20 />
            <span class="rail-label">{text::notifications::TITLE}</span>
            <Count
                count=frame.unread_notifications
                label=Signal::derive(move || {
                    text::notifications::unread(frame.unread_notifications.get())
                })
            />
        </button>
    }
}

/// The places to go to. Only those that exist are shown.
#[component]
fn Places(frame: Frame) -> impl IntoView {
    view! {
        <RailLink
            href=paths::HOME
            part=paths::CONVERSATIONS
            icon=icondata_lu::LuMessageSquare
            label=text::layout::CONVERSATIONS
        >
            <Count
                count=frame.unread
                label=Signal::derive(move || {
                    text::layout::unread_conversations(frame.unread.get())
                })
            />
        </RailLink>
        <RailLink
            href=paths::PIPELINE
            part=paths::PIPELINE
            icon=icondata_lu::LuSquareKanban
            label=text::layout::PIPELINE
        />
        <RailLink
            href=paths::CONTACTS
            part=paths::CONTACTS
            icon=icondata_lu::LuUsers
            label=text::layout::CONTACTS
        />
        <RailLink
            href=paths::TEMPLATES
            part=paths::TEMPLATES
            icon=icondata_lu::LuFileText
            label=text::layout::TEMPLATES
        />
        <Reviews frame />
        <RailLink
            href=paths::HELD
            part=paths::HELD
            icon=icondata_lu::LuClock
            label=text::layout::WAITING
        />
        <RailLink
            href=paths::WORKFLOWS
            part=paths::WORKFLOWS
            icon=icondata_lu::LuWorkflow
            label=text::layout::WORKFLOWS
        />
        <RailLink
            href=paths::NUMBERS
            part=paths::NUMBERS
            icon=icondata_lu::LuHash
            label=text::layout::NUMBERS
        />
        <Show when=move || frame.owner.get()>
            <RailLink
                href=paths::BILLING
                part=paths::BILLING
                icon=icondata_lu::LuWallet
                label=text::layout::BILLING
            />
        </Show>
        <Show when=move || frame.simulator.get()>
            <RailLink
                href=paths::HANDSET
                part=paths::HANDSET
                icon=icondata_lu::LuSmartphone
                label=text::layout::HANDSET
            />
        </Show>
    }
}

/// The replies that wait for somebody to decide.
#[component]
fn Reviews(frame: Frame) -> impl IntoView {
    view! {
        <RailLink
            href=paths::REVIEWS
            part=paths::REVIEWS
            icon=icondata_lu::LuHand
            label=text::layout::REVIEWS
        >
            <Count
                count=frame.reviews
                label=Signal::derive(move || text::layout::waiting_reviews(frame.reviews.get()))
            />
        </RailLink>
    }
}

/// One place; `part` is the beginning of the addresses at which it is the current one.
#[component]
fn RailLink(
    href: &'static str,
    part: &'static str,
    icon: IconRef,
    label: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let location = use_location();
    let current = move || {
        location
            .pathname
            .with(|path| paths::is_within(path, part))
            .then_some("page")
    };
    view! {
        <a class="rail-link" href=href aria-current=current>
            <Icon icon size=20 />
            <span class="rail-label">{label}</span>
            {children.map(|children| children())}
        </a>
    }
}

/// Copperline's mark.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <span class="brand-mark" aria-hidden="true">
            "C"
        </span>
    }
}
