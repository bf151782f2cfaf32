//! The pipeline's screen: the board, and beside it (on a phone: instead of it) a conversation.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

use super::address::Address;
use super::arranging::{Arranging, StageDialogs};
use super::board::{Board, Phase};
use super::card_menu::{CardMenu, CardMenus};
use super::column::ColumnView;
use super::dragging::{By, Drag, Dragging};
use super::head::Head;
use super::placing::PlacingDialog;
use super::pointer::Pointer;
use super::skeleton::Columns;
use crate::clock::use_clock;
use crate::conversations::{OpenConversation, follow_merges, provide_reopening};
use crate::loaded::ListFailed;
use crate::session::use_session;
use crate::text;
use crate::ui::{self, Button, ButtonKind, use_toasts};

/// What the parts of the screen share.
#[derive(Clone, Copy)]
pub struct Screen {
    pub address: Memo<Address>,
    pub board: Board,
    pub dragging: Dragging,
    pub pointer: Pointer,
    pub menus: CardMenus,
    pub arranging: Arranging,
    /// The present moment, moving on.
    pub clock: Signal<chrono::DateTime<chrono::Utc>>,
}

#[component]
pub fn PipelineScreen() -> impl IntoView {
    let address = use_address();
    let board = Board::new(Memo::new(move |_| {
        address.with(|address| address.search.clone())
    }));
    let dragging = Dragging::new(board, use_toasts());
    let screen = Screen {
        address,
        board,
        dragging,
        pointer: Pointer::new(dragging),
        menus: CardMenus::new(),
        arranging: Arranging::new(),
        clock: use_clock(),
    };
    let open = Memo::new(move |_| address.with(|address| address.open));
    let back = Memo::new(move |_| address.with(|address| address.board().href()));
    return_focus(screen, open);
    follow_merges(open, move |id| {
        address.with_untracked(|address| address.with_open(id).href())
    });
    provide_reopening(open, move |id| {
        address.with_untracked(|address| address.with_open(id).href())
    });
    view! {
        <div
            class="inbox pipeline"
            class:is-open=move || open.get().is_some()
            data-region=move || if open.get().is_some() { "detail" } else { "list" }
        >
            <section class="inbox-list board-side" aria-label=text::pipeline::TITLE>
                <Head screen />
                <Face screen />
                <p id="board-keys" class="sr-only">
                    {text::pipeline::KEY_HINT}
                </p>
                <p class="sr-only" role="status" aria-live="assertive">
                    {board.said}
                </p>
            </section>
            <Show when=move || open.get().is_some()>
                <OpenConversation open message=Signal::stored(None) back />
            </Show>
        </div>
        <Dragged dragging />
        <CardMenu screen />
        <PlacingDialog placing=screen.menus.placing />
        <StageDialogs screen />
    }
}

fn use_address() -> Memo<Address> {
    let (location, query) = (use_location(), use_query_map());
    Memo::new(move |_| {
        query.with(|query| {
            location
                .pathname
                .with(|path| Address::read(path, query.get("search"), query.get_str("stage")))
        })
    })
}

/// Closing the conversation leads back to its card.
fn return_focus(screen: Screen, open: Memo<Option<uuid::Uuid>>) {
    Effect::new(move |before: Option<Option<uuid::Uuid>>| {
        let now = open.get();
        if let (Some(Some(left)), None) = (before, now) {
            let of_board = screen.board.seen().into_iter();
            let mut contacts = of_board.flat_map(|(_, contacts)| contacts);
            let contact = contacts.find(|contact| {
                screen
                    .board
                    .card(*contact)
                    .is_some_and(|card| card.conversation_id == left)
            });
            if let Some(contact) = contact {
                ui::focus_in_place(&super::card::card_id(contact));
            }
        }
        now
    });
}

/// The columns, what stands in for them until they come, or why they don't.
#[component]
fn Face(screen: Screen) -> impl IntoView {
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Shown {
        Loading,
        Failed,
        Columns,
    }
    let board = screen.board;
    let shown = Memo::new(move |_| {
        board.phase.with(|phase| match phase {
            Phase::Loading => Shown::Loading,
            Phase::Failed(_) => Shown::Failed,
            Phase::Ready => Shown::Columns,
        })
    });
    move || {
        match shown.get() {
        Shown::Loading => view! { <Columns /> }.into_any(),
        Shown::Failed => view! { <ListFailed phase=board.phase title=text::pipeline::FAILED on_retry=move || board.load() /> }.into_any(),
        Shown::Columns => view! { <AllColumns screen /> }.into_any(),
    }
    }
}

#[component]
fn AllColumns(screen: Screen) -> impl IntoView {
    let Screen {
        board, arranging, ..
    } = screen;
    let session = use_session();
    let ids = Memo::new(move |_| {
        board
            .stages
            .with(|stages| stages.iter().map(|stage| stage.id).collect::<Vec<_>>())
    });
    view! {
        <div class="board" role="group" aria-label=text::pipeline::BOARD>
            <For each=move || ids.get() key=|id| *id let:id>
                <ColumnView screen stage=id />
            </For>
            <Show when=move || session.is_admin()>
                <div class="board-add">
                    <Button
                        kind=ButtonKind::Ghost
                        icon=icondata_lu::LuPlus
                        on_click=move || arranging.add()
                    >
                        {text::pipeline::ADD_STAGE}
                    </Button>
                </div>
            </Show>
        </div>
    }
}

/// The card that the pointer holds.
#[component]
fn Dragged(dragging: Dragging) -> impl IntoView {
    let held = Memo::new(move |_| {
        dragging.drag.with(|drag| match drag {
            Some(Drag {
                card,
                by: By::Pointer,
                ..
            }) => Some((card.name.clone(), card.amount_micros)),
            _ => None,
        })
    });
    let place = move || {
        let (x, y) = dragging.pointer.get();
        format!("translate({}px, {}px)", x + 10, y + 6)
    };
    move || {
        held.get().map(|(name, amount)| {
            view! {
                <div class="board-held" style:transform=place aria-hidden="true">
                    <span class="card-name">{name}</span>
                    {amount.map(|amount| view! { <span class="card-amount">{text::pipeline::amount(amount.0)}</span> })}
                </div>
            }
        })
    }
}
