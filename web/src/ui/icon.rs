//! Lucide icons as inline SVG.

use leptos::prelude::*;

/// One drawing of the Lucide set, for example `icondata_lu::LuFlame`.
pub type IconRef = icondata_core::Icon;

/// An icon with Copperline's stroke, in the colour of the text around it.
///
/// It is hidden from screen readers, because the label beside it (or the
/// button's accessible name) says what it means.
#[component]
pub fn Icon(
    /// Which drawing.
    #[prop(into)]
    icon: Signal<IconRef>,
    /// Width and height in CSS pixels.
    #[prop(default = 18)]
    size: u16,
) -> impl IntoView {
    view! {
        <svg
            class="icon"
            viewBox="0 0 24 24"
            width=size.to_string()
            height=size.to_string()
            fill="none"
            stroke="currentColor"
            stroke-width="1.75"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
            inner_html=move || icon.get().data
        ></svg>
    }
}
