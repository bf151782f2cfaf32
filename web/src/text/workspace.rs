//! Words of the workspace's own settings.

use copperline_shared::texting_hours::LiveReplies;

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
pub const TEXTING: &str = "Texting";
pub const TEXTING_LEAD: &str = "Who is texted, and when answers may go.";
pub const CONSENT: &str = "Text only with recorded consent";
pub const CONSENT_HELP: &str = "A contact without consent on record isn’t texted. A lead that states when consent was given records it.";
pub const LIVE_REPLIES: &str = "Replies in quiet hours";
pub const LIVE_REPLIES_HELP: &str = "Holds for people who answer somebody who wrote in the last 24 hours. Everything else waits for the hours.";
pub const SEE_HOURS: &str = "See the texting hours of each state";
pub const SAVED: &str = "Saved for everybody in the workspace";

/// What the time zone is good for, and how late it is there.
pub fn time_zone_help(clock: &str) -> String {
    format!("Every time you see is shown in it. It is {clock} there now.")
}

/// Whether consent must be on record.
pub const fn consent(required: bool) -> &'static str {
    if required { "Yes" } else { "No" }
}

/// What quiet hours do to a person's reply.
pub const fn live_replies(replies: LiveReplies) -> &'static str {
    match replies {
        LiveReplies::Send => "Go at once",
        LiveReplies::Ask => "Wait, unless the writer sends them anyway",
        LiveReplies::Wait => "Wait like everything else",
    }
}
