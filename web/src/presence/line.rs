//! "Jordan is replying", beside what one writes.

use copperline_shared::presence::{Doing, Present};
use leptos::prelude::*;
use uuid::Uuid;

use crate::live::use_live;
use crate::session::use_session;
use crate::text;
use crate::ui::{Icon, IconRef};

/// What the others do in a conversation, those who write first.
#[component]
pub fn PresenceLine(conversation: Uuid) -> impl IntoView {
    let (session, live) = (use_session(), use_live());
    let others = Memo::new(move |_| {
        let me = session.agent_id();
        live.presence
            .with(|all| all.get(&conversation).map(|there| others(there, me)))
            .unwrap_or_default()
    });
    let group = move |doing: Doing, icon: IconRef, status: Option<&'static str>| {
        let words = Memo::new(move |_| {
            let names: Vec<String> = others.with(|others| {
                let does = others.iter().filter(|other| other.doing == doing);
                does.map(|other| other.name.clone()).collect()
            });
            text::presence::doing(doing, &names)
        });
        view! {
            <span class="presence-part" class:is-writing=doing != Doing::Looking role=status>
                {move || {
                    words.get().map(|words| view! { <Icon icon size=14 /><span>{words}</span> })
                }}
            </span>
        }
    };
    // Whoever only looks is not read out as they come and go.
    view! {
        <p class="presence">
            {group(Doing::Replying, icondata_lu::LuPencil, Some("status"))}
            {group(Doing::Commenting, icondata_lu::LuPencil, Some("status"))}
            {group(Doing::Looking, icondata_lu::LuEye, None)}
        </p>
    }
}

/// Those who are not this agent.
fn others(there: &[Present], me: Option<Uuid>) -> Vec<Present> {
    there
        .iter()
        .filter(|present| present.agent_id.is_none() || present.agent_id != me)
        .cloned()
        .collect()
}
