//! One of several things that can be ticked.

use leptos::prelude::*;

use super::id::next_id;

/// A labelled checkbox with an explanation.
#[component]
pub fn Checkbox(
    /// What is ticked.
    #[prop(into)]
    label: String,
    /// Whether it is.
    #[prop(into)]
    checked: Signal<bool>,
    /// Called with the wanted state.
    #[prop(into)]
    on_change: Callback<bool>,
    /// What ticking it means.
    #[prop(optional, into)]
    help: Option<String>,
) -> impl IntoView {
    let id = next_id("checkbox");
    let help_id = help.as_ref().map(|_| format!("{id}-help"));
    view! {
        <div class="check-row">
            <input
                id=id.clone()
                type="checkbox"
                class="checkbox checkbox-primary checkbox-sm"
                prop:checked=checked
                aria-describedby=help_id.clone()
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <div>
                <label for=id class="check-label">{label}</label>
                {help.map(|help| view! { <p class="field-help" id=help_id>{help}</p> })}
            </div>
        </div>
    }
}
