//! Filters of the list of conversations (C18): choosing one, what it lets through, and saved ones
//! beside the tabs.

mod chips;
mod choosing;
mod saved;
mod saving;

use copperline_shared::filters::Filter;
use copperline_shared::pipeline::PipelineStage;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use crate::api::{self, Outcome};
use crate::conversations::Address;
use crate::live::use_live;
use crate::loaded::Loaded;
use crate::part::{Drawn, Part};
pub use choosing::FilterButton;

/// Puts what a filter lets through into a request for conversations.
#[macro_export]
macro_rules! filtered {
    ($request:expr, $filter:expr) => {{
        let mut request = $request;
        let filter: &copperline_shared::filters::Filter = &$filter;
        if let Some(assignee) = filter.assignee {
            request = request.assignee(assignee.to_string());
        }
        if let Some(tag) = filter.tag_id {
            request = request.tag_id(tag);
        }
        if let Some(stage) = filter.stage_id {
            request = request.stage_id(stage);
        }
        if filter.unread {
            request = request.unread(true);
        }
        if let Some(follow_up) = filter.follow_up {
            request = request.follow_up(follow_up);
        }
        request
    }};
}

/// The stages of the pipeline, kept current.
fn use_stages() -> Loaded<Vec<PipelineStage>> {
    let stages = Loaded::new(Vec::new(), stages);
    use_live().on(move |event| {
        if let copperline_shared::events::Event::PipelineStagesChanged { .. } = event {
            stages.reload_soon();
        }
    });
    stages
}

async fn stages() -> Outcome<Vec<PipelineStage>> {
    api::call(api::client().list_pipeline_stages().send()).await
}

/// Under the tabs: the saved filters, and what is filtered by now.
#[component]
pub fn FilterBar(address: Memo<Address>) -> impl IntoView {
    let filter = Memo::new(move |_| address.with(|address| address.filter));
    let active = move || filter.with(|filter| *filter != Filter::default());
    view! {
        <saved::SavedFilters address />
        <Show when=active>
            <Part
                preload=fetch_chips
                draw=move || chips_part(address, filter)
                skeleton=|| view! { <SkeletonChips /> }
                line=true
            />
        </Show>
    }
}

#[wasm_split(overlays, wasm_split_path = ::leptos::wasm_split, preload(fetch_chips), fallible)]
fn chips_part(address: Memo<Address>, filter: Memo<Filter>) -> Drawn {
    Ok(view! { <chips::Chips address filter /> }.into_any())
}

#[component]
fn SkeletonChips() -> impl IntoView {
    view! {
        <div class="filter-chips" aria-busy="true">
            <span class="filter-chip"></span>
        </div>
    }
}
