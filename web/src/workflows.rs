//! Workflows and redrips: the screen where they are kept and edited (P4, P5), and starting and
//! stopping them beside a conversation (C14, C15) and for a selection (C6).

mod choose;
mod contact_choice;
mod contact_runs;
mod dry_run;
mod editing;
mod editor;
mod ez;
mod facts;
mod form;
mod held;
mod known;
mod list;
mod running;
mod runs_dialog;
mod screen;
mod starting;
mod step_fields;
mod steps;
mod triggers;
mod trying;
mod typed;

pub use choose::{Chooser, ManyDialog};
pub use contact_runs::ContactRuns;
pub use ez::EzButtons;
pub use held::{HeldRuns, load_held};
pub use known::KnownWorkflows;
pub use running::RunningButton;
pub use screen::WorkflowsScreen;
