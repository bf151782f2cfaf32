//! Making, changing and deleting workflows. Those of a workspace change one after the other.

use copperline_shared::events::Event;
use copperline_shared::problem::ErrorCode;
use copperline_shared::workflows::{
    MOST_WORKFLOWS, SaveWorkflow, Workflow, WorkflowStep, WorkflowTrigger,
};
use uuid::Uuid;

use super::queries;
use super::rules::{self, Definition};
use crate::app::App;
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::idempotency::Once;
use crate::jobs::{Job, enqueue, wake};
use crate::outbox::{self, Audience};
use crate::{agents, api_tokens, groups, pipeline, tags, templates, workspace};

type Events = Vec<(Audience, Event)>;

fn told() -> Events {
    vec![(Audience::Workspace, Event::WorkflowsChanged)]
}

/// # Errors
/// Naming each field to correct; when the workspace has all the workflows it may have.
pub(super) async fn create(
    app: &App,
    of: WorkspaceId,
    once: &Once,
    new: &Definition,
) -> Result<Workflow, Error> {
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            if let Some(first) = once.begin(connection, now).await? {
                return Ok(first);
            }
            workspace::queries::lock(connection, of).await?;
            if queries::workflows(connection, of).await?.len() >= MOST_WORKFLOWS {
                let detail = format!(
                    "This workspace has {MOST_WORKFLOWS} workflows and redrips, which is all it may have. Delete one that nobody uses."
                );
                return Err(Error::new(ErrorCode::Invalid, detail));
            }
            expect_named(connection, of, new).await?;
            let workflow = queries::insert(connection, of, new, now).await?;
            once.keep(connection, &workflow).await?;
            outbox::record(connection, of, told(), now).await?;
            Ok::<Workflow, Error>(workflow)
        })
        .await
}

/// # Errors
/// [`ErrorCode::WorkflowChanged`] when somebody has saved another since the revision that was worked
/// on; naming each field to correct.
pub(super) async fn save(
    app: &App,
    of: WorkspaceId,
    id: Uuid,
    asked: &SaveWorkflow,
) -> Result<Workflow, Error> {
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            workspace::queries::lock(connection, of).await?;
            let standing = queries::lock(connection, of, id).await?;
            let standing = standing.ok_or_else(|| Error::not_found("workflow"))?;
            let new = rules::check_saved(standing.workflow.kind, asked)?;
            if standing.workflow.revision != asked.revision {
                let detail = "Somebody has saved this workflow since you opened it. Look at theirs, then save yours with the present revision.";
                let current = &standing.workflow;
                return Err(Error::outdated(
                    ErrorCode::WorkflowChanged,
                    detail.to_owned(),
                    current,
                ));
            }
            expect_named(connection, of, &new).await?;
            let workflow = queries::save(connection, of, &standing, &new, now).await?;
            outbox::record(connection, of, told(), now).await?;
            Ok(workflow)
        })
        .await
}

/// # Errors
/// [`Error::not_found`].
pub(super) async fn delete(app: &App, of: WorkspaceId, workflow_id: Uuid) -> Result<(), Error> {
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            if !queries::delete(connection, of, workflow_id, now).await? {
                return Err(Error::not_found("workflow"));
            }
            enqueue(connection, Some(of), &Job::EndWorkflow { workflow_id }, now).await?;
            outbox::record(connection, of, told(), now).await
        })
        .await?;
    wake(app);
    Ok(())
}

/// Everything that a workflow names must be there.
async fn expect_named(
    connection: &mut Connection,
    of: WorkspaceId,
    new: &Definition,
) -> Result<(), Error> {
    let there = There::of(connection, of).await?;
    if new.tag_id.is_some_and(|id| !there.tags.contains(&id)) {
        return Err(Error::field("tag_id", "Choose a tag that is there."));
    }
    if new.triggers.iter().any(|trigger| !there.starts(*trigger)) {
        let message = "Choose for each what starts it.";
        return Err(Error::field("triggers", message));
    }
    for (place, step) in new.steps.iter().enumerate() {
        if let Some(gone) = there.gone(step) {
            let message = format!("Choose {gone} that is there.");
            return Err(Error::field(&format!("steps[{place}]"), message));
        }
    }
    Ok(())
}

/// What a workflow can name: the ids of what the workspace has.
struct There {
    tags: Vec<Uuid>,
    templates: Vec<Uuid>,
    stages: Vec<Uuid>,
    agents: Vec<Uuid>,
    groups: Vec<Uuid>,
    /// Tokens that stand.
    tokens: Vec<Uuid>,
}

impl There {
    async fn of(connection: &mut Connection, of: WorkspaceId) -> Result<Self, Error> {
        let tags = tags::queries::tags(connection, of).await?;
        let templates = templates::existing(connection, of).await?;
        let stages = pipeline::queries::stages(connection, of).await?;
        let agents = agents::queries::agents(connection, of).await?;
        let groups = groups::queries::groups(connection, of).await?;
        let mut tokens = api_tokens::queries::tokens(connection, of).await?;
        tokens.retain(|token| token.revoked_at.is_none());
        Ok(Self {
            tags: tags.into_iter().map(|tag| tag.id).collect(),
            templates: templates.into_iter().map(|template| template.id).collect(),
            stages: stages.into_iter().map(|stage| stage.id).collect(),
            agents: agents.into_iter().map(|agent| agent.id).collect(),
            groups: groups.into_iter().map(|group| group.id).collect(),
            tokens: tokens.into_iter().map(|token| token.id).collect(),
        })
    }

    fn starts(&self, trigger: WorkflowTrigger) -> bool {
        match trigger {
            WorkflowTrigger::Lead { api_token_id } => self.tokens.contains(&api_token_id),
            WorkflowTrigger::Tag { tag_id } => self.tags.contains(&tag_id),
            WorkflowTrigger::Stage { stage_id } => self.stages.contains(&stage_id),
        }
    }

    /// What a step names that isn't there.
    fn gone(&self, step: &WorkflowStep) -> Option<&'static str> {
        let (there, id, what) = match step {
            WorkflowStep::SendTemplate { template_id } => {
                (&self.templates, template_id, "a template")
            }
            WorkflowStep::AddTag { tag_id } | WorkflowStep::RemoveTag { tag_id } => {
                (&self.tags, tag_id, "a tag")
            }
            WorkflowStep::MoveToStage { stage_id } => (&self.stages, stage_id, "a stage"),
            WorkflowStep::Assign {
                agent_id: Some(id), ..
            } => (&self.agents, id, "an agent"),
            WorkflowStep::Assign {
                group_id: Some(id), ..
            } => (&self.groups, id, "a group"),
            WorkflowStep::Send { .. }
            | WorkflowStep::Wait { .. }
            | WorkflowStep::WaitUntil { .. }
            | WorkflowStep::MarkHot
            | WorkflowStep::Assign { .. }
            | WorkflowStep::Stop => return None,
        };
        (!there.contains(id)).then_some(what)
    }
}
