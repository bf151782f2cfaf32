//! Texts, pictures and templates.

use copperline_shared::api_tokens::Scope;
use copperline_shared::profile::Role::{Admin, Basic};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::Access::{self, Needs};

pub fn access(operation: &str) -> Option<(Access, Value)> {
    let none = Value::Null;
    Some(match operation {
        "send_message" => {
            let body = json!({ "conversation_id": Uuid::nil(), "body": "Hi" });
            (Needs(Basic, Some(Scope::Messages)), body)
        }
        "check_message" => {
            let body = json!({ "conversation_id": Uuid::nil(), "body": "Hi" });
            (Needs(Basic, Some(Scope::Messages)), body)
        }
        "upload_picture" => (Needs(Basic, Some(Scope::Messages)), none),
        "read_picture_file" => (Needs(Basic, Some(Scope::Conversations)), none),
        "read_message" | "cancel_message" => (Needs(Basic, Some(Scope::Messages)), none),
        "update_message" | "send_message_now" => (Needs(Basic, Some(Scope::Messages)), json!({})),
        "list_waiting_messages" => (Needs(Basic, Some(Scope::Conversations)), none),
        "list_templates" => (Needs(Basic, Some(Scope::Settings)), none),
        "create_template" => {
            let body = json!({ "title": "Hello", "body": "Hi" });
            (Needs(Admin, Some(Scope::Settings)), body)
        }
        "update_template" => (Needs(Admin, Some(Scope::Settings)), json!({})),
        "delete_template" => (Needs(Admin, Some(Scope::Settings)), none),
        _ => return None,
    })
}
