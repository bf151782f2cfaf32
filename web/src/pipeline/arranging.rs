//! Changing the stages themselves: which dialog is open about which.

use copperline_shared::pipeline::{PipelineStage, UpdatePipelineStage};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::board::Board;
use super::removal::RemovalForm;
use super::screen::Screen;
use super::stage_form::StageForm;
use crate::ui::{self, Dialog, Toasts};
use crate::{api, text};

#[derive(Clone, Copy)]
pub struct Arranging {
    pub editing: RwSignal<bool>,
    pub removing: RwSignal<bool>,
    /// The stage that a dialog is about; absent for a new one.
    pub about: RwSignal<Option<PipelineStage>>,
}

impl Arranging {
    pub fn new() -> Self {
        Self {
            editing: RwSignal::new(false),
            removing: RwSignal::new(false),
            about: RwSignal::new(None),
        }
    }

    pub fn add(self) {
        self.about.set(None);
        self.editing.set(true);
    }

    pub fn edit(self, stage: PipelineStage) {
        self.about.set(Some(stage));
        self.editing.set(true);
    }

    pub fn remove(self, stage: PipelineStage) {
        self.about.set(Some(stage));
        self.removing.set(true);
    }
}

#[component]
pub fn StageDialogs(screen: Screen) -> impl IntoView {
    let arranging = screen.arranging;
    let titled = move |title: fn(&str) -> String| {
        Signal::derive(move || {
            arranging.about.with(|about| match about {
                Some(stage) => title(&stage.name),
                None => text::pipeline::NEW_STAGE.to_owned(),
            })
        })
    };
    view! {
        <Dialog open=arranging.editing title=titled(text::pipeline::edit_title)>
            <StageForm arranging />
        </Dialog>
        <Dialog open=arranging.removing title=titled(text::pipeline::remove_title)>
            <RemovalForm screen />
        </Dialog>
    }
}

/// Moves a stage to another position: shown at once, taken back when the server refuses.
pub fn move_stage(board: Board, stage: Uuid, position: usize, toasts: Toasts) {
    ui::keep_focus(|| {
        board.stages.update(|stages| {
            if let Some(at) = stages.iter().position(|known| known.id == stage) {
                let moved = stages.remove(at);
                stages.insert(position.min(stages.len()), moved);
            }
        });
    });
    let body = UpdatePipelineStage {
        position: u32::try_from(position).ok(),
        ..UpdatePipelineStage::default()
    };
    spawn_local(async move {
        let client = api::client();
        let request = client.update_pipeline_stage().stage_id(stage).body(body);
        if let Err(failure) = api::call(request.send()).await {
            toasts.problem(failure.message());
            if board.stands() {
                board.reload(true);
            }
        }
    });
}
