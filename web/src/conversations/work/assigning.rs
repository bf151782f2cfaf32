//! Choosing who works on the open conversation (C18): shown at once, undone on request, taken back
//! when the server refuses.

use copperline_shared::agents::Agent;
use copperline_shared::assignment::AssignConversation;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::opened::Opened;
use crate::api;
use crate::session::use_session;
use crate::text;
use crate::ui::{Avatar, Icon, Menu, MenuChoice, Toasts, use_toasts};

/// The button that shows who works on it, and the menu to choose somebody else.
#[component]
pub fn AssigneeMenu(opened: Opened) -> impl IntoView {
    let session = use_session();
    let assignee = opened.assignee();
    let name = Memo::new(move |_| assignee.get().and_then(|id| session.agent_name(id)));
    let label = Signal::derive(move || match name.get() {
        Some(name) => text::assignment::assigned_to(&name),
        None => text::assignment::ASSIGN.to_owned(),
    });
    let face = move || {
        view! {
            <span class="work-assignee">
                {move || match name.get() {
                    Some(name) => view! { <Avatar name /> }.into_any(),
                    None => view! { <Icon icon=icondata_lu::LuUserPlus /> }.into_any(),
                }}
            </span>
        }
    };
    view! {
        <Menu label face=ViewFn::from(face)>
            <Choices opened assignee />
        </Menu>
    }
}

/// The signed-in agent, the others by name, and nobody.
#[component]
fn Choices(opened: Opened, assignee: Memo<Option<Uuid>>) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let me = session.agent_id();
    let mut agents = session.agents.get();
    agents.sort_by_key(|agent| Some(agent.id) != me);
    let choice = move |to: Option<Uuid>, words: String| {
        view! {
            <MenuChoice
                chosen=Signal::derive(move || assignee.get() == to)
                closes=true
                on_select=move || assign(opened, to, toasts)
            >
                {words}
            </MenuChoice>
        }
    };
    let words = |agent: &Agent| match Some(agent.id) == me {
        true => text::assignment::me(&agent.full_name()),
        false => agent.full_name(),
    };
    view! {
        {agents.iter().map(|agent| choice(Some(agent.id), words(agent))).collect_view()}
        <div class="menu-line"></div>
        {choice(None, text::assignment::NOBODY.to_owned())}
    }
}

/// Assigns the open conversation, with a notice that can take it back. A press while the last switch
/// is under way counts for nothing.
fn assign(opened: Opened, to: Option<Uuid>, toasts: Toasts) {
    let known = opened
        .detail
        .with_untracked(|detail| detail.as_ref().map(|detail| detail.conversation.clone()));
    let Some(conversation) = known.filter(|known| known.assigned_agent_id != to) else {
        return;
    };
    if opened.switching.get_value() {
        return;
    }
    let before = conversation.assigned_agent_id;
    show(opened, to);
    opened.switching.set_value(true);
    let session = use_session();
    spawn_local(async move {
        let done = put(opened, conversation.id, to, before, toasts).await;
        opened.switching.try_set_value(false);
        if !done {
            return;
        }
        let agent = to.and_then(|id| untrack(|| session.agent_name(id)));
        let words = text::assignment::done(&conversation.name, agent.as_deref());
        toasts.undoable(format!("assignee {}", conversation.id), words, move || {
            show(opened, before);
            spawn_local(async move {
                put(opened, conversation.id, before, to, toasts).await;
            });
        });
    });
}

/// Whether the server did it; when not, it is as before and the notice says why.
async fn put(
    opened: Opened,
    id: Uuid,
    to: Option<Uuid>,
    before: Option<Uuid>,
    toasts: Toasts,
) -> bool {
    let client = api::client();
    let body = AssignConversation { agent_id: to };
    let request = client.assign_conversation().conversation_id(id).body(body);
    match api::call(request.send()).await {
        Ok(conversation) => {
            opened.take_conversation(conversation);
            true
        }
        Err(failure) => {
            show(opened, before);
            toasts.problem(failure.message());
            false
        }
    }
}

/// The conversation may not be open any more: then there is nothing to show.
fn show(opened: Opened, to: Option<Uuid>) {
    opened.detail.try_update(|detail| {
        if let Some(detail) = detail {
            detail.conversation.assigned_agent_id = to;
        }
    });
}
