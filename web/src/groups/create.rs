//! Making a group.

use copperline_shared::groups::SaveGroup;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use uuid::Uuid;

use super::Work;
use super::members::Members;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, TextField, use_toasts};
use crate::{api, text};

#[component]
pub fn CreateForm(work: Work) -> impl IntoView {
    let (name, ticked) = (
        RwSignal::new(String::new()),
        RwSignal::new(Vec::<Uuid>::new()),
    );
    let (submission, toasts) = (Submission::new(), use_toasts());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if submission.busy.get_untracked() {
            return;
        }
        let body = SaveGroup {
            name: name.get_untracked(),
            agent_ids: ticked.get_untracked(),
        };
        let key = submission.key(&body);
        let request = async move {
            let client = api::client();
            let request = client.create_group().idempotency_key(key).body(body);
            api::call(request.send()).await
        };
        submission.run(request, move |group| {
            name.set(String::new());
            ticked.set(Vec::new());
            work.groups.reload();
            toasts.done(text::groups::made(&group.name));
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission fields=&["name", "agent_ids"] />
            <TextField
                label=text::groups::NAME
                value=name
                placeholder=text::groups::NAME_EXAMPLE
                error=submission.error_of("name", name)
            />
            <Members ticked error=submission.error_of("agent_ids", ticked) />
            <div>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::groups::MAKE}
                </Button>
            </div>
        </form>
    }
}
