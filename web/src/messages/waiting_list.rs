//! What waits for its moment, at the end of the thread.

use chrono::{DateTime, Utc};
use copperline_shared::messages::{Hold, Message};
use leptos::prelude::*;
use uuid::Uuid;

use super::bubble::{Bubble, BubbleView};
use super::clocks::Clocks;
use super::details::Details;
use super::entry;
use super::scroller::anchor;
use super::store::ThreadStore;
use super::waiting::{Gate, WaitingMenu, waits};
use crate::text;

/// The texts of a thread that wait, in the order in which they leave.
#[component]
pub fn WaitingList(
    store: ThreadStore,
    clocks: Clocks,
    /// What the gate says of a text written now.
    #[prop(into)]
    hold: Signal<Option<Hold>>,
) -> impl IntoView {
    let ids = Memo::new(move |_| {
        store.entries.with(|entries| {
            // They follow the newest entry; before that other entries come.
            let at_end = entries.later.is_none();
            let waiting = entries.waiting().iter().filter(|_| at_end);
            waiting.map(|message| message.id).collect::<Vec<Uuid>>()
        })
    });
    let none = move || ids.with(Vec::is_empty);
    view! {
        <ol class="thread thread-waiting" aria-label=text::messages::WAITING hidden=none>
            <For each=move || ids.get() key=|id| *id let:id>
                <WaitingLine id store clocks hold />
            </For>
        </ol>
    }
}

#[component]
fn WaitingLine(
    id: Uuid,
    store: ThreadStore,
    clocks: Clocks,
    hold: Signal<Option<Hold>>,
) -> impl IntoView {
    let message = Memo::new(move |_| {
        store.entries.with(|entries| {
            let found = entries.waiting().iter().find(|message| message.id == id);
            found.cloned()
        })
    });
    let shown =
        Memo::new(move |_| message.with(|message| message.as_ref().map(|m| bubble(m, clocks))));
    let zone = Memo::new(move |_| clocks.ours());
    let gate = Signal::derive(move || {
        hold.with(|hold| {
            Some(match hold {
                None => Gate::Open,
                Some(hold) if hold.may_send_anyway => Gate::Anyway,
                Some(_) => Gate::Closed,
            })
        })
    });
    view! {
        <Bubble
            message=Signal::derive(move || shown.get().unwrap_or_default())
            anchor=anchor(id)
            found=Signal::derive(move || store.found.get() == Some(id))
            stop=Signal::stored(true)
            details=move || view! { <Details message zone /> }
            tools=move || view! { <WaitingMenu message clocks gate /> }
        />
    }
}

/// The bubble of a text that waits: its line says until when and why.
fn bubble(message: &Message, clocks: Clocks) -> BubbleView {
    let due_at: DateTime<Utc> = message.due_at.unwrap_or(message.created_at);
    BubbleView {
        time: waits(message, clocks),
        datetime: due_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        ..entry::bubble(message, &clocks.ours())
    }
}
