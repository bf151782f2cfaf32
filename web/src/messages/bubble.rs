//! What was said, who said it, and what became of it.

use copperline_shared::pictures::MessagePicture;
use leptos::prelude::*;

use super::links::{Part, parts};
use crate::{
    pictures::Pictures,
    text,
    ui::{Icon, IconRef},
};

/// What became of an outbound message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BubbleState {
    /// Nothing to tell: an inbound message.
    #[default]
    Received,
    /// Waits for its moment; the line says when that is.
    Waiting,
    /// Waits for the carrier.
    Queued,
    /// The carrier has it.
    Sent,
    /// The phone has it.
    Delivered,
    /// Taken back before it left.
    Cancelled,
    /// It went wrong. `reason` says so in a short sentence ("Not delivered."); `advice` says why
    /// and what can be done, and may be empty.
    Failed { reason: String, advice: String },
}

impl BubbleState {
    const fn word(&self) -> Option<&'static str> {
        match self {
            Self::Received | Self::Waiting | Self::Failed { .. } => None,
            Self::Queued => Some(text::messages::QUEUED),
            Self::Sent => Some(text::messages::SENT),
            Self::Delivered => Some(text::messages::DELIVERED),
            Self::Cancelled => Some(text::messages::CANCELLED),
        }
    }
}

/// What a bubble shows, formatted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BubbleView {
    /// The message; may be empty where there are pictures.
    pub body: String,
    /// Its pictures, in their order.
    pub pictures: Vec<MessagePicture>,
    /// Written by this workspace.
    pub mine: bool,
    /// Which agent or token wrote it; empty for the contact.
    pub sender: String,
    /// When: "9:42 am", "Thu 4:03 pm".
    pub time: String,
    /// When, machine-readable (RFC 3339).
    pub datetime: String,
    /// The phone it went to or came from, where that is not the contact's; empty otherwise.
    pub phone: String,
    /// Segments it was charged for; shown from two on.
    pub segments: u32,
    /// What became of it.
    pub state: BubbleState,
}

impl BubbleView {
    /// What follows the time on the line below the bubble.
    fn after_time(&self) -> String {
        let segments = (self.segments > 1).then(|| text::messages::segments(self.segments));
        let phone =
            (!self.phone.is_empty()).then(|| text::messages::by_phone(self.mine, &self.phone));
        [phone, segments, self.state.word().map(str::to_owned)]
            .into_iter()
            .flatten()
            .map(|part| format!(" · {part}"))
            .collect()
    }
}

/// A bubble with its line of sender, time and state. Place it in an `<ol class="thread">`.
///
/// The children are shown below a failed one: the button that sends again.
#[component]
pub fn Bubble(
    /// What it shows.
    #[prop(into)]
    message: Signal<BubbleView>,
    /// The id to scroll to.
    #[prop(optional, into)]
    anchor: Option<String>,
    /// A search led here: the bubble is marked.
    #[prop(optional, into)]
    found: Signal<bool>,
    /// Whether the Tab key leads to its line; to the others the arrows do.
    #[prop(into)]
    stop: Signal<bool>,
    /// More about it, shown when asked for.
    #[prop(into)]
    details: ViewFn,
    /// Beside its line: what can be done with it.
    #[prop(optional, into)]
    tools: Option<ViewFn>,
    /// What can be done when it failed.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let mine = Memo::new(move |_| message.with(|message| message.mine));
    let failure = Memo::new(move |_| {
        message.with(|message| match &message.state {
            BubbleState::Failed { reason, advice } => Some((reason.clone(), advice.clone())),
            _ => None,
        })
    });
    let children = StoredValue::new(children);
    let open = RwSignal::new(false);
    let failed = move |(reason, advice): (String, String)| {
        view! {
            <div class="bubble-failure">
                <p>
                    <Icon icon=icondata_lu::LuCircleAlert size=16 />
                    <strong>{reason}</strong>
                    " "
                    {advice}
                </p>
                {children.with_value(|children| children.as_ref().map(|children| children()))}
            </div>
        }
    };
    view! {
        <li
            id=anchor
            class="said"
            class:said-mine=mine
            class:is-found=found
            class:is-waiting=move || message.with(|message| message.state == BubbleState::Waiting)
            class:is-cancelled=move || message.with(|message| message.state == BubbleState::Cancelled)
        >
            <Said message mine failed=Signal::derive(move || failure.with(Option::is_some)) />
            {match tools {
                None => view! { <BubbleLine message stop open /> }.into_any(),
                Some(tools) => view! {
                    <div class="bubble-foot">
                        <BubbleLine message stop open />
                        {tools.run()}
                    </div>
                }
                .into_any(),
            }}
            <Show when=move || open.get()>{details.run()}</Show>
            {move || failure.get().map(failed)}
        </li>
    }
}

/// The pictures, and below them the words, as far as there are any.
#[component]
fn Said(message: Signal<BubbleView>, mine: Memo<bool>, failed: Signal<bool>) -> impl IntoView {
    let illustrated = Memo::new(move |_| message.with(|message| !message.pictures.is_empty()));
    let wordless = Memo::new(move |_| {
        message.with(|message| message.body.is_empty() && !message.pictures.is_empty())
    });
    let pictures = Memo::new(move |_| message.with(|message| message.pictures.clone()));
    let sender = Memo::new(move |_| message.with(|message| message.sender.clone()));
    view! {
        <Show when=move || illustrated.get()>
            <Pictures pictures mine sender />
        </Show>
        <Show when=move || !wordless.get()>
            <p
                class="bubble"
                class:bubble-mine=mine
                class:bubble-theirs=move || !mine.get()
                class:is-failed=failed
            >
                <Body message />
            </p>
        </Show>
    }
}

/// What was said, with its links.
#[component]
fn Body(message: Signal<BubbleView>) -> impl IntoView {
    let body = Memo::new(move |_| message.with(|message| message.body.clone()));
    let part = |part| match part {
        Part::Words(words) => words.into_any(),
        Part::Link { words, href } => view! {
            <a href=href target="_blank" rel="noopener noreferrer">
                {words}
            </a>
        }
        .into_any(),
    };
    move || body.with(|body| parts(body).into_iter().map(part).collect_view())
}

/// Who, when, and what became of it; opens the details.
#[component]
fn BubbleLine(
    message: Signal<BubbleView>,
    stop: Signal<bool>,
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="bubble-line"
            title=text::messages::DETAILS
            tabindex=move || if stop.get() { "0" } else { "-1" }
            aria-expanded=move || open.get().to_string()
            on:click=move |_| open.update(|open| *open = !*open)
        >
            <span>
                {move || {
                    message.with(|message| {
                        (!message.sender.is_empty()).then(|| format!("{} · ", message.sender))
                    })
                }}
                <time datetime=move || message.with(|message| message.datetime.clone())>
                    {move || message.with(|message| message.time.clone())}
                </time>
                {move || message.with(BubbleView::after_time)}
            </span>
            <Icon icon=icondata_lu::LuChevronDown size=14 />
        </button>
    }
}

/// Something that happened in the thread besides messages: an opt-out, a lead, an archive.
#[component]
pub fn ThreadEvent(
    /// A drawing of what happened.
    icon: IconRef,
    /// What happened and when, in a sentence.
    #[prop(into)]
    words: Signal<String>,
) -> impl IntoView {
    view! {
        <li class="thread-event">
            <Icon icon size=14 />
            <span>{words}</span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c7_the_line_tells_segments_from_two_on_and_the_state() {
        let mut message = BubbleView {
            segments: 1,
            state: BubbleState::Delivered,
            ..BubbleView::default()
        };
        assert_eq!(message.after_time(), " · delivered");
        message.segments = 3;
        message.state = BubbleState::Queued;
        assert_eq!(message.after_time(), " · 3 segments · queued");
        message.phone = "(512) 555-0193".to_owned();
        message.mine = true;
        assert_eq!(
            message.after_time(),
            " · to (512) 555-0193 · 3 segments · queued"
        );
    }

    #[test]
    fn c8_a_cancelled_text_is_told_as_one_that_was_not_sent() {
        let message = BubbleView {
            mine: true,
            state: BubbleState::Cancelled,
            ..BubbleView::default()
        };
        assert_eq!(message.after_time(), " · not sent: cancelled");
    }

    #[test]
    fn c7_an_inbound_message_has_no_state() {
        assert_eq!(BubbleView::default().after_time(), "");
    }
}
