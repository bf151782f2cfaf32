//! Making a tag.

use copperline_shared::palette::Colour;
use copperline_shared::tags::CreateTag;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Work;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, ColourChoice, TextField, use_toasts};
use crate::{api, text};

#[component]
pub fn CreateForm(work: Work) -> impl IntoView {
    let (name, colour) = (
        RwSignal::new(String::new()),
        RwSignal::new(Colour::default()),
    );
    let (submission, toasts) = (Submission::new(), use_toasts());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if submission.busy.get_untracked() {
            return;
        }
        let body = CreateTag {
            name: name.get_untracked(),
            colour: colour.get_untracked(),
        };
        let key = submission.key(&body);
        let request = async move {
            let client = api::client();
            let request = client.create_tag().idempotency_key(key).body(body);
            api::call(request.send()).await
        };
        submission.run(request, move |tag| {
            name.set(String::new());
            work.tags.reload();
            toasts.done(text::tags::made(&tag.name));
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission fields=&["name"] />
            <TextField
                label=text::tags::NAME
                value=name
                placeholder=text::tags::NAME_EXAMPLE
                error=submission.error_of("name", name)
            />
            <ColourChoice value=colour />
            <div>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::tags::MAKE}
                </Button>
            </div>
        </form>
    }
}
