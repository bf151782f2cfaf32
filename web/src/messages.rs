//! Messages: the thread's bubbles and the composer.

mod bubble;
mod composer_bar;

pub use bubble::{Bubble, BubbleState, BubbleView, ThreadEvent};
pub use composer_bar::{BlockedComposer, ComposerBar};
