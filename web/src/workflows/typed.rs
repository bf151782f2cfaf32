//! A step, and what starts a workflow, as they are typed: each field a signal of its own.

use copperline_shared::assignment::AssignedTo;
use copperline_shared::texting_hours::TimeOfDay;
use copperline_shared::workflows::{WaitUnit, WorkflowStep, WorkflowTrigger};
use leptos::prelude::*;
use uuid::Uuid;

use crate::assignment;

/// A step as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepForm {
    /// Stays the same wherever the step is moved.
    pub key: u32,
    pub kind: StepKind,
    /// The text, the time, the id of the template, tag or stage, or whom it assigns to.
    pub value: RwSignal<String>,
    pub amount: RwSignal<String>,
    pub unit: RwSignal<String>,
}

/// The kinds of steps, in the order in which they are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    Send,
    SendTemplate,
    Wait,
    WaitUntil,
    AddTag,
    RemoveTag,
    MoveToStage,
    MarkHot,
    Assign,
    Stop,
}

impl StepKind {
    pub const ALL: [Self; 10] = [
        Self::Send,
        Self::SendTemplate,
        Self::Wait,
        Self::WaitUntil,
        Self::AddTag,
        Self::RemoveTag,
        Self::MoveToStage,
        Self::MarkHot,
        Self::Assign,
        Self::Stop,
    ];

    /// A step of this kind in which nothing is filled in, for its words.
    pub fn empty(self) -> WorkflowStep {
        match self {
            Self::Send => WorkflowStep::Send {
                body: String::new(),
            },
            Self::SendTemplate => WorkflowStep::SendTemplate {
                template_id: Uuid::nil(),
            },
            Self::Wait => WorkflowStep::Wait {
                amount: 1,
                unit: WaitUnit::Days,
            },
            Self::WaitUntil => WorkflowStep::WaitUntil {
                time: "9:00".parse().expect("a time of day"),
            },
            Self::AddTag => WorkflowStep::AddTag {
                tag_id: Uuid::nil(),
            },
            Self::RemoveTag => WorkflowStep::RemoveTag {
                tag_id: Uuid::nil(),
            },
            Self::MoveToStage => WorkflowStep::MoveToStage {
                stage_id: Uuid::nil(),
            },
            Self::MarkHot => WorkflowStep::MarkHot,
            Self::Assign => assign(None),
            Self::Stop => WorkflowStep::Stop,
        }
    }

    const fn of(step: &WorkflowStep) -> Self {
        match step {
            WorkflowStep::Send { .. } => Self::Send,
            WorkflowStep::SendTemplate { .. } => Self::SendTemplate,
            WorkflowStep::Wait { .. } => Self::Wait,
            WorkflowStep::WaitUntil { .. } => Self::WaitUntil,
            WorkflowStep::AddTag { .. } => Self::AddTag,
            WorkflowStep::RemoveTag { .. } => Self::RemoveTag,
            WorkflowStep::MoveToStage { .. } => Self::MoveToStage,
            WorkflowStep::MarkHot => Self::MarkHot,
            WorkflowStep::Assign { .. } => Self::Assign,
            WorkflowStep::Stop => Self::Stop,
        }
    }
}

fn assign(to: Option<AssignedTo>) -> WorkflowStep {
    WorkflowStep::Assign {
        agent_id: to.and_then(AssignedTo::agent_id),
        group_id: to.and_then(AssignedTo::group_id),
    }
}

/// A unit as the list of choices holds it.
pub const fn unit_value(unit: WaitUnit) -> &'static str {
    match unit {
        WaitUnit::Minutes => "minutes",
        WaitUnit::Hours => "hours",
        WaitUnit::Days => "days",
    }
}

fn unit_of(value: &str) -> WaitUnit {
    match value {
        "minutes" => WaitUnit::Minutes,
        "hours" => WaitUnit::Hours,
        _ => WaitUnit::Days,
    }
}

/// What a step's fields hold.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fields {
    value: String,
    amount: String,
    unit: String,
}

fn fields(step: &WorkflowStep) -> Fields {
    let id = |id: &Uuid| {
        if id.is_nil() {
            String::new()
        } else {
            id.to_string()
        }
    };
    let value = match step {
        WorkflowStep::Send { body } => body.clone(),
        WorkflowStep::SendTemplate { template_id } => id(template_id),
        WorkflowStep::AddTag { tag_id } | WorkflowStep::RemoveTag { tag_id } => id(tag_id),
        WorkflowStep::MoveToStage { stage_id } => id(stage_id),
        WorkflowStep::Assign { agent_id, group_id } => {
            assignment::written(AssignedTo::either(*agent_id, *group_id))
        }
        WorkflowStep::WaitUntil { time } => time.to_string(),
        WorkflowStep::Wait { .. } | WorkflowStep::MarkHot | WorkflowStep::Stop => String::new(),
    };
    let (amount, unit) = match step {
        WorkflowStep::Wait { amount, unit } => (*amount, *unit),
        _ => (1, WaitUnit::Days),
    };
    Fields {
        value,
        amount: amount.to_string(),
        unit: unit_value(unit).to_owned(),
    }
}

/// The step that is typed; what isn't filled in is nothing that could be saved.
fn typed(kind: StepKind, fields: &Fields) -> WorkflowStep {
    let id = || fields.value.parse().unwrap_or(Uuid::nil());
    match kind {
        StepKind::Send => WorkflowStep::Send {
            body: fields.value.clone(),
        },
        StepKind::SendTemplate => WorkflowStep::SendTemplate { template_id: id() },
        StepKind::Wait => WorkflowStep::Wait {
            amount: fields.amount.trim().parse().unwrap_or(0),
            unit: unit_of(&fields.unit),
        },
        StepKind::WaitUntil => match fields.value.parse() {
            Ok(time) => WorkflowStep::WaitUntil { time },
            Err(_) => WorkflowStep::Wait {
                amount: 0,
                unit: WaitUnit::Days,
            },
        },
        StepKind::AddTag => WorkflowStep::AddTag { tag_id: id() },
        StepKind::RemoveTag => WorkflowStep::RemoveTag { tag_id: id() },
        StepKind::MoveToStage => WorkflowStep::MoveToStage { stage_id: id() },
        StepKind::MarkHot => WorkflowStep::MarkHot,
        StepKind::Assign => assign(assignment::read(&fields.value)),
        StepKind::Stop => WorkflowStep::Stop,
    }
}

impl StepForm {
    pub fn of(key: u32, step: &WorkflowStep) -> Self {
        let Fields {
            value,
            amount,
            unit,
        } = fields(step);
        Self {
            key,
            kind: StepKind::of(step),
            value: RwSignal::new(value),
            amount: RwSignal::new(amount),
            unit: RwSignal::new(unit),
        }
    }

    /// Whether a time of day is typed. Tracked.
    pub fn is_time(self) -> bool {
        self.value.with(|value| value.parse::<TimeOfDay>().is_ok())
    }

    /// The step that is typed. Tracked.
    pub fn step(self) -> WorkflowStep {
        let fields = Fields {
            value: self.value.get(),
            amount: self.amount.get(),
            unit: self.unit.get(),
        };
        typed(self.kind, &fields)
    }
}

/// What starts it by itself, as it is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TriggerForm {
    pub key: u32,
    pub kind: TriggerKind,
    /// The id of the token, tag or stage.
    pub value: RwSignal<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TriggerKind {
    Lead,
    Tag,
    Stage,
}

impl TriggerKind {
    pub const ALL: [Self; 3] = [Self::Lead, Self::Tag, Self::Stage];

    pub const fn naming(self, id: Uuid) -> WorkflowTrigger {
        match self {
            Self::Lead => WorkflowTrigger::Lead { api_token_id: id },
            Self::Tag => WorkflowTrigger::Tag { tag_id: id },
            Self::Stage => WorkflowTrigger::Stage { stage_id: id },
        }
    }
}

impl TriggerForm {
    pub fn of(key: u32, trigger: WorkflowTrigger) -> Self {
        let (kind, id) = match trigger {
            WorkflowTrigger::Lead { api_token_id } => (TriggerKind::Lead, api_token_id),
            WorkflowTrigger::Tag { tag_id } => (TriggerKind::Tag, tag_id),
            WorkflowTrigger::Stage { stage_id } => (TriggerKind::Stage, stage_id),
        };
        let value = if id.is_nil() {
            String::new()
        } else {
            id.to_string()
        };
        Self {
            key,
            kind,
            value: RwSignal::new(value),
        }
    }

    /// Tracked.
    pub fn trigger(self) -> WorkflowTrigger {
        self.kind
            .naming(self.value.get().parse().unwrap_or(Uuid::nil()))
    }
}

#[cfg(test)]
mod tests;
