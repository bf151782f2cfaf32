//! Who is in a group: their names, and ticking them.

use copperline_shared::agents::Agent;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use uuid::Uuid;

use crate::session::{Session, use_session};
use crate::ui::{Avatar, TextField};
use crate::{letters, text};

/// From so many people on, they can be searched.
const MANY: usize = 9;

/// The members' names in their order, tracked.
pub fn names(session: Session, members: &[Uuid]) -> Vec<String> {
    session.agents.with(|agents| {
        let members = agents.iter().filter(|agent| members.contains(&agent.id));
        members.map(Agent::full_name).collect()
    })
}

/// Everybody in the workspace with a box before each.
#[component]
pub fn Members(ticked: RwSignal<Vec<Uuid>>, error: MaybeProp<String>) -> impl IntoView {
    let session = use_session();
    let wanted = RwSignal::new(String::new());
    let many = Memo::new(move |_| session.agents.with(|agents| agents.len() >= MANY));
    let found = Memo::new(move |_| {
        let wanted = letters::small(wanted.get().trim());
        let fits = |agent: &&Agent| letters::small(&agent.full_name()).contains(&wanted);
        session
            .agents
            .with(|agents| agents.iter().filter(fits).cloned().collect::<Vec<_>>())
    });
    // Enter would save the form.
    let look = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
        }
    };
    view! {
        <fieldset class="check-list">
            <legend class="field-label">{text::groups::MEMBERS}</legend>
            <Show when=move || many.get()>
                <div on:keydown=look>
                    <TextField label=text::groups::FIND value=wanted kind="search" />
                </div>
            </Show>
            <ul class="members" aria-label=text::groups::MEMBERS>
                <For each=move || found.get() key=|agent| (agent.id, agent.full_name()) let:agent>
                    <Member agent ticked />
                </For>
            </ul>
            <Show when=move || found.with(Vec::is_empty)>
                <p class="text-muted" role="status">
                    {text::groups::NOBODY_FOUND}
                </p>
            </Show>
            <Show when=move || many.get()>
                <p class="field-help" role="status">
                    {move || text::groups::ticked(ticked.with(Vec::len))}
                </p>
            </Show>
            <p class="field-error" role="alert" hidden=move || error.get().is_none()>
                {move || error.get()}
            </p>
        </fieldset>
    }
}

#[component]
fn Member(agent: Agent, ticked: RwSignal<Vec<Uuid>>) -> impl IntoView {
    let (id, name) = (agent.id, agent.full_name());
    let change = move |on: bool| {
        ticked.update(|ticked| {
            ticked.retain(|other| *other != id);
            if on {
                ticked.push(id);
            }
        });
    };
    view! {
        <li>
            <label class="member">
                <input
                    type="checkbox"
                    class="checkbox checkbox-primary checkbox-sm"
                    prop:checked=move || ticked.with(|ticked| ticked.contains(&id))
                    on:change=move |event| change(event_target_checked(&event))
                />
                <Avatar name=name.clone() />
                <span>{name}</span>
            </label>
        </li>
    }
}
