//! A picture as large as the window. Esc closes it; the arrows lead to the message's other pictures.

use copperline_shared::pictures::Picture;
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use crate::ui::{IconButton, return_focus};
use crate::{paths, text};

#[component]
pub fn Lightbox(
    pictures: Memo<Vec<Picture>>,
    /// The place of the picture that is shown; none while it is closed.
    open: RwSignal<Option<usize>>,
    /// What a picture is, in words.
    #[prop(into)]
    alt: Callback<usize, String>,
) -> impl IntoView {
    let is_open = Memo::new(move |_| open.with(Option::is_some));
    return_focus(move || is_open.get());
    view! {
        <Show when=move || is_open.get()>
            <Large pictures open alt />
        </Show>
    }
}

#[component]
fn Large(
    pictures: Memo<Vec<Picture>>,
    open: RwSignal<Option<usize>>,
    alt: Callback<usize, String>,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = node.get()
            && !dialog.open()
        {
            // Fails only when already open or detached; then there is nothing to show.
            let _ = dialog.show_modal();
        }
    });
    let count = Memo::new(move |_| pictures.with(Vec::len));
    let several = move || count.get() > 1;
    let step = move |by: isize| {
        open.update(|at| *at = at.map(|at| stepped(at, by, count.get_untracked())));
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowLeft" => step(-1),
        "ArrowRight" => step(1),
        _ => {}
    };
    let on_backdrop = move |event: MouseEvent| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if target.is_some_and(|target| target.matches("img, button, button *") != Ok(true)) {
            open.set(None);
        }
    };
    let shown = move || {
        let at = open.get()?;
        let picture = pictures.with(|pictures| pictures.get(at).cloned())?;
        Some(view! {
            <img
                src=paths::picture(picture.id)
                alt=move || alt.run(at)
                width=picture.width
                height=picture.height
            />
        })
    };
    view! {
        <dialog
            node_ref=node
            class="lightbox"
            aria-label=move || open.get().map(|at| alt.run(at))
            on:close=move |_| open.set(None)
            on:click=on_backdrop
            on:keydown=on_key
        >
            <div class="lightbox-picture">{shown}</div>
            <div class="lightbox-bar">
                <Show when=several>
                    <IconButton
                        icon=icondata_lu::LuChevronLeft
                        label=text::pictures::PREVIOUS
                        on_click=Callback::new(move |()| step(-1))
                    />
                    <span class="num" aria-live="polite">
                        {move || text::pictures::place(open.get().map_or(1, |at| at + 1), count.get())}
                    </span>
                    <IconButton
                        icon=icondata_lu::LuChevronRight
                        label=text::pictures::NEXT
                        on_click=Callback::new(move |()| step(1))
                    />
                </Show>
                <IconButton
                    icon=icondata_lu::LuX
                    label=text::common::CLOSE
                    on_click=Callback::new(move |()| open.set(None))
                />
            </div>
        </dialog>
    }
}

/// The place so many steps on; after the last comes the first.
fn stepped(at: usize, by: isize, count: usize) -> usize {
    if count == 0 {
        return 0;
    }
    if by < 0 {
        (at + count - 1) % count
    } else {
        (at + 1) % count
    }
}

#[cfg(test)]
mod tests {
    use super::stepped;

    #[test]
    fn c7_the_arrows_lead_around() {
        assert_eq!(stepped(0, 1, 3), 1);
        assert_eq!(stepped(2, 1, 3), 0);
        assert_eq!(stepped(0, -1, 3), 2);
        assert_eq!(stepped(0, -1, 0), 0);
    }
}
