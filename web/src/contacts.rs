//! Contacts: the panel beside a conversation.

mod consent;
mod fields;
mod form;
mod panel;
pub mod place;

pub use panel::ContactPanel;
