//! Starting a workflow for a contact: the one way for people, programs and bulk actions.

use chrono::{DateTime, Utc};
use copperline_shared::contacts::Contact;
use copperline_shared::conversations::{RecordKind, Refusal};
use copperline_shared::events::Event;
use copperline_shared::problem::ErrorCode;
use copperline_shared::workflows::{RunState, WorkflowKind, WorkflowRun};
use uuid::Uuid;

use super::at_place::AtPlace;
use super::queries::{self, NewRun, Which};
use super::rules::dates::{self, Due, Next};
use super::rules::{self, Standing};
use super::{changed, doing, ending, jobs};
use crate::caller::{Actor, Identity};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use crate::{contacts, conversations, tags};

type Events = Vec<(Audience, Event)>;

/// Who starts it; neither, when it starts by itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct By {
    pub agent: Option<Uuid>,
    pub api_token: Option<Uuid>,
}

impl By {
    #[must_use]
    pub fn caller(caller: &Identity) -> Self {
        match &caller.actor {
            Actor::Agent { id, .. } => Self {
                agent: Some(*id),
                api_token: None,
            },
            Actor::ApiToken { id, .. } => Self {
                agent: None,
                api_token: Some(*id),
            },
        }
    }
}

/// What came of it.
#[derive(Debug)]
pub enum Started {
    /// The run, and the events to record, last of all in the caller's transaction.
    Run(Box<WorkflowRun>, Events),
    Refused(Refusal),
}

/// Starts a workflow for a contact, within the caller's transaction: locks the contact, opens the
/// conversation when there is none, puts the tag on, and enqueues the first step. Call
/// [`wake`](crate::jobs::wake) after the commit.
///
/// Whoever starts for several contacts in one transaction locks them all first, in the order of their
/// ids.
///
/// # Errors
/// When there is no such contact or workflow, or the database fails.
pub async fn start(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact_id: Uuid,
    workflow_id: Uuid,
    by: By,
    now: DateTime<Utc>,
) -> Result<Started, Error> {
    let run_id = Uuid::now_v7();
    start_as(
        connection,
        workspace,
        contact_id,
        (workflow_id, run_id),
        by,
        now,
    )
    .await
}

/// As [`start`], as the run with this id.
///
/// # Errors
/// As [`start`].
pub(super) async fn start_as(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact_id: Uuid,
    (workflow_id, run_id): (Uuid, Uuid),
    by: By,
    now: DateTime<Utc>,
) -> Result<Started, Error> {
    let contact = contacts::queries::lock(connection, workspace, contact_id).await?;
    let contact = contact.ok_or_else(|| Error::not_found("contact"))?;
    let gone = || Error::not_found("workflow");
    let known = queries::workflow(connection, workspace, workflow_id).await?;
    // Tags come before conversations and workflows.
    let tag = known.ok_or_else(gone)?.workflow.tag_id;
    let tags = tags::queries::hold(connection, workspace, tag.as_slice()).await?;
    let (conversation_id, begun) =
        conversations::queries::find_or_create(connection, workspace, contact_id, now).await?;
    let standing = queries::hold(connection, workspace, workflow_id).await?;
    let beginning = Beginning {
        workspace,
        standing: standing.ok_or_else(gone)?,
        contact,
        conversation_id,
        tags,
        by,
        now,
    };
    let due = match beginning.first(connection).await? {
        Ok(due) => due,
        Err(refusal) => return Ok(Started::Refused(refusal)),
    };
    let mut events = Events::new();
    if begun {
        events.extend(conversations::changed(connection, workspace, conversation_id).await?);
    }
    let (run, begun) = beginning.begin(connection, run_id, due).await?;
    events.extend(begun);
    Ok(Started::Run(Box::new(run), events))
}

/// Everything that is known and held when a run begins.
struct Beginning {
    workspace: WorkspaceId,
    standing: queries::Standing,
    contact: Contact,
    conversation_id: Uuid,
    /// The workflow's tag, if it is there.
    tags: Vec<Uuid>,
    by: By,
    now: DateTime<Utc>,
}

impl Beginning {
    fn of(&self) -> (Uuid, Uuid) {
        (self.contact.id, self.conversation_id)
    }

    /// The first step with its moment, if the workflow may start.
    async fn first(&self, connection: &mut Connection) -> Result<Result<Due, Refusal>, Error> {
        let (workspace, now) = (self.workspace, self.now);
        let workflow = &self.standing.workflow;
        let (running, silent_since) =
            queries::standing_of(connection, workspace, self.of(), workflow.id).await?;
        let standing = Standing {
            opted_out: self.contact.opted_out_at.is_some(),
            running,
            silent_since,
            last_redrip: queries::last_redrip(connection, workspace, self.contact.id, now).await?,
        };
        if let Err(refusal) = rules::may_start(workflow, standing, now) {
            return Ok(Err(refusal));
        }
        let at_place = AtPlace::of(connection, workspace, &self.contact).await?;
        Ok(
            match dates::next(&workflow.steps, 0, now, &at_place.clocks()) {
                Next::Step(due) => Ok(due),
                Next::End | Next::Never { .. } => Err(Refusal {
                    code: ErrorCode::QuietHours,
                    detail: rules::NO_HOUR.to_owned(),
                }),
            },
        )
    }

    async fn begin(
        &self,
        connection: &mut Connection,
        run_id: Uuid,
        due: Due,
    ) -> Result<(WorkflowRun, Events), Error> {
        let (workspace, now) = (self.workspace, self.now);
        let queries::Standing { workflow, version } = &self.standing;
        let mut events = Events::new();
        if !self.tags.is_empty() {
            let change = (self.tags.clone(), Vec::new());
            let tagged = doing::tag(connection, workspace, self.contact.id, change, now);
            events.extend(tagged.await?);
        }
        if workflow.kind == WorkflowKind::Redrip {
            events.extend(self.end_workflows(connection).await?);
        }
        let new = NewRun {
            id: run_id,
            workflow_id: workflow.id,
            version: *version,
            contact_id: self.contact.id,
            conversation_id: self.conversation_id,
            agent_id: self.by.agent,
            api_token_id: self.by.api_token,
            place: i32::try_from(due.place).unwrap_or(i32::MAX),
            steps: i32::try_from(workflow.steps.len()).unwrap_or(i32::MAX),
            due_at: due.at,
            ends_on_reply: workflow.ends_on_reply,
            started_at: now,
        };
        queries::insert_run(connection, workspace, new).await?;
        jobs::enqueue_step(connection, workspace, run_id, due.at).await?;
        events.push(self.record(connection).await?);
        let run = queries::run(connection, workspace, run_id).await?;
        let run = run.ok_or_else(|| Error::internal("a run vanished while it was started"))?;
        events.push(changed(run.clone()));
        Ok((run, events))
    }

    /// A redrip takes the place of the contact's workflows.
    async fn end_workflows(&self, connection: &mut Connection) -> Result<Events, Error> {
        let name = &self.standing.workflow.name;
        let reason = format!("the redrip “{name}” took its place");
        let why = ending::Why {
            state: RunState::Stopped,
            reason: &reason,
            agent: self.by.agent,
        };
        let which = Which::Workflows;
        ending::end(connection, self.workspace, self.of(), which, why, self.now).await
    }

    /// Adds to the thread that it was started.
    async fn record(&self, connection: &mut Connection) -> Result<(Audience, Event), Error> {
        let workflow = &self.standing.workflow;
        let kind = match workflow.kind {
            WorkflowKind::Workflow => RecordKind::WorkflowStarted,
            WorkflowKind::Redrip => RecordKind::RedripStarted,
        };
        let add = conversations::records::add;
        let record = add(
            connection,
            self.workspace,
            self.conversation_id,
            kind,
            self.by.agent,
            &workflow.name,
            self.now,
        )
        .await?;
        Ok((Audience::Workspace, Event::RecordAdded { record }))
    }
}
