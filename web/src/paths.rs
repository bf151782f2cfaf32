//! Every address of the page, once.

use std::fmt::Write;

use copperline_shared::workflows::WorkflowKind;
use uuid::Uuid;

/// The list of recent conversations, where people land.
pub const HOME: &str = "/conversations/recents";
/// Where all conversation screens begin.
pub const CONVERSATIONS: &str = "/conversations";
/// The board of stages.
pub const PIPELINE: &str = "/pipeline";
/// Everybody the workspace knows.
pub const CONTACTS: &str = "/contacts";
/// The contacts as a file; the api's own address.
pub const CONTACTS_EXPORT: &str = "/api/v1/contacts/export";
/// Files that are imported.
pub const IMPORTS: &str = "/contacts/imports";
/// Numbers never to be texted.
pub const SUPPRESSIONS: &str = "/contacts/suppressions";
/// Texts to insert while writing.
pub const TEMPLATES: &str = "/templates";
/// Steps that are done for a contact by themselves.
pub const WORKFLOWS: &str = "/workflows";
/// Everything that waits to be sent.
pub const HELD: &str = "/held";
/// The workspace's phone numbers.
pub const NUMBERS: &str = "/numbers";
/// Replies that read like a request to stop.
pub const REVIEWS: &str = "/reviews";
/// Balance and payments, for the owner.
pub const BILLING: &str = "/billing";
/// Where all settings begin.
pub const SETTINGS: &str = "/settings";
/// The signed-in person's own names and password.
pub const PROFILE: &str = "/settings/profile";
/// What everybody in the workspace shares.
pub const WORKSPACE: &str = "/settings/workspace";
/// Tokens for lead vendors and other programs.
pub const API_TOKENS: &str = "/settings/api-tokens";
/// Words that opt a contact out.
pub const STOP_TRIGGERS: &str = "/settings/stop-triggers";
/// The named sets of agents.
pub const GROUPS: &str = "/settings/groups";
/// The tags contacts can wear.
pub const TAGS: &str = "/settings/tags";
/// When contacts may be texted, by state.
pub const TEXTING_HOURS: &str = "/settings/texting-hours";
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

/// A conversation, whichever list it stands in.
pub fn conversation(id: Uuid) -> String {
    format!("{CONVERSATIONS}/all/{id}")
}

/// One import.
pub fn import(id: Uuid) -> String {
    format!("{IMPORTS}/{id}")
}

/// Where the api gives what became of an import's lines as a file.
pub fn import_report(id: Uuid, problems: bool) -> String {
    format!("/api/v1/imports/{id}/report?problems={problems}")
}

/// The editor of a workflow or redrip.
pub fn workflow(id: Uuid) -> String {
    format!("{WORKFLOWS}/{id}")
}

/// Where one of a kind is made.
pub fn new_workflow(kind: WorkflowKind) -> String {
    match kind {
        WorkflowKind::Workflow => format!("{WORKFLOWS}/new"),
        WorkflowKind::Redrip => format!("{WORKFLOWS}/new?kind=redrip"),
    }
}

/// The phone of one simulated contact.
pub fn handset(phone: &str) -> String {
    format!("{HANDSET}/{}", phone.replace('+', "%2B"))
}

/// A picture's file; it never changes.
pub fn picture(id: Uuid) -> String {
    format!("/api/v1/pictures/{id}/file")
}

/// A picture that a simulated phone shows.
pub fn simulated_picture(id: Uuid) -> String {
    format!("/api/v1/simulator/pictures/{id}")
}

/// The review queue at one of its reviews.
pub fn review(id: Uuid) -> String {
    format!("{REVIEWS}#{}", review_anchor(id))
}

/// Where a review stands in the queue.
pub fn review_anchor(id: Uuid) -> String {
    format!("review-{id}")
}

/// A conversation, opened at a message.
pub fn message(conversation: Uuid, message: Option<Uuid>) -> String {
    let at = message.map(|message| format!("?message={message}"));
    format!(
        "{CONVERSATIONS}/all/{conversation}{}",
        at.unwrap_or_default()
    )
}

/// A contact's consent record as the api hands it over.
pub fn consent_export(contact: Uuid, format: &str) -> String {
    format!("/api/v1/consent/{contact}/export?format={format}")
}

/// The sign-in that leads to `wanted` afterwards, which is a path with its query.
pub fn sign_in_for(wanted: &str) -> String {
    match return_address(Some(wanted)) {
        HOME => SIGN_IN.to_owned(),
        wanted => format!("{SIGN_IN}?to={}", encode(wanted)),
    }
}

/// Where signing in leads: to the screen that was asked for, if it is one of this page's. A link
/// from elsewhere may have written anything there.
pub fn return_address(wanted: Option<&str>) -> &str {
    let of_this_page = |wanted: &&str| {
        let path = wanted.split(['?', '#']).next().unwrap_or_default();
        let odd = |letter: char| letter == '\\' || letter.is_control();
        SCREENS.iter().any(|part| is_within(path, part)) && !wanted.contains(odd)
    };
    wanted.filter(of_this_page).unwrap_or(HOME)
}

/// Where everything behind the sign-in begins.
const SCREENS: [&str; 11] = [
    CONVERSATIONS,
    HELD,
    PIPELINE,
    CONTACTS,
    TEMPLATES,
    REVIEWS,
    WORKFLOWS,
    NUMBERS,
    BILLING,
    SETTINGS,
    HANDSET,
];

/// Percent-encodes a value of a query (RFC 3986, sections 2 and 3.4). A colon may stand there as it is.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("a string takes everything");
        }
    }
    encoded
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
    fn s1_signing_in_leads_back_to_the_screen_that_was_asked_for() {
        let wanted = "/conversations/hot/7?search=20%25";
        let sign_in = sign_in_for(wanted);
        assert_eq!(
            sign_in,
            "/sign-in?to=%2Fconversations%2Fhot%2F7%3Fsearch%3D20%2525"
        );
        assert_eq!(return_address(Some(wanted)), wanted);
        assert_eq!(sign_in_for("/"), SIGN_IN);
        assert_eq!(sign_in_for(HOME), SIGN_IN);
    }

    #[test]
    fn x6_signing_in_leads_nowhere_but_to_screens_of_this_page() {
        for elsewhere in [
            "https://evil.example/conversations",
            "//evil.example/numbers",
            "/\\evil.example",
            "/numbers\\..\\evil",
            "javascript:alert(1)",
            "/api/docs",
            "/sign-in?to=/sign-in",
            "numbers",
            "",
        ] {
            assert_eq!(return_address(Some(elsewhere)), HOME, "{elsewhere}");
        }
        assert_eq!(return_address(None), HOME);
    }

    #[test]
    fn a_part_holds_its_own_address_and_those_below() {
        assert!(is_within("/conversations/recents", CONVERSATIONS));
        assert!(is_within("/numbers", NUMBERS));
        assert!(!is_within("/numbers-and-more", NUMBERS));
        assert!(!is_within("/", NUMBERS));
    }
}
