//! The workflows and redrips of a contact, in the panel beside the conversation (C14, C15).

use chrono::{DateTime, Utc};
use copperline_shared::events::Event;
use copperline_shared::workflows::{RunState, WorkflowKind, WorkflowRun};
use leptos::prelude::*;
use uuid::Uuid;

use super::choose::Chooser;
use super::starting::{start, stop};
use crate::clock::use_clock;
use crate::contacts::place;
use crate::live::use_live;
use crate::loaded::{Loaded, WhenLoaded};
use crate::messages::Clocks;
use crate::moment::Moment;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, Dialog, IconButton, use_toasts};
use crate::{api, paths, text};

/// So many runs that have ended are shown.
const ENDED_SHOWN: usize = 3;

const BOTH: &[WorkflowKind] = &[WorkflowKind::Workflow, WorkflowKind::Redrip];

/// What is under way, the way to start more, and what ended last.
#[component]
pub fn ContactRuns(contact_id: Uuid) -> impl IntoView {
    let runs = Loaded::new(Vec::<WorkflowRun>::new(), move || async move {
        let client = api::client();
        let request = client.list_contact_runs().contact_id(contact_id);
        api::call(request.send()).await
    });
    use_live().on(move |event| match event {
        Event::WorkflowRunChanged { run } if run.contact_id == contact_id => runs.reload_soon(),
        // It pauses what is under way, or lets it go on.
        Event::ReviewChanged { review } if review.contact_id == contact_id => runs.reload_soon(),
        _ => {}
    });
    let choosing = RwSignal::new(false);
    let of = move |running: bool| {
        let mut all = runs.value.get();
        all.retain(|run| (run.state == RunState::Running) == running);
        all
    };
    let open = Memo::new(move |_| of(true));
    let ended = Memo::new(move |_| {
        let mut ended = of(false);
        ended.truncate(ENDED_SHOWN);
        ended
    });
    view! {
        <section class="context-part">
            <div class="context-head">
                <h3>{text::workflows::RUNS}</h3>
                <IconButton
                    icon=icondata_lu::LuPlus
                    label=text::workflows::START
                    on_click=move || choosing.set(true)
                />
            </div>
            <WhenLoaded loaded=runs skeleton=|| view! { <span class="bone w-2/5"></span> }>
                <Running runs=open.into() />
                <Show when=move || !ended.with(Vec::is_empty)>
                    <p class="runs-earlier">{text::workflows::EARLIER}</p>
                    <ul class="runs-ended">
                        <For each=move || ended.get() key=|run| run.id let:run>
                            <EndedRun run />
                        </For>
                    </ul>
                </Show>
            </WhenLoaded>
        </section>
        <StartDialog contact_id open=choosing />
    }
}

/// The runs that are under way, each with what comes next and the way to stop it.
#[component]
pub fn Running(runs: Signal<Vec<WorkflowRun>>) -> impl IntoView {
    view! {
        <Show
            when=move || !runs.with(Vec::is_empty)
            fallback=|| view! { <p class="text-muted">{text::workflows::NOT_RUNNING}</p> }
        >
            <ul class="runs" aria-label=text::workflows::RUNS>
                <For each=move || runs.get() key=drawn let:run>
                    <OneRun run />
                </For>
            </ul>
        </Show>
    }
}

/// What is drawn of a run that is under way.
pub fn drawn(run: &WorkflowRun) -> Drawn {
    let held = run.hold.as_ref().map(|hold| hold.detail.clone());
    (run.id, run.place, run.due_at, held, run.review_id)
}

type Drawn = (
    Uuid,
    u32,
    Option<DateTime<Utc>>,
    Option<String>,
    Option<Uuid>,
);

/// When a run does what next, as time goes on, on the contact's clocks as their texts are told:
/// `Next text today 4:03 pm, Maya’s time`.
pub fn next_of(run: &WorkflowRun) -> impl Fn() -> Option<String> + Clone + Send + use<> {
    let name = text::contacts::called(&run.contact_first_name);
    let zone = run.time_zone.as_deref().and_then(place::zone_named);
    let clocks = Clocks::new(Signal::stored(name), Signal::stored(zone), use_clock());
    let next = run.next.clone().zip(run.due_at);
    move || {
        let (step, at) = next.as_ref()?;
        Some(text::workflows::next_at(step, &clocks.when(*at)))
    }
}

/// Why a run waits: the review that pauses it, with the way there, or else what holds its next step.
#[component]
pub fn WhyHeld(run: WorkflowRun, class: &'static str) -> impl IntoView {
    if let Some(review) = run.review_id {
        let href = paths::review(review);
        return view! {
            <p class=class>
                {text::workflows::PAUSED_BY_REVIEW} " "
                <a class="link" href=href>{text::workflows::TO_THE_REVIEW}</a>
            </p>
        }
        .into_any();
    }
    let held = run.hold.map(|hold| hold.detail);
    held.map(|held| view! { <p class=class>{held}</p> })
        .into_any()
}

#[component]
fn OneRun(run: WorkflowRun) -> impl IntoView {
    let next = next_of(&run);
    let (id, name) = (run.id, run.name.clone());
    view! {
        <li class="run">
            <div class="run-words">
                <p class="run-name">{name.clone()}</p>
                <p class="field-help">
                    {next} " · " {text::workflows::step_of(run.place, run.steps)}
                </p>
                <WhyHeld run class="field-help" />
            </div>
            <StopButton id name />
        </li>
    }
}

/// Ends a run.
#[component]
pub fn StopButton(id: Uuid, name: String) -> impl IntoView {
    let toasts = use_toasts();
    let label = text::workflows::named(text::workflows::STOP, &name);
    view! {
        <Button
            kind=ButtonKind::Ghost
            class="btn-small"
            on_click=move || stop(id, name.clone(), toasts)
        >
            <span aria-hidden="true">{text::workflows::STOP}</span>
            <span class="sr-only">{label}</span>
        </Button>
    }
}

#[component]
fn EndedRun(run: WorkflowRun) -> impl IntoView {
    let at = run.ended_at.unwrap_or(run.started_at);
    let reason = run.reason.clone();
    view! {
        <li>
            <p>
                {run.name} " · " {text::workflows::state(run.state)} " " <Moment at />
            </p>
            {(!reason.is_empty()).then(|| view! { <p>{reason}</p> })}
        </li>
    }
}

/// Choosing one to start for a contact.
#[component]
pub fn StartDialog(contact_id: Uuid, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog open title=text::workflows::START>
            <Start contact_id open />
        </Dialog>
    }
}

#[component]
fn Start(contact_id: Uuid, open: RwSignal<bool>) -> impl IntoView {
    let chosen = RwSignal::new(None::<Uuid>);
    let (submission, toasts) = (Submission::new(), use_toasts());
    let save = move || {
        let Some(id) = chosen.get_untracked() else {
            return;
        };
        let key = submission.key(&(contact_id, id));
        submission.run(start(key, contact_id, id), move |run| {
            toasts.done(text::workflows::started(&run.name));
            open.set(false);
        });
    };
    view! {
        <FailureBanner submission />
        <Chooser kinds=BOTH chosen />
        <div class="dialog-actions">
            <Button on_click=move || open.set(false)>{text::common::CANCEL}</Button>
            <Button
                kind=ButtonKind::Main
                busy=submission.busy
                disabled=Signal::derive(move || chosen.get().is_none())
                on_click=save
            >
                {text::workflows::SAVE}
            </Button>
        </div>
    }
}
