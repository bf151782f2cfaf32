//! The fields of one step.

use copperline_shared::segments;
use copperline_shared::workflows::WaitUnit;
use leptos::prelude::*;

use super::editing::{Editing, There};
use super::typed::{StepForm, StepKind, unit_value};
use crate::messages::cost;
use crate::session::use_session;
use crate::text;
use crate::ui::{Choice, Icon, Select, TextArea, TextField};

#[component]
pub fn StepFields(step: StepForm, editing: Editing, error: MaybeProp<String>) -> impl IntoView {
    match step.kind {
        StepKind::Send => view! { <Words step error /> }.into_any(),
        StepKind::Wait => view! { <Length step error /> }.into_any(),
        StepKind::WaitUntil => view! {
            <TextField label=text::workflows::TIME kind="time" value=step.value error />
        }
        .into_any(),
        StepKind::SendTemplate => {
            choice(text::workflows::TEMPLATE, editing.templates(), step, error)
        }
        StepKind::AddTag | StepKind::RemoveTag => {
            choice(text::workflows::TAG, editing.tags(), step, error)
        }
        StepKind::MoveToStage => choice(text::workflows::STAGE, editing.stages(), step, error),
        StepKind::MarkHot => said(text::workflows::MARK_HOT_SAYS),
        StepKind::Assign => {
            let choices = editing
                .assignees()
                .offered(text::assignment::NOBODY, step.value);
            view! { <Select label=text::assignment::ASSIGNED_TO value=step.value choices error /> }
                .into_any()
        }
        StepKind::Stop => said(text::workflows::STOP_SAYS),
    }
}

fn said(words: &'static str) -> AnyView {
    view! { <p class="field-help">{words}</p> }.into_any()
}

/// One of what the workspace has.
fn choice(label: &'static str, there: There, step: StepForm, error: MaybeProp<String>) -> AnyView {
    let choices = there.offered(text::workflows::CHOOSE, step.value);
    view! { <Select label value=step.value choices error /> }.into_any()
}

/// A text, with what it costs before its fields are filled.
#[component]
fn Words(step: StepForm, error: MaybeProp<String>) -> impl IntoView {
    let session = use_session();
    let counter = move || {
        let prices = session.prices.get();
        step.value
            .with(|body| cost(body.trim(), 0, prices.as_ref()))
    };
    let unicode = move || {
        step.value
            .with(|body| segments::non_gsm(body).map(text::messages::forces_unicode))
    };
    let open = Memo::new(move |_| step.value.with(|body| crate::templates::warnings(body)));
    view! {
        <TextArea
            label=text::workflows::TEXT
            value=step.value
            rows=2
            placeholder=text::workflows::TEXT_EXAMPLE
            error
        />
        <p class="field-help">
            <span class="num">{counter}</span>
            {move || unicode().map(|words| format!(" · {words}"))}
        </p>
        <ul class="template-warnings" role="status">
            {move || {
                open.get()
                    .into_iter()
                    .map(|warning| {
                        view! {
                            <li>
                                <Icon icon=icondata_lu::LuTriangleAlert size=14 />
                                <span>{warning}</span>
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
    }
}

#[component]
fn Length(step: StepForm, error: MaybeProp<String>) -> impl IntoView {
    let units = [WaitUnit::Minutes, WaitUnit::Hours, WaitUnit::Days]
        .map(|unit| Choice::new(unit_value(unit), text::workflows::unit(unit)));
    view! {
        <div class="field-pair">
            <TextField
                label=text::workflows::AMOUNT
                inputmode="numeric"
                value=step.amount
                max_length=6
                error
            />
            <Select
                label=text::workflows::UNIT
                value=step.unit
                choices=Signal::stored(units.to_vec())
            />
        </div>
    }
}
