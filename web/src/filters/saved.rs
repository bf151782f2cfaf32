//! The saved filters beside the tabs, and what can be done with the one that is shown.

use copperline_shared::filters::SavedFilter;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::saving::EditDialog;
use crate::conversations::Address;
use crate::session::use_session;
use crate::ui::{Icon, Menu, MenuItem, use_toasts};
use crate::{api, text};

#[component]
pub fn SavedFilters(address: Memo<Address>) -> impl IntoView {
    let saved = use_session().saved_filters;
    view! {
        <Show when=move || !saved.with(Vec::is_empty)>
            <nav class="saved-filters" aria-label=text::filters::SAVED>
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
                <Manage saved />
            </Show>
        </span>
    }
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
