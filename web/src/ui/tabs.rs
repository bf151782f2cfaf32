//! Tabs that are addresses: each can be reloaded, shared and gone back to.

use leptos::prelude::*;

/// The bar that holds [`TabLink`]s.
#[component]
pub fn TabLinks(
    /// What the tabs choose between, for screen readers.
    #[prop(into)]
    label: String,
    children: Children,
) -> impl IntoView {
    view! {
        <nav class="tab-links" aria-label=label>
            {children()}
        </nav>
    }
}

/// One tab, with a count when there is one.
#[component]
pub fn TabLink(
    /// Its address.
    #[prop(into)]
    href: Signal<String>,
    /// Its name.
    #[prop(into)]
    label: String,
    /// How many things it holds, as people read it.
    #[prop(optional, into)]
    count: MaybeProp<String>,
    /// Whether it is the one being shown.
    #[prop(into)]
    current: Signal<bool>,
) -> impl IntoView {
    view! {
        <a
            class="tab-link"
            href=href
            aria-current=move || current.get().then_some("page")
        >
            {label}
            {move || {
                count.get().map(|count| view! { <span class="tab-count">{count}</span> })
            }}
        </a>
    }
}
