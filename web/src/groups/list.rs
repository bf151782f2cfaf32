//! The workspace's groups, with who is in each.

use copperline_shared::groups::Group;
use leptos::prelude::*;

use super::Work;
use super::edit::EditDialog;
use super::members::names;
use super::remove::DeleteDialog;
use crate::loaded::WhenLoaded;
use crate::session::use_session;
use crate::text;
use crate::ui::{Avatar, EmptyState, Menu, MenuItem, SkeletonRows};

#[component]
pub fn GroupList(work: Work, admin: Memo<bool>) -> impl IntoView {
    let groups = work.groups.value;
    let none = move || {
        let lead = if admin.get() {
            text::groups::NONE_LEAD
        } else {
            text::groups::NONE_ASK
        };
        view! { <EmptyState icon=icondata_lu::LuUsers title=text::groups::NONE lead /> }
    };
    view! {
        <WhenLoaded loaded=work.groups skeleton=|| view! { <SkeletonRows count=3 /> }>
            <Show when=move || !groups.with(Vec::is_empty) fallback=none>
                <ul class="items" aria-label=text::groups::TITLE>
                    <For
                        each=move || groups.get()
                        key=|group| (group.id, group.name.clone(), group.agent_ids.clone())
                        let:group
                    >
                        <GroupRow work group admin />
                    </For>
                </ul>
            </Show>
        </WhenLoaded>
        <EditDialog work />
        <DeleteDialog work />
    }
}

#[component]
fn GroupRow(work: Work, group: Group, admin: Memo<bool>) -> impl IntoView {
    let session = use_session();
    let (name, members) = (group.name.clone(), group.agent_ids.clone());
    let count = text::groups::members(members.len());
    let who = Memo::new(move |_| names(session, &members).join(", "));
    let ask = move |dialog: RwSignal<bool>| {
        let group = group.clone();
        Callback::new(move |()| {
            work.chosen.set(Some(group.clone()));
            dialog.set(true);
        })
    };
    let (edit, delete) = (ask(work.editing), ask(work.deleting));
    let menu = text::groups::named("More for", &name);
    view! {
        <li class="item">
            <span class="item-mark">
                <Avatar name=name.clone() several=true />
            </span>
            <div class="item-words">
                <p class="item-title">{name}</p>
                <p class="item-facts">
                    <span>{count}</span>
                    <Show when=move || who.with(|who| !who.is_empty())>
                        <span>{who}</span>
                    </Show>
                </p>
            </div>
            <Show when=move || admin.get()>
                <Menu label=menu.clone()>
                    <MenuItem icon=icondata_lu::LuPencil on_select=edit>
                        {text::groups::EDIT}
                    </MenuItem>
                    <MenuItem icon=icondata_lu::LuTrash2 on_select=delete>
                        {text::groups::DELETE}
                    </MenuItem>
                </Menu>
            </Show>
        </li>
    }
}
