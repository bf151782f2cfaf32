//! The page: a Leptos application that runs in the browser.

pub mod conversations;
pub mod format;
pub mod layout;
pub mod messages;
pub mod paths;
pub mod text;
pub mod ui;

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the page. The browser calls this once, when the WebAssembly is loaded.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    layout::remove_first_paint();
    mount_to_body(|| view! { <h1 class="text-3xl p-4">"Copperline"</h1> });
}
