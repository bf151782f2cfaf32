//! What one is told: the bell with its count, the list behind it, and a notice as it comes (C21).

mod list;
mod seen;
mod telling;

use leptos::prelude::*;

use crate::text;
use crate::ui::Dialog;

pub use seen::mark_seen;
pub use telling::tell;

/// The list of notifications, over whatever screen is on show.
#[component]
pub fn NotificationsDialog(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog open title=text::notifications::TITLE>
            <list::List open />
        </Dialog>
    }
}
