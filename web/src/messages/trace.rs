//! What the send gate said to a message: which checks it passed, or what held it and until when (X3).

use copperline_shared::messages::{GateAnswer, GateCheck, Message, MessageDetail, Verdict};
use leptos::prelude::*;

use super::clocks::Clocks;
use crate::loaded::{Loaded, WhenLoaded};
use crate::moment::Moment;
use crate::ui::{Icon, SkeletonRows};
use crate::{api, format, text};

/// A message's trace; read anew as it moves.
#[component]
pub fn Trace(message: Message, clocks: Clocks) -> impl IntoView {
    let id = message.id;
    let detail = Loaded::new(None::<MessageDetail>, move || async move {
        let client = api::client();
        let answer = api::call(client.read_message().message_id(id).send()).await;
        answer.map(Some)
    });
    let live = crate::live::use_live();
    live.on(move |event| {
        if let copperline_shared::events::Event::MessageChanged { message } = event
            && message.id == id
        {
            detail.reload_soon();
        }
    });
    view! {
        <WhenLoaded loaded=detail skeleton=|| view! { <SkeletonRows count=4 /> }>
            {move || detail.value.get().map(|detail| view! { <Shown detail clocks /> })}
        </WhenLoaded>
    }
}

#[component]
fn Shown(detail: MessageDetail, clocks: Clocks) -> impl IntoView {
    let MessageDetail {
        message,
        checks,
        asked_at,
        earlier,
    } = detail;
    let last = asked_at.filter(|_| !checks.is_empty()).map(|asked_at| {
        let answer = GateAnswer { asked_at, checks };
        view! { <Answer answer clocks /> }
    });
    view! {
        <div class="trace">
            <p>{text::messages::state(message.state)}</p>
            <p class="field-help">{text::messages::TRACE_LEAD}</p>
            {last}
            {earlier.into_iter().rev().map(|answer| view! { <Answer answer clocks /> }).collect_view()}
        </div>
    }
}

/// Until when the gate holds it, as the text's own line tells it.
#[component]
fn Until(at: chrono::DateTime<chrono::Utc>, clocks: Clocks) -> impl IntoView {
    let when = move || match at > clocks.now() {
        true => clocks.when(at),
        // What is over needs its day.
        false => format::long_time(format::in_zone(at, &clocks.nearest())),
    };
    view! { <time datetime=at.to_rfc3339()>{when}</time> }
}

/// One asking of the gate.
#[component]
fn Answer(answer: GateAnswer, clocks: Clocks) -> impl IntoView {
    view! {
        <section class="trace-answer">
            <h4>
                {text::messages::ASKED} " " <Moment at=answer.asked_at />
            </h4>
            <ol class="gate-checks">
                {answer.checks.into_iter().map(|check| view! { <Check check clocks /> }).collect_view()}
            </ol>
        </section>
    }
}

#[component]
fn Check(check: GateCheck, clocks: Clocks) -> impl IntoView {
    let (icon, class) = match check.verdict {
        Verdict::Pass => (icondata_lu::LuCheck, "gate-check"),
        Verdict::Hold => (icondata_lu::LuClock, "gate-check is-hold"),
        Verdict::Refuse => (icondata_lu::LuBan, "gate-check is-refusal"),
    };
    let until = check.until.map(|until| {
        view! {
            <p class="gate-until">
                {text::messages::UNTIL} " " <Until at=until clocks />
            </p>
        }
    });
    view! {
        <li class=class>
            <Icon icon size=16 />
            <div>
                <p class="gate-name">
                    {text::messages::check(check.check)}
                    <span class="gate-verdict">{text::messages::verdict(check.verdict)}</span>
                </p>
                <p class="gate-detail">{check.detail}</p>
                {until}
            </div>
        </li>
    }
}
