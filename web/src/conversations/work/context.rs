//! The contact, beside the thread or, where there is no room, drawn over it.

use leptos::task::spawn_local;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use super::drawer::Drawer;
use super::opened::Opened;
use crate::contacts::ContactPanel;
use crate::text;
use crate::ui::{IconButton, Reveal};

/// The context region.
#[component]
pub fn Context(opened: Opened, drawer: Drawer) -> impl IntoView {
    let region = NodeRef::<html::Aside>::new();
    move_focus(region, drawer.is_open);
    let close = move || drawer.close();
    provide_context(Reveal(Callback::new(move |()| {
        if is_narrow() {
            drawer.open();
        }
    })));
    view! {
        <Show when=move || drawer.is_open.get()>
            <div class="context-scrim" on:click=move |_| close()></div>
        </Show>
        <aside
            node_ref=region
            class="inbox-context"
            class:is-open=drawer.is_open
            aria-label=text::conversations::CONTACT
            tabindex="-1"
            on:keydown=move |event| {
                if event.key() == "Escape" && drawer.is_open.get_untracked() && !is_in_dialog() {
                    close();
                }
            }
        >
            <div class="context-close">
                <span class="context-back">
                    <IconButton icon=icondata_lu::LuArrowLeft label=text::common::BACK on_click=close />
                </span>
                <span class="context-x">
                    <IconButton icon=icondata_lu::LuX label=text::common::CLOSE on_click=close />
                </span>
            </div>
            <Show when=move || opened.failure.get().is_none()>
                <ContactPanel
                    contact=opened.contact()
                    consent=opened.consent
                    on_change=move |contact| opened.take_contact(contact)
                />
            </Show>
        </aside>
    }
}

/// Whether there is no room for the context beside the thread; `inbox.css` says from where on.
fn is_narrow() -> bool {
    let asked = window().match_media("(max-width: 1279px)");
    asked.ok().flatten().is_some_and(|media| media.matches())
}

/// A dialog that was opened from here is what the key closes.
fn is_in_dialog() -> bool {
    let open = document().query_selector("dialog[open]");
    open.is_ok_and(|found| found.is_some())
}

/// The focus goes into the drawer when it opens, and back to where it was when it closes.
fn move_focus(region: NodeRef<html::Aside>, is_open: Memo<bool>) {
    let opener = StoredValue::new_local(None::<web_sys::HtmlElement>);
    Effect::new(move |was_open: Option<bool>| {
        let open = is_open.get();
        // What is gone needs no focus.
        if open {
            opener.set_value(
                document()
                    .active_element()
                    .and_then(|element| element.dyn_into().ok()),
            );
            spawn_local(async move {
                // Nothing hidden takes the focus.
                leptos::task::tick().await;
                if let Some(region) = region.try_get_untracked().flatten() {
                    let _ = region.focus();
                }
            });
        } else if was_open == Some(true)
            && goes_with(region)
            && let Some(element) = opener.get_value()
        {
            let _ = element.focus();
        }
        open
    });
}

/// Whether the focus goes with the region; whoever has moved it elsewhere keeps it there.
fn goes_with(region: NodeRef<html::Aside>) -> bool {
    let Some(focused) = document().active_element() else {
        return true;
    };
    let inside = region.try_get_untracked().flatten();
    focused.tag_name() == "BODY" || inside.is_some_and(|region| region.contains(Some(&focused)))
}
