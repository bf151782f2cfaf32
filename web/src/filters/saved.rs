//! The saved filters beside the tabs, and what can be done with the one that is shown.

use copperline_shared::conversations::Tab;
use copperline_shared::filters::{Filter, SavedFilter};
use copperline_shared::follow_ups::FollowUpState;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;

use super::saving::EditDialog;
use crate::conversations::Address;
use crate::part::{Drawn, Part};
use crate::session::use_session;
use crate::ui::{Icon, Menu, MenuItem, use_toasts};
use crate::{api, format, text};

#[component]
pub fn SavedFilters(address: Memo<Address>) -> impl IntoView {
    let (saved, due) = (use_session().saved_filters, use_due(address));
    view! {
        <Show when=move || due.get().is_some() || !saved.with(Vec::is_empty)>
            <nav class="saved-filters" aria-label=text::filters::SAVED>
                {move || due.get().map(|count| view! { <DueLink address count /> })}
                <For
                    each=move || saved.get()
                    key=|saved| (saved.id, saved.name.clone(), saved.shared)
                    let:one
                >
                    <SavedLink address saved=one />
                </For>
            </nav>
        </Show>
    }
}

/// How many follow-ups are due, while there are any or they are what is shown.
fn use_due(address: Memo<Address>) -> Memo<Option<u32>> {
    let session = use_session();
    Memo::new(move |_| {
        let due = session.counts.with(|counts| counts.due);
        let shown = address.with(|address| address.filter == DUE);
        (due > 0 || shown).then_some(due)
    })
}

/// Those whose follow-up is due.
const DUE: Filter = Filter {
    assignee: None,
    tag_id: None,
    stage_id: None,
    unread: false,
    follow_up: Some(FollowUpState::Due),
};

/// Leads to what is due, as long as anything is.
#[component]
fn DueLink(address: Memo<Address>, count: u32) -> impl IntoView {
    let href = move || {
        let due = |address: &Address| address.with_tab(Tab::Recents).with_filter(DUE);
        address.with(|address| due(address).href())
    };
    let current = move || {
        let is = address.with(|now| now.tab == Tab::Recents && now.filter == DUE);
        is.then_some("page")
    };
    view! {
        <a class="tab-link" href=href aria-current=current title=text::follow_ups::DUE_LIST>
            <Icon icon=icondata_lu::LuBellRing size=13 />
            {text::follow_ups::DUE_SHORT}
            <span class="tab-count">{format::capped_count(count)}</span>
        </a>
    }
}

#[component]
fn SavedLink(address: Memo<Address>, saved: SavedFilter) -> impl IntoView {
    let (tab, filter) = (saved.tab, saved.filter);
    let current = Memo::new(move |_| address.with(|now| now.tab == tab && now.filter == filter));
    let href = move || address.with(|address| address.with_tab(tab).with_filter(filter).href());
    let (name, shared) = (saved.name.clone(), saved.shared);
    let saved = StoredValue::new(saved);
    view! {
        <span class="saved-filter" class:is-current=current>
            <a class="tab-link" href=href aria-current=move || current.get().then_some("page")>
                {shared
                    .then(|| {
                        view! {
                            <span title=text::filters::SHARED_WITH_ALL>
                                <Icon icon=icondata_lu::LuUsers size=13 />
                                <span class="sr-only">{text::filters::SHARED_WITH_ALL}</span>
                            </span>
                        }
                    })}
                {name}
            </a>
            <Show when=move || current.get()>
                <Part
                    preload=fetch_manage
                    draw=move || manage_part(saved)
                    skeleton=|| ()
                    line=true
                />
            </Show>
        </span>
    }
}

#[wasm_split(overlays, wasm_split_path = ::leptos::wasm_split, preload(fetch_manage), fallible)]
fn manage_part(saved: StoredValue<SavedFilter>) -> Drawn {
    Ok(view! { <Manage saved /> }.into_any())
}

/// For whoever may change it: one's own, and for the owner and admins those of everybody.
#[component]
fn Manage(saved: StoredValue<SavedFilter>) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let own = saved.with_value(|saved| saved.agent_id) == session.agent_id();
    let editing = RwSignal::new(false);
    let delete = move || {
        let saved = saved.get_value();
        spawn_local(async move {
            let client = api::client();
            let request = client.delete_saved_filter().saved_filter_id(saved.id);
            match api::call(request.send()).await {
                Ok(()) => {
                    session.forget_saved_filter(saved.id);
                    toasts.done(text::filters::deleted(&saved.name));
                }
                Err(failure) => toasts.problem(failure.message()),
            }
        });
    };
    (own || session.is_admin()).then(|| {
        view! {
            <Menu label=text::filters::more(&saved.with_value(|saved| saved.name.clone()))>
                <MenuItem icon=icondata_lu::LuPencil on_select=move || editing.set(true)>
                    {text::filters::EDIT}
                </MenuItem>
                <MenuItem icon=icondata_lu::LuTrash2 on_select=delete>
                    {text::filters::DELETE}
                </MenuItem>
            </Menu>
            <EditDialog open=editing saved own />
        }
    })
}
