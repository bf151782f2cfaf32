//! Follow-ups (C20): putting the open conversation off, and what stands above its thread. Reminders
//! are notifications.

mod bar;
mod choosing;
mod menu;
mod presets;

pub use bar::{FollowUpBar, last_due};
pub use menu::{FollowUpMenu, PuttingOff};
