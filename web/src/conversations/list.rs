//! The list of conversations (C1 to C3).

use leptos::prelude::*;

use super::address::Address;
use super::empty::Empty;
use super::head::Head;
use super::listing::{Listing, Phase};
use super::rows::Rows;
use super::selection::Selection;
use crate::loaded::ListFailed;
use crate::text;
use crate::ui::SkeletonRows;

/// What the list shows below its head.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Loading,
    Failed,
    Empty,
    Rows,
}

/// The left column: heading, search, tabs, rows.
#[component]
pub fn List(address: Memo<Address>) -> impl IntoView {
    let listing = Listing::new(address);
    let selection = Selection::new(listing);
    let creating = RwSignal::new(false);
    let face = Memo::new(move |_| {
        let empty = listing.conversations.with(Vec::is_empty);
        listing.phase.with(|phase| match phase {
            Phase::Loading => Face::Loading,
            Phase::Failed(_) => Face::Failed,
            // Another page may hold what has left this one.
            Phase::Ready if empty && listing.next.with(Option::is_none) => Face::Empty,
            Phase::Ready => Face::Rows,
        })
    });
    view! {
        <section class="inbox-list" aria-label=text::conversations::TITLE>
            <Head address listing selection creating />
            {move || match face.get() {
                Face::Loading => view! { <SkeletonRows count=10 /> }.into_any(),
                Face::Failed => view! { <ListFailed phase=listing.phase title=text::conversations::LIST_FAILED on_retry=move || listing.load() /> }.into_any(),
                Face::Empty => view! { <Empty address creating /> }.into_any(),
                Face::Rows => view! { <Rows address listing selection /> }.into_any(),
            }}
        </section>
    }
}
