//! Doing one step of a run, in the transaction of its job.

mod texting;

use chrono::{DateTime, Utc};
use copperline_shared::assignment::AssignedTo;
use copperline_shared::contacts::Contact;
use copperline_shared::events::Event;
use copperline_shared::money::Micros;
use copperline_shared::problem::ErrorCode;
use copperline_shared::workflows::{RunState, WorkflowStep};
use uuid::Uuid;

use super::at_place::AtPlace;
use super::queries::{self, Ended, RunRow, Waiting, Which};
use super::rules::dates::{self, Next};
use super::{changed, ending, jobs, rules};
use crate::app::App;
use crate::conversations::queries::{Marks, mark};
use crate::conversations::records::By;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use crate::pipeline::{self, Amount, Move, Spot};
use crate::{assignment, conversations, reviews, tags};

type Events = Vec<(Audience, Event)>;

/// Puts tags on contacts and takes others off.
///
/// # Errors
/// When the database fails.
pub(super) async fn tag(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contacts: &[Uuid],
    (add, remove): (Vec<Uuid>, Vec<Uuid>),
    now: DateTime<Utc>,
) -> Result<Events, Error> {
    let change = tags::Change { add, remove };
    let applied = tags::apply(connection, workspace, contacts, &change, now).await?;
    Ok(applied.events)
}

/// A step that is due, with the contact locked.
pub(super) struct Doing<'a> {
    pub app: &'a App,
    pub workspace: WorkspaceId,
    pub run: &'a RunRow,
    pub contact: &'a Contact,
    pub now: DateTime<Utc>,
}

/// A text that is to be charged.
pub(super) type Charge = Option<(Uuid, Micros)>;

/// What a step came to.
enum Did {
    /// It is done, with so many texts.
    Done {
        sent: i32,
    },
    /// It is to be done again at a moment.
    Later(Waiting),
    End(RunState, String),
}

impl Doing<'_> {
    fn of(&self) -> (Uuid, Uuid) {
        (self.contact.id, self.run.conversation_id)
    }

    /// Whom the thread names for what a step does.
    fn by(&self) -> By {
        By::Workflow(self.run.workflow_id)
    }

    /// Does the step and moves the run on, waits or ends it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn step(&self, connection: &mut Connection) -> Result<(Events, Charge), Error> {
        let (workspace, run) = (self.workspace, self.run);
        if !queries::stands(connection, workspace, run.workflow_id).await? {
            return Ok((
                self.end(connection, RunState::Stopped, jobs::DELETED)
                    .await?,
                None,
            ));
        }
        let paused = reviews::automation_paused(connection, workspace, &self.contact.phone);
        if paused.await?.is_some() {
            return Ok((self.wait(connection, self.paused()?).await?, None));
        }
        let steps = queries::steps(connection, workspace, run.workflow_id, run.version).await?;
        let place = usize::try_from(run.place).unwrap_or(usize::MAX);
        let Some(step) = steps.get(place) else {
            return Err(Error::internal("a run stands beyond its last step"));
        };
        let (did, mut events, charge) = self.act(connection, step).await?;
        let after = match did {
            Did::Done { sent } => self.go_on(connection, (&steps, place + 1), sent).await?,
            Did::Later(waiting) => self.wait(connection, waiting).await?,
            Did::End(state, reason) => self.end(connection, state, &reason).await?,
        };
        events.extend(after);
        Ok((events, charge))
    }

    /// Does what the step says.
    async fn act(
        &self,
        connection: &mut Connection,
        step: &WorkflowStep,
    ) -> Result<(Did, Events, Charge), Error> {
        let (workspace, now) = (self.workspace, self.now);
        let (contact, conversation) = self.of();
        let events = match step {
            WorkflowStep::Send { .. } | WorkflowStep::SendTemplate { .. } => {
                return self.send(connection, step).await;
            }
            WorkflowStep::AddTag { tag_id } => {
                let change = (vec![*tag_id], Vec::new());
                tag(connection, workspace, &[contact], change, now).await?
            }
            WorkflowStep::RemoveTag { tag_id } => {
                let change = (Vec::new(), vec![*tag_id]);
                tag(connection, workspace, &[contact], change, now).await?
            }
            WorkflowStep::MoveToStage { stage_id } => {
                let to = Move {
                    stage: *stage_id,
                    amount: Amount::Kept,
                    spot: Spot::Kept,
                };
                let moved =
                    pipeline::move_to(connection, workspace, contact, to, self.by(), now).await;
                match moved {
                    // A stage that was removed takes nobody any more.
                    Err(error) if error.code() == ErrorCode::NotFound => Events::new(),
                    moved => moved?,
                }
            }
            WorkflowStep::MarkHot => self.mark_hot(connection, conversation).await?,
            WorkflowStep::Assign { agent_id, group_id } => {
                let to = AssignedTo::either(*agent_id, *group_id);
                self.assign(connection, conversation, to).await?
            }
            WorkflowStep::Stop => {
                let end = Did::End(RunState::Finished, String::new());
                return Ok((end, Events::new(), None));
            }
            WorkflowStep::Wait { .. } | WorkflowStep::WaitUntil { .. } => Events::new(),
        };
        Ok((Did::Done { sent: 0 }, events, None))
    }

    async fn mark_hot(&self, connection: &mut Connection, id: Uuid) -> Result<Events, Error> {
        let workspace = self.workspace;
        let standing = conversations::queries::lock(connection, workspace, id).await?;
        if standing.is_none_or(|standing| standing.hot) {
            return Ok(Events::new());
        }
        let marks = Marks {
            hot: Some(true),
            ..Marks::default()
        };
        mark(connection, workspace, id, marks).await?;
        let changed = conversations::changed(connection, workspace, id).await?;
        Ok(changed.into_iter().collect())
    }

    async fn assign(
        &self,
        connection: &mut Connection,
        id: Uuid,
        to: Option<AssignedTo>,
    ) -> Result<Events, Error> {
        let (workspace, now) = (self.workspace, self.now);
        let told = assignment::change(connection, workspace, (id, to), self.by(), now).await;
        let mut events = match told {
            // An agent or a group that isn't there is given nothing.
            Err(error) if error.code() == ErrorCode::NotFound => return Ok(Events::new()),
            told => told?,
        };
        if !events.is_empty() {
            events.extend(conversations::changed(connection, workspace, id).await?);
        }
        Ok(events)
    }

    /// Moves the run on to the next step, or finishes it.
    async fn go_on(
        &self,
        connection: &mut Connection,
        (steps, place): (&[WorkflowStep], usize),
        sent: i32,
    ) -> Result<Events, Error> {
        let (workspace, run) = (self.workspace, self.run);
        let at_place = AtPlace::of(connection, workspace, self.contact).await?;
        match dates::next(steps, place, self.now, &at_place.clocks()) {
            Next::Step(due) => {
                let place = i32::try_from(due.place).unwrap_or(i32::MAX);
                // What is no hour for a text the send gate says then, and leaves its trace (X3).
                let due_at = due.wished_at;
                queries::advance(connection, workspace, run.id, (place, due_at), sent).await?;
                jobs::enqueue_step(connection, workspace, run.id, due_at).await?;
                let run = queries::run(connection, workspace, run.id).await?;
                Ok(run.map(changed).into_iter().collect())
            }
            Next::End => {
                let place = i32::try_from(steps.len()).ok();
                self.finish(connection, (RunState::Finished, ""), place, sent)
                    .await
            }
            Next::Never { .. } => {
                let failed = (RunState::Failed, rules::NO_HOUR);
                self.finish(connection, failed, None, sent).await
            }
        }
    }

    async fn wait(&self, connection: &mut Connection, waiting: Waiting) -> Result<Events, Error> {
        let (workspace, run, at) = (self.workspace, self.run, waiting.until);
        queries::wait(connection, workspace, run.id, waiting).await?;
        jobs::enqueue_step(connection, workspace, run.id, at).await?;
        let run = queries::run(connection, workspace, run.id).await?;
        Ok(run.map(changed).into_iter().collect())
    }

    async fn end(
        &self,
        connection: &mut Connection,
        state: RunState,
        reason: &str,
    ) -> Result<Events, Error> {
        self.finish(connection, (state, reason), None, 0).await
    }

    async fn finish(
        &self,
        connection: &mut Connection,
        (state, reason): (RunState, &str),
        place: Option<i32>,
        sent: i32,
    ) -> Result<Events, Error> {
        let (workspace, now) = (self.workspace, self.now);
        let (contact, conversation) = self.of();
        let ended = Ended {
            state,
            reason,
            sent,
            place,
            at: now,
        };
        let which = Which::Run(self.run.id);
        let runs = queries::end(connection, workspace, contact, which, ended).await?;
        let mut events = Events::new();
        for (run, kind, name) in runs {
            let why = ending::Why {
                state,
                reason,
                by: By::Nobody,
            };
            let of = (run, conversation);
            let told = ending::tell(connection, workspace, of, (kind, &name), why, now);
            events.extend(told.await?);
        }
        Ok(events)
    }
}
