//! The page: a Leptos application that runs in the browser.

pub mod api;
pub mod api_tokens;
pub mod app;
pub mod assignment;
pub mod attempt;
pub mod auth;
pub mod billing;
pub mod bulk_actions;
pub mod clock;
pub mod comments;
pub mod contacts;
pub mod conversations;
pub mod download;
pub mod filters;
pub mod follow_ups;
pub mod format;
pub mod groups;
pub mod imports;
pub mod keyboard;
pub mod layout;
pub mod letters;
pub mod live;
pub mod loaded;
pub mod messages;
pub mod moment;
pub mod notes;
pub mod notifications;
pub mod numbers;
pub mod pages;
pub mod palette;
pub mod part;
pub mod paths;
pub mod pictures;
pub mod pipeline;
pub mod presence;
pub mod profile;
pub mod reviews;
pub mod screens;
pub mod session;
pub mod simulator;
pub mod soon;
pub mod stop_triggers;
pub mod submission;
pub mod suppressions;
pub mod tags;
pub mod templates;
pub mod text;
pub mod texting_hours;
pub mod time_zones;
pub mod ui;
pub mod workflows;
pub mod workspace;

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the page. The browser calls this once, when the WebAssembly is loaded.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    layout::remove_first_paint();
    mount_to_body(app::App);
}
