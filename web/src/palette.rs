//! The command palette on Ctrl or ⌘ K: finds conversations, contacts, screens and actions (C19).

mod finding;
mod items;
mod view;

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use crate::part::{Drawn, Overlay};
use crate::text;
use crate::ui::Dialog;

/// The palette, over whatever screen is on show.
#[component]
pub fn PaletteDialog(
    open: RwSignal<bool>,
    /// Signs the person out.
    sign_out: Callback<()>,
) -> impl IntoView {
    view! { <Overlay open preload=fetch_palette draw=move || palette_part(open, sign_out) /> }
}

#[wasm_split(overlays, wasm_split_path = ::leptos::wasm_split, preload(fetch_palette), fallible)]
pub fn palette_part(open: RwSignal<bool>, sign_out: Callback<()>) -> Drawn {
    Ok(view! {
        <Dialog open title=text::keyboard::PALETTE>
            <view::Palette open sign_out />
        </Dialog>
    }
    .into_any())
}
