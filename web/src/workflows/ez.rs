//! The EZ buttons at the top of the contact's panel (C14, C15): one click starts what is marked EZ.

use copperline_shared::workflows::{Workflow, WorkflowKind};
use leptos::prelude::*;
use uuid::Uuid;

use super::known::NotKnown;
use super::starting::{need_workflows, of_kind, start};
use crate::session::use_session;
use crate::submission::Submission;
use crate::ui::{Button, ButtonLink, use_toasts};
use crate::{paths, text};

#[component]
pub fn EzButtons(contact_id: Uuid) -> impl IntoView {
    let workflows = need_workflows().workflows;
    let failure = Memo::new(move |_| workflows.failure.get());
    move || match failure.get() {
        Some(failure) => view! { <NotKnown workflows failure /> }.into_any(),
        None => view! {
            <div class="ez-buttons">
                <EzButton contact_id kind=WorkflowKind::Workflow />
                <EzButton contact_id kind=WorkflowKind::Redrip />
            </div>
        }
        .into_any(),
    }
}

#[component]
fn EzButton(contact_id: Uuid, kind: WorkflowKind) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let submission = Submission::new();
    // The panel has no room to say what went wrong.
    Effect::new(move || {
        if let Some(failure) = submission.failure.get() {
            toasts.problem(failure.message());
            submission.failure.set(None);
        }
    });
    let marked = Memo::new(move |_| of_kind(session, kind).into_iter().find(|of| of.ez));
    let known = Memo::new(move |_| session.workflows.all.with(Option::is_some));
    let unset = Memo::new(move |_| known.get() && marked.with(Option::is_none));
    let press = move || {
        let Some(Workflow { id, name, .. }) = marked.get_untracked() else {
            return;
        };
        let key = submission.key(&(contact_id, id));
        submission.run(start(key, contact_id, id), move |_| {
            toasts.done(text::workflows::started(&name));
        });
    };
    let icon = match kind {
        WorkflowKind::Workflow => icondata_lu::LuWorkflow,
        WorkflowKind::Redrip => icondata_lu::LuRepeat,
    };
    let about = move || marked.with(|of| of.as_ref().map(|of| text::workflows::starts(&of.name)));
    view! {
        <Show
            when=move || !unset.get()
            fallback=move || {
                view! {
                    <span class="ez-button" title=text::workflows::set_ez(kind)>
                        <ButtonLink href=paths::WORKFLOWS icon>
                            <span aria-hidden="true">{text::workflows::ez(kind)}</span>
                            <span class="sr-only">{text::workflows::set_ez(kind)}</span>
                        </ButtonLink>
                    </span>
                }
            }
        >
            <span class="ez-button" title=about>
                <Button
                    icon
                    busy=Signal::derive(move || submission.busy.get() || !known.get())
                    disabled=Signal::derive(move || !known.get())
                    on_click=press
                >
                    {text::workflows::ez(kind)}
                </Button>
            </span>
        </Show>
    }
}
