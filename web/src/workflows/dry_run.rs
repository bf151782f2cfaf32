//! The dry run beside the editor: for one contact, what would be done and when.

use std::time::Duration;

use copperline_shared::conversations::{Conversation, Tab};
use copperline_shared::workflows::{DryRun, DryRunPlan, PlannedStep, WorkflowStep, check_steps};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::editor::Editing;
use super::steps;
use super::typed::StepKind;
use crate::api;
use crate::format;
use crate::loaded::Loaded;
use crate::text;
use crate::ui::{Choice, Icon, Select};

/// How long to wait for more typing before the api is asked.
const PAUSE: Duration = Duration::from_millis(350);
/// So many contacts are offered, those heard of last.
const OFFERED: u32 = 25;

#[component]
pub fn DryRunPart(editing: Editing) -> impl IntoView {
    let known = Loaded::new(Vec::<Conversation>::new(), || async {
        let client = api::client();
        let request = client.list_conversations().tab(Tab::All).limit(OFFERED);
        Ok(api::call(request.send()).await?.items)
    });
    let chosen = RwSignal::new(String::new());
    Effect::new(move || {
        let first = known
            .value
            .with(|rows| rows.first().map(|row| row.contact_id.to_string()));
        if let Some(first) = first
            && chosen.with_untracked(String::is_empty)
        {
            chosen.set(first);
        }
    });
    let choices = Signal::derive(move || {
        known.value.with(|rows| {
            let choices = rows.iter().map(|row| (row.contact_id, &row.name));
            choices
                .map(|(id, name)| Choice::new(id.to_string(), name.clone()))
                .collect()
        })
    });
    let plan = follow(editing, chosen);
    let none = move || known.value.with(Vec::is_empty);
    view! {
        <section class="dry-run" aria-label=text::workflows::DRY_RUN>
            <h2>{text::workflows::DRY_RUN}</h2>
            <p class="page-lead">{text::workflows::DRY_RUN_LEAD}</p>
            <Show
                when=move || !none()
                fallback=|| view! { <p class="text-muted">{text::workflows::NO_CONTACTS}</p> }
            >
                <Select label=text::workflows::CONTACT value=chosen choices />
                <Plan plan />
            </Show>
        </section>
    }
}

/// What is asked: steps that can be, for somebody.
fn asked(editing: Editing, chosen: RwSignal<String>) -> Option<DryRun> {
    let contact_id = chosen.get().parse::<Uuid>().ok()?;
    let steps = editing.form.typed();
    let named = |step: &WorkflowStep| match step {
        WorkflowStep::SendTemplate { template_id: id }
        | WorkflowStep::AddTag { tag_id: id }
        | WorkflowStep::RemoveTag { tag_id: id }
        | WorkflowStep::MoveToStage { stage_id: id } => !id.is_nil(),
        _ => true,
    };
    let steps = check_steps(&steps)
        .ok()
        .filter(|steps| steps.iter().all(named))?;
    Some(DryRun {
        contact_id,
        steps,
        workflow_id: editing.id,
        start_at: None,
    })
}

/// The plan of what is typed, asked for again in a moment after each change.
fn follow(editing: Editing, chosen: RwSignal<String>) -> RwSignal<Option<DryRunPlan>> {
    let plan = RwSignal::new(None::<DryRunPlan>);
    let wanted = Memo::new(move |_| asked(editing, chosen));
    Effect::new(move |_| {
        let Some(body) = wanted.get() else {
            plan.set(None);
            return;
        };
        set_timeout(
            move || {
                if wanted.try_get_untracked().flatten().as_ref() != Some(&body) {
                    return;
                }
                spawn_local(async move {
                    let client = api::client();
                    let request = client.dry_run_workflow().body(body.clone());
                    let answer = api::call(request.send()).await;
                    // Overtaken by what was typed since, or its screen is gone.
                    if wanted.try_get_untracked().flatten().as_ref() == Some(&body) {
                        plan.try_set(answer.ok());
                    }
                });
            },
            PAUSE,
        );
    });
    plan
}

#[component]
fn Plan(plan: RwSignal<Option<DryRunPlan>>) -> impl IntoView {
    move || match plan.get() {
        None => view! { <p class="text-muted">{text::workflows::DRY_RUN_WAITS}</p> }.into_any(),
        Some(plan) => {
            let zone = plan.time_zone.clone();
            let refusal = plan.refusal.map(|refusal| {
                view! {
                    <p class="plan-problem">
                        <Icon icon=icondata_lu::LuCircleAlert size=14 />
                        {refusal.detail}
                    </p>
                }
            });
            let steps = plan
                .steps
                .into_iter()
                .map(|step| view! { <Planned step zone=zone.clone() /> })
                .collect_view();
            let price = format::money(plan.price_micros.0);
            view! {
                {refusal}
                <ol class="plan">{steps}</ol>
                <p class="field-help">
                    {text::workflows::by_clocks(&plan.time_zone)} " "
                    <span class="num">{text::workflows::costs(&price)}</span>
                </p>
            }
            .into_any()
        }
    }
}

fn icon_of(step: &WorkflowStep) -> crate::ui::IconRef {
    let kind = StepKind::ALL
        .into_iter()
        .find(|kind| std::mem::discriminant(&kind.empty()) == std::mem::discriminant(step));
    steps::icon(kind.unwrap_or(StepKind::Stop))
}

#[component]
fn Planned(step: PlannedStep, zone: String) -> impl IntoView {
    let when = |at| {
        let now = format::in_zone(format::now(), &zone);
        format::coming(format::in_zone(at, &zone), now)
    };
    let at = when(step.at);
    let wished = step
        .wished_at
        .map(|at| text::workflows::would_be(&when(at)));
    let what = step
        .text
        .clone()
        .unwrap_or_else(|| text::workflows::step_kind(&step.step).to_owned());
    view! {
        <li class="planned">
            <Icon icon=icon_of(&step.step) size=16 />
            <div>
                <p class="planned-when">
                    <time datetime=step.at.to_rfc3339()>{at}</time>
                </p>
                <p class="planned-what">{what}</p>
                {wished.map(|wished| view! { <p class="field-help">{wished}</p> })}
                {step
                    .problem
                    .map(|problem| {
                        view! {
                            <p class="plan-problem">
                                <Icon icon=icondata_lu::LuCircleAlert size=14 />
                                {problem}
                            </p>
                        }
                    })}
            </div>
        </li>
    }
}
