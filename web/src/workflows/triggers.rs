//! What starts a workflow by itself, in the editor.

use leptos::prelude::*;

use super::editing::Editing;
use super::typed::{TriggerForm, TriggerKind};
use crate::text;
use crate::ui::{Icon, IconButton, Menu, MenuItem, Select};

#[component]
pub fn Triggers(editing: Editing) -> impl IntoView {
    let form = editing.form;
    let face = || {
        view! {
            <span class="btn btn-quiet">
                <Icon icon=icondata_lu::LuPlus size=16 />
                {text::workflows::ADD_TRIGGER}
            </span>
        }
    };
    let error = editing
        .submission
        .error_while("triggers", move || form.chosen_triggers());
    view! {
        <h2 class="workflow-part">{text::workflows::TRIGGERS}</h2>
        <p class="page-lead">{text::workflows::TRIGGERS_LEAD}</p>
        <Show when=move || !form.triggers.with(Vec::is_empty)>
            <ul class="triggers" aria-label=text::workflows::TRIGGERS>
                <For each=move || form.triggers.get() key=|trigger| trigger.key let:trigger>
                    <Trigger trigger editing />
                </For>
            </ul>
        </Show>
        <p class="field-error" hidden=move || error.get().is_none()>
            <Icon icon=icondata_lu::LuCircleAlert size=14 />
            <span>{move || error.get()}</span>
        </p>
        <Show when=move || editing.admin.get()>
        <Menu label=text::workflows::ADD_TRIGGER face place="menu-down-start">
            {TriggerKind::ALL
                .map(|kind| {
                    let add = move |()| form.add_trigger(kind);
                    view! {
                        <MenuItem on_select=Callback::new(add)>
                            {text::workflows::trigger(kind.naming(uuid::Uuid::nil()))}
                        </MenuItem>
                    }
                })
                .collect_view()}
        </Menu>
        </Show>
    }
}

#[component]
fn Trigger(trigger: TriggerForm, editing: Editing) -> impl IntoView {
    let TriggerForm { key, kind, value } = trigger;
    let there = match kind {
        TriggerKind::Lead => editing.tokens(),
        TriggerKind::Tag => editing.tags(),
        TriggerKind::Stage => editing.stages(),
    };
    let label = text::workflows::trigger(kind.naming(uuid::Uuid::nil()));
    view! {
        <li class="trigger">
            <Select label value choices=there.offered(text::workflows::CHOOSE, value) />
            <Show when=move || editing.admin.get()>
                <IconButton
                    icon=Signal::stored(icondata_lu::LuTrash2)
                    label=text::workflows::named(text::workflows::REMOVE, label)
                    on_click=move || editing.form.remove_trigger(key)
                />
            </Show>
        </li>
    }
}
