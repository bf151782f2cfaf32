//! All words the page shows, grouped by screen; another language is another file like these.

pub mod billing;
pub mod common;
pub mod conversations;
pub mod layout;
pub mod messages;
pub mod settings;
