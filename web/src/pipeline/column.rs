//! One column of the board.

use leptos::prelude::*;
use uuid::Uuid;

use super::board::Column;
use super::card::CardView;
use super::head::shown;
use super::screen::Screen;
use super::stage_menu::StageMenu;
use crate::session::use_session;
use crate::ui::{Button, LoadMore, Tag};
use crate::{format, text};

#[component]
pub fn ColumnView(screen: Screen, stage: Uuid) -> impl IntoView {
    let board = screen.board;
    let column = board.column(stage);
    let known = Memo::new(move |_| board.stage(stage));
    let name = Memo::new(move |_| {
        known.with(|stage| stage.as_ref().map(|s| s.name.clone()).unwrap_or_default())
    });
    let keys = Memo::new(move |_| {
        let key = |entry: &super::cards::Entry| (entry.contact, entry.key.clone());
        column
            .entries
            .with(|list| list.iter().map(key).collect::<Vec<_>>())
    });
    let over = screen.dragging.over;
    let is_over =
        Memo::new(move |_| over.with(|over| over.is_some_and(|spot| spot.stage == stage)));
    let alone = move || {
        over.with(|over| {
            over.is_some_and(|spot| spot.stage == stage && spot.above.or(spot.below).is_none())
        })
    };
    view! {
        <section
            class="board-column"
            class:is-shown=move || shown(screen) == Some(stage)
            class:is-over=is_over
            data-stage=stage.to_string()
            aria-label=name
        >
            <ColumnHead screen stage />
            <ul class="board-cards" class:is-drop-into=alone aria-label=name>
                <For each=move || keys.get() key=|key| key.clone() let((contact, _))>
                    <CardView screen column contact />
                </For>
                <Show when=move || keys.with(Vec::is_empty) && column.next.with(Option::is_none)>
                    <li class="board-none">
                        {move || match board.search.with(String::is_empty) {
                            true => text::pipeline::EMPTY_STAGE,
                            false => text::pipeline::NOTHING_FOUND,
                        }}
                    </li>
                </Show>
                <Show when=move || column.next.with(Option::is_some)>
                    <li>
                        <Further screen column />
                    </li>
                </Show>
            </ul>
        </section>
    }
}

#[component]
fn ColumnHead(screen: Screen, stage: Uuid) -> impl IntoView {
    let board = screen.board;
    let session = use_session();
    let face = Memo::new(move |_| board.stage(stage).map(|stage| (stage.name, stage.colour)));
    let sums = Memo::new(move |_| {
        let stage = board.stage(stage);
        stage.map(|stage| (stage.cards, stage.total_micros.0))
    });
    view! {
        <header class="column-head">
            <div class="column-title">
                <h2>
                    {move || {
                        face.get()
                            .map(|(name, colour)| view! { <Tag colour>{name}</Tag> })
                    }}
                </h2>
                <span class="column-count num">
                    {move || {
                        sums.get()
                            .map(|(count, _)| {
                                view! {
                                    <span aria-hidden="true">{format::count(count)}</span>
                                    <span class="sr-only">{text::pipeline::contacts(count)}</span>
                                }
                            })
                    }}
                </span>
                <Show when=move || session.is_admin()>
                    <StageMenu screen stage />
                </Show>
            </div>
            <p class="column-total num">
                {move || sums.get().map(|(_, total)| text::pipeline::amount(total))}
            </p>
        </header>
    }
}

/// The end of what is loaded: the next page, or why it didn't come.
#[component]
fn Further(screen: Screen, column: Column) -> impl IntoView {
    let board = screen.board;
    let more = move || board.more(column.stage);
    move || match column.failure.get() {
        None => view! { <LoadMore busy=column.busy on_more=more label=text::pipeline::MORE /> }
            .into_any(),
        Some(failure) => view! {
            <div class="load-more" role="alert">
                <p class="text-muted">{failure.message()}</p>
                <Button on_click=more>{text::common::TRY_AGAIN}</Button>
            </div>
        }
        .into_any(),
    }
}
