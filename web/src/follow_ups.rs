//! Follow-ups (C20): putting the open conversation off, and what stands above its thread. Reminders
//! are notifications.

mod bar;
mod choosing;
mod menu;
mod presets;
mod putting_off;
mod returning;

pub use bar::FollowUpBar;
pub use menu::FollowUpMenu;
pub use putting_off::PuttingOff;
pub use returning::{last_due, unseen_return};
