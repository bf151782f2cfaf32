//! The rows of the list, of which those in view are drawn (C1).

use chrono::NaiveTime;
use copperline_shared::conversations::Conversation;
use leptos::{ev::KeyboardEvent, prelude::*};
use uuid::Uuid;

use super::address::Address;
use super::listing::Listing;
use super::moving;
use super::places::{Key, Places, target};
use super::row::{ConversationRow, RowView};
use super::selection::Selection;
use crate::format::{self, LocalTime};
use crate::keyboard::{Shortcut, use_commands};
use crate::session::use_session;
use crate::text;
use crate::ui::{self, Button, LoadMore, WindowedRows};

/// How often to look whether another day has begun, in milliseconds.
const DAY_CHECK_MS: u64 = 60_000;

/// A row's height in CSS pixels: all have the same, what a search found included.
pub const ROW_HEIGHT: f64 = 58.0;

/// The row at which the Tab key stops.
pub const STOP: &str = ".row-link[tabindex='0']";

/// What selects a row.
const BUBBLE: &str = ".action-bubble";

/// The id of what all rows stand in.
const LIST: &str = "conversation-rows";

/// The id of a conversation's row in the page.
pub fn row_id(conversation: Uuid) -> String {
    format!("conversation-{conversation}")
}

/// The id of what selects it.
fn bubble_id(conversation: Uuid) -> String {
    format!("select-{conversation}")
}

/// Gives the focus to the row at which the Tab key stops, or to the screen where there is none.
pub fn focus_rows() {
    ui::focus_first(LIST, STOP);
    ui::focus_when_lost("main");
}

/// What the rows share.
#[derive(Clone, Copy)]
struct Shared {
    address: Memo<Address>,
    listing: Listing,
    selection: Selection,
    places: Places,
    open: Memo<Option<Uuid>>,
    /// How many there are, once all are loaded.
    size: Memo<Option<usize>>,
    /// The present by the workspace's clock, good to the day.
    today: Memo<LocalTime>,
}

/// The rows, one stop for the Tab key: inside, the arrows move.
#[component]
pub fn Rows(address: Memo<Address>, listing: Listing, selection: Selection) -> impl IntoView {
    let open = Memo::new(move |_| address.with(|address| address.open));
    let places = Places::new(listing, open);
    moving::follow_keys(address, listing, places);
    use_commands().on(Shortcut::Select, move || {
        if let Some((id, _)) = places.stop.get_untracked() {
            selection.toggle(id, false);
        }
    });
    let at_top = places.windowed.at_top();
    let pinned = Memo::new(move |_| !at_top.get() || selection.active.get());
    Effect::new(move || listing.pinned.set(pinned.get()));
    on_cleanup(move || {
        listing.pinned.try_set(false);
    });
    let complete = Memo::new(move |_| listing.next.with(Option::is_none));
    let shared = Shared {
        address,
        listing,
        selection,
        places,
        open,
        size: Memo::new(move |_| complete.get().then(|| places.keys.with(Vec::len))),
        today: use_today(),
    };
    view! {
        <div id=LIST class="row-list" on:keydown=move |event| act_on_key(&event, shared)>
            <WindowedRows
                windowed=places.windowed
                items=places.keys
                row_height=ROW_HEIGHT
                held=Signal::derive(move || places.stop.get().map(|(_, at)| at))
                role="list"
                label=text::conversations::TITLE
                draw=move |(id, _): Key, style, place| view! { <Row shared id style place /> }.into_any()
            >
                <Show when=move || !complete.get()>
                    <Further listing />
                </Show>
            </WindowedRows>
        </div>
    }
}

/// The arrows move from row to row, and from bubble to bubble; x selects the row, Esc clears.
fn act_on_key(event: &KeyboardEvent, shared: Shared) {
    let Shared {
        places, selection, ..
    } = shared;
    let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
    let Some((stop, at)) = places.stop.get_untracked().filter(|_| plain) else {
        return;
    };
    match event.key().as_str() {
        "x" => selection.toggle(stop, false),
        "Escape" if selection.active.get_untracked() => selection.clear(),
        key => {
            let count = places.keys.with_untracked(Vec::len);
            let Some(to) = target(key, at, count) else {
                return;
            };
            let on_bubble = document()
                .active_element()
                .is_some_and(|element| element.matches(BUBBLE).unwrap_or(false));
            places.focus(to, if on_bubble { bubble_id } else { row_id });
        }
    }
    event.prevent_default();
}

#[component]
fn Row(shared: Shared, id: Uuid, style: Signal<String>, place: Signal<usize>) -> impl IntoView {
    let session = use_session();
    let Shared {
        address,
        listing,
        selection,
        places,
        open,
        size,
        today,
    } = shared;
    // What has left the list still looks as it did while it goes.
    let conversation = Memo::new(move |last: Option<&Option<Conversation>>| {
        let at = place.get();
        let here = |list: &Vec<Conversation>| list.get(at).filter(|row| row.id == id).cloned();
        let here = listing.conversations.with(here);
        here.or_else(|| last.cloned().flatten())
    });
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
    let stop = move || places.stop.get().is_some_and(|(stop, _)| stop == id);
    view! {
        <ConversationRow
            row
            ids=(row_id(id), bubble_id(id))
            style
            place
            size
            href
            current=Memo::new(move |_| open.get() == Some(id))
            stop=Memo::new(move |_| stop())
            query
            tag
            selected=Memo::new(move |_| selection.selected.with(|selected| selected.holds(id)))
            on_select=Callback::new(move |extends| selection.toggle(id, extends))
            on:focusin=move |_| places.focused.set(Some(id))
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
