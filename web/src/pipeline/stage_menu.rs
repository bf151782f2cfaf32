//! What can be done with a stage.

use leptos::prelude::*;
use uuid::Uuid;

use super::arranging::move_stage;
use super::screen::Screen;
use crate::text;
use crate::ui::{Menu, MenuItem, use_toasts};

#[component]
pub fn StageMenu(screen: Screen, stage: Uuid) -> impl IntoView {
    let (board, arranging) = (screen.board, screen.arranging);
    let label = Signal::derive(move || {
        let name = board.stage(stage).map(|stage| stage.name);
        text::pipeline::stage_menu(&name.unwrap_or_default())
    });
    let known = move || untrack(|| board.stage(stage));
    let edit = move || {
        if let Some(stage) = known() {
            arranging.edit(stage);
        }
    };
    view! {
        <Menu label>
            <MenuItem icon=icondata_lu::LuPencil on_select=edit>
                {text::pipeline::EDIT_STAGE}
            </MenuItem>
            <Moves screen stage />
        </Menu>
    }
}

/// Only what can be done: the first stage doesn't move left, the only one stays.
#[component]
fn Moves(screen: Screen, stage: Uuid) -> impl IntoView {
    let (board, arranging, toasts) = (screen.board, screen.arranging, use_toasts());
    let (at, of) = board.stages.with_untracked(|stages| {
        let at = stages.iter().position(|known| known.id == stage);
        (at.unwrap_or_default(), stages.len())
    });
    let left = at.checked_sub(1).map(|left| {
        view! {
            <MenuItem
                icon=icondata_lu::LuArrowLeft
                on_select=move || move_stage(board, stage, left, toasts)
            >
                {text::pipeline::MOVE_LEFT}
            </MenuItem>
        }
    });
    let right = (at + 1 < of).then(|| {
        view! {
            <MenuItem
                icon=icondata_lu::LuArrowRight
                on_select=move || move_stage(board, stage, at + 1, toasts)
            >
                {text::pipeline::MOVE_RIGHT}
            </MenuItem>
        }
    });
    let remove = move || {
        if let Some(stage) = untrack(|| board.stage(stage)) {
            arranging.remove(stage);
        }
    };
    let remove = (of > 1).then(|| {
        view! {
            <MenuItem icon=icondata_lu::LuTrash2 on_select=remove>
                {text::pipeline::REMOVE_STAGE}
            </MenuItem>
        }
    });
    (left, right, remove)
}
