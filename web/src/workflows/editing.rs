//! What the parts of the editor share, and what its fields choose from.

use copperline_shared::api_tokens::{ApiToken, Scope};
use copperline_shared::assignment::AssignedTo;
use copperline_shared::pipeline::PipelineStage;
use copperline_shared::problem::ErrorCode;
use copperline_shared::templates::Template;
use copperline_shared::workflows::{Workflow, WorkflowStep};
use leptos::prelude::*;
use uuid::Uuid;

use super::form::Form;
use crate::api::{self, Failure};
use crate::loaded::Loaded;
use crate::session::{Session, use_session};
use crate::submission::Submission;
use crate::ui::Choice;
use crate::{assignment, templates, text};

#[derive(Clone, Copy)]
pub struct Editing {
    /// Absent while it is made.
    pub id: Option<Uuid>,
    pub form: Form,
    pub submission: Submission,
    /// The revision that is worked on.
    pub revision: RwSignal<u32>,
    /// Whether whoever looks at it may save it.
    pub admin: Memo<bool>,
    session: Session,
    templates: Loaded<Vec<Template>>,
    stages: Loaded<Vec<PipelineStage>>,
    tokens: Loaded<Vec<ApiToken>>,
}

/// What a field chooses from.
#[derive(Clone, Copy)]
pub struct There {
    choices: Signal<Vec<Choice>>,
    /// What is said of a choice that isn't among them.
    other: Signal<&'static str>,
}

impl There {
    /// What is always known.
    fn known(choices: Signal<Vec<Choice>>) -> Self {
        Self {
            choices,
            other: Signal::stored(text::workflows::GONE),
        }
    }

    /// What is read: until it is, nobody knows whether a choice is gone.
    fn read<T: PartialEq + Send + Sync + 'static>(
        loaded: Loaded<T>,
        choices: impl Fn(&T) -> Vec<Choice> + Send + Sync + 'static,
    ) -> Self {
        let other = Signal::derive(move || match (loaded.is_ready(), loaded.failure()) {
            (true, _) => text::workflows::GONE,
            (false, Some(_)) => text::workflows::UNREAD,
            (false, None) => text::workflows::COMING,
        });
        Self {
            choices: Signal::derive(move || loaded.value.with(&choices)),
            other,
        }
    }

    /// The choices, after the one of nothing. What is chosen and gone stays, so that nothing else is
    /// saved in its place.
    pub fn offered(self, nothing: &'static str, chosen: RwSignal<String>) -> Signal<Vec<Choice>> {
        let choices = Memo::new(move |_| {
            let chosen = chosen.get();
            let mut choices = vec![Choice::new("", nothing)];
            choices.extend(self.choices.get());
            if choices.iter().all(|choice| choice.value != chosen) {
                choices.push(Choice::new(chosen, self.other.get()));
            }
            choices
        });
        choices.into()
    }
}

impl Editing {
    pub fn new(id: Option<Uuid>, form: Form, revision: u32) -> Self {
        let session = use_session();
        Self {
            id,
            form,
            submission: Submission::new(),
            revision: RwSignal::new(revision),
            admin: Memo::new(move |_| session.is_admin()),
            session,
            templates: templates::load(),
            stages: Loaded::new(Vec::new(), || async {
                api::call(api::client().list_pipeline_stages().send()).await
            }),
            // Who may not read them has nothing to save either.
            tokens: Loaded::new(Vec::new(), || async {
                api::call(api::client().list_api_tokens().send()).await
            }),
        }
    }

    pub fn tags(self) -> There {
        There::known(Signal::derive(move || {
            self.session.tags.with(|tags| {
                let choices = tags.iter().map(|tag| (tag.id, tag.name.as_str()));
                choices.map(choice).collect()
            })
        }))
    }

    /// The people of the workspace, whoever edits first, and its groups.
    pub fn assignees(self) -> There {
        There::known(Signal::derive(move || assignment::choices(self.session)))
    }

    /// The tokens that may post leads.
    pub fn tokens(self) -> There {
        There::read(self.tokens, |tokens| {
            let may = |token: &&ApiToken| {
                token.revoked_at.is_none() && token.scopes.contains(&Scope::Leads)
            };
            let choices = tokens.iter().filter(may);
            let choices = choices.map(|of| (of.id, of.name.as_str()));
            choices.map(choice).collect()
        })
    }

    pub fn templates(self) -> There {
        There::read(self.templates, |templates| {
            let choices = templates.iter().map(|of| (of.id, of.title.as_str()));
            choices.map(choice).collect()
        })
    }

    pub fn stages(self) -> There {
        There::read(self.stages, |stages| {
            let choices = stages.iter().map(|stage| (stage.id, stage.name.as_str()));
            choices.map(choice).collect()
        })
    }

    /// The name of what a step puts on, takes off, moves to or assigns to; tracked.
    pub fn named(self, step: &WorkflowStep) -> Option<String> {
        match step {
            WorkflowStep::AddTag { tag_id } | WorkflowStep::RemoveTag { tag_id } => {
                self.session.tag(*tag_id).map(|tag| tag.name)
            }
            WorkflowStep::MoveToStage { stage_id } => self.stages.value.with(|stages| {
                let stage = stages.iter().find(|stage| stage.id == *stage_id);
                stage.map(|stage| stage.name.clone())
            }),
            WorkflowStep::Assign { agent_id, group_id } => {
                match AssignedTo::either(*agent_id, *group_id) {
                    Some(to) => self.session.assigned_name(to),
                    None => Some(text::assignment::NOBODY.to_owned()),
                }
            }
            _ => None,
        }
    }

    /// What somebody else has saved since, if that is why it could not be saved.
    pub fn theirs(self) -> Option<Workflow> {
        self.submission.failure.with(|failure| match failure {
            Some(Failure::Refused(problem)) if problem.code == ErrorCode::WorkflowChanged => {
                serde_json::from_value(problem.current.clone()?).ok()
            }
            _ => None,
        })
    }
}

fn choice((id, name): (Uuid, &str)) -> Choice {
    Choice::new(id.to_string(), name)
}
