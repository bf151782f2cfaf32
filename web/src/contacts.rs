//! Contacts: the page that lists them (P6), and the panel of one (C10).

mod address;
mod beside;
mod consent;
mod create;
mod erase;
mod facts;
mod fields;
mod filter_dialog;
mod filters;
mod form;
mod kept;
mod led;
mod listing;
mod marks;
mod merged;
mod merging;
mod order;
mod panel;
pub mod place;
mod recording;
mod rows;
mod said;
mod screen;
mod selection;
mod selection_bar;
mod skeleton;

pub use led::lead_on;
pub use panel::ContactPanel;
pub use screen::ContactsScreen;
