//! Colours of the palette: how they fill an element, and choosing one.

use copperline_shared::palette::Colour;
use leptos::prelude::*;

use crate::text;

/// The class that fills an element with the colour and makes its text readable; a quiet tint where
/// there is none.
pub const fn fill(colour: Option<Colour>) -> &'static str {
    match colour {
        None => "fill-plain",
        Some(Colour::Copper) => "fill-copper",
        Some(Colour::Ochre) => "fill-ochre",
        Some(Colour::Green) => "fill-green",
        Some(Colour::Teal) => "fill-teal",
        Some(Colour::Blue) => "fill-blue",
        Some(Colour::Violet) => "fill-violet",
        Some(Colour::Rose) => "fill-rose",
        Some(Colour::Stone) => "fill-stone",
    }
}

/// The palette to choose from: each colour shows itself and its name.
#[component]
pub fn ColourChoice(value: RwSignal<Colour>) -> impl IntoView {
    let choice = move |colour: Colour| {
        view! {
            <label class=format!("tag colour-choice {}", fill(Some(colour)))>
                <input
                    type="radio"
                    name="colour"
                    class="colour-radio"
                    prop:checked=move || value.get() == colour
                    on:change=move |_| value.set(colour)
                />
                {text::common::colour(colour)}
            </label>
        }
    };
    view! {
        <fieldset class="colour-choices">
            <legend class="field-label">{text::common::COLOUR}</legend>
            <div class="choice-row">{Colour::ALL.map(choice).collect_view()}</div>
        </fieldset>
    }
}
