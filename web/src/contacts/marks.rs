//! What is done to the conversations of the selected contacts: archived, hot, read, assigned (P6).

use copperline_shared::bulk_actions::BulkChange;
use leptos::prelude::*;

use crate::text;
use crate::ui::{Button, ButtonKind, IconRef, Menu, MenuItem};

/// Buttons for the selection's bar. How the conversations are now the list doesn't know: what takes a
/// mark away stands in the menu.
#[component]
pub fn Marks(
    /// Does it to all that are selected.
    run: Callback<BulkChange>,
    /// Opens the choice of whom they are assigned to.
    assigning: RwSignal<bool>,
) -> impl IntoView {
    let mark = move |icon: IconRef, words: &'static str, change: BulkChange| {
        view! {
            <Button
                kind=ButtonKind::Ghost
                fold=true
                icon
                on_click=move || run.run(change.clone())
            >
                {words}
            </Button>
        }
    };
    let back = move |icon: IconRef, words: &'static str, change: BulkChange| {
        let select = Callback::new(move |()| run.run(change.clone()));
        view! {
            <MenuItem icon on_select=select>
                {words}
            </MenuItem>
        }
    };
    view! {
        {mark(icondata_lu::LuArchive, text::conversations::ARCHIVE, BulkChange::Archive)}
        {mark(icondata_lu::LuFlame, text::bulk_actions::HOT, BulkChange::MarkHot)}
        <Button
            kind=ButtonKind::Ghost
            fold=true
            icon=icondata_lu::LuUserPlus
            on_click=move || assigning.set(true)
        >
            {text::assignment::ASSIGN}
        </Button>
        <Menu label=text::contact_list::MORE_ACTIONS>
            {back(
                icondata_lu::LuArchiveRestore,
                text::conversations::UNARCHIVE,
                BulkChange::Unarchive,
            )}
            {back(icondata_lu::LuFlameKindling, text::bulk_actions::NOT_HOT, BulkChange::MarkNotHot)}
            {back(icondata_lu::LuMailOpen, text::bulk_actions::MARK_READ, BulkChange::MarkRead)}
        </Menu>
    }
}
