//! The head of the list: new conversation, search (C3), tabs and the archive (C2).

use copperline_shared::conversations::Tab;
use copperline_shared::filters::Filter;
use copperline_shared::follow_ups::FollowUpState;
use leptos::wasm_split::wasm_split;
use leptos::{html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::address::Address;
use super::listing::Listing;
use super::new_conversation::NewConversation;
use super::rows::focus_rows;
use super::selection::Selection;
use crate::bulk_actions::Bar;
use crate::filters::{FilterBar, FilterButton};
use crate::keyboard::{Shortcut, use_commands};
use crate::part::{Drawn, Part};
use crate::session::use_session;
use crate::ui::{
    ButtonKind, IconButton, Menu, MenuLink, SearchField, TabLink, TabLinks, is_escape,
};
use crate::{format, paths, text};

#[component]
pub fn Head(
    address: Memo<Address>,
    listing: Listing,
    selection: Selection,
    creating: RwSignal<bool>,
) -> impl IntoView {
    let archive = Memo::new(move |_| address.with(|address| address.tab == Tab::Archived));
    let title = move || match archive.get() {
        true => text::conversations::ARCHIVED,
        false => text::conversations::TITLE,
    };
    use_commands().on(Shortcut::New, move || creating.set(true));
    let archived = move || format::capped_count(listing.counts(|counts| counts.archived));
    view! {
        <div class="inbox-head">
            <div class="inbox-title">
                <h1>
                    {title}
                    <Show when=move || archive.get()>
                        <span class="inbox-count">{archived}</span>
                    </Show>
                </h1>
                <div class="inbox-actions">
                <FilterButton address />
                <IconButton
                    icon=icondata_lu::LuPlus
                    label=text::conversations::NEW
                    kind=ButtonKind::Main
                    on_click=move || creating.set(true)
                />
                </div>
            </div>
            <Search address listing />
            <SelectionBar selection address />
            <div class="inbox-tabs" class:is-away=move || selection.active.get()>
                <Tabs address listing />
                <Menu label=text::conversations::MORE_LISTS>
                    <MenuLink
                        icon=icondata_lu::LuBellRing
                        href=of_follow_ups(address, FollowUpState::Due)
                    >
                        {text::follow_ups::DUE_LIST}
                    </MenuLink>
                    <MenuLink
                        icon=icondata_lu::LuAlarmClock
                        href=of_follow_ups(address, FollowUpState::Waiting)
                    >
                        {text::follow_ups::WAITING}
                    </MenuLink>
                    <MenuLink
                        icon=icondata_lu::LuArchive
                        href=Signal::derive(move || {
                            address.with(|address| address.with_tab(Tab::Archived).href())
                        })
                    >
                        {text::conversations::ARCHIVED}
                    </MenuLink>
                    <MenuLink icon=icondata_lu::LuClock href=paths::HELD>
                        {text::messages::WAITING}
                    </MenuLink>
                </Menu>
            </div>
            <FilterBar address />
        </div>
        <NewConversation open=creating address listing />
    }
}

/// The address of the follow-ups in a state.
fn of_follow_ups(address: Memo<Address>, state: FollowUpState) -> Signal<String> {
    Signal::derive(move || {
        let filter = Filter {
            follow_up: Some(state),
            ..Filter::default()
        };
        address.with(|address| address.with_tab(Tab::Recents).with_filter(filter).href())
    })
}

/// What can be done with the selected conversations, in the place of the tabs; it comes with what lies
/// over the screen, as its dialogs do.
#[component]
fn SelectionBar(selection: Selection, address: Memo<Address>) -> impl IntoView {
    let under_way = use_session().bulk_actions;
    let needed = Memo::new(move |_| selection.active.get() || !under_way.with(Vec::is_empty));
    let draw = move || bar_part(selection, address);
    // Until it is here no key does to the open conversation what is meant for the selected ones.
    let waiting =
        || view! { <div class="selection-bar" aria-busy="true" data-awaited="true"></div> };
    view! {
        <Show when=move || needed.get()>
            <Part preload=fetch_bar draw skeleton=waiting line=true />
        </Show>
    }
}

#[wasm_split(overlays, wasm_split_path = ::leptos::wasm_split, preload(fetch_bar), fallible)]
fn bar_part(selection: Selection, address: Memo<Address>) -> Drawn {
    Ok(view! { <Bar selection address /> }.into_any())
}

/// What is typed starts to count on Enter or →; what is searched for stands in the address.
#[component]
fn Search(address: Memo<Address>, listing: Listing) -> impl IntoView {
    let active = Memo::new(move |_| address.with(|address| address.search.clone()));
    let typed = RwSignal::new(String::new());
    Effect::new(move || typed.set(active.get()));
    let navigate = use_navigate();
    let search = move |wanted: String| {
        let now = address.get_untracked();
        if now.search == wanted {
            // Asked again: what was found may have changed.
            listing.reload();
        } else {
            navigate(&now.with_search(wanted).href(), NavigateOptions::default());
        }
    };
    let input = NodeRef::<html::Input>::new();
    lead_here_by_slash(input);
    view! {
        <SearchField
            label=text::conversations::SEARCH_LABEL
            placeholder=text::conversations::SEARCH_PLACEHOLDER
            value=typed
            active
            on_search=search
            input
            on:keydown=move |event| {
                if is_escape(&event) {
                    event.prevent_default();
                    leave(input);
                }
            }
        />
    }
}

/// Leaves the search for what was found, where keys alone do something (C19).
fn leave(input: NodeRef<html::Input>) {
    if let Some(input) = input.get_untracked() {
        // What can't lose the focus keeps it.
        let _ = input.blur();
    }
    focus_rows();
}

/// The key `/` leads to the search (C19).
fn lead_here_by_slash(input: NodeRef<html::Input>) {
    use_commands().on(Shortcut::Search, move || {
        if let Some(input) = input.get_untracked() {
            // An input that is hidden leaves the focus where it is.
            let _ = input.focus();
            input.select();
        }
    });
}

#[component]
fn Tabs(address: Memo<Address>, listing: Listing) -> impl IntoView {
    let tab = move |tab: Tab,
                    label: &'static str,
                    count: fn(&copperline_shared::conversations::Counts) -> u32| {
        let count = Memo::new(move |_| listing.counts(count));
        let short = move || format::short_count(count.get());
        let exact =
            move || Some(format::capped_count(count.get())).filter(|exact| *exact != short());
        view! {
            <TabLink
                href=Signal::derive(move || address.with(|address| address.with_tab(tab).href()))
                label
                count=Signal::derive(move || Some(short()))
                exact=Signal::derive(exact)
                current=Signal::derive(move || address.with(|address| address.tab == tab))
            />
        }
    };
    view! {
        <TabLinks label=text::conversations::LISTS>
            {tab(Tab::All, text::conversations::ALL, |counts| counts.all)}
            {tab(Tab::Hot, text::conversations::HOT_LEADS, |counts| counts.hot)}
            {tab(Tab::Recents, text::conversations::RECENTS, |counts| counts.recents)}
        </TabLinks>
    }
}
