//! Words about workflows and redrips.

mod dry_run;
mod steps;

use copperline_shared::problem::ErrorCode;
use copperline_shared::workflows::{RunState, WorkflowKind, WorkflowTrigger};

pub use dry_run::*;
pub use steps::*;

use crate::format;

pub const TITLE: &str = "Workflows";
pub const LEAD: &str =
    "Steps that are done for a contact by themselves: texts, waits, tags and stages.";
pub const WORKFLOWS: &str = "Workflows";
pub const WORKFLOWS_LEAD: &str = "For new leads and everybody you are in touch with.";
pub const REDRIPS: &str = "Redrips";
pub const REDRIPS_LEAD: &str = "For contacts who went silent. One ends their workflows.";
pub const NEW_WORKFLOW: &str = "New workflow";
pub const NEW_REDRIP: &str = "New redrip";
pub const NO_WORKFLOWS: &str = "No workflows yet.";
pub const NO_REDRIPS: &str = "No redrips yet.";
pub const EZ: &str = "EZ";
pub const EZ_WORKFLOW: &str = "EZ Workflow";
pub const EZ_REDRIP: &str = "EZ Redrip";
pub const EDIT: &str = "Edit";
pub const DELETE: &str = "Delete";
pub const DELETED_ENDS: &str = "Texts already sent stay as they are.";
pub const NO_RUNS: &str = "Not started yet";

pub const BACK_TO_LIST: &str = "All workflows";
pub const NAME: &str = "Name";
pub const NAME_EXAMPLE: &str = "Welcome new leads";
pub const TAG: &str = "Tag";
pub const TAG_HELP: &str = "Put on whoever it is started for, so that their mark takes its colour.";
pub const NO_TAG: &str = "None";
pub const EZ_HELP_WORKFLOW: &str =
    "The EZ Workflow button beside a conversation starts it. One workflow has this.";
pub const EZ_HELP_REDRIP: &str =
    "The EZ Redrip button beside a conversation starts it. One redrip has this.";
pub const ENDS_ON_REPLY: &str = "A text from the contact ends it";
pub const ENDS_ON_REPLY_HELP: &str = "An opt-out always does.";
pub const SILENT_DAYS: &str = "Silent for at least, in days";
pub const COOLDOWN_DAYS: &str = "Days since their last redrip";
pub const TRIGGERS: &str = "Starts by itself";
pub const TRIGGERS_LEAD: &str =
    "Besides by hand and for a selection. What a workflow does itself starts none.";
pub const ADD_TRIGGER: &str = "Add what starts it";
pub const REMOVE: &str = "Remove";
pub const CHOOSE: &str = "Choose…";
pub const MAKE: &str = "Make it";
pub const MADE: &str = "It is ready";
pub const SAVED: &str = "Saved. Runs under way keep their steps";
pub const CHANGED_MEANWHILE: &str = "Somebody has saved this since you opened it.";
pub const TAKE_THEIRS: &str = "Take theirs";
pub const KEEP_MINE: &str = "Save mine over it";
pub const READ_ONLY: &str = "The owner and admins change workflows.";

pub const RUNS: &str = "Workflows";
pub const START: &str = "Start a workflow or redrip";
pub const NOT_RUNNING: &str = "None under way.";
pub const STOP: &str = "Stop";
pub const SAVE: &str = "Save";
pub const NOTHING_TO_START: &str = "No workflows yet";
pub const NOTHING_TO_START_ASK: &str = "The owner and admins make them; then you can start them.";
pub const MANAGE: &str = "Make and change workflows";
pub const WORKFLOW: &str = "Workflow";
pub const REDRIP: &str = "Redrip";
pub const EARLIER: &str = "Earlier";
pub const NOBODY: &str = "Nobody.";
pub const HELD: &str = "Workflows that are held";
pub const PAUSED_BY_REVIEW: &str = "Paused: a reply reads like a request to stop.";
pub const TO_THE_REVIEW: &str = "Open the review";
pub const HELD_LEAD: &str = "Their next step is tried again at the time that stands there.";
pub const GONE: &str = "Deleted meanwhile";
/// A choice whose name is still to come.
pub const COMING: &str = "Loading…";
/// A choice whose name could not be read, or not by whoever looks.
pub const UNREAD: &str = "Its name can’t be shown";
/// Before the name of what is under way, for screen readers.
pub const UNDER_WAY: &str = "Under way: ";

/// The header's button where several are under way.
pub fn under_way(count: usize) -> String {
    format!("{count} workflows")
}

pub fn removed(step: &str) -> String {
    format!("Removed: {step}")
}

pub const fn kind(kind: WorkflowKind) -> &'static str {
    match kind {
        WorkflowKind::Workflow => WORKFLOW,
        WorkflowKind::Redrip => REDRIP,
    }
}

pub const fn ez(kind: WorkflowKind) -> &'static str {
    match kind {
        WorkflowKind::Workflow => EZ_WORKFLOW,
        WorkflowKind::Redrip => EZ_REDRIP,
    }
}

/// The tooltip of an EZ button that leads to where one is set.
pub const fn set_ez(kind: WorkflowKind) -> &'static str {
    match kind {
        WorkflowKind::Workflow => "EZ Workflow: none is set yet. Choose one",
        WorkflowKind::Redrip => "EZ Redrip: none is set yet. Choose one",
    }
}

/// The tooltip of an EZ button.
pub fn starts(name: &str) -> String {
    format!("Starts “{name}”")
}

pub fn started(name: &str) -> String {
    format!("“{name}” is started")
}

pub fn stopped(name: &str) -> String {
    format!("“{name}” is stopped")
}

/// The name of a button that does something to one of several.
pub fn named(action: &str, name: &str) -> String {
    format!("{action} {name}")
}

pub fn delete_question(name: &str) -> String {
    format!("Delete “{name}”?")
}

/// What deleting ends.
pub fn delete_ends(running: u32) -> String {
    match running {
        0 => "It is under way with nobody.".to_owned(),
        1 => "It is under way with 1 contact, for whom it ends.".to_owned(),
        count => format!(
            "It is under way with {} contacts, for whom it ends.",
            format::count(count)
        ),
    }
}

pub fn deleted(name: &str) -> String {
    format!("Deleted “{name}”")
}

/// How many runs are so, as a figure of the list.
pub fn figure(state: RunState, count: u32) -> String {
    format!("{} {}", format::count(count), of_state(state))
}

const fn of_state(state: RunState) -> &'static str {
    match state {
        RunState::Running => "running",
        RunState::Finished => "finished",
        RunState::Replied => "ended by reply",
        RunState::OptedOut => "opted out",
        RunState::Stopped => "stopped",
        RunState::Failed => "failed",
    }
}

/// The heading of the list of runs in a state.
pub fn runs_title(name: &str, state: RunState) -> String {
    format!("{name}: {}", of_state(state))
}

/// How a run stands or ended, in a word or two.
pub fn state(state: RunState) -> String {
    let words = of_state(state);
    words[..1].to_uppercase() + &words[1..]
}

/// In the list: that a workflow starts by itself, and when.
pub fn starts_by_itself(ways: &[String]) -> String {
    format!("{TRIGGERS}: {}", ways.join(", "))
}

/// When a workflow starts by itself, within a sentence; the tag by its name where it is known.
pub fn starts_when(trigger: WorkflowTrigger, tag: Option<&str>) -> String {
    match (trigger, tag) {
        (WorkflowTrigger::Lead { .. }, _) => "a lead comes with its token".to_owned(),
        (WorkflowTrigger::Tag { .. }, Some(tag)) => format!("somebody puts on the tag “{tag}”"),
        (WorkflowTrigger::Tag { .. }, None) => "somebody puts on its tag".to_owned(),
        (WorkflowTrigger::Stage { .. }, _) => "somebody moves the contact to its stage".to_owned(),
    }
}

/// When a workflow starts by itself.
pub const fn trigger(trigger: WorkflowTrigger) -> &'static str {
    match trigger {
        WorkflowTrigger::Lead { .. } => "A lead comes with the token",
        WorkflowTrigger::Tag { .. } => "Somebody puts on the tag",
        WorkflowTrigger::Stage { .. } => "Somebody moves the contact to the stage",
    }
}

pub fn silent_for(days: u32) -> String {
    match days {
        1 => "silent for a day".to_owned(),
        days => format!("silent for {days} days"),
    }
}

/// The heading of the dialog that starts one for many.
pub fn start_many(kind: WorkflowKind, count: u32) -> String {
    let what = match kind {
        WorkflowKind::Workflow => "workflow",
        WorkflowKind::Redrip => "redrip",
    };
    match count {
        1 => format!("Start a {what} for 1 contact"),
        count => format!("Start a {what} for {} contacts", format::count(count)),
    }
}

/// Why a workflow wasn't started for so many.
pub fn left_alone(code: ErrorCode, count: u32) -> String {
    let count_words = format::count(count);
    match (code, count) {
        (ErrorCode::OptedOut, _) => format!("{count_words} opted out"),
        (ErrorCode::AlreadyRunning, 1) => "1 was in it already".to_owned(),
        (ErrorCode::AlreadyRunning, _) => format!("{count_words} were in it already"),
        (ErrorCode::NotSilent, 1) => "1 was not silent long enough".to_owned(),
        (ErrorCode::NotSilent, _) => format!("{count_words} were not silent long enough"),
        (ErrorCode::AutomationPaused, 1) => "1 waits for a review of what they wrote".to_owned(),
        (ErrorCode::AutomationPaused, _) => {
            format!("{count_words} wait for a review of what they wrote")
        }
        (ErrorCode::Cooldown, _) => format!("{count_words} had a redrip not long ago"),
        (ErrorCode::NotFound, 1) => "1 was left alone: what it needs is gone".to_owned(),
        (ErrorCode::NotFound, _) => {
            format!("{count_words} were left alone: what they need is gone")
        }
        (_, _) => format!("{count_words} can't be texted at any hour"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p4_deleting_says_for_how_many_it_ends() {
        assert_eq!(
            delete_ends(1_204),
            "It is under way with 1,204 contacts, for whom it ends."
        );
        assert_eq!(state(RunState::Replied), "Ended by reply");
    }
}
