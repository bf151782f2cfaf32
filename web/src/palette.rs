//! The command palette on Ctrl or ⌘ K: finds conversations, contacts, screens and actions (C19).

mod finding;
mod items;
mod view;

use leptos::prelude::*;

use crate::text;
use crate::ui::Dialog;

/// The palette, over whatever screen is on show.
#[component]
pub fn PaletteDialog(
    open: RwSignal<bool>,
    /// Signs the person out.
    sign_out: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog open title=text::keyboard::PALETTE>
            <view::Palette open sign_out />
        </Dialog>
    }
}
