//! One card of the board.

use chrono::{DateTime, Utc};
use copperline_shared::pipeline::PipelineCard;
use leptos::prelude::*;
use uuid::Uuid;

use super::board::Column;
use super::keys::on_card;
use super::screen::Screen;
use crate::text;
use crate::ui::{Count, Highlighted, Icon};

/// The id of a card's link in the page, by which the focus finds it again.
pub fn card_id(contact: Uuid) -> String {
    format!("card-{contact}")
}

#[component]
pub fn CardView(screen: Screen, column: Column, contact: Uuid) -> impl IntoView {
    let card = column.entries.with_untracked(|list| {
        let entry = list.iter().find(|entry| entry.contact == contact);
        entry.map(|entry| entry.card.clone())
    });
    card.map(|card| view! { <Card screen card /> })
}

#[component]
fn Card(screen: Screen, card: ArcRwSignal<PipelineCard>) -> impl IntoView {
    let Screen {
        dragging, pointer, ..
    } = screen;
    let (contact, conversation) =
        card.with_untracked(|card| (card.contact_id, card.conversation_id));
    let (over, held) = (dragging.over, dragging.contact);
    let beside = move |above: bool| {
        over.with(|over| {
            over.is_some_and(|spot| match above {
                true => spot.above == Some(contact),
                false => spot.above.is_none() && spot.below == Some(contact),
            })
        })
    };
    let address = screen.address;
    let href = Memo::new(move |_| address.with(|address| address.with_open(conversation).href()));
    let current = Memo::new(move |_| address.with(|address| address.open == Some(conversation)));
    view! {
        <li
            class="board-card"
            class:is-held=move || held.get() == Some(contact)
            class:is-current=current
            class:is-drop-below=move || beside(true)
            class:is-drop-above=move || beside(false)
            data-contact=contact.to_string()
            on:pointerdown=move |event| pointer.press(&event, contact)
            on:contextmenu=move |event| {
                event.prevent_default();
                screen.menus.open_at(contact, (event.client_x(), event.client_y()));
            }
        >
            <a
                id=card_id(contact)
                class="card-link"
                href=href
                draggable="false"
                aria-current=move || current.get().then_some("true")
                aria-describedby="board-keys"
                on:click=move |event| {
                    if pointer.swallows_click() {
                        event.prevent_default();
                    }
                }
                on:keydown=move |event| on_card(&event, contact, dragging)
            >
                <Face screen card=card.clone() />
            </a>
            <MenuButton screen card />
            <span class="card-grip" title=text::pipeline::HANDLE aria-hidden="true">
                <Icon icon=icondata_lu::LuGripVertical size=18 />
            </span>
        </li>
    }
}

#[component]
fn Face(screen: Screen, card: ArcRwSignal<PipelineCard>) -> impl IntoView {
    let read = {
        let card = card.clone();
        move |read: fn(&PipelineCard) -> String| {
            let card = card.clone();
            Memo::new(move |_| card.with(read))
        }
    };
    let name = read(|card| card.name.clone());
    let amount = read(|card| {
        let amount = card.amount_micros;
        amount
            .map(|amount| text::pipeline::amount(amount.0))
            .unwrap_or_default()
    });
    let (hot, unread, since) = (card.clone(), card.clone(), card);
    let hot = Memo::new(move |_| hot.with(|card| card.hot));
    let unread = Memo::new(move |_| unread.with(|card| card.unread_count));
    let clock = screen.clock;
    let minutes = Memo::new(move |_| since.with(|card| minutes(card.entered_at, clock.get())));
    view! {
        <span class="card-line">
            <span class="card-name">
                <Highlighted text=name query=screen.board.search />
            </span>
            <Show when=move || hot.get()>
                <span class="row-mark row-hot" title=text::conversations::HOT_LEAD>
                    <Icon icon=icondata_lu::LuFlame size=15 />
                    <span class="sr-only">{text::conversations::HOT_LEAD}</span>
                </span>
            </Show>
            <Count
                count=unread
                label=Signal::derive(move || text::conversations::unread(unread.get()))
            />
        </span>
        <span class="card-line">
            <span class="card-amount num">{amount}</span>
            <span class="card-age num">
                <span aria-hidden="true">{move || text::pipeline::age(minutes.get())}</span>
                <span class="sr-only">{move || text::pipeline::age_read_out(minutes.get())}</span>
            </span>
        </span>
    }
}

fn minutes(since: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    (now - since).num_minutes()
}

#[component]
fn MenuButton(screen: Screen, card: ArcRwSignal<PipelineCard>) -> impl IntoView {
    let contact = card.with_untracked(|card| card.contact_id);
    let label = move || text::pipeline::card_menu(&card.with(|card| card.name.clone()));
    view! {
        <button
            type="button"
            class="card-menu btn btn-ghost btn-square"
            aria-label=label
            aria-haspopup="menu"
            on:click=move |event| {
                use wasm_bindgen::JsCast;
                let button = event.current_target().and_then(|node| node.dyn_into::<web_sys::Element>().ok());
                if let Some(button) = button {
                    screen.menus.open_below(contact, &button);
                }
            }
        >
            <Icon icon=icondata_lu::LuEllipsisVertical size=16 />
        </button>
    }
}
