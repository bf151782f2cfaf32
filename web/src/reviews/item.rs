//! One review in a list: who wrote what, and the buttons that decide it.

use copperline_shared::conversations::HitPart;
use copperline_shared::reviews::{Review, ReviewMessage, ReviewState};
use leptos::{html, prelude::*};
use uuid::Uuid;
use wasm_bindgen::JsCast;

use super::decide::{Deciding, Decision};
use crate::session::use_session;
use crate::ui::{Button, ButtonKind};
use crate::{format, paths, text};

#[component]
pub fn ReviewItem(review: Review, deciding: Deciding) -> impl IntoView {
    let session = use_session();
    let zone = session.time_zone();
    let first = review.messages.first();
    let href = paths::message(
        review.conversation_id,
        first.map(|message| message.message_id),
    );
    let decided = (review.state != ReviewState::Open).then(|| {
        let at = review.decided_at.unwrap_or(review.opened_at);
        let time = format::long_time(format::in_zone(at, &zone));
        let words = text::reviews::decided(review.state, review.decided_by.as_deref(), &time);
        view! { <p class="review-when">{words}</p> }
    });
    let messages = review
        .messages
        .iter()
        .map(|message| {
            let time = format::long_time(format::in_zone(message.created_at, &zone));
            view! { <Reply message=message.clone() time /> }
        })
        .collect_view();
    let (id, state, name) = (review.id, review.state, review.name.clone());
    show_when_named(id);
    view! {
        <li class="item review" id=paths::review_anchor(id)>
            <div class="item-words">
                <p class="item-title">
                    <a class="link" href=href>
                        {review.name.clone()}
                    </a>
                    {(review.name != review.phone.formatted())
                        .then(|| view! { <span class="review-phone num">{review.phone.formatted()}</span> })}
                </p>
                {messages}
                {decided}
            </div>
            <Buttons id state name deciding />
        </li>
    }
}

/// An address that names a review leads to it once it is drawn: the browser looked before.
fn show_when_named(id: Uuid) {
    let anchor = paths::review_anchor(id);
    let named = window().location().hash().unwrap_or_default();
    if named.trim_start_matches('#') != anchor {
        return;
    }
    request_animation_frame(move || {
        if let Some(row) = document().get_element_by_id(&anchor) {
            row.scroll_into_view();
        }
    });
}

#[component]
fn Reply(message: ReviewMessage, time: String) -> impl IntoView {
    view! {
        <blockquote class="review-words">
            <Marked parts=message.parts />
        </blockquote>
        <p class="review-when">{text::reviews::reads_like(&message.phrase)} " · " {time}</p>
    }
}

/// A text with the words that were read as a wish marked.
#[component]
fn Marked(parts: Vec<HitPart>) -> impl IntoView {
    parts
        .into_iter()
        .map(|part| {
            if part.matched {
                view! { <mark>{part.text}</mark> }.into_any()
            } else {
                part.text.into_any()
            }
        })
        .collect_view()
}

#[component]
fn Buttons(id: Uuid, state: ReviewState, name: String, deciding: Deciding) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let busy = Signal::derive(move || deciding.is_busy(id));
    let decide = move |decision| {
        Callback::new(move |()| {
            focus_next(node);
            deciding.decide(id, decision);
        })
    };
    let (opt_out, dismiss) = (
        text::reviews::opt_out_named(&name),
        text::reviews::dismiss_named(&name),
    );
    let reopen = text::reviews::reopen_named(&name);
    match state {
        ReviewState::Open => view! {
            <div class="review-buttons" node_ref=node>
                <Button kind=ButtonKind::Danger busy on_click=decide(Decision::OptOut)>
                    <span aria-hidden="true">{text::reviews::OPT_OUT}</span>
                    <span class="sr-only">{opt_out}</span>
                </Button>
                <Button busy on_click=decide(Decision::Dismiss)>
                    <span aria-hidden="true">{text::common::DISMISS}</span>
                    <span class="sr-only">{dismiss}</span>
                </Button>
            </div>
        }
        .into_any(),
        ReviewState::Dismissed => view! {
            <div class="review-buttons" node_ref=node>
                <Button kind=ButtonKind::Ghost busy on_click=decide(Decision::Reopen)>
                    <span aria-hidden="true">{text::reviews::REOPEN}</span>
                    <span class="sr-only">{reopen}</span>
                </Button>
            </div>
        }
        .into_any(),
        ReviewState::OptedOut => ().into_any(),
    }
}

/// The decided row leaves the list: the focus goes on to the next one's same place, or the one
/// before, so that a queue is worked through by keyboard.
fn focus_next(node: NodeRef<html::Div>) {
    let row = node.get_untracked().and_then(|node| node.parent_element());
    let Some(row) = row else { return };
    let next = row
        .next_element_sibling()
        .or_else(|| row.previous_element_sibling());
    let link = next.and_then(|row| row.query_selector("a").ok().flatten());
    if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = link.focus();
    }
}
