//! The focus in a list: arrow keys move it, changes of the list don't lose it.

use leptos::{ev::KeyboardEvent, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;

/// Moves the focus between the elements that match `selector` inside the element that listens.
///
/// For `on:keydown` of a list: `on:keydown=move |event| rove(&event, ".row-link")`. Arrows, Home
/// and End are used up; other keys go on.
pub fn rove(event: &KeyboardEvent, selector: &str) {
    let list = event
        .current_target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if list.is_some_and(|list| move_focus(&list, selector, &event.key())) {
        event.prevent_default();
    }
}

/// Moves the focus as the key says; whether there was anywhere to go.
pub fn move_focus(list: &web_sys::Element, selector: &str, key: &str) -> bool {
    let entries = entries(list, selector);
    let focused = document().active_element();
    let at = entries
        .iter()
        .position(|entry| focused.as_ref() == Some(entry.as_ref()));
    let Some(entry) = target(key, at, entries.len()).and_then(|to| entries.get(to)) else {
        return false;
    };
    // An entry that vanished meanwhile needs no focus.
    let _ = entry.focus();
    true
}

/// Makes a change that may draw the focused element anew; the new one, known by its id, gets the
/// focus back without anything being scrolled.
pub fn keep_focus(change: impl FnOnce()) {
    let focused = document().active_element().map(|element| element.id());
    change();
    let Some(id) = focused.filter(|id| !id.is_empty()) else {
        return;
    };
    spawn_local(async move {
        leptos::task::tick().await;
        if is_lost() {
            focus_in_place(&id);
        }
    });
}

/// Focuses the first element that matches, without scrolling, when nothing has the focus: what had
/// it is gone.
pub fn focus_when_lost(selector: &str) {
    if !is_lost() {
        return;
    }
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        focus_where_it_stands(&element);
    }
}

/// What has the focus.
pub fn focused() -> Option<web_sys::HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

/// Gives the focus back to what had it, or to what stands in its place by now, where nothing else has
/// it; should that be gone, the Tab key goes on below the navigation.
pub fn focus_again(element: &web_sys::HtmlElement) {
    if !is_lost() || element.tag_name() == "BODY" {
        return;
    }
    if element.is_connected() {
        focus_where_it_stands(element);
    } else if !element.id().is_empty() {
        focus_in_place(&element.id());
    }
    focus_when_lost("main");
}

fn focus_where_it_stands(element: &web_sys::HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    // An element that can't be focused now leaves the focus where it is.
    let _ = element.focus_with_options(&options);
}

/// Nothing has the focus, or all below the navigation as a whole.
fn is_lost() -> bool {
    document()
        .active_element()
        .is_none_or(|element| matches!(element.tag_name().as_str(), "BODY" | "MAIN"))
}

/// Focuses the element with this id, if there is one, where it stands.
pub fn focus_in_place(id: &str) {
    let found = document().get_element_by_id(id);
    if let Some(element) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        focus_where_it_stands(&element);
    }
}

/// Focuses the first element that matches `selector` inside of the element with this id.
pub fn focus_first(id: &str, selector: &str) {
    let inside = document().get_element_by_id(id);
    let found = inside.and_then(|inside| inside.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that can't be focused now leaves the focus where it is.
        let _ = element.focus();
    }
}

/// Scrolls as little as it takes to show the element with this id.
pub fn bring_into_view(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn entries(list: &web_sys::Element, selector: &str) -> Vec<web_sys::HtmlElement> {
    let Ok(found) = list.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|n| found.item(n)?.dyn_into().ok())
        .collect()
}

/// Which entry the key leads to, from the one that has the focus.
fn target(key: &str, at: Option<usize>, len: usize) -> Option<usize> {
    let last = len.checked_sub(1)?;
    match (key, at) {
        ("ArrowDown", Some(at)) if at < last => Some(at + 1),
        ("ArrowUp", Some(at)) if at > 0 => Some(at - 1),
        ("ArrowDown" | "Home", _) => Some(0),
        ("ArrowUp" | "End", _) => Some(last),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::target;

    #[test]
    fn arrows_step_and_wrap_around() {
        assert_eq!(target("ArrowDown", Some(0), 3), Some(1));
        assert_eq!(target("ArrowDown", Some(2), 3), Some(0));
        assert_eq!(target("ArrowUp", Some(0), 3), Some(2));
        assert_eq!(target("End", None, 3), Some(2));
    }

    #[test]
    fn other_keys_and_empty_lists_lead_nowhere() {
        assert_eq!(target("a", Some(0), 3), None);
        assert_eq!(target("ArrowDown", None, 0), None);
    }
}
