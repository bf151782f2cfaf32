//! The workflows and redrips, with what became of their runs.

use copperline_shared::events::Event;
use copperline_shared::workflows::{RunCounts, RunState, Workflow, WorkflowKind, WorkflowUse};
use leptos::prelude::*;

use super::runs_dialog::{About, RunsDialog};
use crate::live::use_live;
use crate::loaded::{Loaded, WhenLoaded};
use crate::session::use_session;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{
    Button, ButtonKind, ButtonLink, ConfirmDialog, PageHeader, Section, SkeletonRows, Tag,
    use_toasts,
};
use crate::{api, paths, text};

/// What the parts of the screen share.
#[derive(Clone, Copy)]
struct Work {
    all: Loaded<Vec<WorkflowUse>>,
    admin: Memo<bool>,
    deleting: RwSignal<Option<WorkflowUse>>,
    asking: RwSignal<bool>,
    /// Whose runs are looked at.
    about: RwSignal<Option<About>>,
}

#[component]
pub fn WorkflowList() -> impl IntoView {
    let session = use_session();
    let work = Work {
        all: Loaded::new(Vec::new(), || async {
            api::call(api::client().list_workflows().send()).await
        }),
        admin: Memo::new(move |_| session.is_admin()),
        deleting: RwSignal::new(None),
        asking: RwSignal::new(false),
        about: RwSignal::new(None),
    };
    use_live().on(move |event| {
        let changed = matches!(
            event,
            Event::WorkflowsChanged | Event::WorkflowRunChanged { .. }
        );
        if changed {
            work.all.reload_soon();
        }
    });
    view! {
        <div class="page">
            <PageHeader title=text::workflows::TITLE lead=text::workflows::LEAD />
            <WhenLoaded loaded=work.all skeleton=|| view! { <SkeletonRows count=4 /> }>
                <Kind work kind=WorkflowKind::Workflow />
                <Kind work kind=WorkflowKind::Redrip />
            </WhenLoaded>
            <DeleteDialog work />
            <RunsDialog about=work.about />
        </div>
    }
}

/// All of one kind.
#[component]
fn Kind(work: Work, kind: WorkflowKind) -> impl IntoView {
    let (title, lead, new, none) = match kind {
        WorkflowKind::Workflow => (
            text::workflows::WORKFLOWS,
            text::workflows::WORKFLOWS_LEAD,
            text::workflows::NEW_WORKFLOW,
            text::workflows::NO_WORKFLOWS,
        ),
        WorkflowKind::Redrip => (
            text::workflows::REDRIPS,
            text::workflows::REDRIPS_LEAD,
            text::workflows::NEW_REDRIP,
            text::workflows::NO_REDRIPS,
        ),
    };
    let own = Memo::new(move |_| {
        work.all.value.with(|all| {
            let own = all.iter().filter(|of| of.workflow.kind == kind);
            own.cloned().collect::<Vec<_>>()
        })
    });
    let key = |of: &WorkflowUse| (of.workflow.id, of.workflow.revision, shown(of.runs));
    view! {
        <Section title lead>
            <Show
                when=move || !own.with(Vec::is_empty)
                fallback=move || view! { <p class="text-muted">{none}</p> }
            >
                <ul class="items" aria-label=title>
                    <For each=move || own.get() key=key let:of>
                        <Row of work />
                    </For>
                </ul>
            </Show>
            <Show when=move || work.admin.get()>
                <div class="section-actions">
                    <ButtonLink href=paths::new_workflow(kind) icon=icondata_lu::LuPlus>
                        {new}
                    </ButtonLink>
                </div>
            </Show>
        </Section>
    }
}

#[component]
fn Row(of: WorkflowUse, work: Work) -> impl IntoView {
    let session = use_session();
    let workflow = of.workflow.clone();
    let name = workflow.name.clone();
    let tag = workflow.tag_id;
    let tag = move || {
        let tag = session.tag(tag?)?;
        Some(view! { <Tag colour=tag.colour>{tag.name}</Tag> })
    };
    let ez = workflow
        .ez
        .then(|| view! { <span class="ez-mark">{text::workflows::EZ}</span> });
    let facts: Vec<_> = facts(&workflow)
        .into_iter()
        .map(|fact| view! { <span>{fact}</span> })
        .collect();
    let figures = figures(of.runs);
    let none = figures.is_empty();
    let look = move |state: RunState| {
        work.about.set(Some(About {
            workflow: workflow.id,
            name: workflow.name.clone(),
            state,
        }));
    };
    let figures = figures.into_iter().map(move |(state, count)| {
        let look = look.clone();
        view! {
            <Button kind=ButtonKind::Ghost class="btn-small" on_click=move || look(state)>
                {text::workflows::figure(state, count)}
            </Button>
        }
    });
    let href = paths::workflow(of.workflow.id);
    view! {
        <li class="item workflow-item">
            <div class="item-words">
                <p class="item-title">
                    <a class="link-plain" href=href.clone()>{name.clone()}</a>
                    {ez}
                    {tag}
                </p>
                <p class="item-facts">{facts}</p>
                <div class="workflow-figures">
                    {figures.collect_view()}
                    {none.then(|| view! { <span class="text-muted">{text::workflows::NO_RUNS}</span> })}
                </div>
            </div>
            <Actions of work href name />
        </li>
    }
}

#[component]
fn Actions(of: WorkflowUse, work: Work, href: String, name: String) -> impl IntoView {
    let of = StoredValue::new(of);
    let name = StoredValue::new(name);
    let delete = move || {
        work.deleting.set(Some(of.get_value()));
        work.asking.set(true);
    };
    let label = move |action: &str| name.with_value(|name| text::workflows::named(action, name));
    view! {
        <Show when=move || work.admin.get()>
            <div class="item-actions">
                <ButtonLink kind=ButtonKind::Ghost href=href.clone()>
                    <span aria-hidden="true">{text::workflows::EDIT}</span>
                    <span class="sr-only">{label(text::workflows::EDIT)}</span>
                </ButtonLink>
                <Button kind=ButtonKind::Ghost on_click=delete>
                    <span aria-hidden="true">{text::workflows::DELETE}</span>
                    <span class="sr-only">{label(text::workflows::DELETE)}</span>
                </Button>
            </div>
        </Show>
    }
}

/// What a workflow does and for whom it starts.
fn facts(workflow: &Workflow) -> Vec<String> {
    let mut facts = vec![text::workflows::summary(&workflow.steps)];
    facts.extend(workflow.silent_days.map(text::workflows::silent_for));
    facts
}

/// The states that any run is in, with how many are.
fn figures(runs: RunCounts) -> Vec<(RunState, u32)> {
    let mut figures = shown(runs).to_vec();
    figures.retain(|(_, count)| *count > 0);
    figures
}

const fn shown(runs: RunCounts) -> [(RunState, u32); 6] {
    [
        (RunState::Running, runs.running),
        (RunState::Finished, runs.finished),
        (RunState::Replied, runs.replied),
        (RunState::OptedOut, runs.opted_out),
        (RunState::Stopped, runs.stopped),
        (RunState::Failed, runs.failed),
    ]
}

#[component]
fn DeleteDialog(work: Work) -> impl IntoView {
    let (toasts, submission) = (use_toasts(), Submission::new());
    let title = Signal::derive(move || {
        work.deleting.with(|of| {
            let name = of.as_ref().map(|of| of.workflow.name.as_str());
            text::workflows::delete_question(name.unwrap_or_default())
        })
    });
    let ends = move || {
        let running = work
            .deleting
            .with(|of| of.as_ref().map(|of| of.runs.running));
        text::workflows::delete_ends(running.unwrap_or_default())
    };
    let delete = Callback::new(move |()| {
        let Some(of) = work.deleting.get_untracked() else {
            return;
        };
        let request = async move {
            let client = api::client();
            api::call(client.delete_workflow().workflow_id(of.workflow.id).send()).await
        };
        submission.run(request, move |()| {
            work.asking.set(false);
            work.all.reload();
            toasts.done(text::workflows::deleted(&of.workflow.name));
        });
    });
    view! {
        <ConfirmDialog
            open=work.asking
            title
            confirm=text::workflows::DELETE
            busy=submission.busy
            on_confirm=delete
        >
            <FailureBanner submission />
            <p>{ends} " " {text::workflows::DELETED_ENDS}</p>
        </ConfirmDialog>
    }
}
