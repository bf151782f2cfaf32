//! Hearing the keys, everywhere but where they belong to something else.

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;

use super::{Commands, Shortcut};

/// Where the browser keeps that keys alone do nothing (WCAG 2.1.4).
const KEPT: &str = "copperline-single-keys";

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// Whether keys alone do something, as it was chosen in this browser.
pub fn single_keys_wanted() -> bool {
    let kept = storage().and_then(|storage| storage.get_item(KEPT).ok().flatten());
    kept.as_deref() != Some("off")
}

/// Remembers the choice for the next visits.
pub fn keep_single_keys(wanted: bool) {
    // A browser that keeps nothing still does as chosen for now.
    let _ = storage().map(|storage| match wanted {
        true => storage.remove_item(KEPT),
        false => storage.set_item(KEPT, "off"),
    });
}

/// Follows the keys for as long as the component stands.
pub fn listen(commands: Commands) {
    let listening = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() {
            return;
        }
        let shortcut = wanted(&event, commands.single_keys.get_untracked());
        if shortcut.is_some_and(|shortcut| commands.run(shortcut)) {
            event.prevent_default();
        }
    });
    on_cleanup(move || listening.remove());
}

fn wanted(event: &KeyboardEvent, single_keys: bool) -> Option<Shortcut> {
    let key = event.key();
    if (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key() {
        let palette = key.eq_ignore_ascii_case(Shortcut::Palette.key());
        return (palette && !is_dialog_open()).then_some(Shortcut::Palette);
    }
    let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
    if !plain || !single_keys || event.is_composing() || belongs_elsewhere() {
        return None;
    }
    Shortcut::of_key(&key)
}

/// Whether a key belongs to what has the focus: something to write in, a menu, or a dialog.
fn belongs_elsewhere() -> bool {
    let taken = document().active_element().is_some_and(|element| {
        let writes = "input:not([type=checkbox]), textarea, select, [contenteditable]";
        element.matches(writes).unwrap_or(false)
            || element
                .closest("[role=menu]")
                .is_ok_and(|menu| menu.is_some())
    });
    taken || is_dialog_open()
}

/// Or will be as soon as it is fetched; see `Overlay`.
fn is_dialog_open() -> bool {
    document()
        .query_selector("dialog[open], [data-awaited]")
        .is_ok_and(|found| found.is_some())
}
