//! The button in a conversation's header: what is under way, the way to stop it and to start more.

use copperline_shared::workflows::WorkflowRun;
use leptos::prelude::*;
use uuid::Uuid;

use super::contact_runs::{Running, StartDialog};
use crate::text;
use crate::ui::{Button, ButtonKind, Dialog};

#[component]
pub fn RunningButton(
    /// The contact's id; absent until it is known.
    #[prop(into)]
    contact: Signal<Option<Uuid>>,
    /// What is under way with the contact.
    #[prop(into)]
    runs: Signal<Vec<WorkflowRun>>,
) -> impl IntoView {
    let (looking, choosing) = (RwSignal::new(false), RwSignal::new(false));
    let words = Memo::new(move |_| {
        runs.with(|runs| match runs.as_slice() {
            [] => text::workflows::WORKFLOW.to_owned(),
            [run] => run.name.clone(),
            runs => text::workflows::under_way(runs.len()),
        })
    });
    // With nothing to stop, the choice is what is wanted.
    let press = move || match runs.with_untracked(Vec::is_empty) {
        true => choosing.set(true),
        false => looking.set(true),
    };
    let more = move || {
        looking.set(false);
        choosing.set(true);
    };
    view! {
        <Button
            kind=ButtonKind::Ghost
            fold=true
            class="work-running"
            icon=icondata_lu::LuWorkflow
            on_click=press
        >
            <span class="sr-only">
                {move || (!runs.with(Vec::is_empty)).then_some(text::workflows::UNDER_WAY)}
            </span>
            <span class="work-standing-words">{words}</span>
        </Button>
        <Dialog open=looking title=text::workflows::RUNS>
            <Running runs />
            <div class="dialog-actions">
                <Button on_click=more>{text::workflows::START}</Button>
            </div>
        </Dialog>
        {move || contact.get().map(|contact_id| view! { <StartDialog contact_id open=choosing /> })}
    }
}
