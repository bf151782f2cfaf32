//! Words of the settings screens.

pub const PROFILE_LEAD: &str = "Your names as the people you work with see them.";
pub const API_TOKENS_LEAD: &str =
    "A token lets a lead vendor put leads into this workspace. Make one for each vendor.";
pub const STOP_TRIGGERS_LEAD: &str =
    "A contact who answers with one of these is opted out at once and gets one confirmation.";
