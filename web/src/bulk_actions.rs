//! What is done to many conversations at once (C6): the bar of a selection, and what comes of it.

mod assign_dialog;
mod bar;
mod progress;
mod tag_dialog;
mod tracking;

pub use bar::Bar;
