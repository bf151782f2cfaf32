//! The dialogs about a message. They come with what lies over the screen.

use copperline_shared::messages::Message;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::clocks::Clocks;
use super::later::Writing;
use super::moment_form::{ChangeForm, LaterForm};
use super::trace::Trace;
use crate::part::{Drawn, Part};
use crate::text;
use crate::ui::{Dialog, SkeletonForm};

/// What a dialog is about.
#[derive(Clone)]
pub enum Shown {
    /// Choosing a moment for what is being written.
    Later(Writing),
    /// Changing a text that waits.
    Change(Message, Clocks),
    /// What the send gate said to a message.
    Trace(Message, Clocks),
}

impl Shown {
    const fn title(&self) -> &'static str {
        match self {
            Self::Later(_) => text::messages::SEND_LATER,
            Self::Change(..) => text::messages::CHANGE_TEXT,
            Self::Trace(..) => text::messages::TRACE,
        }
    }
}

/// Opens the dialogs of a screen.
#[derive(Clone, Copy)]
pub struct MessageDialogs {
    shown: RwSignal<Option<Shown>>,
    open: RwSignal<bool>,
}

impl MessageDialogs {
    /// Makes the dialogs known to everything below; draw them with [`MessageDialogArea`].
    pub fn provide() -> Self {
        let dialogs = Self {
            shown: RwSignal::new(None),
            open: RwSignal::new(false),
        };
        provide_context(dialogs);
        dialogs
    }

    pub fn show(self, shown: Shown) {
        self.shown.set(Some(shown));
        self.open.set(true);
    }

    pub fn close(self) {
        self.open.set(false);
    }
}

/// The dialogs that a screen above has provided.
pub fn use_message_dialogs() -> MessageDialogs {
    expect_context()
}

#[wasm_split(overlays, wasm_split_path = ::leptos::wasm_split, preload(fetch_message_dialog), fallible)]
fn message_dialog(shown: Shown, dialogs: MessageDialogs) -> Drawn {
    Ok(match shown {
        Shown::Later(writing) => view! { <LaterForm writing dialogs /> }.into_any(),
        Shown::Change(message, clocks) => {
            view! { <ChangeForm message clocks dialogs /> }.into_any()
        }
        Shown::Trace(message, clocks) => view! { <Trace message clocks /> }.into_any(),
    })
}

/// Where the dialogs are drawn.
#[component]
pub fn MessageDialogArea(dialogs: MessageDialogs) -> impl IntoView {
    let title = Signal::derive(move || {
        dialogs.shown.with(|shown| {
            let title = shown.as_ref().map(Shown::title);
            title.unwrap_or_default().to_owned()
        })
    });
    view! {
        <Dialog open=dialogs.open title>
            {move || {
                dialogs.shown.get().map(|shown| {
                    view! {
                        <Part
                            preload=fetch_message_dialog
                            draw=move || message_dialog(shown.clone(), dialogs)
                            skeleton=|| view! { <SkeletonForm fields=2 /> }
                        />
                    }
                })
            }}
        </Dialog>
    }
}
