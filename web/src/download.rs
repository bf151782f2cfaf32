//! Downloading a file of the api's. The browser itself keeps it as it comes: it may be too large to go
//! through the page.

use leptos::prelude::*;

use crate::api;
use crate::submission::Submission;
use crate::ui::{Button, IconRef, use_toasts};

/// A button that downloads what `href` leads to.
#[component]
pub fn Download(
    #[prop(into)] href: Signal<String>,
    #[prop(optional, into)] icon: Option<IconRef>,
    /// In a narrow bar only the icon is seen; the words stay its name.
    #[prop(optional)]
    fold: bool,
    children: Children,
) -> impl IntoView {
    let (submission, toasts) = (Submission::new(), use_toasts());
    Effect::new(move || {
        if let Some(failure) = submission.failure.get() {
            toasts.problem(failure.message());
            submission.failure.set(None);
        }
    });
    let download = Callback::new(move |()| {
        let href = href.get_untracked();
        // Asked first, which renews a session that has run out: the browser would keep a refusal as
        // the file.
        let request = async { api::call(api::client().read_profile().send()).await };
        submission.run(request, move |_| {
            // A browser that refuses says so itself.
            let _ = window().location().assign(&href);
        });
    });
    let icon = icon.unwrap_or(icondata_lu::LuDownload);
    view! {
        <Button icon fold busy=submission.busy on_click=download>
            {children()}
        </Button>
    }
}
