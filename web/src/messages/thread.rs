//! The thread: what was said and what happened, day by day, live.

use chrono::{DateTime, NaiveDate, Utc};
use copperline_shared::conversations::{ThreadEntry, ThreadRecord};
use copperline_shared::messages::Message;
use leptos::prelude::*;

use super::bubble::{Bubble, BubbleView, ThreadEvent};
use super::entries::{Place, inbound};
use super::entry;
use super::scroller::{Scroller, anchor};
use super::sending::Sending;
use super::store::{Phase, ThreadStore};
use crate::session::use_session;
use crate::ui::{Button, EmptyState, Icon, LoadMore, SkeletonThread};
use crate::{format, text};

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Line {
    Day(NaiveDate),
    Entry(Place),
}

/// What every line of a thread needs.
#[derive(Clone, Copy)]
struct Lines {
    store: ThreadStore,
    sending: Sending,
    name: Signal<String>,
    clock: Signal<DateTime<Utc>>,
}

/// A conversation's thread. It stays at its end unless the person reads further up.
#[component]
pub fn Thread(
    store: ThreadStore,
    /// Sends a failed message again.
    sending: Sending,
    /// The contact's name.
    #[prop(into)]
    name: Signal<String>,
    /// The present moment, moving on.
    #[prop(into)]
    clock: Signal<DateTime<Utc>>,
) -> impl IntoView {
    let scroller = Scroller::new();
    let heard = RwSignal::new(String::new());
    follow_store(store, scroller);
    Effect::new(move |_| {
        store.news.with(|news| {
            if let Some(message) = news.as_ref().and_then(inbound) {
                heard.set(text::messages::new_message(&name.get_untracked(), &message.body));
            }
        });
    });
    let lines = Lines { store, sending, name, clock };
    view! {
        <div class="thread-frame">
            <div
                node_ref=scroller.frame
                class="thread-scroll"
                role="region"
                aria-label=text::messages::THREAD
                tabindex="0"
                on:scroll=move |_| scroller.on_scroll()
            >
                <Waiting store name />
                <Earlier store scroller />
                <ol class="thread" node_ref=scroller.list>
                    <LineList lines />
                </ol>
                <Later store scroller />
            </div>
            <ToEnd store scroller />
        </div>
        <p class="sr-only" aria-live="polite">{heard}</p>
    }
}

/// Scrolls to what the store says is to be seen.
fn follow_store(store: ThreadStore, scroller: Scroller) {
    Effect::new(move |_| {
        if let Some(found) = store.found.get() {
            scroller.to_message(found);
        }
    });
    Effect::new(move |_| {
        let is_message = store.news.with(|news| matches!(news, Some(ThreadEntry::Message { .. })));
        let at_end = store.entries.with_untracked(|entries| entries.later.is_none());
        if is_message && !(at_end && scroller.is_following()) {
            scroller.unseen.set(true);
        }
    });
    Effect::new(move |_| {
        if store.sent.get() > 0 {
            to_newest(store, scroller);
        }
    });
}

/// What stands in the thread's place before it is read, when it can't be, or when it is empty.
#[component]
fn Waiting(store: ThreadStore, name: Signal<String>) -> impl IntoView {
    let empty = Memo::new(move |_| store.entries.with(|entries| entries.is_empty()));
    move || match store.phase.get() {
        Phase::Loading => view! { <SkeletonThread /> }.into_any(),
        Phase::Failed(failure) => view! {
            <EmptyState
                icon=icondata_lu::LuCloudOff
                title=text::messages::THREAD_FAILED
                lead=failure.message()
            >
                <Button on_click=move || store.retry()>{text::common::TRY_AGAIN}</Button>
            </EmptyState>
        }
        .into_any(),
        Phase::Ready if empty.get() => view! {
            <EmptyState
                icon=icondata_lu::LuMessageSquare
                title=text::messages::EMPTY_THREAD_TITLE
                lead=text::messages::empty_thread(&name.get())
            />
        }
        .into_any(),
        Phase::Ready => ().into_any(),
    }
}

#[component]
fn Earlier(store: ThreadStore, scroller: Scroller) -> impl IntoView {
    let more = Memo::new(move |_| store.entries.with(|entries| entries.earlier.is_some()));
    view! {
        <Show when=move || more.get()>
            <LoadMore
                busy=store.busy
                on_more=move || store.read_earlier(move || scroller.keep_place())
                label=text::messages::OLDER
            />
        </Show>
    }
}

#[component]
fn Later(store: ThreadStore, scroller: Scroller) -> impl IntoView {
    let more = Memo::new(move |_| store.entries.with(|entries| entries.later.is_some()));
    view! {
        <Show when=move || more.get()>
            <LoadMore
                busy=store.busy
                on_more=move || {
                    scroller.stop_following();
                    store.read_later(move || scroller.stop_following());
                }
                label=text::messages::LATER
            />
        </Show>
    }
}

/// The button over the thread's end: says that something new is below, or leads back there.
#[component]
fn ToEnd(store: ThreadStore, scroller: Scroller) -> impl IntoView {
    let beyond = Memo::new(move |_| store.entries.with(|entries| entries.later.is_some()));
    let shown = Memo::new(move |_| beyond.get() || scroller.far.get() || scroller.unseen.get());
    let label = move || {
        if scroller.unseen.get() { text::messages::NEW_BELOW } else { text::messages::TO_NEWEST }
    };
    view! {
        <Show when=move || shown.get()>
            <button
                type="button"
                class="thread-jump"
                class:has-news=scroller.unseen
                on:click=move |_| to_newest(store, scroller)
            >
                <span class="thread-jump-words">{label}</span>
                <Icon icon=icondata_lu::LuArrowDown size=16 />
            </button>
        </Show>
    }
}

/// Shows the end of the thread, reading it when another stretch is on show.
fn to_newest(store: ThreadStore, scroller: Scroller) {
    store.found.set(None);
    if store.entries.with_untracked(|entries| entries.later.is_some()) {
        store.read(None);
    }
    scroller.to_end();
}

#[component]
fn LineList(lines: Lines) -> impl IntoView {
    let session = use_session();
    let zone = Memo::new(move |_| session.time_zone());
    let list = Memo::new(move |_| {
        let places: Vec<Place> = lines.store.entries.with(|entries| entries.places().collect());
        zone.with(|zone| by_day(places, |at| format::in_zone(at, zone).date()))
    });
    view! {
        <For each=move || list.get() key=|line| *line let:line>
            {match line {
                Line::Day(day) => view! { <DayLine day zone clock=lines.clock /> }.into_any(),
                Line::Entry(place) => view! { <EntryLine place zone lines /> }.into_any(),
            }}
        </For>
    }
}

/// Puts a heading before the first entry of each day.
fn by_day(places: Vec<Place>, day_of: impl Fn(DateTime<Utc>) -> NaiveDate) -> Vec<Line> {
    let mut lines = Vec::with_capacity(places.len() + 8);
    let mut last = None;
    for place in places {
        let day = day_of(place.0);
        if last != Some(day) {
            lines.push(Line::Day(day));
            last = Some(day);
        }
        lines.push(Line::Entry(place));
    }
    lines
}

#[component]
fn DayLine(day: NaiveDate, zone: Memo<String>, clock: Signal<DateTime<Utc>>) -> impl IntoView {
    let words = Memo::new(move |_| {
        format::day(day, zone.with(|zone| format::in_zone(clock.get(), zone)))
    });
    view! {
        <li class="thread-day">
            <span>{words}</span>
        </li>
    }
}

#[component]
fn EntryLine(place: Place, zone: Memo<String>, lines: Lines) -> impl IntoView {
    let entry = Memo::new(move |_| {
        lines.store.entries.with(|entries| entries.get(place).cloned())
    });
    let is_record = entry.with_untracked(|entry| matches!(entry, Some(ThreadEntry::Record { .. })));
    if is_record {
        let record = entry.get_untracked().and_then(|entry| match entry {
            ThreadEntry::Record { record } => Some(record),
            ThreadEntry::Message { .. } => None,
        });
        return record.map(|record| view! { <RecordLine record zone name=lines.name /> }).into_any();
    }
    let message = Memo::new(move |_| match entry.get() {
        Some(ThreadEntry::Message { message }) => Some(message),
        _ => None,
    });
    view! { <MessageLine place message zone lines /> }.into_any()
}

#[component]
fn RecordLine(record: ThreadRecord, zone: Memo<String>, name: Signal<String>) -> impl IntoView {
    let icon = entry::record_icon(record.kind);
    let words = Signal::derive(move || {
        zone.with(|zone| entry::record_words(&record, &name.get(), zone))
    });
    view! { <ThreadEvent icon words /> }
}

#[component]
fn MessageLine(
    place: Place,
    message: Memo<Option<Message>>,
    zone: Memo<String>,
    lines: Lines,
) -> impl IntoView {
    let id = place.1;
    let shown = Memo::new(move |_| {
        message.with(|message| {
            let message = message.as_ref()?;
            Some(zone.with(|zone| entry::bubble(message, zone)))
        })
    });
    let bubble = Signal::derive(move || shown.get().unwrap_or_else(BubbleView::default));
    let again = Memo::new(move |_| {
        let hopeful = message.with(|message| message.as_ref().is_some_and(entry::may_try_again));
        hopeful && lines.sending.possible.get()
    });
    let resend = move || {
        if let Some(message) = message.get_untracked() {
            lines.sending.send_again(message);
        }
    };
    view! {
        <Bubble
            message=bubble
            anchor=anchor(id)
            found=Signal::derive(move || lines.store.found.get() == Some(id))
        >
            <Show when=move || again.get()>
                <Button busy=lines.sending.busy on_click=resend>
                    {text::messages::TRY_AGAIN}
                </Button>
            </Show>
        </Bubble>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn c7_each_day_gets_one_heading_before_its_first_entry() {
        let place = |hours: i64| (DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(hours), Uuid::nil());
        let lines = by_day(vec![place(1), place(5), place(25)], |at| at.date_naive());
        let day = |number: i32| {
            Line::Day(NaiveDate::from_yo_opt(1970, number.unsigned_abs()).expect("a date"))
        };
        let expected =
            [day(1), Line::Entry(place(1)), Line::Entry(place(5)), day(2), Line::Entry(place(25))];
        assert_eq!(lines, expected);
    }
}
