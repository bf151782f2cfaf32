//! Signing up and in, the workspace with its groups and settings, and API tokens.

use copperline_shared::api_tokens::Scope;
use copperline_shared::profile::Role::{Admin, Basic};
use serde_json::{Value, json};

use crate::access::Access::{self, Anybody, Needs, OwnSession, OwnToken};

pub fn access(operation: &str) -> Option<(Access, Value)> {
    let none = Value::Null;
    Some(match operation {
        "create_workspace"
        | "confirm_email"
        | "create_session"
        | "request_password_reset"
        | "reset_password" => (Anybody, none),
        "refresh_session" | "end_session" => (OwnSession, none),
        "read_current_api_token" => (OwnToken, none),
        "read_profile" => (Needs(Basic, None), none),
        "update_profile" => (Needs(Basic, None), json!({})),
        "read_workspace" => (Needs(Basic, Some(Scope::Settings)), none),
        "update_workspace" => (Needs(Admin, Some(Scope::Settings)), json!({})),
        "create_group" | "update_group" => (
            Needs(Admin, Some(Scope::Settings)),
            json!({ "name": "Night shift", "agent_ids": [] }),
        ),
        "delete_group" => (Needs(Admin, Some(Scope::Settings)), none),
        "list_stop_triggers" | "list_texting_hours" => (Needs(Basic, Some(Scope::Settings)), none),
        "test_reply" => (
            Needs(Basic, Some(Scope::Settings)),
            json!({ "text": "stop" }),
        ),
        "list_api_tokens" | "revoke_api_token" => (Needs(Admin, None), none),
        "create_api_token" => (
            Needs(Admin, None),
            json!({ "name": "x", "scopes": ["leads"] }),
        ),
        _ => return None,
    })
}
