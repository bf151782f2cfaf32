//! Everything that can be done with a card, in a menu: the way to move it on a phone, by key, and
//! for whoever doesn't drag.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use uuid::Uuid;
use web_sys::Element;

use super::cards::Spot;
use super::moves::{move_card, take_off};
use super::placing::{About, Placing};
use super::screen::Screen;
use crate::text;
use crate::ui::{MenuAt, MenuItem, use_toasts};

/// Which card's menu is open, and where in the window.
#[derive(Clone, Copy)]
pub struct CardMenus {
    about: RwSignal<Option<Uuid>>,
    at: RwSignal<Option<(i32, i32)>>,
    /// The dialog that the menu leads to.
    pub placing: Placing,
}

impl CardMenus {
    pub fn new() -> Self {
        Self {
            about: RwSignal::new(None),
            at: RwSignal::new(None),
            placing: Placing::new(),
        }
    }

    pub fn open_at(self, contact: Uuid, at: (i32, i32)) {
        self.about.set(Some(contact));
        self.at.set(Some(at));
    }

    #[expect(clippy::cast_possible_truncation, reason = "a place in the window")]
    pub fn open_below(self, contact: Uuid, button: &Element) {
        let shape = button.get_bounding_client_rect();
        self.open_at(contact, (shape.left() as i32, shape.bottom() as i32 + 4));
    }
}

#[component]
pub fn CardMenu(screen: Screen) -> impl IntoView {
    let menus = screen.menus;
    let card = move || screen.board.card(menus.about.get()?);
    let label = Signal::derive(move || {
        let name = card().map(|card| card.name);
        text::pipeline::card_menu(&name.unwrap_or_default())
    });
    view! {
        <MenuAt at=menus.at label>
            {move || menus.about.get().map(|contact| view! { <Entries screen contact /> })}
        </MenuAt>
    }
}

#[component]
fn Entries(screen: Screen, contact: Uuid) -> impl IntoView {
    let (board, toasts, navigate) = (screen.board, use_toasts(), use_navigate());
    let card = board.card(contact)?;
    let here = card.stage_id;
    let to = move |stage: Uuid| {
        let first = board.seen().into_iter().find(|(of, _)| *of == stage);
        let mut others = first.into_iter().flat_map(|(_, contacts)| contacts);
        let below = others.find(|other| *other != contact);
        let above = None;
        move_card(
            board,
            contact,
            Spot {
                stage,
                above,
                below,
            },
            toasts,
        );
    };
    let stages = board.stages.get_untracked().into_iter();
    let moves = stages.map(|stage| {
        let label = match stage.id == here {
            true => text::pipeline::TO_TOP.to_owned(),
            false => text::pipeline::move_to(&stage.name),
        };
        view! { <MenuItem on_select=move || to(stage.id)>{label}</MenuItem> }
    });
    let href = screen
        .address
        .with_untracked(|address| address.with_open(card.conversation_id).href());
    let about = StoredValue::new(About {
        contact,
        name: card.name.clone(),
        card: Some(card.clone()),
    });
    let removed = StoredValue::new(card);
    Some(view! {
        <MenuItem
            icon=icondata_lu::LuMessageSquare
            on_select=move || navigate(&href, NavigateOptions::default())
        >
            {text::pipeline::OPEN}
        </MenuItem>
        <MenuItem
            icon=icondata_lu::LuPencil
            on_select=move || screen.menus.placing.begin(about.get_value())
        >
            {text::pipeline::EDIT_CARD}
        </MenuItem>
        <div class="menu-line"></div>
        {moves.collect_view()}
        <div class="menu-line"></div>
        <MenuItem
            icon=icondata_lu::LuX
            on_select=move || take_off(removed.get_value(), toasts)
        >
            {text::pipeline::TAKE_OFF}
        </MenuItem>
    })
}
