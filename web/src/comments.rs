//! Comments: what colleagues say to each other in a conversation, and never to the contact (C21).
//!
//! They have a composer, a draft and a call of their own. Nothing here can send a text, and nothing
//! in `messages` is given what was written here.

mod aside;
mod change_form;
mod changing;
mod composer;
mod deleting;
mod draft;
mod line;
mod meeting;
mod mentioning;
mod mode;
mod rules;
mod typing;
mod writing;

pub use aside::PerhapsComment;
pub use composer::CommentComposer;
pub use draft::CommentDraft;
pub use line::CommentLine;
pub use mode::{Mode, ModeSwitch};
pub use writing::Writing;
