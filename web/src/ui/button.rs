//! Buttons: one main (copper) button on a screen, everything else quiet.

use leptos::{ev::MouseEvent, prelude::*};

use super::icon::{Icon, IconRef};
use crate::text;

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing that matters on the screen: copper.
    Main,
    /// An ordinary action: a thin outline.
    #[default]
    Quiet,
    /// An action in a bar or a row: no outline until it is pointed at.
    Ghost,
    /// An action that takes something away.
    Danger,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Main => "btn btn-primary",
            Self::Quiet => "btn btn-quiet",
            Self::Ghost => "btn btn-ghost",
            Self::Danger => "btn btn-danger",
        }
    }
}

/// A button with words. While `busy` it keeps its place, width and focus and ignores clicks; a
/// double click is one press, so that nothing is switched on and off again by it.
#[component]
pub fn Button(
    /// How much it asks for attention.
    #[prop(optional)]
    kind: ButtonKind,
    /// Drawn before the words.
    #[prop(optional, into)]
    icon: Option<IconRef>,
    /// The request it started is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Can't be used now; the screen says why nearby.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// For a button that switches something on and off: whether it is on.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// In a narrow bar only the icon is seen; the words stay its name.
    #[prop(optional)]
    fold: bool,
    /// More classes, for layout only.
    #[prop(optional)]
    class: &'static str,
    /// What it does. Leave out for `submit`.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let click = move |event: MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        } else if event.detail() > 1 {
            // The browser counts clicks that follow each other at once; keys count none.
        } else if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=format!("{} {class}", kind.class())
            class:is-busy=busy
            class:btn-fold=fold
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || busy.get().then_some("true")
            aria-pressed=move || pressed.map(|on| on.get().to_string())
            prop:disabled=disabled
            on:click=click
        >
            {icon.map(|icon| view! { <Icon icon size=16 /> })}
            <span class="btn-words">{children()}</span>
            <Show when=move || busy.get()>
                <span class="sr-only">{text::common::WORKING}</span>
            </Show>
        </button>
    }
}

/// A link that looks like a button, for going somewhere.
#[component]
pub fn ButtonLink(
    /// Where it goes.
    #[prop(into)]
    href: String,
    /// How much it asks for attention.
    #[prop(optional)]
    kind: ButtonKind,
    /// Drawn before the words.
    #[prop(optional, into)]
    icon: Option<IconRef>,
    /// In a narrow bar only the icon is seen; the words stay its name.
    #[prop(optional)]
    fold: bool,
    /// More classes, for layout only.
    #[prop(optional)]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <a href=href class=format!("{} {class}", kind.class()) class:btn-fold=fold>
            {icon.map(|icon| view! { <Icon icon size=16 /> })}
            <span class="btn-words">{children()}</span>
        </a>
    }
}

/// A square button with an icon and no words; `label` is its name and its tooltip.
#[component]
pub fn IconButton(
    /// Which drawing.
    #[prop(into)]
    icon: Signal<IconRef>,
    /// What it does, in words.
    #[prop(into)]
    label: Signal<String>,
    /// How much it asks for attention; usually `Ghost`.
    #[prop(default = ButtonKind::Ghost)]
    kind: ButtonKind,
    /// Can't be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// For a button that switches something on and off: whether it is on.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// What it does. Leave out for `submit`.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=format!("{} btn-square", kind.class())
            aria-label=label
            title=label
            aria-pressed=move || pressed.map(|on| on.get().to_string())
            prop:disabled=disabled
            on:click=move |_| {
                if let Some(on_click) = on_click {
                    on_click.run(());
                }
            }
        >
            <Icon icon />
        </button>
    }
}
