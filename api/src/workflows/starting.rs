//! Starting a workflow for contacts: the one way for people, programs and bulk actions.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use copperline_shared::contacts::Contact;
use copperline_shared::conversations::{RecordKind, Refusal};
use copperline_shared::events::Event;
use copperline_shared::problem::ErrorCode;
use copperline_shared::workflows::{RunState, Workflow, WorkflowKind, WorkflowRun};
use uuid::Uuid;

use super::at_place::{self, AtPlace};
use super::by::By;
use super::queries::{self, NewRun, Which};
use super::rules::dates::{self, Due, Next};
use super::rules::{self, Standing};
use super::standing::standing;
use super::{changed, doing, ending, jobs};
use crate::conversations::records;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use crate::{contacts, conversations, tags};

type Events = Vec<(Audience, Event)>;

/// What came of it.
#[derive(Debug)]
pub enum Started {
    Run(Box<WorkflowRun>),
    Refused(Refusal),
}

/// Starts a workflow for a contact, within the caller's transaction; the events are to be recorded last
/// of all in it. Call [`wake`](crate::jobs::wake) after the commit.
///
/// # Errors
/// When there is no such contact or workflow, or the database fails.
pub async fn start(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (contact_id, workflow_id): (Uuid, Uuid),
    by: By,
    now: DateTime<Utc>,
) -> Result<(Started, Events), Error> {
    let one = [(contact_id, Uuid::now_v7())];
    let (mut started, events) = start_many(
        connection,
        workspace,
        (workflow_id, one.as_slice()),
        by,
        now,
    )
    .await?;
    let (_, started) = started.pop().ok_or_else(|| Error::not_found("contact"))?;
    Ok((started, events))
}

/// As [`start`], for several contacts, each as the run with the id beside it; what came of it for each
/// that is there. Locks them all in their order, then the tag, then conversations, which are opened
/// where a contact has none, and the workflow.
///
/// # Errors
/// When there is no such workflow, or the database fails.
pub async fn start_many(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (workflow_id, starts): (Uuid, &[(Uuid, Uuid)]),
    by: By,
    now: DateTime<Utc>,
) -> Result<(Vec<(Uuid, Started)>, Events), Error> {
    let ids: Vec<Uuid> = starts.iter().map(|(contact, _)| *contact).collect();
    tags::queries::lock_contacts(connection, workspace, &ids).await?;
    let known = queries::workflow(connection, workspace, workflow_id).await?;
    let known = known.ok_or_else(|| Error::not_found("workflow"))?.workflow;
    let tags = tags::queries::hold(connection, workspace, known.tag_id.as_slice()).await?;
    // Asked before anything is written: who may not be in it gets no conversation by it.
    let (mut started, mut candidates) = (Vec::with_capacity(ids.len()), Vec::new());
    for candidate in candidates_of(connection, workspace, (workflow_id, starts), now).await? {
        match candidate.first(&known, now) {
            Ok(_) => candidates.push(candidate),
            Err(refusal) => started.push((candidate.contact.id, Started::Refused(refusal))),
        }
    }
    let (conversations, mut events) = opened(connection, workspace, &candidates, now).await?;
    let Some(standing) = queries::hold(connection, workspace, workflow_id).await? else {
        // It was deleted in this moment.
        let gone = Refusal {
            code: ErrorCode::NotFound,
            detail: "The workflow was deleted.".to_owned(),
        };
        let refused = |of: &Candidate| (of.contact.id, Started::Refused(gone.clone()));
        started.extend(candidates.iter().map(refused));
        return Ok((started, events));
    };
    let beginning = Beginning {
        workspace,
        told: by
            .told(connection, workspace, &standing.workflow.name)
            .await?,
        standing,
        by: by.author(),
        now,
    };
    let mut begun = Vec::with_capacity(candidates.len());
    for (candidate, conversation) in candidates.into_iter().zip(conversations) {
        match candidate.first(&beginning.standing.workflow, now) {
            Ok(due) => begun.push((candidate, conversation, due)),
            Err(refusal) => started.push((candidate.contact.id, Started::Refused(refusal))),
        }
    }
    let ids: Vec<Uuid> = begun.iter().map(|(of, ..)| of.contact.id).collect();
    if !(tags.is_empty() || ids.is_empty()) {
        let change = (tags, Vec::new());
        events.extend(doing::tag(connection, workspace, &ids, change, now).await?);
    }
    for (candidate, conversation, due) in begun {
        let of = (candidate.contact.id, conversation);
        let (run, told) = beginning
            .begin(connection, of, (candidate.run_id, due))
            .await?;
        events.extend(told);
        started.push((candidate.contact.id, Started::Run(Box::new(run))));
    }
    Ok((started, events))
}

/// The contacts, whom the caller holds, in the order of their ids, with what is known of each.
async fn candidates_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (workflow_id, starts): (Uuid, &[(Uuid, Uuid)]),
    now: DateTime<Utc>,
) -> Result<Vec<Candidate>, Error> {
    let runs: HashMap<Uuid, Uuid> = starts.iter().copied().collect();
    let ids: Vec<Uuid> = runs.keys().copied().collect();
    let zone = at_place::zone_of(connection, workspace).await?;
    let contacts = contacts::queries::many(connection, workspace, &ids).await?;
    let mut candidates = Vec::with_capacity(contacts.len());
    for contact in contacts {
        let of = (workflow_id, now);
        candidates.push(Candidate {
            standing: standing(connection, workspace, &contact, of).await?,
            at_place: AtPlace::beside(connection, zone, &contact).await?,
            run_id: runs.get(&contact.id).copied().unwrap_or_else(Uuid::now_v7),
            contact,
        });
    }
    Ok(candidates)
}

/// The conversations of contacts, in their order, and the events of those that were made for it.
async fn opened(
    connection: &mut Connection,
    workspace: WorkspaceId,
    candidates: &[Candidate],
    now: DateTime<Utc>,
) -> Result<(Vec<Uuid>, Events), Error> {
    let (mut ids, mut events) = (Vec::with_capacity(candidates.len()), Events::new());
    for candidate in candidates {
        let find_or_create = conversations::queries::find_or_create;
        let contact = candidate.contact.id;
        let (id, is_new) = find_or_create(connection, workspace, contact, now).await?;
        if is_new {
            events.extend(conversations::changed(connection, workspace, id).await?);
        }
        ids.push(id);
    }
    Ok((ids, events))
}

/// A contact for whom it may start.
struct Candidate {
    contact: Contact,
    run_id: Uuid,
    standing: Standing,
    at_place: AtPlace,
}

impl Candidate {
    /// The first step with its moment, if the workflow may start.
    fn first(&self, workflow: &Workflow, now: DateTime<Utc>) -> Result<Due, Refusal> {
        rules::may_start(workflow, self.standing, now)?;
        match dates::next(&workflow.steps, 0, now, &self.at_place.clocks()) {
            Next::Step(due) => Ok(due),
            Next::End | Next::Never { .. } => Err(Refusal {
                code: ErrorCode::QuietHours,
                detail: rules::NO_HOUR.to_owned(),
            }),
        }
    }
}

/// What runs begin with, which is held.
struct Beginning {
    workspace: WorkspaceId,
    standing: queries::Standing,
    /// What the thread says of it.
    told: String,
    by: records::By,
    now: DateTime<Utc>,
}

impl Beginning {
    async fn begin(
        &self,
        connection: &mut Connection,
        of: (Uuid, Uuid),
        (run_id, due): (Uuid, Due),
    ) -> Result<(WorkflowRun, Events), Error> {
        let (workspace, now) = (self.workspace, self.now);
        let queries::Standing { workflow, version } = &self.standing;
        let mut events = Events::new();
        if workflow.kind == WorkflowKind::Redrip {
            events.extend(self.end_workflows(connection, of).await?);
        }
        let new = NewRun {
            id: run_id,
            workflow_id: workflow.id,
            version: *version,
            contact_id: of.0,
            conversation_id: of.1,
            agent_id: self.by.agent(),
            api_token_id: self.by.api_token(),
            place: i32::try_from(due.place).unwrap_or(i32::MAX),
            steps: i32::try_from(workflow.steps.len()).unwrap_or(i32::MAX),
            // What is no hour for a text the send gate says then, and leaves its trace (X3).
            due_at: due.wished_at,
            ends_on_reply: workflow.ends_on_reply,
            started_at: now,
        };
        queries::insert_run(connection, workspace, new).await?;
        jobs::enqueue_step(connection, workspace, run_id, due.wished_at).await?;
        events.push(self.record(connection, of.1).await?);
        let run = queries::run(connection, workspace, run_id).await?;
        let run = run.ok_or_else(|| Error::internal("a run vanished while it was started"))?;
        events.push(changed(run.clone()));
        Ok((run, events))
    }

    /// A redrip takes the place of the contact's workflows.
    async fn end_workflows(
        &self,
        connection: &mut Connection,
        of: (Uuid, Uuid),
    ) -> Result<Events, Error> {
        let name = &self.standing.workflow.name;
        let reason = format!("the redrip “{name}” took its place");
        let why = ending::Why {
            state: RunState::Stopped,
            reason: &reason,
            by: self.by,
        };
        let which = Which::Workflows;
        ending::end(connection, self.workspace, of, which, why, self.now).await
    }

    /// Adds to the thread that it was started.
    async fn record(
        &self,
        connection: &mut Connection,
        conversation_id: Uuid,
    ) -> Result<(Audience, Event), Error> {
        let workflow = &self.standing.workflow;
        let kind = match workflow.kind {
            WorkflowKind::Workflow => RecordKind::WorkflowStarted,
            WorkflowKind::Redrip => RecordKind::RedripStarted,
        };
        let add = conversations::records::add;
        let record = add(
            connection,
            self.workspace,
            conversation_id,
            kind,
            self.by,
            &self.told,
            self.now,
        )
        .await?;
        Ok((Audience::Workspace, Event::RecordAdded { record }))
    }
}
