//! Contacts: the panel beside a conversation.

mod consent;
mod erase;
mod facts;
mod fields;
mod form;
mod kept;
mod panel;
pub mod place;
mod said;

pub use panel::ContactPanel;
