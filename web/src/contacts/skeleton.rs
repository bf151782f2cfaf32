//! The table's shape until the contacts come, so that nothing jumps.

use leptos::prelude::*;

use crate::text;

/// So many rows are in view on most screens.
const ROWS: usize = 12;

#[component]
pub fn SkeletonContacts() -> impl IntoView {
    let cell = |class: &'static str, width: &'static str| {
        view! { <div class=class><span class=format!("bone {width}")></span></div> }
    };
    let row = |n: usize| {
        let name = if n.is_multiple_of(2) {
            "w-3/5"
        } else {
            "w-2/5"
        };
        view! {
            <div class="contact-row bone-contact">
                <span class="bone bone-disc"></span>
                {cell("contact-cell-name", name)}
                {cell("contact-cell-phone", "w-4/5")}
                {cell("contact-cell-tags", "w-1/2")}
                {cell("contact-cell-stage", "w-1/2")}
                {cell("contact-cell-source", "w-1/2")}
                {cell("contact-cell-added", "w-3/5")}
            </div>
        }
    };
    view! {
        <div class="contact-table bone-contacts" role="status">
            <span class="sr-only">{text::common::LOADING}</span>
            <div aria-hidden="true">{(0..ROWS).map(row).collect_view()}</div>
        </div>
    }
}
