//! What stands around every screen: navigation, account menu, theme.

mod account_menu;
mod first_paint;
mod plain;
mod rail;
mod settings_nav;
mod theme;
mod title;

use leptos::prelude::*;

use crate::text;
use crate::ui::ToastRegion;

pub use first_paint::{remember_signed_in, remembers_signed_in, remove_first_paint};
pub use plain::PlainLayout;
pub use rail::Rail;
pub use settings_nav::SettingsLayout;
pub use theme::{Theme, provide_theme, use_theme};
pub use title::{follow_title, provide_title, use_subject};

/// What the frame shows of the signed-in person and their workspace.
#[derive(Clone, Copy)]
pub struct Frame {
    /// The person's full name.
    pub person: Signal<String>,
    /// The workspace's name.
    pub workspace: Signal<String>,
    /// Unread conversations.
    pub unread: Signal<u32>,
    /// Notifications that the person has not read.
    pub unread_notifications: Signal<u32>,
    /// Shows them.
    pub show_notifications: Callback<()>,
    /// Shows the list of shortcuts.
    pub show_shortcuts: Callback<()>,
    /// Shows the command palette.
    pub show_palette: Callback<()>,
    /// Replies that wait for a decision.
    pub reviews: Signal<u32>,
    /// The person owns the workspace and sees billing.
    pub owner: Signal<bool>,
    /// Copperline runs with the built-in carrier, so there is a handset.
    pub simulator: Signal<bool>,
    /// The server doesn't answer.
    pub offline: Signal<bool>,
    /// Signs the person out.
    pub sign_out: Callback<()>,
}

/// The frame of every screen behind the sign-in; the screen is the children.
///
/// On a wide screen the navigation is a rail on the left, on a phone a bar at the bottom
/// (hidden by a screen that sets `data-region="detail"` on its outermost element).
#[component]
pub fn AppLayout(
    /// What the frame shows.
    frame: Frame,
    children: Children,
) -> impl IntoView {
    view! {
        <a class="skip-link" href="#content">
            {text::layout::SKIP}
        </a>
        <div class="shell">
            <Rail frame />
            <div class="shell-main">
                <Show when=move || frame.offline.get()>
                    <p class="offline-bar" role="status">
                        {text::layout::OFFLINE}
                    </p>
                </Show>
                <main id="content" class="shell-content" tabindex="-1">
                    {children()}
                </main>
            </div>
        </div>
        <ToastRegion />
    }
}
