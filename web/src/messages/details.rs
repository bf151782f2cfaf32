//! What can be looked up about one message: who wrote it, when it went which way, and its cost
//! (C7).

use chrono::{DateTime, Utc};
use copperline_shared::messages::{Direction, Message, MessageState};
use copperline_shared::phone::Phone;
use leptos::prelude::*;

use super::clocks::Clocks;
use super::dialogs::{Shown, use_message_dialogs};
use super::entry;
use crate::ui::{Button, ButtonKind};
use crate::{format, text};

/// The facts below a bubble.
#[component]
pub fn Details(message: Memo<Option<Message>>, zone: Memo<String>) -> impl IntoView {
    let facts = Memo::new(move |_| {
        let moment = |at| zone.with(|zone| format::long_time(format::in_zone(at, zone)));
        message.with(|message| message.as_ref().map(|message| facts(message, moment)))
    });
    let rows = move || {
        facts
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(|(label, value)| {
                view! {
                    <div>
                        <dt>{label}</dt>
                        <dd>{value}</dd>
                    </div>
                }
            })
    };
    view! {
        <dl class="bubble-details">{move || rows().collect_view()}</dl>
        <TraceButton message />
    }
}

/// Opens what the send gate said to a message that was written here.
#[component]
fn TraceButton(message: Memo<Option<Message>>) -> impl IntoView {
    let (dialogs, clocks) = (use_message_dialogs(), expect_context::<Clocks>());
    let outbound = move || {
        message.with(|message| {
            let direction = message.as_ref().map(|message| message.direction);
            direction == Some(Direction::Outbound)
        })
    };
    let open = Callback::new(move |()| {
        if let Some(message) = message.get_untracked() {
            dialogs.show(Shown::Trace(message, clocks));
        }
    });
    view! {
        <Show when=outbound>
            <Button kind=ButtonKind::Ghost class="btn-small" on_click=open>
                {text::messages::SHOW_TRACE}
            </Button>
        </Show>
    }
}

fn facts(
    message: &Message,
    moment: impl Fn(DateTime<Utc>) -> String,
) -> Vec<(&'static str, String)> {
    let sender = entry::sender(message);
    let written = match message.direction {
        Direction::Inbound => text::messages::RECEIVED_AT,
        Direction::Outbound => text::messages::WRITTEN_AT,
    };
    let settled = message.settled_at.zip(settled_label(message.state));
    let code = message.error.as_ref().map(|error| error.code.clone());
    let other = message.other_phone.as_ref().map(Phone::formatted);
    let which = match message.direction {
        Direction::Inbound => text::messages::CAME_FROM,
        Direction::Outbound => text::messages::WENT_TO,
    };
    [
        (!sender.is_empty()).then_some((text::messages::WRITTEN_BY, sender)),
        other.map(|phone| (which, phone)),
        Some((written, moment(message.created_at))),
        message
            .sent_at
            .map(|at| (text::messages::HANDED_OVER_AT, moment(at))),
        settled.map(|(at, label)| (label, moment(at))),
        code.map(|code| (text::messages::CARRIER_CODE, code)),
        Some(match message.pictures.len() {
            0 => (text::messages::SEGMENTS, format::count(message.segments)),
            pictures => (text::pictures::PICTURES, pictures.to_string()),
        }),
        Some((text::messages::COST, cost(message))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What happened when the message reached its last state.
const fn settled_label(state: MessageState) -> Option<&'static str> {
    match state {
        MessageState::Delivered => Some(text::messages::DELIVERED_AT),
        MessageState::Undelivered => Some(text::messages::UNDELIVERED_AT),
        MessageState::Failed => Some(text::messages::REFUSED_AT),
        MessageState::Cancelled => Some(text::messages::CANCELLED_AT),
        MessageState::Received
        | MessageState::Scheduled
        | MessageState::Held
        | MessageState::Queued
        | MessageState::Sent => None,
    }
}

fn cost(message: &Message) -> String {
    let returned = matches!(
        message.state,
        MessageState::Failed | MessageState::Cancelled
    );
    if message.state.waits() {
        return text::messages::CHARGED_LATER.to_owned();
    }
    match message.price_micros.0 {
        0 if returned => text::messages::NEVER_CHARGED.to_owned(),
        0 => text::messages::FREE.to_owned(),
        price if returned => text::messages::returned(&format::money(price)),
        price => format::money(price),
    }
}

#[cfg(test)]
mod tests {
    use copperline_shared::messages::{DeliveryError, SenderKind};
    use copperline_shared::money::Micros;
    use uuid::Uuid;

    use super::*;

    fn message(state: MessageState) -> Message {
        let at = |second: i64| DateTime::from_timestamp(second, 0);
        Message {
            id: Uuid::nil(),
            conversation_id: Uuid::nil(),
            direction: Direction::Outbound,
            state,
            sender: SenderKind::Agent,
            sender_name: "Jordan Diaz".to_owned(),
            body: "Hi".to_owned(),
            pictures: Vec::new(),
            other_phone: None,
            segments: 2,
            price_micros: Micros(24_000),
            error: None,
            reason: None,
            due_at: None,
            leaves_at: None,
            created_at: DateTime::UNIX_EPOCH,
            sent_at: at(1),
            settled_at: at(2),
        }
    }

    fn told(message: &Message) -> Vec<(&'static str, String)> {
        facts(message, |at| at.timestamp().to_string())
    }

    #[test]
    fn c7_the_details_tell_who_when_how_many_segments_and_the_cost() {
        let told = told(&message(MessageState::Delivered));
        let expected = [
            ("Written by", "Jordan Diaz"),
            ("Written", "0"),
            ("Handed to the carrier", "1"),
            ("Delivered", "2"),
            ("Segments", "2"),
            ("Cost", "$0.024"),
        ];
        assert_eq!(
            told,
            expected.map(|(label, value)| (label, value.to_owned()))
        );
    }

    #[test]
    fn m3_what_was_returned_is_told_as_returned() {
        let error = DeliveryError {
            code: "30006".to_owned(),
            reason: String::new(),
            advice: String::new(),
        };
        let refused = Message {
            error: Some(error),
            ..message(MessageState::Failed)
        };
        let told = told(&refused);
        assert!(told.contains(&("Carrier’s code", "30006".to_owned())));
        assert_eq!(
            told.last(),
            Some(&("Cost", "Nothing: $0.024 was returned".to_owned()))
        );
        let undelivered = message(MessageState::Undelivered);
        assert_eq!(cost(&undelivered), "$0.024");
    }

    #[test]
    fn p6_a_text_of_a_merged_contact_tells_which_phone_it_went_to_or_came_from() {
        let mut merged = message(MessageState::Delivered);
        merged.other_phone = Some("+15125550193".parse().expect("a phone"));
        let phone = "(512) 555-0193".to_owned();
        assert!(told(&merged).contains(&("Sent to", phone.clone())));
        merged.direction = Direction::Inbound;
        assert!(told(&merged).contains(&("Came from", phone)));
    }

    #[test]
    fn s11_what_comes_in_is_free() {
        let inbound = Message {
            direction: Direction::Inbound,
            sender: SenderKind::Contact,
            price_micros: Micros(0),
            sent_at: None,
            settled_at: None,
            ..message(MessageState::Received)
        };
        let expected = [("Received", "0"), ("Segments", "2"), ("Cost", "Free")];
        assert_eq!(
            told(&inbound),
            expected.map(|(label, value)| (label, value.to_owned()))
        );
    }
}
