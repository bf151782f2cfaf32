//! Trying steps on a contact (P4): the dates of the engine, the words it would send, and what would
//! keep it from sending them.

use chrono::{DateTime, Utc};
use copperline_shared::billing::Prices;
use copperline_shared::contacts::Contact;
use copperline_shared::conversations::Refusal;
use copperline_shared::money::Micros;
use copperline_shared::templates::Sample;
use copperline_shared::workflows::{DryRun, DryRunPlan, PlannedStep, WorkflowStep};
use uuid::Uuid;

use super::at_place::AtPlace;
use super::rules::dates::{self, Due};
use super::standing::standing;
use super::{queries, rules, texts};
use crate::app::App;
use crate::caller::Identity;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::input::Fields;
use crate::messages::rules::cost;
use crate::{agents, contacts, groups, pictures, pipeline, reviews, tags};

/// # Errors
/// Naming each step that can't be; when there is no such contact or workflow.
pub(super) async fn plan(
    app: &App,
    caller: &Identity,
    asked: &DryRun,
) -> Result<DryRunPlan, Error> {
    let mut fields = Fields::default();
    let (field, steps) = rules::named_steps(&asked.steps);
    let steps = fields.check(&field, steps);
    let (steps,) = fields.finish((steps,))?;
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    let connection = &mut *connection;
    let contact = contacts::queries::contact(connection, workspace, asked.contact_id).await?;
    let contact = contact.ok_or_else(|| Error::not_found("contact"))?;
    let at_place = AtPlace::of(connection, workspace, &contact).await?;
    let clocks = at_place.clocks();
    let start = asked.start_at.unwrap_or(now).max(now);
    let (due, never) = dates::plan(&steps, start, &clocks);
    let conversation =
        contacts::queries::conversation_of(connection, workspace, contact.id).await?;
    // Where nobody starts it, somebody else's name is in its texts.
    let agent = caller.agent().filter(|_| !asked.by_itself);
    let sample = texts::sample(connection, workspace, (&contact, conversation), agent).await?;
    let trying = Trying {
        workspace,
        sample: &sample,
        prices: app.config.prices(),
    };
    let mut planned = Vec::with_capacity(due.len() + 1);
    for due in due {
        let step = &steps[due.place];
        planned.push(trying.described(connection, (due, step)).await?);
    }
    if let Some(place) = never {
        let at = planned.last().map_or(start, |step| step.at);
        planned.push(never_sent(place, &steps[place], at));
    }
    let refusal = refusal(connection, workspace, (asked.workflow_id, &contact), now).await?;
    let price: i64 = planned.iter().map(|step| step.price_micros.0).sum();
    let (first, last) = (&sample.agent_first_name, &sample.agent_last_name);
    Ok(DryRunPlan {
        refusal,
        agent_name: format!("{first} {last}").trim().to_owned(),
        time_zone: clocks.zone.name().to_owned(),
        price_micros: Micros(price),
        steps: planned,
    })
}

/// What steps are tried with.
struct Trying<'a> {
    workspace: WorkspaceId,
    sample: &'a Sample,
    prices: Prices,
}

impl Trying<'_> {
    /// A step at its moment, with the words and the picture it would send.
    async fn described(
        &self,
        connection: &mut Connection,
        (due, step): (Due, &WorkflowStep),
    ) -> Result<PlannedStep, Error> {
        let workspace = self.workspace;
        let (text, problem) = match texts::words(connection, workspace, step, self.sample).await? {
            Some(Ok(text)) => (Some(text), None),
            Some(Err(missing)) => (None, Some(missing)),
            None => (None, gone(connection, workspace, step).await?),
        };
        let picture = text.as_ref().and_then(|text| text.picture);
        let picture = match picture {
            Some(id) => pictures::queries::read(connection, workspace, &[id])
                .await?
                .pop(),
            None => None,
        };
        let (segments, price) = match &text {
            Some(text) => cost(&text.body, text.picture.iter().len(), &self.prices)
                .ok_or_else(|| Error::internal("the price of a text is out of range"))?,
            None => (0, Micros::ZERO),
        };
        Ok(PlannedStep {
            place: u32::try_from(due.place).unwrap_or(u32::MAX),
            step: step.clone(),
            at: due.at,
            wished_at: (due.wished_at != due.at).then_some(due.wished_at),
            text: text.map(|text| text.body),
            picture,
            segments: segments.unsigned_abs(),
            price_micros: price,
            problem,
        })
    }
}

/// A text for which there is no hour.
fn never_sent(place: usize, step: &WorkflowStep, at: DateTime<Utc>) -> PlannedStep {
    PlannedStep {
        place: u32::try_from(place).unwrap_or(u32::MAX),
        step: step.clone(),
        at,
        wished_at: None,
        text: None,
        picture: None,
        segments: 0,
        price_micros: Micros::ZERO,
        problem: Some(rules::NO_HOUR.to_owned()),
    }
}

/// What a step refers to that is gone: the step does nothing then.
async fn gone(
    connection: &mut Connection,
    workspace: WorkspaceId,
    step: &WorkflowStep,
) -> Result<Option<String>, Error> {
    let there = match step {
        WorkflowStep::AddTag { tag_id } | WorkflowStep::RemoveTag { tag_id } => {
            let tags = tags::queries::tags(connection, workspace).await?;
            tags.iter().any(|tag| tag.id == *tag_id)
        }
        WorkflowStep::MoveToStage { stage_id } => {
            let stages = pipeline::queries::stages(connection, workspace).await?;
            stages.iter().any(|stage| stage.id == *stage_id)
        }
        WorkflowStep::Assign {
            agent_id: Some(id), ..
        } => {
            let agent = agents::queries::agent(connection, workspace, *id).await?;
            agent.is_some()
        }
        WorkflowStep::Assign {
            group_id: Some(id), ..
        } => {
            let groups = groups::queries::groups(connection, workspace).await?;
            groups.iter().any(|group| group.id == *id)
        }
        _ => true,
    };
    let told = "What this step names was deleted: it does nothing.";
    Ok((!there).then(|| told.to_owned()))
}

/// Why the workflow, or one that isn't saved yet, would not start for the contact now.
async fn refusal(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (workflow_id, contact): (Option<Uuid>, &Contact),
    now: DateTime<Utc>,
) -> Result<Option<Refusal>, Error> {
    let Some(workflow_id) = workflow_id else {
        let paused = reviews::automation_paused(connection, workspace, &contact.phone).await?;
        let opted_out = contact.opted_out_at.is_some();
        return Ok(rules::may_be_automated(opted_out, paused.is_some()).err());
    };
    let workflow = queries::workflow(connection, workspace, workflow_id).await?;
    let workflow = workflow
        .ok_or_else(|| Error::not_found("workflow"))?
        .workflow;
    let standing = standing(connection, workspace, contact, (workflow_id, now)).await?;
    Ok(rules::may_start(&workflow, standing, now).err())
}
