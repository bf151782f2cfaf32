//! Renaming and recolouring a tag.

use copperline_shared::tags::UpdateTag;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Work;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, ColourChoice, Dialog, TextField, use_toasts};
use crate::{api, text};

#[component]
pub fn EditDialog(work: Work) -> impl IntoView {
    let title = Signal::derive(move || {
        let name = work
            .chosen
            .with(|of| of.as_ref().map(|of| of.tag.name.clone()));
        text::tags::named(text::tags::EDIT, &name.unwrap_or_default())
    });
    view! {
        <Dialog open=work.editing title>
            <EditForm work />
        </Dialog>
    }
}

#[component]
fn EditForm(work: Work) -> impl IntoView {
    let known = work
        .chosen
        .with_untracked(|of| of.as_ref().map(|of| of.tag.clone()));
    let Some(tag) = known else {
        return ().into_any();
    };
    let (submission, toasts) = (Submission::new(), use_toasts());
    let (id, name, colour) = (
        tag.id,
        RwSignal::new(tag.name.clone()),
        RwSignal::new(tag.colour),
    );
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        // What wasn't changed here is left as somebody else may have made it meanwhile.
        let body = UpdateTag {
            name: Some(name.get_untracked()).filter(|name| *name != tag.name),
            colour: Some(colour.get_untracked()).filter(|colour| *colour != tag.colour),
        };
        let request =
            async move { api::call(api::client().update_tag().tag_id(id).body(body).send()).await };
        submission.run(request, move |_tag| {
            work.editing.set(false);
            work.tags.reload();
            toasts.done(text::tags::EDITED);
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission fields=&["name"] />
            <TextField label=text::tags::NAME value=name autofocus=true error=submission.error_of("name", name) />
            <ColourChoice value=colour />
            <div class="dialog-actions">
                <Button on_click=Callback::new(move |()| work.editing.set(false))>
                    {text::common::CANCEL}
                </Button>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::common::SAVE}
                </Button>
            </div>
        </form>
    }
    .into_any()
}
