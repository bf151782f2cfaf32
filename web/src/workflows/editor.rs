//! Making and changing a workflow or redrip, with a dry run beside it.

use copperline_shared::api_tokens::{ApiToken, Scope};
use copperline_shared::pipeline::PipelineStage;
use copperline_shared::problem::ErrorCode;
use copperline_shared::templates::Template;
use copperline_shared::workflows::{Workflow, WorkflowKind};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use uuid::Uuid;

use super::dry_run::DryRunPart;
use super::facts::Facts;
use super::form::Form;
use super::steps::Steps;
use super::triggers::Triggers;
use crate::api::{self, Failure, Outcome};
use crate::loaded::{Loaded, WhenLoaded};
use crate::session::{Session, use_session};
use crate::submission::{FailureBanner, Submission};
use crate::ui::{
    Banner, Button, ButtonKind, ButtonLink, Choice, Icon, PageHeader, SkeletonForm, Tone,
    use_toasts,
};
use crate::{paths, templates, text};

/// What the parts of the editor share.
#[derive(Clone, Copy)]
pub struct Editing {
    /// Absent while it is made.
    pub id: Option<Uuid>,
    pub form: Form,
    pub submission: Submission,
    /// The revision that is worked on.
    revision: RwSignal<u32>,
    session: Session,
    templates: Loaded<Vec<Template>>,
    stages: Loaded<Vec<PipelineStage>>,
    tokens: Loaded<Vec<ApiToken>>,
}

impl Editing {
    pub fn tags(self) -> Signal<Vec<Choice>> {
        Signal::derive(move || {
            self.session.tags.with(|tags| {
                let choices = tags.iter().map(|tag| (tag.id, &tag.name));
                choices.map(choice).collect()
            })
        })
    }

    /// The tokens that may post leads.
    pub fn tokens(self) -> Signal<Vec<Choice>> {
        Signal::derive(move || {
            self.tokens.value.with(|tokens| {
                let may = |token: &&ApiToken| {
                    token.revoked_at.is_none() && token.scopes.contains(&Scope::Leads)
                };
                let choices = tokens.iter().filter(may).map(|of| (of.id, &of.name));
                choices.map(choice).collect()
            })
        })
    }

    pub fn templates(self) -> Signal<Vec<Choice>> {
        Signal::derive(move || {
            self.templates.value.with(|templates| {
                let choices = templates.iter().map(|of| (of.id, &of.title));
                choices.map(choice).collect()
            })
        })
    }

    pub fn stages(self) -> Signal<Vec<Choice>> {
        Signal::derive(move || {
            self.stages.value.with(|stages| {
                let choices = stages.iter().map(|stage| (stage.id, &stage.name));
                choices.map(choice).collect()
            })
        })
    }

    /// What somebody else has saved since, if that is why it could not be saved.
    fn theirs(self) -> Option<Workflow> {
        self.submission.failure.with(|failure| match failure {
            Some(Failure::Refused(problem)) if problem.code == ErrorCode::WorkflowChanged => {
                serde_json::from_value(problem.current.clone()?).ok()
            }
            _ => None,
        })
    }
}

fn choice((id, name): (Uuid, &String)) -> Choice {
    Choice::new(id.to_string(), name.clone())
}

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
    let session = use_session();
    let form = workflow.as_ref().map_or_else(|| Form::new(kind), Form::of);
    let editing = Editing {
        id: workflow.as_ref().map(|workflow| workflow.id),
        form,
        submission: Submission::new(),
        revision: RwSignal::new(workflow.as_ref().map_or(0, |workflow| workflow.revision)),
        session,
        templates: templates::load(),
        stages: Loaded::new(Vec::new(), || async {
            api::call(api::client().list_pipeline_stages().send()).await
        }),
        // Who may not read them has nothing to save either.
        tokens: Loaded::new(Vec::new(), || async {
            api::call(api::client().list_api_tokens().send()).await
        }),
    };
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
    let admin = Memo::new(move |_| editing.session.is_admin());
    let save = save_action(editing);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save.run(());
    };
    view! {
        <form class="workflow-form" novalidate on:submit=submit>
            <Facts editing />
            <Triggers editing />
            <h2 class="workflow-part">{text::workflows::STEPS}</h2>
            <p class="page-lead">{text::workflows::STEPS_LEAD}</p>
            <Steps editing />
            <Trouble editing save />
            <Show
                when=move || admin.get()
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
    let fields: &'static [&'static str] =
        &["name", "silent_days", "cooldown_days", "tag_id", "triggers"];
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
