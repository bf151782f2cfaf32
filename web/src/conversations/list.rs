//! The list of conversations (C1 to C3).

use chrono::{DateTime, NaiveTime, Utc};
use leptos::{ev::KeyboardEvent, html, prelude::*, task::spawn_local};
use uuid::Uuid;

use super::address::Address;
use super::empty::Empty;
use super::head::Head;
use super::listing::{Listing, Phase};
use super::moving;
use super::row::{ConversationRow, RowView};
use super::selection::Selection;
use crate::format::{self, LocalTime};
use crate::keyboard::{Shortcut, use_commands};
use crate::loaded::ListFailed;
use crate::session::use_session;
use crate::text;
use crate::ui::{self, Button, LoadMore, SkeletonRows, rove};

/// Whoever has scrolled by less sees the list's head, in CSS pixels.
const HEAD: i32 = 20;
/// How often to look whether another day has begun, in milliseconds.
const DAY_CHECK_MS: u64 = 60_000;

/// The id of a conversation's row in the page.
pub fn row_id(conversation: Uuid) -> String {
    format!("conversation-{conversation}")
}

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
    moving::follow_keys(address, listing);
    let scrolled = RwSignal::new(false);
    let pinned = Memo::new(move |_| scrolled.get() || selection.active.get());
    Effect::new(move || listing.pinned.set(pinned.get()));
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
                Face::Rows => view! { <Rows address listing selection scrolled /> }.into_any(),
            }}
        </section>
    }
}

/// The rows, one stop for the Tab key: inside, the arrows move.
#[component]
fn Rows(
    address: Memo<Address>,
    listing: Listing,
    selection: Selection,
    /// The head of the list is out of view.
    scrolled: RwSignal<bool>,
) -> impl IntoView {
    scrolled.set(false);
    let node = NodeRef::new();
    let open = Memo::new(move |_| address.with(|address| address.open));
    let last_focused = RwSignal::new(None::<Uuid>);
    let stop = Memo::new(move |_| {
        let known = |id: &Uuid| listing.find(*id).is_some();
        let first = || {
            listing
                .conversations
                .with(|list| list.first().map(|first| first.id))
        };
        last_focused
            .get()
            .filter(known)
            .or_else(|| open.get().filter(known))
            .or_else(first)
    });
    use_commands().on(Shortcut::Select, move || {
        if let Some(id) = stop.get_untracked() {
            selection.toggle(id, false);
        }
    });
    // A row that moves is drawn anew in its place; all others, and what is scrolled to, stay.
    let keys = Memo::new(move |_| {
        listing.conversations.with(|list| {
            list.iter()
                .map(|row| (row.id, row.last_activity_at))
                .collect::<Vec<(Uuid, DateTime<Utc>)>>()
        })
    });
    hand_focus_on(keys, last_focused);
    let today = use_today();
    view! {
        <ul
            node_ref=node
            class="rows"
            aria-label=text::conversations::TITLE
            on:scroll=move |_| look(node, scrolled)
            on:keydown=move |event| act_on_key(&event, selection, stop)
        >
            <For each=move || keys.get() key=|key| *key let((id, _))>
                <Row
                    address
                    listing
                    selection
                    id
                    open
                    stop
                    today
                    on:focusin=move |_| last_focused.set(Some(id))
                />
            </For>
            <Show when=move || listing.next.with(Option::is_some)>
                <li>
                    <Further listing />
                </li>
            </Show>
        </ul>
    }
}

/// Notes whether the head of the list is in view.
fn look(node: NodeRef<html::Ul>, scrolled: RwSignal<bool>) {
    let top = node.get_untracked().map_or(0, |node| node.scroll_top());
    scrolled.set(top > HEAD);
}

/// The row at which the Tab key stops.
pub const STOP: &str = ".row-link[tabindex='0']";

/// A row that leaves with the focus hands it to the one that is the Tab key's stop then.
fn hand_focus_on(keys: Memo<Vec<(Uuid, DateTime<Utc>)>>, last_focused: RwSignal<Option<Uuid>>) {
    Effect::new(move || {
        let left = keys.with(|keys| {
            let focused = last_focused.get_untracked();
            focused.is_some_and(|focused| keys.iter().all(|(id, _)| *id != focused))
        });
        if left {
            last_focused.set(None);
            spawn_local(async {
                leptos::task::tick().await;
                ui::focus_when_lost(STOP);
            });
        }
    });
}

/// The arrows move from row to row, and from bubble to bubble; x selects the row, Esc clears.
fn act_on_key(event: &KeyboardEvent, selection: Selection, stop: Memo<Option<Uuid>>) {
    let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
    match event.key().as_str() {
        "x" if plain => {
            if let Some(id) = stop.get_untracked() {
                event.prevent_default();
                selection.toggle(id, false);
            }
        }
        "Escape" if selection.active.get_untracked() => {
            event.prevent_default();
            selection.clear();
        }
        _ => {
            let on_bubble = document()
                .active_element()
                .is_some_and(|element| element.matches(BUBBLE).unwrap_or(false));
            rove(event, if on_bubble { BUBBLE } else { ".row-link" });
        }
    }
}

/// What selects a row.
const BUBBLE: &str = ".action-bubble";

#[component]
fn Row(
    address: Memo<Address>,
    listing: Listing,
    selection: Selection,
    id: Uuid,
    open: Memo<Option<Uuid>>,
    stop: Memo<Option<Uuid>>,
    /// The present by the workspace's clock, good to the day.
    today: Memo<LocalTime>,
) -> impl IntoView {
    let session = use_session();
    let conversation = Memo::new(move |_| listing.find(id));
    let row = Memo::new(move |_| {
        conversation.with(|conversation| {
            let Some(conversation) = conversation else {
                return RowView::default();
            };
            let tab = address.with(|address| address.tab);
            let at = format::in_zone(RowView::moment(conversation), &session.time_zone());
            let assigned = conversation.assigned_to();
            let people = (
                session.agent_id(),
                assigned.and_then(|to| session.assigned_name(to)),
            );
            RowView::new(conversation, tab, (at, today.get()), people)
        })
    });
    let href = Memo::new(move |_| {
        let hit =
            conversation.with(|conversation| Some(conversation.as_ref()?.hit.as_ref()?.message_id));
        address.with(|address| address.with_open(id, hit).href())
    });
    let query = Memo::new(move |_| address.with(|address| address.search.clone()));
    let tag = Memo::new(move |_| {
        let id = conversation.with(|conversation| conversation.as_ref()?.tag_id)?;
        session.tag(id)
    });
    view! {
        <ConversationRow
            row
            id=row_id(id)
            href
            current=Memo::new(move |_| open.get() == Some(id))
            stop=Memo::new(move |_| stop.get() == Some(id))
            query
            tag
            selected=Memo::new(move |_| selection.selected.with(|selected| selected.holds(id)))
            on_select=Callback::new(move |extends| selection.toggle(id, extends))
        />
    }
}

/// The end of what is loaded: the next page, or why it didn't come.
#[component]
fn Further(listing: Listing) -> impl IntoView {
    move || match listing.failure.get() {
        None => view! { <LoadMore busy=listing.busy on_more=move || listing.more() /> }.into_any(),
        Some(failure) => view! {
            <div class="load-more" role="alert">
                <p class="text-muted">{failure.message()}</p>
                <Button on_click=move || listing.more()>{text::common::TRY_AGAIN}</Button>
            </div>
        }
        .into_any(),
    }
}

/// Today's midnight in the workspace's time zone; changes when a day begins there.
fn use_today() -> Memo<LocalTime> {
    let session = use_session();
    let now = RwSignal::new(format::now());
    let ticking = set_interval_with_handle(
        move || now.set(format::now()),
        std::time::Duration::from_millis(DAY_CHECK_MS),
    );
    on_cleanup(move || {
        if let Ok(ticking) = ticking {
            ticking.clear();
        }
    });
    Memo::new(move |_| {
        let now = format::in_zone(now.get(), &session.time_zone());
        now.date().and_time(NaiveTime::MIN)
    })
}
