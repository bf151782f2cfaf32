//! Making and changing a workflow or redrip, with a dry run beside it.

use copperline_shared::workflows::{Workflow, WorkflowKind};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use uuid::Uuid;

use super::dry_run::DryRunPart;
use super::editing::Editing;
use super::facts::Facts;
use super::form::Form;
use super::steps::Steps;
use super::triggers::Triggers;
use crate::api::{self, Outcome};
use crate::loaded::{Loaded, WhenLoaded};
use crate::submission::FailureBanner;
use crate::ui::{
    Banner, Button, ButtonKind, ButtonLink, Icon, PageHeader, SkeletonForm, Tone, use_toasts,
};
use crate::{paths, text};

/// The editor of one, or of a new one.
#[component]
pub fn Editor(kind: WorkflowKind, id: Option<Uuid>) -> impl IntoView {
    let Some(id) = id else {
        return view! { <OneEditor workflow=None kind /> }.into_any();
    };
    let loaded = Loaded::new(None::<Workflow>, move || async move {
        let client = api::client();
        let read = client.read_workflow().workflow_id(id).send();
        Ok(Some(api::call(read).await?))
    });
    // Read once: what somebody else saves meanwhile must not take away what is being typed.
    let first = Memo::new(move |before: Option<&Option<Workflow>>| {
        let kept = before.and_then(Clone::clone);
        kept.or_else(|| loaded.value.get())
    });
    let draw = move || {
        first.get().map(|workflow| {
            let kind = workflow.kind;
            view! { <OneEditor workflow=Some(workflow) kind /> }
        })
    };
    view! {
        <WhenLoaded loaded skeleton=|| view! { <div class="page"><SkeletonForm fields=4 /></div> }>
            {draw}
        </WhenLoaded>
    }
    .into_any()
}

#[component]
fn OneEditor(workflow: Option<Workflow>, kind: WorkflowKind) -> impl IntoView {
    let form = workflow.as_ref().map_or_else(|| Form::new(kind), Form::of);
    let id = workflow.as_ref().map(|workflow| workflow.id);
    let revision = workflow.as_ref().map_or(0, |workflow| workflow.revision);
    let editing = Editing::new(id, form, revision);
    let title = workflow.map_or_else(
        || {
            match kind {
                WorkflowKind::Workflow => text::workflows::NEW_WORKFLOW,
                WorkflowKind::Redrip => text::workflows::NEW_REDRIP,
            }
            .to_owned()
        },
        |workflow| workflow.name,
    );
    view! {
        <div class="page page-wide">
            <a class="link-back" href=paths::WORKFLOWS>
                <Icon icon=icondata_lu::LuArrowLeft size=16 />
                {text::workflows::BACK_TO_LIST}
            </a>
            <PageHeader title />
            <div class="workflow-editor">
                <EditForm editing />
                <DryRunPart editing />
            </div>
        </div>
    }
}

#[component]
fn EditForm(editing: Editing) -> impl IntoView {
    let save = save_action(editing);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save.run(());
    };
    view! {
        <form class="workflow-form" novalidate on:submit=submit>
            // Whoever may not save it reads it, and types nothing that would be lost.
            <fieldset class="workflow-fields" prop:disabled=move || !editing.admin.get()>
                <Facts editing />
                <Triggers editing />
                <h2 class="workflow-part">{text::workflows::STEPS}</h2>
                <p class="page-lead">{text::workflows::STEPS_LEAD}</p>
                <Steps editing />
            </fieldset>
            <Trouble editing save />
            <Show
                when=move || editing.admin.get()
                fallback=|| view! { <p class="text-muted">{text::workflows::READ_ONLY}</p> }
            >
                <div class="workflow-save">
                    <ButtonLink href=paths::WORKFLOWS>{text::common::CANCEL}</ButtonLink>
                    <Button kind=ButtonKind::Main submit=true busy=editing.submission.busy>
                        {if editing.id.is_some() {
                            text::common::SAVE
                        } else {
                            text::workflows::MAKE
                        }}
                    </Button>
                </div>
            </Show>
        </form>
    }
}

/// Saves what is typed, and leads back to the list.
fn save_action(editing: Editing) -> Callback<()> {
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submission = editing.submission;
    Callback::new(move |()| {
        if submission.busy.get_untracked() {
            return;
        }
        let (id, form) = (editing.id, editing.form);
        let revision = editing.revision.get_untracked();
        let key = submission.key(&form.made());
        let request = async move {
            match id {
                Some(id) => save(id, form, revision).await,
                None => make(key, form).await,
            }
        };
        let navigate = navigate.clone();
        submission.run(request, move |_| {
            toasts.done(match id {
                Some(_) => text::workflows::SAVED,
                None => text::workflows::MADE,
            });
            navigate(paths::WORKFLOWS, Default::default());
        });
    })
}

async fn make(key: String, form: Form) -> Outcome<Workflow> {
    let client = api::client();
    let request = client
        .create_workflow()
        .idempotency_key(key)
        .body(form.made());
    api::call(request.send()).await
}

async fn save(id: Uuid, form: Form, revision: u32) -> Outcome<Workflow> {
    let client = api::client();
    let request = client.save_workflow().workflow_id(id);
    api::call(request.body(form.saved(revision)).send()).await
}

/// Why it could not be saved, and what to do where somebody else was faster.
#[component]
fn Trouble(editing: Editing, save: Callback<()>) -> impl IntoView {
    let theirs = Memo::new(move |_| editing.theirs());
    let take = move || {
        if let Some(workflow) = theirs.get_untracked() {
            editing.revision.set(workflow.revision);
            editing.form.take(&workflow);
            editing.submission.failure.set(None);
        }
    };
    let keep = move || {
        if let Some(workflow) = theirs.get_untracked() {
            editing.revision.set(workflow.revision);
            save.run(());
        }
    };
    let fields: &'static [&'static str] = &[
        "name",
        "silent_days",
        "cooldown_days",
        "tag_id",
        "triggers",
        "steps",
        "steps[",
    ];
    view! {
        <Show
            when=move || theirs.with(Option::is_some)
            fallback=move || view! { <FailureBanner submission=editing.submission fields /> }
        >
            <Banner tone=Tone::Warning>
                <p>{text::workflows::CHANGED_MEANWHILE}</p>
                <p class="banner-actions">
                    <Button on_click=take>{text::workflows::TAKE_THEIRS}</Button>
                    <Button on_click=keep>{text::workflows::KEEP_MINE}</Button>
                </p>
            </Banner>
        </Show>
    }
}
