//! Choosing a workflow or redrip to start: for one contact, or for a selection.

use copperline_shared::bulk_actions::BulkChange;
use copperline_shared::workflows::{Workflow, WorkflowKind};
use leptos::prelude::*;
use uuid::Uuid;

use super::known::NotKnown;
use super::starting::{need_workflows, of_kind};
use crate::ui::{Button, ButtonKind, Dialog, EmptyState, Icon, SkeletonRows};
use crate::{paths, text};

/// Those of the kinds, one of which can be chosen.
#[component]
pub fn Chooser(kinds: &'static [WorkflowKind], chosen: RwSignal<Option<Uuid>>) -> impl IntoView {
    let session = need_workflows();
    let none = Memo::new(move |_| kinds.iter().all(|kind| of_kind(session, *kind).is_empty()));
    let workflows = session.workflows;
    let known = Memo::new(move |_| workflows.all.with(Option::is_some));
    let failure = Memo::new(move |_| workflows.failure.get());
    let coming = move || match failure.get() {
        Some(failure) => view! { <NotKnown workflows failure /> }.into_any(),
        None => view! { <SkeletonRows count=2 /> }.into_any(),
    };
    let groups = move || {
        kinds
            .iter()
            .map(|kind| view! { <Group kind=*kind chosen titled={kinds.len() > 1} /> })
            .collect_view()
    };
    view! {
        <Show when=move || known.get() fallback=move || view! { {coming} }>
            <Show when=move || !none.get() fallback=NothingToStart>
                {groups}
            </Show>
        </Show>
    }
}

#[component]
fn Group(kind: WorkflowKind, chosen: RwSignal<Option<Uuid>>, titled: bool) -> impl IntoView {
    let session = need_workflows();
    let own = Memo::new(move |_| of_kind(session, kind));
    let title = match kind {
        WorkflowKind::Workflow => text::workflows::WORKFLOWS,
        WorkflowKind::Redrip => text::workflows::REDRIPS,
    };
    view! {
        <Show when=move || !own.with(Vec::is_empty)>
            <fieldset class="workflow-choices">
                <legend class:sr-only=!titled>{title}</legend>
                <For each=move || own.get() key=|of| (of.id, of.revision) let:workflow>
                    <OneChoice workflow chosen />
                </For>
            </fieldset>
        </Show>
    }
}

#[component]
fn OneChoice(workflow: Workflow, chosen: RwSignal<Option<Uuid>>) -> impl IntoView {
    let id = workflow.id;
    let facts = text::workflows::summary(&workflow.steps);
    view! {
        <label class="workflow-choice">
            <input
                type="radio"
                class="radio radio-primary radio-sm"
                name="workflow"
                prop:checked=move || chosen.get() == Some(id)
                on:change=move |_| chosen.set(Some(id))
            />
            <span>
                <span class="workflow-choice-name">{workflow.name}</span>
                <span class="field-help">{facts}</span>
            </span>
        </label>
    }
}

/// What to do where there is nothing to start.
#[component]
fn NothingToStart() -> impl IntoView {
    let admin = crate::session::use_session().is_admin();
    let lead = (!admin).then_some(text::workflows::NOTHING_TO_START_ASK);
    view! {
        <EmptyState
            icon=icondata_lu::LuWorkflow
            title=text::workflows::NOTHING_TO_START
            lead=lead.map(str::to_owned)
        >
            {admin
                .then(|| {
                    view! {
                        <a class="link" href=paths::WORKFLOWS>
                            {text::workflows::MANAGE}
                            <Icon icon=icondata_lu::LuArrowRight size=14 />
                        </a>
                    }
                })}
        </EmptyState>
    }
}

/// Choosing one of a kind to start for a selection.
#[component]
pub fn ManyDialog(
    /// Which kind is chosen from, while it is open.
    of: RwSignal<Option<WorkflowKind>>,
    #[prop(into)] count: Signal<u32>,
    /// Starts it.
    on_apply: Callback<BulkChange>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move || open.set(of.get().is_some()));
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            of.set(None);
        }
        is_open
    });
    let kind = move || of.get().unwrap_or_default();
    let title = Signal::derive(move || text::workflows::start_many(kind(), count.get()));
    view! {
        <Dialog open title>
            <Many kind=untrack(kind) open on_apply />
        </Dialog>
    }
}

#[component]
fn Many(kind: WorkflowKind, open: RwSignal<bool>, on_apply: Callback<BulkChange>) -> impl IntoView {
    let chosen = RwSignal::new(None::<Uuid>);
    let kinds: &'static [WorkflowKind] = match kind {
        WorkflowKind::Workflow => &[WorkflowKind::Workflow],
        WorkflowKind::Redrip => &[WorkflowKind::Redrip],
    };
    let apply = move || {
        if let Some(workflow_id) = chosen.get_untracked() {
            open.set(false);
            on_apply.run(BulkChange::Workflow { workflow_id });
        }
    };
    view! {
        <Chooser kinds chosen />
        <div class="dialog-actions">
            <Button on_click=move || open.set(false)>{text::common::CANCEL}</Button>
            <Button
                kind=ButtonKind::Main
                disabled=Signal::derive(move || chosen.get().is_none())
                on_click=apply
            >
                {text::workflows::SAVE}
            </Button>
        </div>
    }
}
