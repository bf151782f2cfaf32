//! The workflows and redrips, with what became of their runs.

use std::time::Duration;

use copperline_shared::events::Event;
use copperline_shared::workflows::{
    RunCounts, RunState, Workflow, WorkflowKind, WorkflowTrigger, WorkflowUse,
};
use leptos::prelude::*;
use uuid::Uuid;

use super::runs_dialog::{About, RunsDialog};
use crate::live::use_live;
use crate::loaded::{Loaded, WhenLoaded};
use crate::session::use_session;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{
    Button, ButtonKind, ButtonLink, ConfirmDialog, Icon, PageHeader, Section, SkeletonRows, Tag,
    use_toasts,
};
use crate::{api, paths, text};

/// While one is started for thousands, the figures follow only so often: each time they are counted.
const PAUSE: Duration = Duration::from_secs(3);

/// The states of runs, in the order in which their figures stand.
const STATES: [RunState; 6] = [
    RunState::Running,
    RunState::Finished,
    RunState::Replied,
    RunState::OptedOut,
    RunState::Stopped,
    RunState::Failed,
];

/// What the parts of the screen share.
#[derive(Clone, Copy)]
struct Work {
    all: Loaded<Vec<WorkflowUse>>,
    admin: Memo<bool>,
    deleting: RwSignal<Option<Workflow>>,
    asking: RwSignal<bool>,
    /// Whose runs are looked at.
    about: RwSignal<Option<About>>,
}

impl Work {
    /// What became of the runs of one, tracked.
    fn runs(self, id: Uuid) -> RunCounts {
        self.all.value.with(|all| {
            let of = all.iter().find(|of| of.workflow.id == id);
            of.and_then(|of| of.runs).unwrap_or_default()
        })
    }
}

#[component]
pub fn WorkflowList() -> impl IntoView {
    let session = use_session();
    let work = Work {
        all: Loaded::new(Vec::new(), || async {
            api::call(api::client().list_workflows().runs(true).send()).await
        }),
        admin: Memo::new(move |_| session.is_admin()),
        deleting: RwSignal::new(None),
        asking: RwSignal::new(false),
        about: RwSignal::new(None),
    };
    use_live().on(move |event| match event {
        Event::WorkflowsChanged => work.all.reload_soon(),
        Event::WorkflowRunChanged { .. } => work.all.reload_sparingly(PAUSE),
        _ => {}
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
            let own = all.iter().map(|of| &of.workflow);
            let own = own.filter(|workflow| workflow.kind == kind);
            own.cloned().collect::<Vec<_>>()
        })
    });
    // A run that goes on must not draw the row anew and take the focus away: figures follow by
    // themselves.
    let key = |of: &Workflow| (of.id, of.revision, of.ez, of.tag_id);
    view! {
        <Section title lead>
            <Show
                when=move || !own.with(Vec::is_empty)
                fallback=move || view! { <p class="text-muted">{none}</p> }
            >
                <ul class="items" aria-label=title>
                    <For each=move || own.get() key=key let:workflow>
                        <Row workflow work />
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
fn Row(workflow: Workflow, work: Work) -> impl IntoView {
    let session = use_session();
    let name = workflow.name.clone();
    let tag = workflow.tag_id;
    let tag = move || {
        let tag = session.tag(tag?)?;
        Some(view! { <Tag colour=tag.colour>{tag.name}</Tag> })
    };
    let ez = workflow
        .ez
        .then(|| view! { <span class="ez-mark">{text::workflows::EZ}</span> });
    let triggers = workflow.triggers.clone();
    let starts = move || {
        let tag = |id| session.tag(id).map(|tag| tag.name);
        let ways: Vec<String> = triggers.iter().map(|of| starts_when(*of, tag)).collect();
        (!ways.is_empty()).then(|| {
            view! {
                <p class="item-facts workflow-starts">
                    <Icon icon=icondata_lu::LuZap size=14 />
                    <span>{text::workflows::starts_by_itself(&ways)}</span>
                </p>
            }
        })
    };
    let facts: Vec<_> = facts(&workflow)
        .into_iter()
        .map(|fact| view! { <span>{fact}</span> })
        .collect();
    let href = paths::workflow(workflow.id);
    view! {
        <li class="item workflow-item">
            <div class="item-words">
                <p class="item-title">
                    <a class="link-plain" href=href.clone()>{name.clone()}</a>
                    {ez}
                    {tag}
                </p>
                <p class="item-facts">{facts}</p>
                {starts}
                <Figures workflow=workflow.id name work />
            </div>
            <Actions workflow work href />
        </li>
    }
}

/// The states that any run is in, with how many are, each leading to whose they are.
#[component]
fn Figures(workflow: Uuid, name: String, work: Work) -> impl IntoView {
    let runs = Memo::new(move |_| work.runs(workflow));
    let shown = Memo::new(move |_| {
        let runs = runs.get();
        let mut states = STATES.to_vec();
        states.retain(|state| count(runs, *state) > 0);
        states
    });
    let name = StoredValue::new(name);
    let look = move |state: RunState| {
        work.about.set(Some(About {
            workflow,
            name: name.get_value(),
            state,
        }));
    };
    view! {
        <div class="workflow-figures">
            <For each=move || shown.get() key=|state| *state let:state>
                <Button kind=ButtonKind::Ghost class="btn-small" on_click=move || look(state)>
                    {move || text::workflows::figure(state, count(runs.get(), state))}
                </Button>
            </For>
            <Show when=move || shown.with(Vec::is_empty)>
                <span class="text-muted">{text::workflows::NO_RUNS}</span>
            </Show>
        </div>
    }
}

const fn count(runs: RunCounts, state: RunState) -> u32 {
    match state {
        RunState::Running => runs.running,
        RunState::Finished => runs.finished,
        RunState::Replied => runs.replied,
        RunState::OptedOut => runs.opted_out,
        RunState::Stopped => runs.stopped,
        RunState::Failed => runs.failed,
    }
}

#[component]
fn Actions(workflow: Workflow, work: Work, href: String) -> impl IntoView {
    let workflow = StoredValue::new(workflow);
    let delete = move || {
        work.deleting.set(Some(workflow.get_value()));
        work.asking.set(true);
    };
    let label = move |action: &str| {
        workflow.with_value(|workflow| text::workflows::named(action, &workflow.name))
    };
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

/// When a workflow starts by itself; the tag by its name, where it is there.
fn starts_when(trigger: WorkflowTrigger, tag: impl Fn(Uuid) -> Option<String>) -> String {
    let named = match trigger {
        WorkflowTrigger::Tag { tag_id } => tag(tag_id),
        WorkflowTrigger::Lead { .. } | WorkflowTrigger::Stage { .. } => None,
    };
    text::workflows::starts_when(trigger, named.as_deref())
}

/// What a workflow does and for whom it starts.
fn facts(workflow: &Workflow) -> Vec<String> {
    let mut facts = vec![text::workflows::summary(&workflow.steps)];
    facts.extend(workflow.silent_days.map(text::workflows::silent_for));
    facts
}

#[component]
fn DeleteDialog(work: Work) -> impl IntoView {
    let (toasts, submission) = (use_toasts(), Submission::new());
    let title = Signal::derive(move || {
        work.deleting.with(|of| {
            let name = of.as_ref().map(|of| of.name.as_str());
            text::workflows::delete_question(name.unwrap_or_default())
        })
    });
    let ends = move || {
        let id = work.deleting.with(|of| of.as_ref().map(|of| of.id));
        let running = id.map_or(0, |id| work.runs(id).running);
        text::workflows::delete_ends(running)
    };
    let delete = Callback::new(move |()| {
        let Some(of) = work.deleting.get_untracked() else {
            return;
        };
        let request = async move {
            let client = api::client();
            api::call(client.delete_workflow().workflow_id(of.id).send()).await
        };
        submission.run(request, move |()| {
            work.asking.set(false);
            work.all.reload();
            toasts.done(text::workflows::deleted(&of.name));
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
