//! A native modal dialog: the browser traps the focus, Esc closes it.

use leptos::{ev::MouseEvent, html, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;

use super::{
    icon::Icon,
    id::next_id,
    roving::{focus_again, focused},
};
use crate::text;

/// Brings the region into view in which a dialog stands, where it may be away; see `use_context`.
#[derive(Clone, Copy)]
pub struct Reveal(pub Callback<()>);

/// What has the focus when something opens over the page gets it back when that closes.
pub fn return_focus(open: impl Fn() -> bool + 'static) {
    let opener = StoredValue::new_local(None::<web_sys::HtmlElement>);
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open();
        if is_open && was_open != Some(true) {
            opener.set_value(focused());
        } else if !is_open
            && was_open == Some(true)
            && let Some(element) = opener.get_value()
        {
            spawn_local(async move {
                // While a dialog stands, nothing outside of it takes the focus.
                leptos::task::tick().await;
                focus_again(&element);
            });
        }
        is_open
    });
}

/// A modal window, built afresh each time it opens; the focus returns to where it was.
///
/// Put fields in the children and the buttons last, in a `<div class="dialog-actions">`.
/// The first element with `autofocus` gets the focus.
#[component]
pub fn Dialog(
    /// Whether it is open. Closing from inside (Esc, ✕, backdrop) sets it to false.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    children: ChildrenFn,
) -> impl IntoView {
    return_focus(move || open.get());
    let children = StoredValue::new(children);
    view! {
        <Show when=move || open.get()>
            <Modal open title>
                {children.with_value(|children| children())}
            </Modal>
        </Show>
    }
}

#[component]
fn Modal(open: RwSignal<bool>, title: Signal<String>, children: Children) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let title_id = next_id("dialog");
    let labelled_by = title_id.clone();
    Effect::new(move |_| {
        if let Some(dialog) = node.get()
            && !dialog.open()
        {
            // Fails only when already open or detached; then there is nothing to show.
            let _ = dialog.show_modal();
        }
    });
    let on_backdrop = move |event: MouseEvent| {
        let outside = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok())
            .is_some();
        if outside {
            open.set(false);
        }
    };
    view! {
        <dialog
            node_ref=node
            class="dialog"
            aria-labelledby=labelled_by
            on:close=move |_| open.set(false)
            on:mousedown=on_backdrop
        >
            <div class="dialog-body">
                <header class="dialog-head">
                    <h2 id=title_id>{title}</h2>
                    <button
                        type="button"
                        class="btn btn-ghost btn-square"
                        aria-label=text::common::CLOSE
                        title=text::common::CLOSE
                        on:click=move |_| open.set(false)
                    >
                        <Icon icon=icondata_lu::LuX />
                    </button>
                </header>
                {children()}
            </div>
        </dialog>
    }
}
