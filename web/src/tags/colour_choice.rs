//! Choosing a colour of the palette: each shows itself and its name.

use copperline_shared::tags::TagColour;
use leptos::prelude::*;

use super::fill_of;
use crate::text;

#[component]
pub fn ColourChoice(value: RwSignal<TagColour>) -> impl IntoView {
    let choice = move |colour: TagColour| {
        view! {
            <label class=format!("tag tag-colour {}", fill_of(colour).class())>
                <input
                    type="radio"
                    name="colour"
                    class="tag-colour-radio"
                    prop:checked=move || value.get() == colour
                    on:change=move |_| value.set(colour)
                />
                {text::tags::colour(colour)}
            </label>
        }
    };
    view! {
        <fieldset class="tag-colours">
            <legend class="field-label">{text::tags::COLOUR}</legend>
            <div class="choice-row">{TagColour::ALL.map(choice).collect_view()}</div>
        </fieldset>
    }
}
