//! The bar above the thread: who it is, and what can be done with the conversation.

use copperline_shared::contacts::Contact;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use uuid::Uuid;

use super::assigning::AssigneeMenu;
use super::drawer::Drawer;
use super::opened::Opened;
use super::toggles::{Toggle, switch};
use crate::clock::use_clock;
use crate::contacts::place;
use crate::follow_ups::{FollowUpMenu, PuttingOff};
use crate::pipeline::StandingButton;
use crate::ui::{Button, ButtonKind, Icon, Menu, MenuItem, use_toasts};
use crate::workflows::RunningButton;
use crate::{format, text};

/// The header bar by the contact's name.
#[component]
pub fn WorkHead(
    opened: Opened,
    putting_off: PuttingOff,
    back: Signal<String>,
    drawer: Drawer,
) -> impl IntoView {
    let name = opened.name();
    view! {
        <div class="work-bar"><header class="work-head">
            <a
                class="btn btn-ghost btn-square work-back"
                href=back
                aria-label=text::common::BACK
                title=text::common::BACK
            >
                <Icon icon=icondata_lu::LuArrowLeft />
            </a>
            <Show
                when=move || !opened.loading.get()
                fallback=|| view! { <div class="work-who" aria-hidden="true"><span class="bone w-40"></span></div> }
            >
                <div class="work-who">
                    <h2 class="work-name">{name}</h2>
                    <Facts opened />
                </div>
                <div class="work-tools">
                    <Toggles opened putting_off />
                </div>
                <ShowContact drawer />
            </Show>
        </header></div>
    }
}

/// Phone, place, the time there, and which number texts leave from.
#[component]
fn Facts(opened: Opened) -> impl IntoView {
    let (contact, clock, number) = (opened.contact(), use_clock(), opened.number());
    let facts = move || {
        contact.with(|contact| {
            contact.as_ref().map(|contact| {
                let time = |zone: &str| format::clock_time(format::in_zone(clock.get(), zone));
                facts(contact, time, number.get().as_deref())
            })
        })
    };
    view! { <p class="work-facts">{facts}</p> }
}

fn facts(contact: &Contact, time_in: impl Fn(&str) -> String, number: Option<&str>) -> String {
    let there = place::zone(&contact.state, &contact.zip, &contact.phone)
        .map(|zone| text::conversations::time_there(&time_in(zone)));
    [
        Some(contact.phone.formatted()),
        place::name(&contact.state),
        there,
        number.map(text::conversations::texts_from),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" · ")
}

#[component]
fn Toggles(opened: Opened, putting_off: PuttingOff) -> impl IntoView {
    let (conversation, toasts) = (opened.conversation(), use_toasts());
    let is = move |toggle: Toggle| {
        conversation.with(|conversation| conversation.as_ref().is_some_and(|c| toggle.of(c)))
    };
    let archived = Memo::new(move |_| is(Toggle::Archived));
    let unread = Memo::new(move |_| is(Toggle::Unread));
    view! {
        <Button
            kind=ButtonKind::Ghost
            fold=true
            class="work-hot"
            icon=icondata_lu::LuFlame
            pressed=Signal::derive(move || is(Toggle::Hot))
            on_click=move || switch(opened, Toggle::Hot, toasts)
        >
            {text::conversations::HOT}
        </Button>
        <Standing opened />
        <AssigneeMenu opened />
        <FollowUpMenu putting_off />
        <RunningButton contact=contact_id(opened) runs=opened.runs() />
        <Button
            kind=ButtonKind::Ghost
            fold=true
            icon=icondata_lu::LuArchive
            on_click=move || switch(opened, Toggle::Archived, toasts)
        >
            {move || {
                if archived.get() {
                    text::conversations::UNARCHIVE
                } else {
                    text::conversations::ARCHIVE
                }
            }}
        </Button>
        <Menu label=text::conversations::MORE_ACTIONS>
            <MenuItem
                icon=icondata_lu::LuMail
                on_select=move || switch(opened, Toggle::Unread, toasts)
            >
                {move || {
                    if unread.get() {
                        text::conversations::MARK_READ
                    } else {
                        text::conversations::MARK_UNREAD
                    }
                }}
            </MenuItem>
        </Menu>
    }
}

/// Putting the open conversation off (C20); `back` is the list that it leaves.
pub fn putting_off(opened: Opened, back: Signal<String>) -> PuttingOff {
    let take = Callback::new(move |conversation| opened.take_conversation(conversation));
    let navigate = StoredValue::new_local(use_navigate());
    let close = Callback::new(move |()| {
        let list = back.get_untracked();
        navigate.with_value(|navigate| navigate(&list, NavigateOptions::default()));
    });
    PuttingOff::new(opened.conversation(), take, close)
}

fn contact_id(opened: Opened) -> Memo<Option<Uuid>> {
    let contact = opened.contact();
    Memo::new(move |_| contact.with(|contact| contact.as_ref().map(|contact| contact.id)))
}

/// Where the contact stands on the pipeline (C12).
#[component]
fn Standing(opened: Opened) -> impl IntoView {
    let (contact, name) = (opened.contact(), opened.name());
    let about = Signal::derive(move || {
        let id = contact.with(|contact| contact.as_ref().map(|contact| contact.id));
        id.map(|id| (id, name.get()))
    });
    view! { <StandingButton contact=about card=opened.card() /> }
}

/// Draws the contact over the thread where there is no room beside it.
#[component]
fn ShowContact(drawer: Drawer) -> impl IntoView {
    view! {
        <button
            type="button"
            class="btn btn-ghost btn-square context-show"
            aria-label=text::conversations::SHOW_CONTACT
            title=text::conversations::SHOW_CONTACT
            aria-expanded=move || drawer.is_open.get().to_string()
            on:click=move |_| drawer.toggle()
        >
            <Icon icon=icondata_lu::LuPanelRight />
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn contact(state: &str, zip: &str) -> Contact {
        Contact {
            id: Uuid::nil(),
            phone: "+15125550192".parse().expect("a phone"),
            first_name: String::new(),
            last_name: String::new(),
            email: String::new(),
            date_of_birth: None,
            zip: zip.to_owned(),
            state: state.to_owned(),
            company: String::new(),
            source: String::new(),
            custom_fields: Default::default(),
            opted_out_at: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn the_header_tells_phone_place_and_time_as_far_as_they_are_known() {
        let time = |zone: &str| format!("10:14 am in {zone}");
        assert_eq!(
            facts(&contact("", ""), time, None),
            "(512) 555-0192 · 10:14 am in America/Chicago there"
        );
        assert_eq!(
            facts(&contact("FL", ""), time, None),
            "(512) 555-0192 · Florida"
        );
        assert_eq!(
            facts(&contact("TX", "78704"), time, Some("(737) 555-0101")),
            "(512) 555-0192 · Texas · 10:14 am in America/Chicago there · from (737) 555-0101"
        );
    }
}
