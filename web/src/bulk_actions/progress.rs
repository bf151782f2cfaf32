//! How far the bulk actions are that take longer than a moment.

use std::time::Duration;

use copperline_shared::bulk_actions::{BulkAction, BulkState};
use leptos::prelude::*;
use uuid::Uuid;

use crate::session::use_session;
use crate::text;

/// What is over sooner shows no progress.
const MOMENT: Duration = Duration::from_secs(1);

#[component]
pub fn Progress() -> impl IntoView {
    let actions = use_session().bulk_actions;
    let ids = Memo::new(move |_| {
        actions.with(|actions| actions.iter().map(|action| action.id).collect::<Vec<_>>())
    });
    view! {
        <For each=move || ids.get() key=|id| *id let:id>
            <OneProgress id />
        </For>
    }
}

#[component]
fn OneProgress(id: Uuid) -> impl IntoView {
    let actions = use_session().bulk_actions;
    let long = RwSignal::new(false);
    let timer = set_timeout_with_handle(
        move || {
            long.try_set(true);
        },
        MOMENT,
    );
    on_cleanup(move || {
        if let Ok(timer) = timer {
            timer.clear();
        }
    });
    let action =
        move || actions.with(|actions| actions.iter().find(|action| action.id == id).cloned());
    view! {
        <Show when=move || long.get()>
            {move || action().map(|action| view! { <Meter action /> })}
        </Show>
    }
}

#[component]
fn Meter(action: BulkAction) -> impl IntoView {
    let (value, max) = match action.state {
        BulkState::Undoing | BulkState::Undone => (action.undone, action.changed),
        BulkState::Running | BulkState::Finished => (action.done, action.total),
    };
    let words = text::bulk_actions::progress(&action);
    view! {
        <div class="bulk-progress">
            <p>{words.clone()}</p>
            <progress value=value.to_string() max=max.max(1).to_string() aria-label=words></progress>
        </div>
    }
}
