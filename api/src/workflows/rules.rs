//! What may be saved and what may be started.

pub mod dates;

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::checks::FieldError;
use copperline_shared::conversations::Refusal;
use copperline_shared::problem::ErrorCode;
use copperline_shared::workflows::{
    COOLDOWN, CreateWorkflow, MOST_TRIGGERS, SaveWorkflow, Workflow, WorkflowKind, WorkflowStep,
    WorkflowTrigger, check_days, check_name, check_steps,
};
use uuid::Uuid;

use crate::error::Error;
use crate::input::Fields;

/// Why a text can't be sent at any moment.
pub const NO_HOUR: &str = "There is no hour at which texts may go to every place this contact may be in. Enter their state or ZIP.";

/// Why nothing is started or done while a review is open.
pub const PAUSED: &str = "A reply reads like a request to stop. Workflows and redrips pause until somebody has decided about it.";

/// How long a run that is paused waits until it looks again; a decision wakes it at once.
pub const LOOKED_AGAIN: TimeDelta = TimeDelta::hours(1);
/// How long a text waits that the workspace lacks something for, and how long altogether.
pub const TRIED_AGAIN: TimeDelta = TimeDelta::minutes(15);
pub const LONGEST_LACK: TimeDelta = TimeDelta::hours(24);

/// Until when a text waits that was refused, if the refusal may end by itself: somebody adds funds or
/// rents a number. `since` is when it was first refused so.
#[must_use]
pub fn until_it_is_there(
    code: ErrorCode,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let lacks = matches!(
        code,
        ErrorCode::BalanceTooLow | ErrorCode::NumberInactive | ErrorCode::NoNumber
    );
    (lacks && now - since < LONGEST_LACK).then(|| now + TRIED_AGAIN)
}

/// What set a workflow off that nobody started, as the thread says it; `named` is the name of the
/// token, tag or stage.
#[must_use]
pub fn set_off_by(trigger: WorkflowTrigger, named: &str) -> String {
    match trigger {
        WorkflowTrigger::Lead { .. } => format!("a lead came in through {named}"),
        WorkflowTrigger::Tag { .. } => format!("the tag {named} was put on"),
        WorkflowTrigger::Stage { .. } => format!("the stage {named} was reached"),
    }
}

/// A workflow as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    pub kind: WorkflowKind,
    pub name: String,
    pub steps: Vec<WorkflowStep>,
    pub tag_id: Option<Uuid>,
    pub ez: bool,
    pub ends_on_reply: bool,
    pub silent_days: Option<u32>,
    pub cooldown_days: Option<u32>,
    /// Each once.
    pub triggers: Vec<WorkflowTrigger>,
}

/// # Errors
/// [`ErrorCode::Invalid`], naming each field to correct.
pub fn check_new(new: &CreateWorkflow) -> Result<Definition, Error> {
    check(Definition {
        kind: new.kind,
        name: new.name.clone(),
        steps: new.steps.clone(),
        tag_id: new.tag_id,
        ez: new.ez,
        ends_on_reply: new.ends_on_reply,
        silent_days: new.silent_days,
        cooldown_days: new.cooldown_days,
        triggers: new.triggers.clone(),
    })
}

/// # Errors
/// [`ErrorCode::Invalid`], naming each field to correct.
pub fn check_saved(kind: WorkflowKind, saved: &SaveWorkflow) -> Result<Definition, Error> {
    check(Definition {
        kind,
        name: saved.name.clone(),
        steps: saved.steps.clone(),
        tag_id: saved.tag_id,
        ez: saved.ez,
        ends_on_reply: saved.ends_on_reply,
        silent_days: saved.silent_days,
        cooldown_days: saved.cooldown_days,
        triggers: saved.triggers.clone(),
    })
}

fn check(wished: Definition) -> Result<Definition, Error> {
    let mut fields = Fields::default();
    let name = fields.check("name", check_name(&wished.name));
    let (field, steps) = named_steps(&wished.steps);
    let steps = fields.check(&field, steps);
    let (silent, cooldown) = days(&wished);
    let silent = fields.check("silent_days", silent);
    let cooldown = fields.check("cooldown_days", cooldown);
    let triggers = fields.check("triggers", once_each(&wished.triggers));
    let (name, steps, silent_days, cooldown_days, triggers) =
        fields.finish((name, steps, silent, cooldown, triggers))?;
    Ok(Definition {
        name,
        steps,
        silent_days,
        cooldown_days,
        triggers,
        ..wished
    })
}

fn once_each(triggers: &[WorkflowTrigger]) -> Result<Vec<WorkflowTrigger>, FieldError> {
    let mut each: Vec<WorkflowTrigger> = Vec::with_capacity(triggers.len());
    for trigger in triggers {
        if !each.contains(trigger) {
            each.push(*trigger);
        }
    }
    if each.len() > MOST_TRIGGERS {
        let message = format!("Name at most {MOST_TRIGGERS} things that start it");
        return Err(FieldError::new("too_many", message));
    }
    Ok(each)
}

/// The steps as they are stored, and the field that is at fault where they can't be.
pub fn named_steps(steps: &[WorkflowStep]) -> (String, Result<Vec<WorkflowStep>, FieldError>) {
    match check_steps(steps) {
        Ok(steps) => ("steps".to_owned(), Ok(steps)),
        Err((None, error)) => ("steps".to_owned(), Err(error)),
        Err((Some(place), error)) => (format!("steps[{place}]"), Err(error)),
    }
}

type Days = Result<Option<u32>, FieldError>;

/// A redrip's silence and cooldown; a workflow has neither.
fn days(wished: &Definition) -> (Days, Days) {
    match (wished.kind, wished.silent_days, wished.cooldown_days) {
        (WorkflowKind::Redrip, None, _) => {
            let error = FieldError::new("required", "Enter how long a contact must be silent");
            (Err(error), Ok(None))
        }
        (WorkflowKind::Redrip, Some(silent), cooldown) => (
            check_days(silent, 1).map(Some),
            check_days(cooldown.unwrap_or(COOLDOWN), 0).map(Some),
        ),
        (WorkflowKind::Workflow, silent, cooldown) => {
            let none = |days: Option<u32>| match days {
                None => Ok(None),
                Some(_) => Err(FieldError::new("not_a_redrip", "Only redrips have this")),
            };
            (none(silent), none(cooldown))
        }
    }
}

/// What is known of a contact when something shall start for them.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    pub opted_out: bool,
    /// Whether a review pauses automated texts.
    pub paused: bool,
    /// Whether this very workflow is under way with them.
    pub running: bool,
    /// When they last wrote, or since when they are known if they never did.
    pub silent_since: DateTime<Utc>,
    /// When the last redrip that texted them ended; now, while one is under way.
    pub last_redrip: Option<DateTime<Utc>>,
}

/// Whether anything may start for a contact: not for one who opted out, or may have asked for it (X4).
///
/// # Errors
/// Why not.
pub fn may_be_automated(opted_out: bool, paused: bool) -> Result<(), Refusal> {
    let refuse = |code, detail: &str| {
        let detail = detail.to_owned();
        Err(Refusal { code, detail })
    };
    if opted_out {
        let detail = "The contact opted out: nothing can be started for them.";
        return refuse(ErrorCode::OptedOut, detail);
    }
    if paused {
        return refuse(ErrorCode::AutomationPaused, PAUSED);
    }
    Ok(())
}

/// Whether a workflow may start for a contact (P4, P5).
///
/// # Errors
/// Why not.
pub fn may_start(workflow: &Workflow, of: Standing, now: DateTime<Utc>) -> Result<(), Refusal> {
    let refuse = |code, detail: String| Err(Refusal { code, detail });
    may_be_automated(of.opted_out, of.paused)?;
    if of.running {
        let detail = format!(
            "“{}” is under way with this contact already.",
            workflow.name
        );
        return refuse(ErrorCode::AlreadyRunning, detail);
    }
    let days = |days: u32| TimeDelta::days(i64::from(days));
    if let Some(silent) = workflow.silent_days
        && now - of.silent_since < days(silent)
    {
        let detail = format!(
            "“{}” is for contacts who were silent for {} or longer. {}.",
            workflow.name,
            spoken(i64::from(silent)),
            match (now - of.silent_since).num_days() {
                0 => "This one was heard of today".to_owned(),
                heard => format!("This one was heard of {} ago", spoken(heard)),
            }
        );
        return refuse(ErrorCode::NotSilent, detail);
    }
    if let (Some(cooldown), Some(last)) = (workflow.cooldown_days, of.last_redrip)
        && now - last < days(cooldown)
    {
        // Begun days count: whoever comes back after so many is not told to come again.
        let left = (last + days(cooldown) - now + TimeDelta::hours(23)).num_days();
        let detail = format!(
            "This contact had a redrip not long ago. “{}” may start in {}.",
            workflow.name,
            spoken(left.max(1))
        );
        return refuse(ErrorCode::Cooldown, detail);
    }
    Ok(())
}

fn spoken(days: i64) -> String {
    match days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

#[cfg(test)]
mod tests;
