//! The pipeline (P1): a board of stages with the contacts that stand in them, and a conversation
//! beside it. Also the dialog that puts a contact in a stage (C12), wherever it is opened.

mod address;
mod arranging;
mod board;
mod card;
mod card_menu;
mod cards;
mod column;
mod dragging;
mod following;
mod head;
mod keys;
mod moves;
mod news;
mod placing;
mod pointer;
mod reading;
mod removal;
mod screen;
mod skeleton;
mod stage_form;
mod stage_menu;
mod standing;

pub use screen::PipelineScreen;
pub use skeleton::SkeletonBoard;
pub use standing::StandingButton;
