//! Pictures: attaching them to what is being written, and showing those that were sent and came in (C8).

mod attaching;
mod bringing;
mod chosen;
mod lightbox;
mod shown;
mod strip;
mod uploading;

pub use attaching::{Attached, Attachments, Held, Kind};
pub use bringing::{AttachButton, paste, take_drops};
pub use shown::{PictureMarks, Pictures};
pub use strip::AttachedStrip;
