//! Everything that waits in the workspace: scheduled and held texts, in the order in which they leave.

use copperline_shared::events::Event;
use copperline_shared::messages::{MessageState, WaitingMessage};
use copperline_shared::page::Page;
use leptos::prelude::*;
use uuid::Uuid;

use super::clocks::Clocks;
use super::dialogs::{MessageDialogArea, MessageDialogs};
use super::waiting::{WaitingMenu, waits};
use crate::api::{self, Outcome};
use crate::clock::use_clock;
use crate::contacts::place;
use crate::live::use_live;
use crate::loaded::WhenLoaded;
use crate::pages::{self, More};
use crate::pictures::PictureMarks;
use crate::ui::{EmptyState, PageHeader, Section, SkeletonRows, StateBadge, Tone};
use crate::workflows::{HeldRuns, load_held};
use crate::{paths, text};

async fn read(after: Option<String>) -> Outcome<Page<WaitingMessage>> {
    let client = api::client();
    let request = client.list_waiting_messages();
    let request = match after {
        Some(after) => request.after(after),
        None => request,
    };
    api::call(request.send()).await
}

fn id_of(waiting: &WaitingMessage) -> Uuid {
    waiting.message.id
}

/// What has left or changed goes out of its place; what was read further down stays below.
fn merge(shown: &Page<WaitingMessage>, head: Page<WaitingMessage>) -> Page<WaitingMessage> {
    let Some(last) = head.items.last().map(|item| item.message.due_at) else {
        return head;
    };
    if head.next.is_none() {
        return head;
    }
    let known: Vec<Uuid> = head.items.iter().map(id_of).collect();
    let further = shown
        .items
        .iter()
        .filter(|item| item.message.due_at > last && !known.contains(&id_of(item)))
        .cloned();
    let items: Vec<_> = head.items.iter().cloned().chain(further).collect();
    let next = if items.len() > head.items.len() {
        shown.next.clone()
    } else {
        head.next.clone()
    };
    Page { items, next }
}

/// The screen of all that waits.
#[component]
pub fn WaitingScreen() -> impl IntoView {
    let dialogs = MessageDialogs::provide();
    let list = pages::load(read, merge);
    use_live().on(move |event| match event {
        Event::MessageChanged { .. }
        | Event::ContactChanged { .. }
        | Event::ContactErased { .. } => list.reload_soon(),
        _ => {}
    });
    let held = load_held();
    let now = use_clock();
    let no_texts = Memo::new(move |_| list.value.with(|page| page.items.is_empty()));
    let none =
        move || no_texts.get() && held.is_ready() && held.value.with(|page| page.items.is_empty());
    // A row is drawn anew only when something in it has changed.
    let key = |waiting: &WaitingMessage| {
        let message = &waiting.message;
        (
            message.id,
            message.state,
            (message.due_at, message.leaves_at),
            message.body.clone(),
            message.pictures.len(),
            waiting.name.clone(),
        )
    };
    view! {
        <div class="page">
            <PageHeader
                title=text::messages::WAITING
                lead=text::messages::WAITING_LEAD
                back=paths::HOME
            />
            <WhenLoaded loaded=list skeleton=|| view! { <SkeletonRows count=4 /> }>
                <Show when=move || !none() fallback=|| view! { <Nothing /> }>
                    <Show when=move || !no_texts.get()>
                        <Section title=text::messages::WAITING_TEXTS lead=text::messages::WAITING_TEXTS_LEAD>
                            <ul class="items" aria-label=text::messages::WAITING>
                                <For each=move || list.value.get().items key=key let:waiting>
                                    <Row waiting now />
                                </For>
                            </ul>
                            <More list read id=id_of />
                        </Section>
                    </Show>
                    <HeldRuns list=held />
                </Show>
            </WhenLoaded>
            <MessageDialogArea dialogs />
        </div>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <EmptyState
            icon=icondata_lu::LuClock
            title=text::messages::NOTHING_WAITS
            lead=text::messages::NOTHING_WAITS_LEAD
        />
    }
}

#[component]
fn Row(waiting: WaitingMessage, now: Signal<chrono::DateTime<chrono::Utc>>) -> impl IntoView {
    let WaitingMessage {
        message,
        name,
        phone,
        state,
        zip,
    } = waiting;
    let zone = place::zone(&state, &zip, &phone);
    let called = name
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned();
    let clocks = Clocks::new(Signal::stored(called), Signal::stored(zone), now);
    let (tone, label) = match message.state {
        MessageState::Held => (Tone::Warning, text::messages::HELD),
        _ => (Tone::Neutral, text::messages::SCHEDULED),
    };
    let when = {
        let message = message.clone();
        move || text::messages::capital(&waits(&message, clocks))
    };
    let detail = message.reason.as_ref().map(|reason| reason.detail.clone());
    let sender = message.sender_name.clone();
    let href = paths::conversation(message.conversation_id);
    let body = text::pictures::said(&message.body, message.pictures.len());
    let pictures = message.pictures.clone();
    view! {
        <li class="item waiting-item">
            <div class="item-words">
                <p class="item-title">
                    <a class="link-plain" href=href>{name}</a>
                    <StateBadge tone label />
                </p>
                <p class="waiting-body">{body}</p>
                <PictureMarks pictures />
                <p class="item-facts">
                    <span>{when}</span>
                    {(!sender.is_empty()).then(|| view! { <span>{sender}</span> })}
                </p>
                {detail.map(|detail| view! { <p class="item-facts">{detail}</p> })}
            </div>
            <WaitingMenu message=Signal::stored(Some(message)) clocks />
        </li>
    }
}
