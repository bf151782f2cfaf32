//! Who else is in the open conversation, and what they do there (C21); and telling them of oneself.

mod line;
mod saying;

pub use line::PresenceLine;
pub use saying::be_here;
