//! Choosing who works on all selected conversations (C18).

use copperline_shared::assignment::AssignedTo;
use copperline_shared::bulk_actions::BulkChange;
use leptos::prelude::*;

use crate::session::use_session;
use crate::ui::{Button, ButtonKind, Choice, Dialog, Select};
use crate::{assignment, text};

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
    let me = session.agent_id().map(AssignedTo::Agent);
    let chosen = RwSignal::new(assignment::written(me));
    let choices = Memo::new(move |_| {
        let mut choices = assignment::choices(session);
        choices.push(Choice::new("", text::assignment::NOBODY));
        assignment::with_chosen(choices, chosen.get())
    });
    let apply = Callback::new(move |()| {
        let to = assignment::read(&chosen.get_untracked());
        open.set(false);
        on_apply.run(BulkChange::Assign {
            agent_id: to.and_then(AssignedTo::agent_id),
            group_id: to.and_then(AssignedTo::group_id),
        });
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
