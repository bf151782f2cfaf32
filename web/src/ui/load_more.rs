//! The end of what is loaded: fetches the next page when it comes into view.

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};

use super::button::{Button, ButtonKind};
use crate::text;

type OnSeen = Closure<dyn FnMut(js_sys::Array)>;

/// A button that presses itself shortly before it is scrolled into view. Show it while there is
/// more.
#[component]
pub fn LoadMore(
    /// The next page is being fetched.
    #[prop(into)]
    busy: Signal<bool>,
    /// Fetches the next page.
    #[prop(into)]
    on_more: Callback<()>,
    /// Its words; "Show more" when left out.
    #[prop(default = text::common::LOAD_MORE)]
    label: &'static str,
) -> impl IntoView {
    let node = NodeRef::<html::Span>::new();
    let observer = StoredValue::new_local(None::<(web_sys::IntersectionObserver, OnSeen)>);
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        let on_seen = Closure::new(move |entries: js_sys::Array| {
            if is_seen(&entries) && !busy.get_untracked() {
                on_more.run(());
            }
        });
        // Where the browser can't observe, the button is there to be pressed.
        if let Ok(watcher) = web_sys::IntersectionObserver::new(on_seen.as_ref().unchecked_ref()) {
            watcher.observe(&element);
            observer.set_value(Some((watcher, on_seen)));
        }
    });
    // A page that doesn't fill the view leaves the button in sight; looking afresh asks again.
    Effect::new(move |_| {
        if busy.get() {
            return;
        }
        observer.with_value(|observer| {
            if let (Some((watcher, _)), Some(element)) = (observer, node.get_untracked()) {
                watcher.unobserve(&element);
                watcher.observe(&element);
            }
        });
    });
    on_cleanup(move || {
        observer.try_update_value(|observer| {
            if let Some((watcher, _)) = observer.take() {
                watcher.disconnect();
            }
        });
    });
    view! {
        <div class="load-more">
            <span node_ref=node class="load-more-reach" aria-hidden="true"></span>
            <Button kind=ButtonKind::Ghost busy on_click=on_more>
                {label}
            </Button>
        </div>
    }
}

fn is_seen(entries: &js_sys::Array) -> bool {
    let name = JsValue::from_str("isIntersecting");
    entries
        .iter()
        .any(|entry| js_sys::Reflect::get(&entry, &name).is_ok_and(|seen| seen.is_truthy()))
}
