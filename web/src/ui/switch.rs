//! Something that is on or off and acts at once.

use leptos::prelude::*;

use super::id::next_id;

/// A labelled switch.
#[component]
pub fn Switch(
    /// What is switched.
    #[prop(into)]
    label: String,
    /// Whether it is on.
    #[prop(into)]
    checked: Signal<bool>,
    /// Called with the wanted position.
    #[prop(into)]
    on_change: Callback<bool>,
    /// What being on means.
    #[prop(optional, into)]
    help: Option<String>,
    /// Can't be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let id = next_id("switch");
    let help_id = help.as_ref().map(|_| format!("{id}-help"));
    view! {
        <div class="switch-row">
            <input
                id=id.clone()
                type="checkbox"
                role="switch"
                class="toggle toggle-primary"
                prop:checked=checked
                prop:disabled=disabled
                aria-describedby=help_id.clone()
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <div>
                <label for=id class="switch-label">{label}</label>
                {help.map(|help| view! { <p class="field-help" id=help_id>{help}</p> })}
            </div>
        </div>
    }
}
