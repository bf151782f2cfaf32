//! What `index.html` draws while the WebAssembly loads.

use leptos::prelude::*;

/// Tells `first-paint.js` whether the next visit begins with the signed-in frame.
const KEY: &str = "copperline-signed-in";

/// Takes the first paint away; call it right before the page is drawn.
pub fn remove_first_paint() {
    if let Some(shapes) = document().get_element_by_id("first-paint") {
        shapes.remove();
    }
}

/// Whether somebody was signed in when this browser last showed the page.
pub fn remembers_signed_in() -> bool {
    let storage = window().local_storage().ok().flatten();
    storage.is_some_and(|storage| storage.get_item(KEY).is_ok_and(|kept| kept.is_some()))
}

/// Remembers whether somebody is signed in, so that the next first paint has the right shape.
pub fn remember_signed_in(signed_in: bool) {
    // A browser that keeps nothing draws the shape of the sign-in first; nothing else depends on it.
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = if signed_in {
            storage.set_item(KEY, "yes")
        } else {
            storage.remove_item(KEY)
        };
    }
}
