//! What one is told: the bell with its count, the list behind it, and a notice as it comes (C21).

mod list;
mod seen;
mod telling;

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use crate::part::{Drawn, Overlay};
use crate::text;
use crate::ui::Dialog;

pub use seen::mark_seen;
pub use telling::tell;

/// The list of notifications, over whatever screen is on show.
#[component]
pub fn NotificationsDialog(open: RwSignal<bool>) -> impl IntoView {
    view! { <Overlay open preload=fetch_notifications draw=move || notifications_part(open) /> }
}

#[wasm_split(overlays, wasm_split_path = ::leptos::wasm_split, preload(fetch_notifications), fallible)]
fn notifications_part(open: RwSignal<bool>) -> Drawn {
    Ok(view! {
        <Dialog open title=text::notifications::TITLE>
            <list::List open />
        </Dialog>
    }
    .into_any())
}
