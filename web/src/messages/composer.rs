//! The composer of the open conversation: counts, keeps and sends what is written.

use copperline_shared::billing::Prices;
use copperline_shared::checks;
use copperline_shared::contacts::Contact;
use copperline_shared::messages::Hold;
use copperline_shared::segments;
use leptos::ev::{ClipboardEvent, KeyboardEvent};
use leptos::{html, prelude::*};
use uuid::Uuid;

use super::clocks::Clocks;
use super::composer_bar::ComposerBar;
use super::draft::Draft;
use super::later::{SendLater, WouldWait, Writing};
use super::sending::Sending;
use crate::pictures::{AttachButton, AttachedStrip, paste, take_drops};
use crate::session::use_session;
use crate::templates::{Inserting, Suggestions, TemplateButton, TemplatePicker};
use crate::text;
use crate::ui::grow;

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
    let pictures = draft.pictures;
    let over = take_drops(pictures);
    let inserting = Inserting::new((draft.text, pictures), node, contact);
    let suggestions = Suggestions::new(inserting);
    let choosing = RwSignal::new(false);
    let counter = Signal::derive(move || {
        let prices = session.prices.get();
        let attached = pictures.count();
        draft
            .text
            .with(|text| cost(text.trim(), attached, prices.as_ref()))
    });
    let check = checked(draft);
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
            hint=hint(draft)
            can_send=Signal::derive(move || check.with(Option::is_none) && pictures.settled())
            busy=sending.busy
            error=Signal::derive(move || sending.error.get().or_else(|| to_correct(check)))
            on_send=send
            on_input=move || inserting.look()
            on_paste=move |event: ClipboardEvent| paste(&event, pictures)
            dropping=over
            on_key=move |event: KeyboardEvent| suggestions.take_key(&event)
            above=move || {
                view! {
                    {suggestions.view()}
                    <WouldWait writing hold />
                    <AttachedStrip attachments=pictures />
                }
            }
            node_ref=node
        >
            <AttachButton attachments=pictures />
            <TemplateButton open=choosing />
            <SendLater writing />
        </ComposerBar>
        <TemplatePicker inserting open=choosing />
    }
}

/// What went wrong is said until the text or its pictures change.
fn forgive(draft: Draft, sending: Sending) {
    Effect::new(move |before: Option<(String, Vec<Uuid>)>| {
        let written = (draft.text.get(), draft.pictures.ids());
        if before.is_some_and(|before| before != written) {
            sending.error.set(None);
        }
        written
    });
}

/// Which character makes the text cost more; with pictures none does.
fn hint(draft: Draft) -> Signal<Option<String>> {
    Signal::derive(move || {
        if draft.pictures.count() > 0 {
            return None;
        }
        draft
            .text
            .with(|text| segments::non_gsm(text.trim()).map(text::messages::forces_unicode))
    })
}

/// What keeps it from being sent.
fn checked(draft: Draft) -> Memo<Option<checks::FieldError>> {
    Memo::new(move |_| {
        let attached = draft.pictures.count();
        draft
            .text
            .with(|text| checks::message_beside(text, attached).err())
    })
}

/// What is wrong with the text; an empty one is none to complain of. Tracked.
fn to_correct(check: Memo<Option<checks::FieldError>>) -> Option<String> {
    check
        .get()
        .filter(|error| ["too_long", "unfilled"].contains(&error.code))
        .map(|error| error.message)
}

/// What stands below a text with so many pictures.
pub fn cost(body: &str, pictures: usize, prices: Option<&Prices>) -> String {
    if pictures == 0 {
        return count(body, prices);
    }
    let price = prices.map_or(0, |prices| prices.picture_message_micros.0);
    text::pictures::counter(pictures, price)
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

#[cfg(test)]
mod tests {
    use super::*;
    use copperline_shared::money::Micros;

    fn prices() -> Prices {
        Prices {
            outbound_segment_micros: Micros(12_000),
            picture_message_micros: Micros(30_000),
            number_month_micros: Micros(1_000_000),
            agent_month_micros: Micros(60_000_000),
        }
    }

    #[test]
    fn c8_s11_with_pictures_the_counter_tells_their_price() {
        let long = "a".repeat(400);
        assert_eq!(cost(&long, 2, Some(&prices())), "2 pictures · $0.03");
        assert_eq!(cost("", 0, Some(&prices())), "");
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
