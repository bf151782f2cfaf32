//! Words about the steps of a workflow: in the editor, in lists, and as they are done.

use copperline_shared::workflows::{WaitUnit, WorkflowStep};

pub const STEPS: &str = "Steps";
pub const STEPS_LEAD: &str = "Done from the top. Texts wait for the contact's texting hours.";
pub const ADD_STEP: &str = "Add a step";
pub const NO_STEPS: &str = "Add the first step: a text, for example.";
pub const MOVE_UP: &str = "Move up";
pub const MOVE_DOWN: &str = "Move down";
pub const TEXT: &str = "Text";
pub const TEXT_EXAMPLE: &str =
    "Hi {{first_name|there}}, is now a good time to talk about your quote?";
pub const TEMPLATE: &str = "Template";
pub const AMOUNT: &str = "How long";
pub const UNIT: &str = "Unit";
pub const TIME: &str = "Time of day, where the contact is";
pub const STAGE: &str = "Stage";
pub const MARK_HOT_SAYS: &str = "The conversation gets its flame.";
pub const STOP_SAYS: &str = "It is finished here. Steps below are not done.";
/// What is wrong with a step that waits until nothing.
pub const ENTER_TIME: &str = "Enter a time of day";

/// What kind a step is.
pub const fn step_kind(step: &WorkflowStep) -> &'static str {
    match step {
        WorkflowStep::Send { .. } => "Send a text",
        WorkflowStep::SendTemplate { .. } => "Send a template",
        WorkflowStep::Wait { .. } => "Wait",
        WorkflowStep::WaitUntil { .. } => "Wait until a time of day",
        WorkflowStep::AddTag { .. } => "Add a tag",
        WorkflowStep::RemoveTag { .. } => "Remove a tag",
        WorkflowStep::MoveToStage { .. } => "Move to a stage",
        WorkflowStep::MarkHot => "Mark hot",
        WorkflowStep::Assign { .. } => "Assign",
        WorkflowStep::Stop => "Stop",
    }
}

/// What a run does next.
pub const fn next(step: &WorkflowStep) -> &'static str {
    match step {
        WorkflowStep::Send { .. } | WorkflowStep::SendTemplate { .. } => "Next text",
        WorkflowStep::AddTag { .. } | WorkflowStep::RemoveTag { .. } => "Next tag",
        WorkflowStep::MoveToStage { .. } => "Next stage",
        _ => "Next step",
    }
}

/// A run's next step: `Next text today 4:03 pm`.
pub fn next_at(step: &WorkflowStep, when: &str) -> String {
    format!("{} {when}", next(step))
}

/// How far a run is: `step 2 of 5`.
pub fn step_of(place: u32, steps: u32) -> String {
    format!("step {} of {steps}", (place + 1).min(steps))
}

pub const fn unit(unit: WaitUnit) -> &'static str {
    match unit {
        WaitUnit::Minutes => "Minutes",
        WaitUnit::Hours => "Hours",
        WaitUnit::Days => "Days",
    }
}

/// The heading of a step in the editor.
pub fn step_title(place: usize, step: &str) -> String {
    format!("{}. {step}", place + 1)
}

/// What a workflow does, in a line of the list.
pub fn summary(steps: &[WorkflowStep]) -> String {
    let texts = steps.iter().filter(|step| step.sends()).count();
    let plural = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {one}s"),
    };
    format!("{}, {}", plural(steps.len(), "step"), plural(texts, "text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p4_a_workflow_says_how_much_it_does_and_a_run_how_far_it_is() {
        let send = WorkflowStep::Send {
            body: String::new(),
        };
        assert_eq!(summary(std::slice::from_ref(&send)), "1 step, 1 text");
        assert_eq!(summary(&[send, WorkflowStep::MarkHot]), "2 steps, 1 text");
        assert_eq!(step_of(4, 5), "step 5 of 5");
        assert_eq!(step_of(5, 5), "step 5 of 5");
    }
}
