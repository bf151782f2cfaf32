//! What a workflow may be made of: checked while somebody types, and again by the api.

use super::{LONGEST_SILENCE, LONGEST_WAIT, MOST_STEPS, WorkflowStep};
use crate::assignment::AssignedTo;
use crate::checks::{self, FieldError};
use crate::templates;

/// A workflow's name as it is stored.
///
/// # Errors
/// What to do about it.
pub fn check_name(text: &str) -> Result<String, FieldError> {
    checks::name(text)
}

/// A step as it is stored.
///
/// # Errors
/// What to do about it.
pub fn check_step(step: &WorkflowStep) -> Result<WorkflowStep, FieldError> {
    match step {
        WorkflowStep::Send { body } => {
            let body = checks::message_text(body)?;
            match templates::unknown(&body).as_slice() {
                [] => Ok(WorkflowStep::Send { body }),
                [name, ..] => {
                    let message = format!(
                        "{{{{{name}}}}} is no merge field: nothing would be put in its place"
                    );
                    Err(FieldError::new("unknown_field", message))
                }
            }
        }
        WorkflowStep::Wait { amount, unit } => {
            let longest = LONGEST_WAIT * unit.in_a_day();
            if (1..=longest).contains(amount) {
                Ok(step.clone())
            } else {
                let message = format!("Enter 1 to {longest}");
                Err(FieldError::new("out_of_range", message))
            }
        }
        WorkflowStep::Assign { agent_id, group_id } => {
            AssignedTo::of(*agent_id, *group_id)?;
            Ok(step.clone())
        }
        WorkflowStep::SendTemplate { .. }
        | WorkflowStep::WaitUntil { .. }
        | WorkflowStep::AddTag { .. }
        | WorkflowStep::RemoveTag { .. }
        | WorkflowStep::MoveToStage { .. }
        | WorkflowStep::MarkHot
        | WorkflowStep::Stop => Ok(step.clone()),
    }
}

/// The steps as they are stored.
///
/// # Errors
/// Which step is at fault, counted from 0, if it is one; and what to do about it.
pub fn check_steps(
    steps: &[WorkflowStep],
) -> Result<Vec<WorkflowStep>, (Option<usize>, FieldError)> {
    if steps.is_empty() {
        return Err((None, FieldError::new("required", "Add a step")));
    }
    if steps.len() > MOST_STEPS {
        let message = format!("Use at most {MOST_STEPS} steps");
        return Err((None, FieldError::new("too_many", message)));
    }
    let mut checked = Vec::with_capacity(steps.len());
    for (place, step) in steps.iter().enumerate() {
        checked.push(check_step(step).map_err(|error| (Some(place), error))?);
    }
    let last = steps.len() - 1;
    if steps[last].waits() {
        let message = "Nothing comes after this wait. Add a step, or take it away";
        return Err((Some(last), FieldError::new("wait_for_nothing", message)));
    }
    Ok(checked)
}

/// A redrip's days of silence, at least one, or of its cooldown.
///
/// # Errors
/// What to do about it.
pub fn check_days(days: u32, least: u32) -> Result<u32, FieldError> {
    if (least..=LONGEST_SILENCE).contains(&days) {
        Ok(days)
    } else {
        let message = format!("Enter {least} to {LONGEST_SILENCE} days");
        Err(FieldError::new("out_of_range", message))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::workflows::WaitUnit;

    fn send(body: &str) -> WorkflowStep {
        WorkflowStep::Send {
            body: body.to_owned(),
        }
    }

    fn wait(amount: u32, unit: WaitUnit) -> WorkflowStep {
        WorkflowStep::Wait { amount, unit }
    }

    fn code(steps: &[WorkflowStep]) -> Option<(Option<usize>, &'static str)> {
        check_steps(steps)
            .err()
            .map(|(place, error)| (place, error.code))
    }

    #[test]
    fn p4_steps_are_few_enough_and_end_with_something_that_is_done() {
        assert_eq!(
            code(&[send(" Hi "), wait(1, WaitUnit::Days), send("Still?")]),
            None
        );
        assert_eq!(check_steps(&[send(" Hi ")]).ok(), Some(vec![send("Hi")]));
        assert_eq!(code(&[]), Some((None, "required")));
        assert_eq!(
            code(&vec![send("Hi"); MOST_STEPS + 1]),
            Some((None, "too_many"))
        );
        let ends = [send("Hi"), wait(1, WaitUnit::Days)];
        assert_eq!(code(&ends), Some((Some(1), "wait_for_nothing")));
    }

    #[test]
    fn p4_a_text_has_words_and_only_fields_that_can_be_filled() {
        assert_eq!(code(&[send("Hi {{first_name|there}}")]), None);
        assert_eq!(code(&[send("  ")]), Some((Some(0), "required")));
        assert_eq!(
            code(&[send("Hi {{name}}")]),
            Some((Some(0), "unknown_field"))
        );
    }

    #[test]
    fn p4_a_wait_is_of_some_length_and_of_a_year_at_the_most() {
        for (amount, unit, fine) in [
            (0, WaitUnit::Days, false),
            (365, WaitUnit::Days, true),
            (366, WaitUnit::Days, false),
            (8_760, WaitUnit::Hours, true),
            (525_601, WaitUnit::Minutes, false),
        ] {
            assert_eq!(
                check_step(&wait(amount, unit)).is_ok(),
                fine,
                "{amount} {unit:?}"
            );
        }
    }

    #[test]
    fn c18_a_step_assigns_to_an_agent_or_a_group_and_not_to_both() {
        let id = Some(Uuid::from_u128(1));
        for (agent_id, group_id, fine) in [
            (None, None, true),
            (id, None, true),
            (None, id, true),
            (id, id, false),
        ] {
            let step = WorkflowStep::Assign { agent_id, group_id };
            assert_eq!(check_step(&step).is_ok(), fine, "{step:?}");
        }
    }

    #[test]
    fn p5_silence_is_at_least_a_day_and_a_cooldown_may_be_none() {
        assert!(check_days(0, 1).is_err() && check_days(0, 0).is_ok());
        assert!(check_days(LONGEST_SILENCE + 1, 0).is_err());
    }
}
