//! The board by keys: from card to card, and cards from place to place.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::dragging::{By, Dragging};
use super::pointer::focus;

/// For `on:keydown` of a card.
pub fn on_card(event: &KeyboardEvent, contact: Uuid, dragging: Dragging) {
    let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key());
    if !plain {
        return;
    }
    let key = event.key();
    let used = if untrack(|| dragging.is_by(By::Keys)) {
        while_picked_up(&key, dragging)
    } else if key == " " {
        dragging.begin(contact, By::Keys);
        true
    } else {
        go(event, &key)
    };
    if used {
        event.prevent_default();
        event.stop_propagation();
    }
}

fn while_picked_up(key: &str, dragging: Dragging) -> bool {
    match key {
        " " | "Enter" => dragging.put_down(),
        "Escape" => dragging.cancel(),
        "Tab" => {
            dragging.cancel();
            return false;
        }
        arrow => return dragging.step(arrow),
    }
    true
}

/// Moves the focus to a neighbouring card; whether the key was an arrow.
fn go(event: &KeyboardEvent, key: &str) -> bool {
    let here = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|link| link.closest("[data-contact]").ok().flatten());
    let Some(here) = here else { return false };
    let to = match key {
        "ArrowDown" => here.next_element_sibling(),
        "ArrowUp" => here.previous_element_sibling(),
        "ArrowLeft" => beside(&here, Element::previous_element_sibling),
        "ArrowRight" => beside(&here, Element::next_element_sibling),
        _ => return false,
    };
    focus(to.and_then(|card| card.query_selector(".card-link").ok().flatten()));
    true
}

/// The card at the same height in the next column that has any.
fn beside(card: &Element, next: impl Fn(&Element) -> Option<Element>) -> Option<Element> {
    let mut column = card.closest("[data-stage]").ok().flatten();
    let top = card.get_bounding_client_rect().top();
    while let Some(other) = column.as_ref().and_then(&next) {
        if let Some(found) = nearest(&other, top) {
            return Some(found);
        }
        column = Some(other);
    }
    None
}

fn nearest(column: &Element, top: f64) -> Option<Element> {
    let cards = column.query_selector_all("[data-contact]").ok()?;
    let cards = (0..cards.length()).filter_map(|n| cards.item(n)?.dyn_into::<Element>().ok());
    let away = |card: &Element| (card.get_bounding_client_rect().top() - top).abs();
    cards.min_by(|one, other| away(one).total_cmp(&away(other)))
}
