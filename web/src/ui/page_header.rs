//! The top of a screen.

use leptos::prelude::*;

use super::icon::Icon;
use crate::text;

/// The screen's heading, a sentence below it, and its actions as children.
#[component]
pub fn PageHeader(
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// What the screen is for, in a sentence.
    #[prop(optional, into)]
    lead: MaybeProp<String>,
    /// Where Back goes on a phone, if the screen is one of several regions.
    #[prop(optional, into)]
    back: Option<String>,
    /// Buttons on the right.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="page-header">
            {back
                .map(|href| {
                    view! {
                        <a class="btn btn-ghost btn-square md:hidden" href=href aria-label=text::common::BACK>
                            <Icon icon=icondata_lu::LuArrowLeft />
                        </a>
                    }
                })}
            <div class="min-w-0 flex-1">
                <h1 class="page-title">{title}</h1>
                {move || lead.get().map(|lead| view! { <p class="page-lead">{lead}</p> })}
            </div>
            {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
        </header>
    }
}
