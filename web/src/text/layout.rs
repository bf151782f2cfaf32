//! Words around every screen.

pub const PRODUCT: &str = "Copperline";
pub const SKIP: &str = "Skip to the content";
pub const MAIN_NAVIGATION: &str = "Main";
pub const SETTINGS_NAVIGATION: &str = "Settings";
pub const CONVERSATIONS: &str = "Conversations";
pub const PIPELINE: &str = "Pipeline";
pub const CONTACTS: &str = "Contacts";
pub const TEMPLATES: &str = "Templates";
pub const REVIEWS: &str = "Reviews";
/// What waits to be sent.
pub const WAITING: &str = "Waiting";
pub const WORKFLOWS: &str = "Workflows";
pub const NUMBERS: &str = "Numbers";
pub const BILLING: &str = "Billing";
pub const SETTINGS: &str = "Settings";
pub const HANDSET: &str = "Handset";
pub const PROFILE: &str = "Profile";
pub const WORKSPACE: &str = "Workspace";
pub const GROUPS: &str = "Groups";
pub const API_TOKENS: &str = "API tokens";
pub const TAGS: &str = "Tags";
pub const STOP_TRIGGERS: &str = "Stop triggers";
pub const TEXTING_HOURS: &str = "Texting hours";
pub const API_DOCS: &str = "API explorer";
pub const ACCOUNT: &str = "Account";
pub const SIGN_OUT: &str = "Sign out";
pub const THEME: &str = "Appearance";
pub const THEME_SYSTEM: &str = "System";
pub const THEME_LIGHT: &str = "Light";
pub const THEME_DARK: &str = "Dark";
pub const OFFLINE: &str = "No connection to Copperline. What you write is kept; trying again.";

/// The badge on Conversations, read out.
pub fn unread_conversations(count: u32) -> String {
    match count {
        1 => "1 unread conversation".to_owned(),
        n => format!("{n} unread conversations"),
    }
}

/// The badge on Reviews, read out.
pub fn waiting_reviews(count: u32) -> String {
    match count {
        1 => "1 reply waits for a decision".to_owned(),
        n => format!("{n} replies wait for a decision"),
    }
}

/// The browser tab's title: what is open, with the unread conversations in front.
pub fn title(unread: Option<&str>, screen: &str) -> String {
    match unread {
        Some(unread) => format!("({unread}) {screen} · {PRODUCT}"),
        None => format!("{screen} · {PRODUCT}"),
    }
}

/// Signing out did not succeed.
pub fn still_signed_in(failure: &crate::api::Failure) -> String {
    match failure {
        crate::api::Failure::Offline => {
            "You are still signed in: Copperline doesn't answer. Try again.".to_owned()
        }
        crate::api::Failure::Refused(problem) => {
            format!("You are still signed in. {}", problem.detail)
        }
    }
}

/// What the product is for, beside the sign-in.
pub const PITCH: &str = "Every lead answered while it is warm.";
pub const PICTURE_ASK: &str =
    "Hi Maya, it’s Jordan with Lonestar Life. Is 20 years still what you have in mind?";
pub const PICTURE_ANSWER: &str = "Yes, for me and my husband. What would it run?";
pub const PICTURE_OFFER: &str = "For the two of you it comes to $95 a month. Shall I call after 5?";
pub const PICTURE_YES: &str = "Perfect, talk then!";
