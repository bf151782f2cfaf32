//! Messages: the thread of a conversation and the composer.

mod bubble;
mod composer;
mod composer_bar;
mod details;
mod draft;
mod entries;
mod entry;
mod lines;
mod links;
mod refusal;
mod scroller;
mod sending;
mod store;
mod thread;

pub use bubble::{Bubble, BubbleState, BubbleView, ThreadEvent};
pub use composer::{Composer, count};
pub use composer_bar::{BlockedComposer, ComposerBar};
pub use draft::Draft;
pub use refusal::Blocked;
pub use sending::Sending;
pub use store::ThreadStore;
pub use thread::Thread;
