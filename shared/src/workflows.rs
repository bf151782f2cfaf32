//! Workflows and redrips: steps that are done for a contact one after the other (P4, P5).

mod checks;
mod dry_run;
mod runs;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::texting_hours::TimeOfDay;

pub use checks::{check_days, check_name, check_step, check_steps};
pub use dry_run::{DryRun, DryRunPlan, PlannedStep};
pub use runs::{RunCounts, RunState, StartWorkflow, WorkflowRun};

/// Workflows and redrips a workspace may have: they are all offered at once.
pub const MOST_WORKFLOWS: usize = 200;
/// Steps one may have.
pub const MOST_STEPS: usize = 50;
/// What may start one by itself.
pub const MOST_TRIGGERS: usize = 20;
/// The longest wait of one step, and of a redrip's silence and cooldown, in days.
pub const LONGEST_WAIT: u32 = 365;
pub const LONGEST_SILENCE: u32 = 3_650;
/// A redrip's cooldown, where none is chosen, in days.
pub const COOLDOWN: u32 = 30;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WorkflowKind {
    #[default]
    Workflow,
    /// One for contacts who went silent.
    Redrip,
}

/// What is done next. What refers to something that is gone does nothing, except a text: a run whose
/// template is gone ends there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WorkflowStep {
    /// Sends a text, with merge fields as in templates.
    Send {
        body: String,
    },
    /// Sends a template as it is at that moment.
    SendTemplate {
        template_id: Uuid,
    },
    /// Waits after the step before it was done. Days are counted by the calendar at the contact's
    /// place: the same time of day, whatever the clocks did.
    Wait {
        amount: u32,
        unit: WaitUnit,
    },
    /// Waits until it is this late at the contact's place, on the next day if it is later already.
    WaitUntil {
        time: TimeOfDay,
    },
    AddTag {
        tag_id: Uuid,
    },
    RemoveTag {
        tag_id: Uuid,
    },
    MoveToStage {
        stage_id: Uuid,
    },
    MarkHot,
    /// Assigns the conversation to an agent or a group, or to nobody when neither is named.
    Assign {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent_id: Option<Uuid>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        group_id: Option<Uuid>,
    },
    /// Ends the run: the steps after it are not done.
    Stop,
}

impl WorkflowStep {
    /// Whether it sends a text.
    #[must_use]
    pub const fn sends(&self) -> bool {
        matches!(self, Self::Send { .. } | Self::SendTemplate { .. })
    }

    /// Whether it only waits.
    #[must_use]
    pub const fn waits(&self) -> bool {
        matches!(self, Self::Wait { .. } | Self::WaitUntil { .. })
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WaitUnit {
    Minutes,
    Hours,
    #[default]
    Days,
}

impl WaitUnit {
    /// How many of them a day has.
    #[must_use]
    pub const fn in_a_day(self) -> u32 {
        match self {
            Self::Minutes => 24 * 60,
            Self::Hours => 24,
            Self::Days => 1,
        }
    }
}

/// What starts a workflow for a contact by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WorkflowTrigger {
    /// A lead that a token posts, new or known.
    Lead { api_token_id: Uuid },
    /// A tag that somebody puts on, by hand or in bulk. What a workflow puts on starts none.
    Tag { tag_id: Uuid },
    /// A stage that somebody moves the contact to. Where a workflow moves them starts none.
    Stage { stage_id: Uuid },
}

/// A workflow or a redrip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Workflow {
    pub id: Uuid,
    pub kind: WorkflowKind,
    /// Unique among those of its kind, whatever the case.
    pub name: String,
    /// Counts its changes; say on which one you worked when you save another.
    pub revision: u32,
    pub steps: Vec<WorkflowStep>,
    /// The tag that is put on whoever it is started for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_id: Option<Uuid>,
    /// Whether the EZ button starts it; at most one of each kind.
    pub ez: bool,
    /// Whether a text from the contact ends their run.
    pub ends_on_reply: bool,
    /// A redrip starts for contacts who were silent for at least so many days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silent_days: Option<u32>,
    /// A redrip starts when the last one that texted the contact ended at least so many days ago.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cooldown_days: Option<u32>,
    /// What starts it by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub triggers: Vec<WorkflowTrigger>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A workflow with what became of its runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkflowUse {
    pub workflow: Workflow,
    /// Absent unless it is asked for: they are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runs: Option<RunCounts>,
}

/// A workflow or redrip to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateWorkflow {
    #[serde(default)]
    pub kind: WorkflowKind,
    /// 1 to 100 characters.
    pub name: String,
    /// 1 to 50; the last one is no wait.
    pub steps: Vec<WorkflowStep>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_id: Option<Uuid>,
    /// Takes the mark from another of its kind.
    #[serde(default)]
    pub ez: bool,
    #[serde(default = "yes")]
    pub ends_on_reply: bool,
    /// Of a redrip, which needs it: 1 to 3,650.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silent_days: Option<u32>,
    /// Of a redrip: 0 to 3,650, 30 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cooldown_days: Option<u32>,
    /// At most 20.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub triggers: Vec<WorkflowTrigger>,
}

fn yes() -> bool {
    true
}

impl Default for CreateWorkflow {
    fn default() -> Self {
        Self {
            kind: WorkflowKind::Workflow,
            name: String::new(),
            steps: Vec::new(),
            tag_id: None,
            ez: false,
            ends_on_reply: true,
            silent_days: None,
            cooldown_days: None,
            triggers: Vec::new(),
        }
    }
}

/// A workflow as it shall be from now on; runs under way keep their steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveWorkflow {
    /// The one that was changed; when somebody has saved another since, this one is refused.
    pub revision: u32,
    pub name: String,
    pub steps: Vec<WorkflowStep>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_id: Option<Uuid>,
    pub ez: bool,
    pub ends_on_reply: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silent_days: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cooldown_days: Option<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub triggers: Vec<WorkflowTrigger>,
}
