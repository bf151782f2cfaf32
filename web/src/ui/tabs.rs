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
    /// The count in full, where it is shown short.
    #[prop(optional, into)]
    exact: MaybeProp<String>,
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
            {move || count.get().map(|count| view! { <TabCount count exact=exact.get() /> })}
        </a>
    }
}

#[component]
fn TabCount(count: String, exact: Option<String>) -> impl IntoView {
    let Some(exact) = exact else {
        return view! { <span class="tab-count">{count}</span> }.into_any();
    };
    let title = exact.clone();
    view! {
        <span class="tab-count" title=title>
            <span aria-hidden="true">{count}</span>
            <span class="sr-only">{exact}</span>
        </span>
    }
    .into_any()
}
