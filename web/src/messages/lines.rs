//! The lines of a thread: days, bubbles, comments, and what happened.

use chrono::{DateTime, NaiveDate, Utc};
use copperline_shared::comments::Comment;
use copperline_shared::conversations::{ThreadEntry, ThreadRecord};
use copperline_shared::messages::Message;
use copperline_shared::reviews::Review;
use leptos::prelude::*;
use uuid::Uuid;

use super::bubble::{Bubble, BubbleView, ThreadEvent};
use super::details::Details;
use super::entries::Place;
use super::entry;
use super::scroller::anchor;
use super::sending::Sending;
use super::store::ThreadStore;
use crate::comments::CommentLine;
use crate::reviews::ReviewBanner;
use crate::session::use_session;
use crate::ui::Button;
use crate::{format, text};

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Line {
    Day(NaiveDate),
    Entry(Place),
}

/// What every line of a thread needs.
#[derive(Clone, Copy)]
pub struct Lines {
    pub store: ThreadStore,
    pub sending: Sending,
    /// The replies that wait for a decision.
    pub review: Signal<Option<Review>>,
    /// The contact's name.
    pub name: Signal<String>,
    /// The present moment, moving on.
    pub clock: Signal<DateTime<Utc>>,
}

/// A heading for each day, and its entries.
#[component]
pub fn LineList(lines: Lines) -> impl IntoView {
    let session = use_session();
    let zone = Memo::new(move |_| session.time_zone());
    let list = Memo::new(move |_| {
        let places: Vec<Place> = lines
            .store
            .entries
            .with(|entries| entries.places().collect());
        zone.with(|zone| by_day(places, |at| format::in_zone(at, zone).date()))
    });
    let focused = RwSignal::new(None::<Uuid>);
    let stop = Memo::new(move |_| {
        lines.store.entries.with(|entries| {
            let known = |id: &Uuid| entries.contains(*id);
            focused
                .get()
                .filter(known)
                .or_else(|| entries.last_message())
        })
    });
    view! {
        <For each=move || list.get() key=|line| *line let:line>
            {match line {
                Line::Day(day) => view! { <DayLine day zone clock=lines.clock /> }.into_any(),
                Line::Entry(place) => {
                    let id = place.1;
                    view! {
                        <EntryLine place zone lines stop on:focusin=move |_| focused.set(Some(id)) />
                    }
                    .into_any()
                }
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
    let words =
        Memo::new(move |_| format::day(day, zone.with(|zone| format::in_zone(clock.get(), zone))));
    view! {
        <li class="thread-day">
            <span>{words}</span>
        </li>
    }
}

#[component]
fn EntryLine(
    place: Place,
    zone: Memo<String>,
    lines: Lines,
    /// The message whose line the Tab key leads to.
    stop: Memo<Option<Uuid>>,
) -> impl IntoView {
    let entry = Memo::new(move |_| {
        lines
            .store
            .entries
            .with(|entries| entries.get(place).cloned())
    });
    // What happened never changes.
    match entry.get_untracked() {
        Some(ThreadEntry::Record { record }) => {
            return view! { <RecordLine record zone name=lines.name /> }.into_any();
        }
        Some(ThreadEntry::Comment { comment }) => {
            let store = lines.store;
            return view! { <OneComment at_first=comment entry zone store /> }.into_any();
        }
        _ => {}
    }
    let message = Memo::new(move |_| match entry.get() {
        Some(ThreadEntry::Message { message }) => Some(message),
        _ => None,
    });
    view! { <MessageLine place message zone lines stop /> }.into_any()
}

/// A comment, which may change and vanish while it stands here.
#[component]
fn OneComment(
    at_first: Comment,
    entry: Memo<Option<ThreadEntry>>,
    zone: Memo<String>,
    store: ThreadStore,
) -> impl IntoView {
    let id = at_first.id;
    // While its line goes, it reads as it last did.
    let comment = Memo::new(move |before: Option<&Comment>| match entry.get() {
        Some(ThreadEntry::Comment { comment }) => comment,
        _ => before.unwrap_or(&at_first).clone(),
    });
    view! {
        <CommentLine
            comment
            zone
            anchor=anchor(id)
            found=Signal::derive(move || store.found.get() == Some(id))
            on_change=move |comment| store.take(ThreadEntry::Comment { comment })
            on_gone=move || store.forget(id)
        />
    }
}

#[component]
fn RecordLine(record: ThreadRecord, zone: Memo<String>, name: Signal<String>) -> impl IntoView {
    let icon = entry::record_icon(record.kind);
    let words =
        Signal::derive(move || zone.with(|zone| entry::record_words(&record, &name.get(), zone)));
    view! { <ThreadEvent icon words /> }
}

#[component]
fn MessageLine(
    place: Place,
    message: Memo<Option<Message>>,
    zone: Memo<String>,
    lines: Lines,
    stop: Memo<Option<Uuid>>,
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
    // Below the last of them.
    let review = Memo::new(move |_| {
        lines.review.with(|review| {
            let review = review.as_ref()?;
            let last = review.messages.last()?;
            (last.message_id == id).then_some(review.id)
        })
    });
    view! {
        <Bubble
            message=bubble
            anchor=anchor(id)
            found=Signal::derive(move || lines.store.found.get() == Some(id))
            stop=Memo::new(move |_| stop.get() == Some(id))
            details=move || view! { <Details message zone /> }
        >
            <Show when=move || again.get()>
                <Button busy=lines.sending.busy on_click=resend>
                    {text::messages::TRY_AGAIN}
                </Button>
            </Show>
        </Bubble>
        {move || {
            review
                .get()
                .map(|review| view! { <li class="thread-review"><ReviewBanner review /></li> })
        }}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c7_each_day_gets_one_heading_before_its_first_entry() {
        let place = |hours: i64| {
            (
                DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(hours),
                Uuid::nil(),
            )
        };
        let lines = by_day(vec![place(1), place(5), place(25)], |at| at.date_naive());
        let day = |number: i32| {
            Line::Day(NaiveDate::from_yo_opt(1970, number.unsigned_abs()).expect("a date"))
        };
        let expected = [
            day(1),
            Line::Entry(place(1)),
            Line::Entry(place(5)),
            day(2),
            Line::Entry(place(25)),
        ];
        assert_eq!(lines, expected);
    }
}
