//! Whose runs of a workflow are in a state, and why they ended.

use copperline_shared::page::Page;
use copperline_shared::workflows::{RunState, WorkflowRun};
use leptos::prelude::*;
use uuid::Uuid;

use super::contact_runs::WhyHeld;
use crate::api::{self, Outcome};
use crate::loaded::LoadFailed;
use crate::moment::Moment;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, Dialog, SkeletonRows};
use crate::{paths, text};

/// What is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    pub workflow: Uuid,
    pub name: String,
    pub state: RunState,
}

/// Open while there is something to look at.
#[component]
pub fn RunsDialog(about: RwSignal<Option<About>>) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move || open.set(about.with(Option::is_some)));
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            about.set(None);
        }
        is_open
    });
    let title = Signal::derive(move || {
        about.with(|about| {
            let about = about.as_ref();
            about.map_or_else(String::new, |about| {
                text::workflows::runs_title(&about.name, about.state)
            })
        })
    });
    view! {
        <Dialog open title>
            <Runs about />
        </Dialog>
    }
}

async fn read(about: Option<About>, after: Option<String>) -> Outcome<Page<WorkflowRun>> {
    let Some(about) = about else {
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    };
    let client = api::client();
    let request = client
        .list_runs()
        .workflow_id(about.workflow)
        .state(about.state);
    let request = match after {
        Some(after) => request.after(after),
        None => request,
    };
    api::call(request.send()).await
}

#[component]
fn Runs(about: RwSignal<Option<About>>) -> impl IntoView {
    let runs = RwSignal::new(None::<Vec<WorkflowRun>>);
    let next = RwSignal::new(None::<String>);
    let submission = Submission::new();
    let more = move || {
        let request = read(about.get_untracked(), next.get_untracked());
        submission.run(request, move |page| {
            next.set(page.next);
            runs.update(|runs| runs.get_or_insert_default().extend(page.items));
        });
    };
    more();
    let known = Memo::new(move |_| runs.with(Option::is_some));
    let all = move || runs.get().unwrap_or_default();
    let again = Callback::new(move |()| more());
    let coming = move || match submission.failure.get() {
        Some(failure) => view! { <LoadFailed message=failure.when_reading() again /> }.into_any(),
        None => view! { <SkeletonRows count=3 /> }.into_any(),
    };
    view! {
        <Show when=move || known.get() fallback=move || view! { {coming} }>
            <FailureBanner submission />
            <ul class="items runs-list">
                <For each=all key=|run| run.id let:run>
                    <Run run />
                </For>
            </ul>
            <Show when=move || runs.with(|runs| runs.as_ref().is_some_and(Vec::is_empty))>
                <p class="text-muted">{text::workflows::NOBODY}</p>
            </Show>
        </Show>
        <Show when=move || next.with(Option::is_some)>
            <Button busy=submission.busy on_click=more>{text::common::LOAD_MORE}</Button>
        </Show>
    }
}

#[component]
fn Run(run: WorkflowRun) -> impl IntoView {
    let at = run.ended_at.unwrap_or(run.started_at);
    let reason = Some(run.reason.clone()).filter(|reason| !reason.is_empty());
    view! {
        <li class="item">
            <div class="item-words">
                <p class="item-title">
                    <a class="link-plain" href=paths::conversation(run.conversation_id)>
                        {run.contact_name.clone()}
                    </a>
                </p>
                <p class="item-facts">
                    <span>{text::workflows::step_of(run.place, run.steps)}</span>
                    <span><Moment at /></span>
                </p>
                {match reason {
                    Some(reason) => view! { <p class="item-facts">{reason}</p> }.into_any(),
                    None => view! { <WhyHeld run class="item-facts" /> }.into_any(),
                }}
            </div>
        </li>
    }
}
