//! The composer of the open conversation: counts, keeps and sends what is written.

use copperline_shared::billing::Prices;
use copperline_shared::checks;
use copperline_shared::contacts::Contact;
use copperline_shared::messages::Hold;
use copperline_shared::segments;
use leptos::ev::KeyboardEvent;
use leptos::{html, prelude::*};

use super::clocks::Clocks;
use super::composer_bar::ComposerBar;
use super::draft::Draft;
use super::later::{SendLater, WouldWait, Writing};
use super::sending::Sending;
use crate::session::use_session;
use crate::templates::{Inserting, Suggestions, TemplateButton, TemplatePicker};
use crate::text;

/// Where a message is written and sent.
#[component]
pub fn Composer(
    draft: Draft,
    sending: Sending,
    /// Whom templates are filled for.
    contact: Signal<Option<Contact>>,
    /// Whose time moments are told in.
    clocks: Clocks,
    /// Why it would wait.
    #[prop(into)]
    hold: Signal<Option<Hold>>,
) -> impl IntoView {
    let session = use_session();
    let node = NodeRef::<html::Textarea>::new();
    let inserting = Inserting::new(draft.text, node, contact);
    let suggestions = Suggestions::new(inserting);
    let choosing = RwSignal::new(false);
    let counter = Signal::derive(move || {
        let prices = session.prices.get();
        draft.text.with(|text| count(text.trim(), prices.as_ref()))
    });
    let hint = Signal::derive(move || {
        draft
            .text
            .with(|text| segments::non_gsm(text.trim()).map(text::messages::forces_unicode))
    });
    let check = Memo::new(move |_| draft.text.with(|text| checks::message_body(text).err()));
    // An empty text is none to complain of.
    let to_correct = move || {
        check
            .get()
            .filter(|error| ["too_long", "unfilled"].contains(&error.code))
            .map(|e| e.message)
    };
    forgive(draft, sending);
    grow(node, draft.text);
    let send = move || {
        sending.send_draft(draft);
        if let Some(node) = node.get_untracked() {
            // Where the focus can't go back, it stays on the button.
            let _ = node.focus();
        }
    };
    let writing = Writing {
        draft,
        sending,
        clocks,
    };
    view! {
        <ComposerBar
            value=draft.text
            counter
            hint=hint
            can_send=Signal::derive(move || check.with(Option::is_none))
            busy=sending.busy
            error=Signal::derive(move || sending.error.get().or_else(to_correct))
            on_send=send
            on_input=move || inserting.look()
            on_key=move |event: KeyboardEvent| suggestions.take_key(&event)
            above=move || {
                view! {
                    {suggestions.view()}
                    <WouldWait writing hold />
                }
            }
            node_ref=node
        >
            <TemplateButton open=choosing />
            <SendLater writing />
        </ComposerBar>
        <TemplatePicker inserting open=choosing />
    }
}

/// What went wrong is said until the text changes.
fn forgive(draft: Draft, sending: Sending) {
    Effect::new(move |before: Option<String>| {
        let text = draft.text.get();
        if before.is_some_and(|before| before != text) {
            sending.error.set(None);
        }
        text
    });
}

/// What stands below the text; nothing while there is none.
pub fn count(body: &str, prices: Option<&Prices>) -> String {
    if body.is_empty() {
        return String::new();
    }
    let counted = segments::count(body);
    let room = match counted.count {
        0 | 1 => counted.encoding.alone(),
        parts => parts * counted.encoding.in_parts(),
    };
    let price = prices.map_or(0, |prices| prices.outbound_segment_micros.0);
    text::messages::counter(
        counted.used,
        room,
        counted.count,
        price * i64::from(counted.count),
    )
}

/// Lets the text box grow with its text where the style sheet's `field-sizing` can't.
fn grow(node: NodeRef<html::Textarea>, text: RwSignal<String>) {
    if web_sys::css::supports_with_value("field-sizing", "content").unwrap_or(false) {
        return;
    }
    Effect::new(move |_| {
        text.track();
        if let Some(node) = node.get() {
            let style = web_sys::HtmlElement::style(&node);
            // A style that is refused leaves the box at two lines, scrolling.
            let _ = style.set_property("height", "auto");
            let _ = style.set_property("height", &format!("{}px", node.scroll_height()));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use copperline_shared::money::Micros;

    fn prices() -> Prices {
        Prices {
            outbound_segment_micros: Micros(12_000),
            number_month_micros: Micros(1_000_000),
            agent_month_micros: Micros(60_000_000),
        }
    }

    #[test]
    fn c8_the_counter_tells_letters_segments_and_cost() {
        assert_eq!(
            count("Hi Maya", Some(&prices())),
            "7 / 160 · 1 segment · $0.012"
        );
        let long = "a".repeat(161);
        assert_eq!(
            count(&long, Some(&prices())),
            "161 / 306 · 2 segments · $0.024"
        );
        assert_eq!(
            count("“Hi”", Some(&prices())),
            "4 / 70 · 1 segment · $0.012"
        );
        assert_eq!(count("", Some(&prices())), "");
    }
}
