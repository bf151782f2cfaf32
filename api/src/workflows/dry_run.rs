//! Trying steps on a contact (P4): the dates of the engine, the words it would send, and what would
//! keep it from sending them.

use chrono::{DateTime, Utc};
use copperline_shared::contacts::Contact;
use copperline_shared::conversations::Refusal;
use copperline_shared::money::Micros;
use copperline_shared::segments;
use copperline_shared::templates::Sample;
use copperline_shared::workflows::{DryRun, DryRunPlan, PlannedStep, WorkflowStep};
use uuid::Uuid;

use super::at_place::AtPlace;
use super::rules::dates::{self, Due};
use super::rules::{self, Standing};
use super::{queries, texts};
use crate::app::App;
use crate::caller::Identity;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::input::Fields;
use crate::{contacts, pipeline, tags};

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
    let sample = texts::sample(connection, workspace, &contact, caller.agent()).await?;
    let mut planned = Vec::with_capacity(due.len() + 1);
    for due in due {
        let step = &steps[due.place];
        planned.push(described(connection, workspace, (due, step), &sample).await?);
    }
    if let Some(place) = never {
        let at = planned.last().map_or(start, |step| step.at);
        planned.push(never_sent(place, &steps[place], at));
    }
    let refusal = match asked.workflow_id {
        Some(workflow_id) => refusal(app, connection, workspace, (workflow_id, &contact)).await?,
        None => None,
    };
    let segments = planned
        .iter()
        .map(|step| i64::from(step.segments))
        .sum::<i64>();
    let price = app.config.prices().outbound_segment_micros;
    Ok(DryRunPlan {
        refusal,
        time_zone: clocks.zone.name().to_owned(),
        price_micros: Micros(price.0.saturating_mul(segments)),
        steps: planned,
    })
}

/// A step at its moment, with the words it would send.
async fn described(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (due, step): (Due, &WorkflowStep),
    sample: &Sample,
) -> Result<PlannedStep, Error> {
    let words = texts::words(connection, workspace, step, sample).await?;
    let (text, problem) = match words {
        Some(Ok(text)) => (Some(text), None),
        Some(Err(missing)) => (None, Some(missing)),
        None => (None, gone(connection, workspace, step).await?),
    };
    let count = text
        .as_deref()
        .map_or(0, |text| segments::count(text).count);
    Ok(PlannedStep {
        place: u32::try_from(due.place).unwrap_or(u32::MAX),
        step: step.clone(),
        at: due.at,
        wished_at: (due.wished_at != due.at).then_some(due.wished_at),
        text,
        segments: u32::try_from(count).unwrap_or(u32::MAX),
        problem,
    })
}

/// A text for which there is no hour.
fn never_sent(place: usize, step: &WorkflowStep, at: DateTime<Utc>) -> PlannedStep {
    PlannedStep {
        place: u32::try_from(place).unwrap_or(u32::MAX),
        step: step.clone(),
        at,
        wished_at: None,
        text: None,
        segments: 0,
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
        _ => true,
    };
    let told = "What this step names was deleted: it does nothing.";
    Ok((!there).then(|| told.to_owned()))
}

/// Why a workflow would not start for the contact now.
async fn refusal(
    app: &App,
    connection: &mut Connection,
    workspace: WorkspaceId,
    (workflow_id, contact): (Uuid, &Contact),
) -> Result<Option<Refusal>, Error> {
    let standing = queries::workflow(connection, workspace, workflow_id).await?;
    let standing = standing.ok_or_else(|| Error::not_found("workflow"))?;
    let now = app.clock.now();
    let conversation =
        contacts::queries::conversation_of(connection, workspace, contact.id).await?;
    let (running, silent_since) = match conversation {
        Some(conversation) => {
            let of = (contact.id, conversation);
            queries::standing_of(connection, workspace, of, workflow_id).await?
        }
        None => (false, now),
    };
    let standing_of = Standing {
        opted_out: contact.opted_out_at.is_some(),
        running,
        silent_since,
        last_redrip: queries::last_redrip(connection, workspace, contact.id, now).await?,
    };
    Ok(rules::may_start(&standing.workflow, standing_of, now).err())
}
