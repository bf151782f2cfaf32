//! Dragging by mouse, pen and finger. Pointer events, because the browser's own drag and drop knows
//! no touch. A finger drags by the card's handle, so that it can still scroll.

use std::time::Duration;

use leptos::ev::{self, PointerEvent};
use leptos::leptos_dom::helpers::{IntervalHandle, WindowListenerHandle};
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::cards::Spot;
use super::dragging::{By, Dragging};

/// A press that moves less than this, in CSS pixels, is a click.
const SLACK: i32 = 5;
/// How near to an edge the board begins to scroll, and how far it does each time, in CSS pixels.
const EDGE: f64 = 44.0;
const STRIDE: f64 = 14.0;
const TICK: Duration = Duration::from_millis(16);

/// A press that may become a drag.
#[derive(Default)]
struct Press {
    contact: Uuid,
    pointer: i32,
    began: (i32, i32),
    dragging: bool,
    listening: Vec<WindowListenerHandle>,
    ticking: Option<IntervalHandle>,
}

/// Follows the pointer that holds a card.
#[derive(Clone, Copy)]
pub struct Pointer {
    dragging: Dragging,
    press: StoredValue<Option<Press>, LocalStorage>,
    /// A drag has just ended: the click that follows it is none.
    swallow: StoredValue<bool>,
}

impl Pointer {
    pub fn new(dragging: Dragging) -> Self {
        let pointer = Self {
            dragging,
            press: StoredValue::new_local(None),
            swallow: StoredValue::new(false),
        };
        on_cleanup(move || pointer.let_go());
        pointer
    }

    /// For `on:pointerdown` of a card.
    pub fn press(self, event: &PointerEvent, contact: Uuid) {
        self.swallow.set_value(false);
        let pressed = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let within = |selector: &str| {
            let pressed = pressed.as_ref();
            pressed.is_some_and(|at| at.closest(selector).is_ok_and(|found| found.is_some()))
        };
        let by_finger = event.pointer_type() == "touch";
        if event.button() != 0 || within("button") || (by_finger && !within(".card-grip")) {
            return;
        }
        self.let_go();
        let listening = vec![
            window_event_listener(ev::pointermove, move |event| self.follow(&event)),
            window_event_listener(ev::pointerup, move |event| self.release(&event, true)),
            window_event_listener(ev::pointercancel, move |event| self.release(&event, false)),
            window_event_listener(ev::keydown, move |event| {
                if event.key() == "Escape" && self.is_dragging() {
                    event.prevent_default();
                    self.let_go();
                    self.dragging.cancel();
                }
            }),
        ];
        self.press.set_value(Some(Press {
            contact,
            pointer: event.pointer_id(),
            began: (event.client_x(), event.client_y()),
            listening,
            ..Press::default()
        }));
    }

    /// Whether a click is the end of a drag.
    pub fn swallows_click(self) -> bool {
        self.swallow
            .try_update_value(std::mem::take)
            .unwrap_or_default()
    }

    fn is_dragging(self) -> bool {
        let dragging = self
            .press
            .try_with_value(|press| press.as_ref().is_some_and(|press| press.dragging));
        dragging.unwrap_or_default()
    }

    fn is_of(self, event: &PointerEvent) -> bool {
        let of = self.press.try_with_value(|press| {
            press
                .as_ref()
                .is_some_and(|press| press.pointer == event.pointer_id())
        });
        of.unwrap_or_default()
    }

    fn follow(self, event: &PointerEvent) {
        if !self.is_of(event) {
            return;
        }
        let at = (event.client_x(), event.client_y());
        if !self.is_dragging() && !self.begin(at) {
            return;
        }
        event.prevent_default();
        self.dragging.pointer.set(at);
        self.look();
    }

    /// Takes the card up once the pointer has moved far enough.
    fn begin(self, at: (i32, i32)) -> bool {
        let contact = self.press.try_update_value(|press| {
            let press = press.as_mut()?;
            let far = |one: i32, other: i32| (one - other).abs() > SLACK;
            if !far(at.0, press.began.0) && !far(at.1, press.began.1) {
                return None;
            }
            press.dragging = true;
            press.ticking = set_interval_with_handle(move || self.tick(), TICK).ok();
            Some(press.contact)
        });
        match contact.flatten() {
            Some(contact) => {
                self.dragging.begin(contact, By::Pointer);
                true
            }
            None => false,
        }
    }

    fn release(self, event: &PointerEvent, put_down: bool) {
        if !self.is_of(event) {
            return;
        }
        let dragging = self.is_dragging();
        self.let_go();
        if !dragging {
            return;
        }
        self.swallow.set_value(true);
        if put_down {
            self.dragging.put_down();
        } else {
            self.dragging.cancel();
        }
    }

    /// Stops following.
    fn let_go(self) {
        let press = self.press.try_update_value(Option::take).flatten();
        if let Some(press) = press {
            for listener in press.listening {
                listener.remove();
            }
            if let Some(ticking) = press.ticking {
                ticking.clear();
            }
        }
    }

    /// Looks what is under the pointer.
    fn look(self) {
        let (x, y) = self.dragging.pointer.get_untracked();
        let moved = self.dragging.contact.get_untracked();
        if let Some(moved) = moved {
            self.dragging
                .hover(spot_at(f64::from(x), f64::from(y), moved));
        }
    }

    /// Scrolls what the pointer holds the card to the edge of.
    fn tick(self) {
        let (x, y) = self.dragging.pointer.get_untracked();
        let (x, y) = (f64::from(x), f64::from(y));
        let Some(at) = element_at(x, y) else { return };
        let mut scrolled = false;
        if let Some(list) = closest(&at, ".board-cards") {
            let shape = list.get_bounding_client_rect();
            scrolled |= scroll(&list, (0.0, beyond(y, shape.top(), shape.bottom())));
        }
        if let Some(board) = closest(&at, ".board") {
            let shape = board.get_bounding_client_rect();
            scrolled |= scroll(&board, (beyond(x, shape.left(), shape.right()), 0.0));
        }
        if scrolled {
            self.look();
        }
    }
}

/// How far to scroll for a pointer this near to an edge.
fn beyond(at: f64, from: f64, to: f64) -> f64 {
    if at < from + EDGE {
        -STRIDE
    } else if at > to - EDGE {
        STRIDE
    } else {
        0.0
    }
}

fn scroll(element: &Element, (x, y): (f64, f64)) -> bool {
    if x != 0.0 || y != 0.0 {
        element.scroll_by_with_x_and_y(x, y);
    }
    x != 0.0 || y != 0.0
}

#[expect(clippy::cast_possible_truncation, reason = "a place in the window")]
fn element_at(x: f64, y: f64) -> Option<Element> {
    document().element_from_point(x as f32, y as f32)
}

fn closest(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

/// The spot under a point of the window.
fn spot_at(x: f64, y: f64, moved: Uuid) -> Option<Spot> {
    let at = element_at(x, y)?;
    let column = closest(&at, "[data-stage]")?;
    let stage = id_of(&column, "data-stage")?;
    let list = column.query_selector(".board-cards").ok().flatten()?;
    let below = first_below(&list, &at, y);
    let above = match &below {
        Some(below) => below.previous_element_sibling(),
        None => last_card(&list),
    };
    Some(Spot {
        stage,
        above: contact_from(above, moved, Element::previous_element_sibling),
        below: contact_from(below, moved, Element::next_element_sibling),
    })
}

/// The first card whose middle is below the pointer.
fn first_below(list: &Element, at: &Element, y: f64) -> Option<Element> {
    // Nearly always the pointer is on a card; the others need no measuring then.
    let mut card = closest(at, "[data-contact]").or_else(|| list.first_element_child());
    while let Some(element) = card {
        let shape = element.get_bounding_client_rect();
        if element.has_attribute("data-contact") && y < shape.top() + shape.height() / 2.0 {
            return Some(element);
        }
        card = element.next_element_sibling();
    }
    None
}

fn last_card(list: &Element) -> Option<Element> {
    let mut last = list.last_element_child();
    while let Some(element) = last {
        if element.has_attribute("data-contact") {
            return Some(element);
        }
        last = element.previous_element_sibling();
    }
    None
}

/// The contact of a card, or of the next one that isn't the moved card itself.
fn contact_from(
    card: Option<Element>,
    moved: Uuid,
    next: impl Fn(&Element) -> Option<Element>,
) -> Option<Uuid> {
    let mut card = card;
    while let Some(element) = card {
        match id_of(&element, "data-contact") {
            Some(contact) if contact != moved => return Some(contact),
            _ => card = next(&element),
        }
    }
    None
}

fn id_of(element: &Element, attribute: &str) -> Option<Uuid> {
    element.get_attribute(attribute)?.parse().ok()
}

/// The card that an element stands in, to give it the focus.
pub fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // A card that vanished meanwhile needs no focus.
        let _ = element.focus();
    }
}
