//! A choice of one out of a short list, with the browser's own control.

use leptos::prelude::*;

use super::{
    field::{FieldFrame, described_by},
    id::next_id,
};

/// One entry of a [`Select`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the signal holds when it is chosen.
    pub value: String,
    /// What people read.
    pub label: String,
}

impl Choice {
    /// A choice from its value and its words.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }
}

/// A drop-down list with label, help and error like any field.
#[component]
pub fn Select(
    /// The question, in a word or two.
    #[prop(into)]
    label: String,
    /// The chosen value.
    value: RwSignal<String>,
    /// What there is to choose from.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// A hint that stays.
    #[prop(optional, into)]
    help: MaybeProp<String>,
    /// What is wrong and how to put it right.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Says "(optional)" beside the label.
    #[prop(optional)]
    optional_field: bool,
) -> impl IntoView {
    let id = next_id("field");
    let described = described_by(&id, help, error);
    let entry = move |choice: Choice| {
        let own = choice.value.clone();
        view! {
            <option value=choice.value prop:selected=move || value.get() == own>
                {choice.label}
            </option>
        }
    };
    view! {
        <FieldFrame id=id.clone() label help error optional_field>
            <select
                id=id
                class="select"
                class:is-invalid=move || error.get().is_some()
                on:change=move |event| value.set(event_target_value(&event))
                aria-invalid=move || error.get().is_some().then_some("true")
                aria-describedby=described
            >
                {move || choices.get().into_iter().map(entry).collect_view()}
            </select>
        </FieldFrame>
    }
}
