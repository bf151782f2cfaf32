//! The notepad of a contact: saves by itself and loses nothing (C11).

mod conflict;
mod history;
mod kept;
mod pad;
mod rules;
mod saving;
mod store;

pub use pad::NotePad;
