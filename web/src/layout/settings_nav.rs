//! The frame of the settings screens.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    paths, text,
    ui::{PageHeader, TabLink, TabLinks},
};

/// A settings screen below the heading and the links to its neighbours.
#[component]
pub fn SettingsLayout(
    /// What this screen is for, in a sentence.
    #[prop(into)]
    lead: String,
    children: Children,
) -> impl IntoView {
    let location = use_location();
    let at = move |part| {
        Signal::derive(move || location.pathname.with(|path| paths::is_within(path, part)))
    };
    view! {
        <div class="page">
            <PageHeader title=text::layout::SETTINGS />
            <TabLinks label=text::layout::SETTINGS_NAVIGATION>
                <TabLink href=paths::PROFILE label=text::layout::PROFILE current=at(paths::PROFILE) />
                <TabLink
                    href=paths::WORKSPACE
                    label=text::layout::WORKSPACE
                    current=at(paths::WORKSPACE)
                />
                <TabLink href=paths::GROUPS label=text::layout::GROUPS current=at(paths::GROUPS) />
                <TabLink
                    href=paths::API_TOKENS
                    label=text::layout::API_TOKENS
                    current=at(paths::API_TOKENS)
                />
                <TabLink href=paths::TAGS label=text::layout::TAGS current=at(paths::TAGS) />
                <TabLink
                    href=paths::STOP_TRIGGERS
                    label=text::layout::STOP_TRIGGERS
                    current=at(paths::STOP_TRIGGERS)
                />
                <TabLink
                    href=paths::TEXTING_HOURS
                    label=text::layout::TEXTING_HOURS
                    current=at(paths::TEXTING_HOURS)
                />
            </TabLinks>
            <p class="page-lead">{lead}</p>
            {children()}
        </div>
    }
}
