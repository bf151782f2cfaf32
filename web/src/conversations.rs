//! Conversations: the list on the left, the thread, the contact.
//!
//! Its address says all that the screen shows; see [`Address`].

mod address;
mod changes;
mod empty;
mod head;
mod list;
mod listing;
mod merged;
mod moving;
mod new_conversation;
mod places;
mod reopening;
mod row;
mod rows;
mod selection;
mod work;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use uuid::Uuid;

use crate::part::{Drawn, Part};
use crate::text;
use crate::ui::{self, EmptyState, SkeletonThread};
use new_conversation::Asked;

pub use address::Address;
pub use merged::follow as follow_merges;
pub use reopening::{Reopening, provide_reopening};
pub use selection::{Selected, Selection};
pub use work::Work;

/// The list, and beside it (on a phone: instead of it) the open conversation.
#[component]
pub fn ConversationsScreen() -> impl IntoView {
    let address = use_address();
    let open = Memo::new(move |_| address.with(|address| address.open));
    let is_open = Memo::new(move |_| open.get().is_some());
    let message = Memo::new(move |_| address.with(|address| address.message));
    let back = Memo::new(move |_| address.with(|address| address.list().href()));
    provide_context(Asked(RwSignal::new(None)));
    return_focus(open);
    lead_to_right_address(address);
    merged::follow(open, move |id| {
        address.with_untracked(|address| address.with_open(id, None).href())
    });
    provide_reopening(open, move |id| {
        address.with_untracked(|address| address.with_open(id, None).href())
    });
    view! {
        <div class="inbox" data-region=move || if is_open.get() { "detail" } else { "list" }>
            <list::List address />
            <Show when=move || is_open.get() fallback=NothingOpen>
                <OpenConversation open message back />
            </Show>
        </div>
    }
}

/// A tab that there isn't shows Recents, under the address of that.
fn lead_to_right_address(address: Memo<Address>) {
    let (location, navigate) = (use_location(), use_navigate());
    Effect::new(move || {
        if location.pathname.with(|path| address::names_no_tab(path)) {
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&address.get_untracked().href(), options);
        }
    });
}

fn use_address() -> Memo<Address> {
    let (location, query) = (use_location(), use_query_map());
    Memo::new(move |_| {
        query.with(|query| {
            location
                .pathname
                .with(|path| Address::read(path, |name| query.get(name)))
        })
    })
}

/// Going back to the list leads to the row of the conversation that was open, or to another when it
/// has left the list.
fn return_focus(open: Memo<Option<Uuid>>) {
    Effect::new(move |before: Option<Option<Uuid>>| {
        let now = open.get();
        if let (Some(Some(left)), None) = (before, now) {
            spawn_local(async move {
                // On a phone the list is hidden until the page is drawn.
                leptos::task::tick().await;
                ui::focus_in_place(&rows::row_id(left));
                ui::focus_when_lost(rows::STOP);
            });
        }
        now
    });
}

/// The open conversation's place, in an `.inbox`.
#[component]
pub fn OpenConversation(
    open: Memo<Option<Uuid>>,
    /// The message to show, when a search led to one.
    #[prop(into)]
    message: Signal<Option<Uuid>>,
    /// Where Back leads.
    back: Memo<String>,
) -> impl IntoView {
    // While this is being closed it still shows what was open.
    let id = Memo::new(move |last: Option<&Uuid>| open.get().or(last.copied()).unwrap_or_default());
    let draw = move || work_part(id, message, back);
    view! { <Part preload=fetch_work draw skeleton=|| view! { <SkeletonWork /> } /> }
}

/// The open conversation is a part of its own: the list is there before it. It is fetched while the
/// page is idle, see `part/overlay.rs`.
#[wasm_split(open_conversation, wasm_split_path = ::leptos::wasm_split, preload(fetch_work), fallible)]
pub fn work_part(id: Memo<Uuid>, message: Signal<Option<Uuid>>, back: Memo<String>) -> Drawn {
    Ok(view! { <Work id message back /> }.into_any())
}

#[component]
fn SkeletonWork() -> impl IntoView {
    view! {
        <section class="inbox-work" aria-label=text::conversations::CONVERSATION aria-busy="true">
            <SkeletonThread />
        </section>
    }
}

#[component]
fn NothingOpen() -> impl IntoView {
    view! {
        <section class="inbox-work" aria-label=text::conversations::CONVERSATION>
            <EmptyState
                icon=icondata_lu::LuMessageSquare
                title=text::conversations::NOTHING_OPEN_TITLE
                lead=text::conversations::NOTHING_OPEN_LEAD
            />
        </section>
    }
}
