//! Whether a text to the contact is written, or a comment for colleagues. Each keeps its own words
//! while the other is written.

use leptos::prelude::*;

use crate::text;
use crate::ui::{Icon, IconRef};

/// What the composer writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Text,
    Comment,
}

impl Mode {
    /// How a conversation opens: with what is half written in it, and with the text when both are.
    pub fn at_first(text: &str, comment: &str) -> Self {
        if text.is_empty() && !comment.is_empty() {
            Self::Comment
        } else {
            Self::Text
        }
    }
}

/// Two buttons above the composer.
#[component]
pub fn ModeSwitch(
    mode: RwSignal<Mode>,
    /// The contact's name.
    #[prop(into)]
    name: Signal<String>,
    /// What is half written of each.
    text: RwSignal<String>,
    comment: RwSignal<String>,
) -> impl IntoView {
    let half_written = move |of: Mode, written: RwSignal<String>| {
        Memo::new(move |_| mode.get() != of && written.with(|text| !text.trim().is_empty()))
    };
    view! {
        <div class="modes" role="group" aria-label=text::comments::MODES>
            <ModeButton
                mode
                of=Mode::Text
                icon=icondata_lu::LuMessageSquare
                words=Signal::derive(move || text::comments::text_to(&name.get()))
                waits=half_written(Mode::Text, text)
            />
            <ModeButton
                mode
                of=Mode::Comment
                icon=icondata_lu::LuLock
                words=Signal::derive(|| text::comments::COMMENT.to_owned())
                waits=half_written(Mode::Comment, comment)
            />
        </div>
    }
}

#[component]
fn ModeButton(
    mode: RwSignal<Mode>,
    of: Mode,
    icon: IconRef,
    words: Signal<String>,
    /// Something half written waits there.
    waits: Memo<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="mode"
            class:mode-comment=of == Mode::Comment
            aria-pressed=move || (mode.get() == of).to_string()
            on:click=move |_| mode.set(of)
        >
            <Icon icon size=14 />
            <span class="mode-words">{words}</span>
            <Show when=move || waits.get()>
                <span class="mode-waits" aria-hidden="true"></span>
                <span class="sr-only">{text::comments::HALF_WRITTEN}</span>
            </Show>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::Mode;

    #[test]
    fn c21_a_conversation_opens_with_what_is_half_written() {
        assert_eq!(Mode::at_first("", ""), Mode::Text);
        assert_eq!(Mode::at_first("Hi", "Look"), Mode::Text);
        assert_eq!(Mode::at_first("", "Look"), Mode::Comment);
    }
}
