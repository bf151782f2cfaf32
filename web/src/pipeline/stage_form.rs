//! A stage's name and colour, of a new one or of one that is there.

use copperline_shared::palette::Colour;
use copperline_shared::pipeline::{CreatePipelineStage, UpdatePipelineStage};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::arranging::Arranging;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, ColourChoice, TextField, use_toasts};
use crate::{api, text};

#[component]
pub fn StageForm(arranging: Arranging) -> impl IntoView {
    let (toasts, submission) = (use_toasts(), Submission::new());
    let about = arranging.about.get_untracked();
    let id = about.as_ref().map(|stage| stage.id);
    let colour = RwSignal::new(about.as_ref().map_or(Colour::Teal, |stage| stage.colour));
    let name = RwSignal::new(about.map(|stage| stage.name).unwrap_or_default());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (name, colour) = (name.get_untracked(), colour.get_untracked());
        let client = api::client();
        let Some(id) = id else {
            let body = CreatePipelineStage { name, colour };
            let key = submission.key(&body);
            let request = async move {
                let request = client.create_pipeline_stage().idempotency_key(key);
                api::call(request.body(body).send()).await
            };
            return submission.run(request, move |stage| {
                arranging.editing.set(false);
                toasts.done(text::pipeline::stage_added(&stage.name));
            });
        };
        let body = UpdatePipelineStage {
            name: Some(name),
            colour: Some(colour),
            position: None,
        };
        let request = async move {
            let request = client.update_pipeline_stage().stage_id(id).body(body);
            api::call(request.send()).await
        };
        submission.run(request, move |_stage| {
            arranging.editing.set(false);
            toasts.done(text::pipeline::STAGE_SAVED);
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission fields=&["name"] />
            <TextField
                label=text::pipeline::NAME
                value=name
                autofocus=true
                error=submission.error_of("name", name)
            />
            <ColourChoice value=colour />
            <div class="dialog-actions">
                <Button on_click=move || arranging.editing.set(false)>{text::common::CANCEL}</Button>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {if id.is_some() { text::common::SAVE } else { text::pipeline::ADD_STAGE }}
                </Button>
            </div>
        </form>
    }
}
