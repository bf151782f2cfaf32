//! Messages: the thread of a conversation and the composer.

mod bubble;
mod clocks;
mod composer;
mod composer_bar;
mod details;
mod dialogs;
mod draft;
mod entries;
mod entry;
mod later;
mod lines;
mod links;
mod moment_form;
mod offered;
mod refusal;
mod scroller;
mod sending;
mod store;
mod thread;
mod trace;
mod waiting;
mod waiting_list;
mod waiting_screen;

pub use bubble::{Bubble, BubbleState, BubbleView, ThreadEvent};
pub use clocks::Clocks;
pub use composer::{Composer, cost};
pub use composer_bar::{BlockedComposer, ComposerBar};
pub use dialogs::{MessageDialogArea, MessageDialogs};
pub use draft::Draft;
pub use refusal::Blocked;
pub use sending::Sending;
pub use store::ThreadStore;
pub use thread::{Thread, read_here};
pub use waiting_screen::WaitingScreen;
