//! What an empty region says: what will be here, and the first step.

use leptos::prelude::*;

use super::icon::{Icon, IconRef};

/// An icon, a sentence and, as children, the button for the first step.
#[component]
pub fn EmptyState(
    /// A drawing of what will be here.
    icon: IconRef,
    /// What is missing, short.
    #[prop(into)]
    title: Signal<String>,
    /// What will be here and how it gets here.
    #[prop(optional, into)]
    lead: MaybeProp<String>,
    /// The first step, a button or link.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            <span class="empty-mark">
                <Icon icon size=24 />
            </span>
            <p class="empty-title">{title}</p>
            {move || lead.get().map(|lead| view! { <p class="empty-lead">{lead}</p> })}
            {children.map(|children| view! { <div class="empty-step">{children()}</div> })}
        </div>
    }
}
