//! The workspace's tags, with how many contacts wear each.

use copperline_shared::tags::TagUse;
use leptos::prelude::*;

use super::Work;
use super::edit::EditDialog;
use super::remove::{DeleteDialog, MergeDialog};
use crate::loaded::WhenLoaded;
use crate::text;
use crate::ui::{EmptyState, Menu, MenuItem, SkeletonRows, Tag};

#[component]
pub fn TagList(work: Work, admin: Memo<bool>) -> impl IntoView {
    let tags = work.tags.value;
    let none = move || {
        let lead = if admin.get() {
            text::tags::NONE_LEAD
        } else {
            text::tags::NONE_ASK
        };
        view! { <EmptyState icon=icondata_lu::LuTag title=text::tags::NONE lead /> }
    };
    view! {
        <WhenLoaded loaded=work.tags skeleton=|| view! { <SkeletonRows count=3 /> }>
            <Show when=move || !tags.with(Vec::is_empty) fallback=none>
                <ul class="items" aria-label=text::tags::TITLE>
                    <For
                        each=move || tags.get()
                        key=|of| (of.tag.id, of.tag.name.clone(), of.tag.colour, of.contacts)
                        let:of
                    >
                        <TagRow work of admin />
                    </For>
                </ul>
            </Show>
        </WhenLoaded>
        <EditDialog work />
        <MergeDialog work />
        <DeleteDialog work />
    }
}

#[component]
fn TagRow(work: Work, of: TagUse, admin: Memo<bool>) -> impl IntoView {
    let (name, contacts) = (of.tag.name.clone(), of.contacts);
    let colour = of.tag.colour;
    let others = move || work.tags.value.with(|tags| tags.len() > 1);
    let ask = move |dialog: RwSignal<bool>| {
        let of = of.clone();
        Callback::new(move |()| {
            work.chosen.set(Some(of.clone()));
            dialog.set(true);
        })
    };
    let (edit, merge, delete) = (ask(work.editing), ask(work.merging), ask(work.deleting));
    let menu = text::tags::named("More for", &name);
    view! {
        <li class="item">
            <div class="item-words">
                <p class="item-title"><Tag colour>{name}</Tag></p>
                <p class="item-facts"><span>{text::tags::contacts(contacts)}</span></p>
            </div>
            <Show when=move || admin.get()>
                <Menu label=menu.clone()>
                    <MenuItem icon=icondata_lu::LuPencil on_select=edit>{text::tags::EDIT}</MenuItem>
                    <Show when=others>
                        <MenuItem icon=icondata_lu::LuMerge on_select=merge>{text::tags::MERGE}</MenuItem>
                    </Show>
                    <MenuItem icon=icondata_lu::LuTrash2 on_select=delete>{text::tags::DELETE}</MenuItem>
                </Menu>
            </Show>
        </li>
    }
}
