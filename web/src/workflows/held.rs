//! The workflows and redrips whose next step something holds, below the texts that wait (X5).

use std::time::Duration;

use copperline_shared::events::Event;
use copperline_shared::page::Page;
use copperline_shared::workflows::WorkflowRun;
use leptos::prelude::*;
use uuid::Uuid;

use super::contact_runs::{StopButton, WhyHeld, drawn, next_of};
use crate::api::{self, Outcome};
use crate::live::use_live;
use crate::loaded::{Loaded, WhenLoaded};
use crate::pages::{self, More};
use crate::ui::{Section, StateBadge, Tone};
use crate::{paths, text};

/// While many go on at once, the list follows only so often.
const PAUSE: Duration = Duration::from_secs(3);

async fn read(after: Option<String>) -> Outcome<Page<WorkflowRun>> {
    let client = api::client();
    let request = client.list_held_runs();
    let request = match after {
        Some(after) => request.after(after),
        None => request,
    };
    api::call(request.send()).await
}

fn id_of(run: &WorkflowRun) -> Uuid {
    run.id
}

/// What is no longer held goes out of its place; what was read further down stays below.
fn merge(shown: &Page<WorkflowRun>, head: Page<WorkflowRun>) -> Page<WorkflowRun> {
    let Some(last) = head.items.last().filter(|_| head.next.is_some()) else {
        return head;
    };
    let due_at = last.due_at;
    let known: Vec<Uuid> = head.items.iter().map(id_of).collect();
    let further = shown.items.iter();
    let further = further.filter(|run| run.due_at > due_at && !known.contains(&run.id));
    let items: Vec<_> = head.items.iter().chain(further).cloned().collect();
    let next = if items.len() > head.items.len() {
        shown.next.clone()
    } else {
        head.next.clone()
    };
    Page { items, next }
}

/// The runs that are held, in the order in which they are tried again.
pub fn load_held() -> Loaded<Page<WorkflowRun>> {
    let list = pages::load(read, merge);
    use_live().on(move |event| {
        if let Event::WorkflowRunChanged { .. } | Event::ReviewChanged { .. } = event {
            list.reload_sparingly(PAUSE);
        }
    });
    list
}

/// Nothing where nothing is held.
#[component]
pub fn HeldRuns(list: Loaded<Page<WorkflowRun>>) -> impl IntoView {
    let none = Memo::new(move |_| list.value.with(|page| page.items.is_empty()));
    view! {
        <WhenLoaded loaded=list skeleton=|| ()>
            <Show when=move || !none.get()>
                <Section title=text::workflows::HELD lead=text::workflows::HELD_LEAD>
                    <ul class="items" aria-label=text::workflows::HELD>
                        <For each=move || list.value.get().items key=drawn let:run>
                            <Row run />
                        </For>
                    </ul>
                    <More list read id=id_of />
                </Section>
            </Show>
        </WhenLoaded>
    }
}

#[component]
fn Row(run: WorkflowRun) -> impl IntoView {
    let next = next_of(&run);
    let href = paths::conversation(run.conversation_id);
    let (id, name) = (run.id, run.name.clone());
    view! {
        <li class="item waiting-item">
            <div class="item-words">
                <p class="item-title">
                    <a class="link-plain" href=href>{run.contact_name.clone()}</a>
                    <StateBadge tone=Tone::Warning label=text::messages::HELD />
                </p>
                <p class="item-facts">
                    <span>{name.clone()}</span>
                    <span>{next}</span>
                    <span>{text::workflows::step_of(run.place, run.steps)}</span>
                </p>
                <WhyHeld run class="item-facts" />
            </div>
            <StopButton id name />
        </li>
    }
}
