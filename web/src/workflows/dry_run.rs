//! The dry run beside the editor: for one contact, what would be done and when.

use copperline_shared::workflows::{DryRunPlan, PlannedStep, WorkflowStep};
use leptos::prelude::*;

use super::contact_choice::ContactChoice;
use super::editing::Editing;
use super::steps;
use super::trying::{Tried, Trying};
use super::typed::StepKind;
use crate::loaded::LoadFailed;
use crate::ui::{Icon, SkeletonRows};
use crate::{format, paths, text};

#[component]
pub fn DryRunPart(editing: Editing) -> impl IntoView {
    let chosen = RwSignal::new(String::new());
    let trying = Trying::new(editing, chosen);
    view! {
        <section class="dry-run" aria-label=text::workflows::DRY_RUN>
            <h2>{text::workflows::DRY_RUN}</h2>
            <p class="page-lead">{text::workflows::DRY_RUN_LEAD}</p>
            <ContactChoice chosen>
                <Outcome trying editing />
            </ContactChoice>
        </section>
    }
}

/// The plan, or why there is none.
#[component]
fn Outcome(trying: Trying, editing: Editing) -> impl IntoView {
    let again = Callback::new(move |()| trying.again());
    move || match trying.tried.get() {
        Tried::Unfilled => {
            view! { <p class="text-muted">{text::workflows::DRY_RUN_WAITS}</p> }.into_any()
        }
        Tried::Asking => view! { <SkeletonRows count=2 /> }.into_any(),
        Tried::Failed(failure) => {
            view! { <LoadFailed message=failure.when_reading() again /> }.into_any()
        }
        Tried::Plan(plan) => view! { <Plan plan editing /> }.into_any(),
    }
}

#[component]
fn Plan(plan: DryRunPlan, editing: Editing) -> impl IntoView {
    let zone = plan.time_zone.clone();
    let refusal = plan
        .refusal
        .map(|refusal| view! { <Problem words=refusal.detail /> });
    let steps = plan
        .steps
        .into_iter()
        .map(|step| view! { <Planned step zone=zone.clone() editing /> })
        .collect_view();
    let price = format::money(plan.price_micros.0);
    let by_itself = editing
        .form
        .triggers
        .with_untracked(|triggers| !triggers.is_empty());
    let signed = (by_itself && !plan.agent_name.is_empty())
        .then(|| text::workflows::signed(&plan.agent_name));
    view! {
        {refusal}
        <ol class="plan">{steps}</ol>
        <p class="field-help">
            {text::workflows::by_clocks(&plan.time_zone)} " "
            <span class="num">{text::workflows::costs(&price)}</span>
        </p>
        {signed.map(|signed| view! { <p class="field-help">{signed}</p> })}
    }
}

/// What keeps something from being done.
#[component]
fn Problem(words: String) -> impl IntoView {
    view! {
        <p class="plan-problem">
            <Icon icon=icondata_lu::LuCircleAlert size=14 />
            {words}
        </p>
    }
}

fn icon_of(step: &WorkflowStep) -> crate::ui::IconRef {
    let kind = StepKind::ALL
        .into_iter()
        .find(|kind| std::mem::discriminant(&kind.empty()) == std::mem::discriminant(step));
    steps::icon(kind.unwrap_or(StepKind::Stop))
}

#[component]
fn Planned(step: PlannedStep, zone: String, editing: Editing) -> impl IntoView {
    let when = |at| {
        let now = format::in_zone(format::now(), &zone);
        format::coming(format::in_zone(at, &zone), now)
    };
    let at = when(step.at);
    let wished = step
        .wished_at
        .map(|at| text::workflows::would_be(&when(at)));
    let icon = icon_of(&step.step);
    let picture = step.picture.map(|picture| {
        view! { <img src=paths::picture(picture.id) alt=text::pictures::PICTURE loading="lazy" /> }
    });
    let picture = picture.map(|picture| view! { <span class="picture-marks">{picture}</span> });
    let words = step.text;
    let planned = step.step;
    // Its name may come, or change, after the plan.
    let what = move || match &words {
        Some(words) => words.clone(),
        None => {
            let name = editing.named(&planned);
            text::workflows::planned(text::workflows::step_kind(&planned), name.as_deref())
        }
    };
    view! {
        <li class="planned">
            <Icon icon size=16 />
            <div>
                <p class="planned-when">
                    <time datetime=step.at.to_rfc3339()>{at}</time>
                </p>
                <p class="planned-what">{what}</p>
                {picture}
                {wished.map(|wished| view! { <p class="field-help">{wished}</p> })}
                {step.problem.map(|words| view! { <Problem words /> })}
            </div>
        </li>
    }
}
