//! The thread: what was said and what happened, day by day, live.

use chrono::{DateTime, Utc};
use copperline_shared::conversations::ThreadEntry;
use copperline_shared::messages::Hold;
use copperline_shared::reviews::Review;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::clocks::Clocks;
use super::entries::inbound;
use super::lines::{LineList, Lines};
use super::scroller::Scroller;
use super::sending::Sending;
use super::store::{Phase, ThreadStore};
use super::waiting_list::WaitingList;
use crate::session::use_session;
use crate::text;
use crate::ui::{self, Button, EmptyState, Icon, LoadMore, SkeletonThread, rove};

/// The id of the thread.
const PLACE: &str = "thread";

/// Gives the focus to the thread, where keys alone do something: whoever writes has a way out by
/// keyboard, and their words stay (C19).
pub fn read_here() {
    ui::focus_in_place(PLACE);
}

/// A conversation's thread. It stays at its end unless the person reads further up.
#[component]
pub fn Thread(
    store: ThreadStore,
    /// Sends a failed message again.
    sending: Sending,
    /// The replies that wait for a decision.
    #[prop(into)]
    review: Signal<Option<Review>>,
    /// The contact's name.
    #[prop(into)]
    name: Signal<String>,
    /// The present moment, moving on.
    #[prop(into)]
    clock: Signal<DateTime<Utc>>,
    /// Whose time moments are told in.
    clocks: Clocks,
    /// Why a text written now would wait.
    #[prop(into)]
    hold: Signal<Option<Hold>>,
) -> impl IntoView {
    let scroller = Scroller::new();
    // What is told of a text says its moments as its line does.
    provide_context(clocks);
    let heard = RwSignal::new(String::new());
    let me = untrack(|| use_session().agent_id());
    follow_store(store, scroller);
    Effect::new(move |_| {
        store.news.with(|news| {
            if let Some(message) = news.as_ref().and_then(inbound) {
                heard.set(text::messages::new_message(
                    &name.get_untracked(),
                    &text::pictures::said(&message.body, message.pictures.len()),
                ));
            } else if let Some(ThreadEntry::Comment { comment }) = news
                && comment.agent_id != me
            {
                heard.set(text::comments::heard(
                    &comment.author_name,
                    &comment.plain(),
                ));
            }
        });
    });
    let lines = Lines {
        store,
        sending,
        review,
        name,
        clock,
    };
    view! {
        <div class="thread-frame">
            <div
                node_ref=scroller.frame
                id=PLACE
                class="thread-scroll"
                role="region"
                aria-label=text::messages::THREAD
                tabindex="0"
                on:scroll=move |_| scroller.on_scroll()
            >
                <Waiting store name />
                <Earlier store scroller />
                <ol class="thread" node_ref=scroller.list on:keydown=between_lines>
                    <LineList lines />
                </ol>
                <Later store scroller />
                <WaitingList store clocks hold />
            </div>
            <ToEnd store scroller />
        </div>
        <p class="sr-only" aria-live="polite">{heard}</p>
    }
}

/// From one message's line the arrows lead to the others'; elsewhere they scroll.
fn between_lines(event: KeyboardEvent) {
    let from = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if from.is_some_and(|from| from.matches(".bubble-line") == Ok(true)) {
        rove(&event, ".bubble-line");
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
        // What happened is no news to be read; what somebody said is.
        let is_said = store.news.with(|news| {
            matches!(
                news,
                Some(ThreadEntry::Message { .. } | ThreadEntry::Comment { .. })
            )
        });
        let at_end = store
            .entries
            .with_untracked(|entries| entries.later.is_none());
        if is_said && !(at_end && scroller.is_following()) {
            scroller.unseen.set(true);
        }
    });
    Effect::new(move |_| {
        store.entries.track();
        scroller.settle();
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
        if scroller.unseen.get() {
            text::messages::NEW_BELOW
        } else {
            text::messages::TO_NEWEST
        }
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
    if store
        .entries
        .with_untracked(|entries| entries.later.is_some())
    {
        scroller.follow();
        store.read(None);
    } else {
        scroller.to_end();
    }
}
