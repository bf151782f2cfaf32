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
    /// What stands above it and its neighbours; empty for nothing.
    heading: &'static str,
}

impl Choice {
    /// A choice from its value and its words.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            heading: "",
        }
    }

    /// The same below a heading, which it shares with those beside it.
    #[must_use]
    pub fn under(self, heading: &'static str) -> Self {
        Self { heading, ..self }
    }
}

/// The choices by their headings, in their order.
fn by_heading(choices: Vec<Choice>) -> Vec<(&'static str, Vec<Choice>)> {
    let mut all: Vec<(&'static str, Vec<Choice>)> = Vec::new();
    for choice in choices {
        match all.last_mut() {
            Some((heading, below)) if *heading == choice.heading => below.push(choice),
            _ => all.push((choice.heading, vec![choice])),
        }
    }
    all
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
    let entries = move |(heading, choices): (&'static str, Vec<Choice>)| {
        let entries = choices.into_iter().map(entry).collect_view();
        match heading {
            "" => entries.into_any(),
            heading => view! { <optgroup label=heading>{entries}</optgroup> }.into_any(),
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
                {move || by_heading(choices.get()).into_iter().map(entries).collect_view()}
            </select>
        </FieldFrame>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_stand_under_their_headings_in_their_order() {
        let people = |name: &str| Choice::new(name, name).under("People");
        let choices = vec![
            Choice::new("", "Nobody"),
            people("Ana"),
            people("Sam"),
            Choice::new("sales", "Sales").under("Groups"),
            Choice::new("gone", "Gone"),
        ];
        let found: Vec<(&str, usize)> = by_heading(choices)
            .iter()
            .map(|(heading, below)| (*heading, below.len()))
            .collect();
        let expected = [("", 1), ("People", 2), ("Groups", 1), ("", 1)];
        assert_eq!(found, expected);
    }
}
