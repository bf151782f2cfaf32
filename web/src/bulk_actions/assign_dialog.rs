//! Choosing who works on all selected conversations (C18).

use copperline_shared::bulk_actions::BulkChange;
use leptos::prelude::*;

use crate::session::use_session;
use crate::text;
use crate::ui::{Button, ButtonKind, Choice, Dialog, Select};

#[component]
pub fn AssignDialog(
    open: RwSignal<bool>,
    #[prop(into)] count: Signal<u32>,
    /// Assigns them.
    on_apply: Callback<BulkChange>,
) -> impl IntoView {
    let title = Signal::derive(move || text::assignment::title(count.get()));
    view! {
        <Dialog open title>
            <Choose open on_apply />
        </Dialog>
    }
}

#[component]
fn Choose(open: RwSignal<bool>, on_apply: Callback<BulkChange>) -> impl IntoView {
    let session = use_session();
    let me = session.agent_id();
    let chosen = RwSignal::new(me.map(|me| me.to_string()).unwrap_or_default());
    let choices = Signal::derive(move || {
        let mut agents = session.agents.get();
        agents.sort_by_key(|agent| Some(agent.id) != me);
        let words = |mine: bool, name: String| match mine {
            true => text::assignment::me(&name),
            false => name,
        };
        let people = agents.into_iter().map(|agent| {
            let name = agent.full_name();
            Choice::new(agent.id.to_string(), words(Some(agent.id) == me, name))
        });
        let nobody = Choice::new("", text::assignment::NOBODY);
        people.chain([nobody]).collect::<Vec<_>>()
    });
    let apply = Callback::new(move |()| {
        let agent_id = chosen.get_untracked().parse().ok();
        open.set(false);
        on_apply.run(BulkChange::Assign { agent_id });
    });
    view! {
        <Select label=text::assignment::ASSIGNED_TO value=chosen choices />
        <div class="dialog-actions">
            <Button on_click=Callback::new(move |()| open.set(false))>{text::common::CANCEL}</Button>
            <Button kind=ButtonKind::Main on_click=apply>
                {text::assignment::ASSIGN}
            </Button>
        </div>
    }
}
