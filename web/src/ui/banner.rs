//! A notice across a region: what happened and what can be done.

use leptos::prelude::*;

use super::badge::Tone;
use super::icon::Icon;

/// A notice with the tone's icon. `Bad` ones interrupt a screen reader, others wait their turn.
#[component]
pub fn Banner(
    /// What it means for the reader.
    #[prop(optional)]
    tone: Tone,
    /// A bold first line.
    #[prop(optional, into)]
    title: Option<String>,
    children: Children,
) -> impl IntoView {
    let role = if tone == Tone::Bad { "alert" } else { "status" };
    view! {
        <div class=format!("banner {}", tone.class()) role=role>
            <Icon icon=tone.icon() />
            <div class="banner-words">
                {title.map(|title| view! { <p class="font-semibold">{title}</p> })}
                {children()}
            </div>
        </div>
    }
}
