//! Every address of the page, once.

/// The list of recent conversations, where people land.
pub const HOME: &str = "/conversations/recents";
/// Where all conversation screens begin.
pub const CONVERSATIONS: &str = "/conversations";
/// The workspace's phone numbers.
pub const NUMBERS: &str = "/numbers";
/// Balance and payments, for the owner.
pub const BILLING: &str = "/billing";
/// Where all settings begin.
pub const SETTINGS: &str = "/settings";
/// The signed-in person's own names and password.
pub const PROFILE: &str = "/settings/profile";
/// Tokens for lead vendors and other programs.
pub const API_TOKENS: &str = "/settings/api-tokens";
/// Words that opt a contact out.
pub const STOP_TRIGGERS: &str = "/settings/stop-triggers";
/// The contact's side of every conversation, in simulator mode.
pub const HANDSET: &str = "/handset";
/// The api's own documentation, served beside the page.
pub const API_DOCS: &str = "/api/docs";
/// Signing in.
pub const SIGN_IN: &str = "/sign-in";
/// Creating a workspace.
pub const SIGN_UP: &str = "/sign-up";
/// Asking for a link to choose a new password.
pub const FORGOT_PASSWORD: &str = "/forgot-password";
/// Choosing a new password with the link's token.
pub const RESET_PASSWORD: &str = "/reset-password";
/// Confirming an email address with the link's token.
pub const CONFIRM_EMAIL: &str = "/confirm-email";

/// The phone of one simulated contact.
pub fn handset(phone: &str) -> String {
    format!("{HANDSET}/{}", phone.replace('+', "%2B"))
}

/// Whether an address lies in the part of the page that begins with `part`.
pub fn is_within(path: &str, part: &str) -> bool {
    path.strip_prefix(part)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x1_a_phones_plus_survives_in_its_address() {
        assert_eq!(handset("+15125550192"), "/handset/%2B15125550192");
    }

    #[test]
    fn a_part_holds_its_own_address_and_those_below() {
        assert!(is_within("/conversations/recents", CONVERSATIONS));
        assert!(is_within("/numbers", NUMBERS));
        assert!(!is_within("/numbers-and-more", NUMBERS));
        assert!(!is_within("/", NUMBERS));
    }
}
