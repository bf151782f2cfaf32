//! The board's shape until it comes.

use leptos::prelude::*;

use crate::text;

#[component]
pub fn SkeletonBoard() -> impl IntoView {
    view! {
        <div class="inbox pipeline">
            <section class="inbox-list board-side" aria-label=text::pipeline::TITLE aria-busy="true">
                <div class="board-head">
                    <div class="board-title">
                        <h1>{text::pipeline::TITLE}</h1>
                    </div>
                </div>
                <Columns />
            </section>
        </div>
    }
}

/// Columns with the shapes of cards.
#[component]
pub fn Columns() -> impl IntoView {
    let column = |cards: usize| {
        let cards = (0..cards)
            .map(|_| view! { <div class="board-card bone-card"><span class="bone w-3/5"></span><span class="bone w-2/5"></span></div> })
            .collect_view();
        view! {
            <div class="board-column is-shown">
                <div class="column-head"><span class="bone w-2/5"></span><span class="bone w-3/5"></span></div>
                <div class="board-cards">{cards}</div>
            </div>
        }
    };
    view! {
        <div class="board" role="status">
            <span class="sr-only">{text::common::LOADING}</span>
            {[5, 4, 3, 2, 3, 1].map(column).into_iter().collect_view()}
        </div>
    }
}
