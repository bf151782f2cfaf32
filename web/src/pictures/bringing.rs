//! The ways in which pictures are brought: chosen, pasted, or dropped anywhere on the page.

use copperline_shared::pictures::CONTENT_TYPES;
use leptos::ev::{self, ClipboardEvent, DragEvent};
use leptos::{html, prelude::*};

use super::attaching::Attachments;
use super::chosen;
use crate::text;
use crate::ui::{Button, IconButton};

/// Opens the system's window to choose files.
#[component]
pub fn AttachButton(
    attachments: Attachments,
    /// Whether several may be chosen at once.
    #[prop(default = true)]
    several: bool,
    /// Its words, where there is room for some.
    #[prop(optional)]
    words: Option<&'static str>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let open = move |()| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let take = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        attachments.take(chosen::files(input.files()));
        // The same file may be chosen again.
        input.set_value("");
    };
    view! {
        {match words {
            Some(words) => view! {
                <Button icon=icondata_lu::LuImagePlus on_click=Callback::new(open)>{words}</Button>
            }
            .into_any(),
            None => view! {
                <IconButton
                    icon=icondata_lu::LuImagePlus
                    label=text::pictures::ATTACH
                    on_click=Callback::new(open)
                />
            }
            .into_any(),
        }}
        <input
            node_ref=input
            type="file"
            class="attach-input"
            accept=CONTENT_TYPES.join(",")
            multiple=several
            tabindex="-1"
            aria-label=text::pictures::ATTACH
            on:change=take
            hidden
        />
    }
}

/// Takes pasted pictures. Where words come with them, as from a spreadsheet, the words are meant.
pub fn paste(event: &ClipboardEvent, attachments: Attachments) {
    let Some(pasted) = event.clipboard_data() else {
        return;
    };
    let files = chosen::files(pasted.files());
    let words = pasted.get_data("text/plain").unwrap_or_default();
    if files.is_empty() || !words.is_empty() {
        return;
    }
    event.prevent_default();
    attachments.take(files);
}

/// Takes pictures that are dropped anywhere on the page, as long as the caller is drawn; the signal
/// says whether some are held over it.
pub fn take_drops(attachments: Attachments) -> RwSignal<bool> {
    let over = RwSignal::new(false);
    let files_of = |event: &DragEvent| event.data_transfer().filter(chosen::carries_files);
    // An open dialog is in front of the composer.
    let meant = || matches!(document().query_selector("dialog[open]"), Ok(None));
    let hover = window_event_listener(ev::dragover, move |event| {
        if files_of(&event).is_some() {
            // Else the browser would leave the page for the file.
            event.prevent_default();
            over.set(meant());
        }
    });
    let leave = window_event_listener(ev::dragleave, move |event| {
        if event.related_target().is_none() {
            over.set(false);
        }
    });
    let drop_files = window_event_listener(ev::drop, move |event| {
        over.set(false);
        if let Some(dropped) = files_of(&event) {
            event.prevent_default();
            if meant() {
                attachments.take(chosen::files(dropped.files()));
            }
        }
    });
    on_cleanup(move || {
        hover.remove();
        leave.remove();
        drop_files.remove();
    });
    over
}
