//! Grey shapes of what is coming, so that nothing jumps when it arrives.

use leptos::prelude::*;

use crate::text;

/// Says "Loading" once to screen readers and hides the shapes from them.
#[component]
fn Shape(class: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class=class role="status">
            <span class="sr-only">{text::common::LOADING}</span>
            {children()}
        </div>
    }
}

fn bar(class: &'static str) -> impl IntoView {
    view! { <span class=format!("bone {class}") aria-hidden="true"></span> }
}

/// List rows with a round mark and two lines.
#[component]
pub fn SkeletonRows(
    /// How many rows.
    #[prop(default = 8)]
    count: usize,
) -> impl IntoView {
    let rows = (0..count)
        .map(|n| {
            view! {
                <div class="bone-row" aria-hidden="true">
                    {bar("bone-disc")}
                    <div class="flex-1">
                        {bar(if n % 2 == 0 { "w-2/5" } else { "w-1/2" })}
                        {bar(if n % 3 == 0 { "w-4/5" } else { "w-3/5" })}
                    </div>
                </div>
            }
        })
        .collect_view();
    view! { <Shape class="bone-list">{rows}</Shape> }
}

/// A thread: bubbles left and right.
#[component]
pub fn SkeletonThread() -> impl IntoView {
    view! {
        <Shape class="bone-thread">
            {bar("bone-mine w-3/5")} {bar("bone-theirs w-2/5")} {bar("bone-mine w-1/2")}
            {bar("bone-theirs w-3/5")}
        </Shape>
    }
}

/// A form: labels and inputs.
#[component]
pub fn SkeletonForm(
    /// How many fields.
    #[prop(default = 4)]
    fields: usize,
) -> impl IntoView {
    let fields = (0..fields)
        .map(|_| view! { <div class="bone-field">{bar("w-1/4")} {bar("bone-input")}</div> })
        .collect_view();
    view! { <Shape class="bone-form">{fields}</Shape> }
}

/// A table: a heading and lines.
#[component]
pub fn SkeletonTable(
    /// How many lines.
    #[prop(default = 5)]
    rows: usize,
) -> impl IntoView {
    let lines = (0..rows).map(|_| bar("bone-line")).collect_view();
    view! { <Shape class="bone-table">{lines}</Shape> }
}

/// A whole screen: its title and what is below.
#[component]
pub fn SkeletonPage() -> impl IntoView {
    view! { <div class="page"><Shape class="bone-form">{bar("w-1/4")} {bar("w-2/5")} {bar("bone-line")} {bar("bone-line")}</Shape></div> }
}
