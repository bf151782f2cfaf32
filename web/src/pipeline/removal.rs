//! Removing a stage: at once when it is empty, else with the stage that takes its contacts.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use uuid::Uuid;

use super::screen::Screen;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, Choice, Select, use_toasts};
use crate::{api, text};

#[component]
pub fn RemovalForm(screen: Screen) -> impl IntoView {
    let (board, arranging) = (screen.board, screen.arranging);
    let (toasts, submission) = (use_toasts(), Submission::new());
    let stage = arranging.about.get_untracked()?;
    let (id, name) = (stage.id, stage.name);
    // Somebody may move a card in or out while this is open.
    let count = Memo::new(move |_| board.stage(id).map_or(0, |stage| stage.cards));
    let others = board
        .stages
        .get_untracked()
        .into_iter()
        .filter(|other| other.id != id);
    let choices: Vec<Choice> = others
        .map(|other| Choice::new(other.id.to_string(), other.name))
        .collect();
    let first = choices.first().map(|choice| choice.value.clone());
    let target = RwSignal::new(first.unwrap_or_default());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let to = target.with_untracked(|target| target.parse::<Uuid>().ok());
        let to = to.filter(|_| count.get_untracked() > 0);
        let request = async move {
            let client = api::client();
            let mut request = client.delete_pipeline_stage().stage_id(id);
            if let Some(to) = to {
                request = request.target_stage_id(to);
            }
            api::call(request.send()).await
        };
        let name = name.clone();
        submission.run(request, move |()| {
            arranging.removing.set(false);
            toasts.done(text::pipeline::stage_removed(&name));
        });
    };
    let choices = Signal::stored(choices);
    Some(view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission fields=&["target_stage_id"] />
            <Show
                when=move || { count.get() > 0 }
                fallback=|| view! { <p>{text::pipeline::REMOVE_EMPTY}</p> }
            >
                <p>{move || text::pipeline::remove_lead(count.get())}</p>
                <Select
                    label=text::pipeline::TARGET
                    value=target
                    choices
                    error=submission.error_of("target_stage_id", target)
                />
            </Show>
            <div class="dialog-actions">
                <Button on_click=move || arranging.removing.set(false)>{text::common::CANCEL}</Button>
                <Button kind=ButtonKind::Danger submit=true busy=submission.busy>
                    {text::pipeline::REMOVE}
                </Button>
            </div>
        </form>
    })
}
