//! Choosing who works on the open conversation (C18): shown at once, undone on request, taken back
//! when the server refuses.

use copperline_shared::assignment::{AssignConversation, AssignedTo};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::opened::Opened;
use crate::api;
use crate::assignment::{self, Offer};
use crate::session::use_session;
use crate::text;
use crate::ui::{Avatar, Icon, Menu, MenuChoice, Toasts, use_toasts};

/// The button that shows who works on it, and the menu to choose somebody else.
#[component]
pub fn AssigneeMenu(opened: Opened) -> impl IntoView {
    let session = use_session();
    let assigned = opened.assignee();
    let shown = Memo::new(move |_| {
        let to = assigned.get()?;
        Some((to, session.assigned_name(to)?))
    });
    let label = Signal::derive(move || match shown.get() {
        Some((_, name)) => text::assignment::assigned_to(&name),
        None => text::assignment::ASSIGN.to_owned(),
    });
    let face = move || {
        view! {
            <span class="work-assignee">
                {move || match shown.get() {
                    Some((to, name)) => {
                        let several = matches!(to, AssignedTo::Group(_));
                        view! { <Avatar name several /> }.into_any()
                    }
                    None => view! { <Icon icon=icondata_lu::LuUserPlus /> }.into_any(),
                }}
            </span>
        }
    };
    // Whoever is gone is nobody.
    let assignee = Memo::new(move |_| shown.with(|shown| shown.as_ref().map(|(to, _)| *to)));
    view! {
        <Menu label face=ViewFn::from(face)>
            <Choices opened assignee />
        </Menu>
    }
}

/// The signed-in agent, the others by name, the groups, and nobody.
#[component]
fn Choices(opened: Opened, assignee: Memo<Option<AssignedTo>>) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let choice = move |to: Option<AssignedTo>, words: String| {
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
    let under = move |heading: &'static str, offers: Vec<Offer>| {
        let offers = offers.into_iter();
        let offers = offers.map(|(to, words)| choice(Some(to), words));
        view! {
            <div role="group" aria-label=heading>
                <p class="menu-caption" aria-hidden="true">
                    {heading}
                </p>
                {offers.collect_view()}
            </div>
        }
    };
    let groups = assignment::groups(session);
    view! {
        {under(text::assignment::PEOPLE, assignment::people(session))}
        {(!groups.is_empty()).then(|| under(text::assignment::GROUPS, groups))}
        <div class="menu-line"></div>
        {choice(None, text::assignment::NOBODY.to_owned())}
    }
}

/// Assigns the open conversation, with a notice that can take it back. A press while the last switch
/// is under way counts for nothing.
fn assign(opened: Opened, to: Option<AssignedTo>, toasts: Toasts) {
    let known = opened
        .detail
        .with_untracked(|detail| detail.as_ref().map(|detail| detail.conversation.clone()));
    let Some(conversation) = known.filter(|known| known.assigned_to() != to) else {
        return;
    };
    if opened.switching.get_value() {
        return;
    }
    let session = use_session();
    let name = move |to: Option<AssignedTo>| untrack(|| session.assigned_name(to?));
    // What is gone can't have it back.
    let before = conversation.assigned_to();
    let before = before.filter(|to| name(Some(*to)).is_some());
    show(opened, to);
    opened.switching.set_value(true);
    spawn_local(async move {
        let done = put(opened, conversation.id, to, before, toasts).await;
        opened.switching.try_set_value(false);
        if !done {
            return;
        }
        let words = text::assignment::done(&conversation.name, name(to).as_deref());
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
    to: Option<AssignedTo>,
    before: Option<AssignedTo>,
    toasts: Toasts,
) -> bool {
    let client = api::client();
    let body = AssignConversation::from(to);
    let request = client.assign_conversation().conversation_id(id).body(body);
    match api::call(request.send()).await {
        Ok(conversation) => {
            opened.take_conversation(conversation);
            true
        }
        Err(failure) => {
            show(opened, before);
            toasts.problem(failure.when_doing(text::assignment::NOT_ASSIGNED));
            false
        }
    }
}

/// The conversation may not be open any more: then there is nothing to show.
fn show(opened: Opened, to: Option<AssignedTo>) {
    opened.detail.try_update(|detail| {
        if let Some(detail) = detail {
            detail.conversation.assigned_agent_id = to.and_then(AssignedTo::agent_id);
            detail.conversation.assigned_group_id = to.and_then(AssignedTo::group_id);
        }
    });
}
