//! Words of the settings screens.

use copperline_shared::api_tokens::{LeadDuplicates, Scope};
use copperline_shared::stop_triggers::{ReplyEffect, TestedReply};

pub const PROFILE_LEAD: &str = "Your names as the people you work with see them.";
pub const API_TOKENS_LEAD: &str =
    "A token lets a lead vendor put leads into this workspace. Make one for each vendor.";
pub const STOP_TRIGGERS_LEAD: &str =
    "A contact who answers with one of these is opted out at once and gets one confirmation.";

pub const YOU: &str = "You";
pub const YOU_LEAD: &str = "Colleagues see your name beside what you send.";
pub const FIRST_NAME: &str = "First name";
pub const LAST_NAME: &str = "Last name";
pub const EMAIL: &str = "Email";
pub const EMAIL_HELP: &str = "You sign in with it.";
pub const WORKSPACE: &str = "Workspace";
pub const WORKSPACE_LEAD: &str = "Where you work, and what you may do there.";
pub const WORKSPACE_NAME: &str = "Business name";
pub const ROLE: &str = "Your role";
pub const ROLE_OWNER: &str = "Owner";
pub const ROLE_ADMIN: &str = "Admin";
pub const ROLE_BASIC: &str = "Basic";
pub const SAVED: &str = "Saved";

pub const TRIGGERS: &str = "Default triggers";
pub const TRIGGERS_LEAD: &str =
    "The same in every workspace; they can't be removed. Capitals and punctuation don't matter.";
pub const TRY: &str = "Try a reply";
pub const TRY_LEAD: &str = "See what a contact's answer would do. Nothing is sent.";
pub const SAMPLE: &str = "The contact's reply";
pub const SAMPLE_EXAMPLE: &str = "stop all!";
pub const TEST: &str = "Test";

pub const NEW_TOKEN: &str = "New token";
pub const NEW_TOKEN_LEAD: &str = "Name it after the vendor, so that you know which one to revoke.";
pub const TOKEN_NAME: &str = "Name";
pub const TOKEN_NAME_EXAMPLE: &str = "Acme Leads";
pub const SCOPES: &str = "What it may do";
pub const LEAD_SOURCE: &str = "Source of its leads";
pub const LEAD_SOURCE_HELP: &str =
    "For leads that name no source themselves. The token's name when empty.";
pub const DUPLICATES: &str = "When the phone is a contact already";
pub const MAKE_TOKEN: &str = "Make token";
pub const TOKENS: &str = "Tokens";
pub const TOKENS_LEAD: &str = "Who can reach this workspace from outside.";
pub const NO_TOKENS: &str = "No tokens yet";
pub const NO_TOKENS_LEAD: &str =
    "Make the first one above and give its secret to your lead vendor.";
pub const ADMINS_ONLY: &str = "Only the owner and admins see API tokens";
pub const ADMINS_ONLY_LEAD: &str = "Ask one of them if a lead vendor is to be connected.";
pub const SECRET_TITLE: &str = "Copy the secret now";
pub const SECRET_LEAD: &str = "It is shown this once. Copperline keeps only a hash of it.";
pub const SECRET: &str = "token";
pub const CURL: &str = "command";
pub const CURL_LEAD: &str = "Post a first lead with it:";
pub const SECRET_DONE: &str = "I have copied it";
pub const NEVER_USED: &str = "Never used";
pub const LAST_USED: &str = "Last used";
pub const REVOKED: &str = "Revoked";
pub const REVOKE: &str = "Revoke";
pub const REVOKE_ENDS: &str = "Whoever uses it is refused from this moment on. Leads it has brought stay. It can't be brought back.";

/// The scopes a person can tick, in order.
pub const ALL_SCOPES: [Scope; 8] = [
    Scope::Leads,
    Scope::Contacts,
    Scope::Conversations,
    Scope::Messages,
    Scope::Numbers,
    Scope::Settings,
    Scope::Billing,
    Scope::Simulator,
];

/// A scope in a word or two.
pub const fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Leads => "Leads",
        Scope::Contacts => "Contacts",
        Scope::Conversations => "Conversations",
        Scope::Messages => "Messages",
        Scope::Numbers => "Numbers",
        Scope::Settings => "Settings",
        Scope::Billing => "Billing",
        Scope::Simulator => "Handset",
    }
}

/// What a scope allows.
pub const fn scope_help(scope: Scope) -> &'static str {
    match scope {
        Scope::Leads => "Post leads. All a lead vendor needs.",
        Scope::Contacts => "Read and change contacts and their consent.",
        Scope::Conversations => {
            "Read and change conversations and the pipeline, follow what happens."
        }
        Scope::Messages => "Read any text; send texts, which are charged to the balance.",
        Scope::Numbers => "Search, rent and release numbers.",
        Scope::Settings => {
            "Read and change the workspace, its templates, stages and other settings."
        }
        Scope::Billing => "Read the balance, charge cards.",
        Scope::Simulator => "Play any contact's simulated phone.",
    }
}

pub const fn duplicates(policy: LeadDuplicates) -> &'static str {
    match policy {
        LeadDuplicates::Skip => "Keep the contact as it is",
        LeadDuplicates::Update => "Take over what the lead fills in",
    }
}

/// The name of the button that revokes a token.
pub fn revoke_named(name: &str) -> String {
    format!("Revoke {name}")
}

pub fn revoke_question(name: &str) -> String {
    format!("Revoke {name}?")
}

pub fn revoked(name: &str) -> String {
    format!("{name} is revoked")
}

/// What the tester found, as a sentence.
pub fn tested(reply: &str, tested: &TestedReply) -> String {
    let reply = reply.trim();
    match (tested.effect, &tested.trigger) {
        (ReplyEffect::OptOut, Some(trigger)) => {
            format!("“{reply}” opts the contact out, because of the trigger {trigger}.")
        }
        (ReplyEffect::OptOut, None) => format!("“{reply}” opts the contact out."),
        (ReplyEffect::OptIn, _) => {
            format!("“{reply}” brings back a contact who had opted out by text.")
        }
        (ReplyEffect::Review, said) => {
            let said = said.as_deref().unwrap_or_default();
            format!(
                "“{reply}” reads like “{said}”: automation pauses for the contact, and the reply waits \
                 under Reviews for somebody to decide."
            )
        }
        (ReplyEffect::Help, _) => format!("“{reply}” is answered with the help text."),
        (ReplyEffect::None, _) => {
            format!("“{reply}” is an ordinary reply: it arrives like any other.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s7_the_tester_answers_in_a_sentence_with_the_trigger() {
        let found = TestedReply {
            effect: ReplyEffect::OptOut,
            trigger: Some("Stop All".to_owned()),
        };
        let words = tested(" stop all! ", &found);
        assert_eq!(
            words,
            "“stop all!” opts the contact out, because of the trigger Stop All."
        );
    }
}
