//! What is done to many conversations or contacts at once (C6, P6): the bar of a selection, and what
//! comes of it.

mod assign_dialog;
mod bar;
mod progress;
mod tag_dialog;
mod tracking;

pub use assign_dialog::AssignDialog;
pub use bar::Bar;
pub use progress::Progress;
pub use tag_dialog::TagDialog;
pub use tracking::Tracking;
