//! Words of the workspace's own settings.

pub const LEAD: &str = "What everybody in this workspace shares.";
pub const LEAD_READ: &str =
    "What everybody in this workspace shares. The owner and admins can change it.";
pub const BUSINESS: &str = "Business";
pub const BUSINESS_LEAD: &str = "Who your contacts hear from, and by which clock you work.";
pub const NAME: &str = "Business name";
pub const NAME_HELP: &str =
    "Copperline’s own texts, such as the confirmation of an opt-out, are signed with it.";
pub const NAME_MISSING: &str = "Enter your business’s name";
pub const TIME_ZONE: &str = "Time zone";
pub const SAVED: &str = "Saved for everybody in the workspace";

/// What the time zone is good for, and how late it is there.
pub fn time_zone_help(clock: &str) -> String {
    format!("Every time you see is shown in it. It is {clock} there now.")
}
