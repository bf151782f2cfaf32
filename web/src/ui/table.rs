//! Figures and facts in rows.

use leptos::prelude::*;

/// One column's heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The heading; empty for a column of buttons, which then needs no name.
    pub label: &'static str,
    /// Set to the right with figures of equal width.
    pub numeric: bool,
}

impl Column {
    /// A column of words.
    pub const fn text(label: &'static str) -> Self {
        Self {
            label,
            numeric: false,
        }
    }

    /// A column of figures. Give its cells `class="num"`.
    pub const fn numeric(label: &'static str) -> Self {
        Self {
            label,
            numeric: true,
        }
    }
}

/// A table with a caption for screen readers; wide ones scroll sideways by themselves.
///
/// The children are the body's `<tr>`s; give the first cell `<th scope="row">`.
#[component]
pub fn DataTable(
    /// What the table shows.
    #[prop(into)]
    caption: String,
    /// Its columns, left to right.
    columns: Vec<Column>,
    children: Children,
) -> impl IntoView {
    let label = caption.clone();
    let heads = columns
        .into_iter()
        .map(|column| {
            view! {
                <th scope="col" class:num=column.numeric>
                    {column.label}
                </th>
            }
        })
        .collect_view();
    view! {
        <div class="table-scroll" role="region" aria-label=label tabindex="0">
            <table class="data-table">
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}
