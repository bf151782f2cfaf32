//! Small marks: counts, tags and states.

use copperline_shared::palette::Colour;
use leptos::prelude::*;

use super::colour::fill;
use super::icon::{Icon, IconRef};

/// What a state or a notice means for the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to do.
    #[default]
    Neutral,
    /// It went well.
    Good,
    /// Look at it soon.
    Warning,
    /// It went wrong.
    Bad,
}

impl Tone {
    /// The class that colours an element with the tone.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Good => "tone-good",
            Self::Warning => "tone-warning",
            Self::Bad => "tone-bad",
        }
    }

    /// The drawing that goes with the tone, so that colour is never the only sign.
    pub const fn icon(self) -> IconRef {
        match self {
            Self::Neutral => icondata_lu::LuInfo,
            Self::Good => icondata_lu::LuCircleCheck,
            Self::Warning => icondata_lu::LuTriangleAlert,
            Self::Bad => icondata_lu::LuCircleAlert,
        }
    }
}

/// A copper count such as unread messages: nothing at zero, "99+" above 99.
#[component]
pub fn Count(
    /// How many.
    #[prop(into)]
    count: Signal<u32>,
    /// What is counted, read out in place of the bare figure ("2 unread").
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let shown = move || match count.get() {
        n if n > 99 => "99+".to_owned(),
        n => n.to_string(),
    };
    view! {
        <Show when=move || { count.get() > 0 }>
            <span class="count">
                <span aria-hidden="true">{shown}</span>
                <span class="sr-only">{label}</span>
            </span>
        </Show>
    }
}

/// A coloured label that somebody gave a name.
#[component]
pub fn Tag(
    /// Its fill.
    colour: Colour,
    children: Children,
) -> impl IntoView {
    view! { <span class=format!("tag {}", fill(Some(colour)))>{children()}</span> }
}

/// The state of a thing in one or two words, with the tone's icon.
#[component]
pub fn StateBadge(
    /// What the state means for the reader.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// The words.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <span class=move || format!("state-badge {}", tone.get().class())>
            <Icon icon=Signal::derive(move || tone.get().icon()) size=14 />
            {label}
        </span>
    }
}
