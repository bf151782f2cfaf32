//! Naming a number.

use copperline_shared::numbers::UpdateNumber;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Work;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, Dialog, TextField, use_toasts};
use crate::{api, text};

#[component]
pub fn RenameDialog(work: Work) -> impl IntoView {
    let title = Signal::derive(move || {
        work.chosen.with(|number| {
            number
                .as_ref()
                .map(|n| n.phone.formatted())
                .unwrap_or_default()
        })
    });
    view! {
        <Dialog open=work.renaming title>
            <RenameForm work />
        </Dialog>
    }
}

#[component]
fn RenameForm(work: Work) -> impl IntoView {
    let toasts = use_toasts();
    let known = work
        .chosen
        .with_untracked(|number| number.as_ref().map(|n| n.name.clone()));
    let name = RwSignal::new(known.unwrap_or_default());
    let submission = Submission::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(id) = work
            .chosen
            .with_untracked(|number| number.as_ref().map(|n| n.id))
        else {
            return;
        };
        let body = UpdateNumber {
            name: Some(name.get_untracked()),
            ..UpdateNumber::default()
        };
        let request = async move {
            api::call(
                api::client()
                    .update_number()
                    .number_id(id)
                    .body(body)
                    .send(),
            )
            .await
        };
        submission.run(request, move |_number| {
            work.renaming.set(false);
            work.numbers.reload();
            toasts.done(text::numbers::RENAMED);
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission fields=&["name"] />
            <TextField
                label=text::numbers::NAME
                value=name
                help=text::numbers::NAME_HELP
                optional_field=true
                autofocus=true
                error=submission.error_of("name", name)
            />
            <div class="dialog-actions">
                <Button on_click=Callback::new(move |()| work.renaming.set(false))>
                    {text::common::CANCEL}
                </Button>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::common::SAVE}
                </Button>
            </div>
        </form>
    }
}
