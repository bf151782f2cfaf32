//! Parts of a settings-like screen.

use leptos::prelude::*;

/// A part of a screen: heading and explanation on the left, content on the right; stacked on a phone.
#[component]
pub fn Section(
    /// The heading.
    #[prop(into)]
    title: String,
    /// What this part is for.
    #[prop(optional, into)]
    lead: MaybeProp<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="section">
            <div class="section-head">
                <h2>{title}</h2>
                {move || lead.get().map(|lead| view! { <p>{lead}</p> })}
            </div>
            <div class="section-body">{children()}</div>
        </section>
    }
}

/// One figure to look at: a label above, the value large.
#[component]
pub fn Figure(
    /// What it is.
    #[prop(into)]
    label: String,
    /// The formatted value.
    #[prop(into)]
    value: Signal<String>,
    /// A line below, such as when it changes next.
    #[prop(optional, into)]
    note: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <div class="figure">
            <p class="figure-label">{label}</p>
            <p class="figure-value">{value}</p>
            {move || note.get().map(|note| view! { <p class="figure-note">{note}</p> })}
        </div>
    }
}
