//! Conversations, and what people do with them and tell each other in them.

use copperline_shared::api_tokens::Scope;
use copperline_shared::profile::Role::Basic;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::Access::{self, Needs};

pub fn access(operation: &str) -> Option<(Access, Value)> {
    let none = Value::Null;
    Some(match operation {
        "read_start"
        | "list_conversations"
        | "count_conversations"
        | "read_conversation"
        | "mark_conversation_read"
        | "read_thread"
        | "list_agents"
        | "list_groups"
        | "list_saved_filters"
        | "delete_saved_filter"
        | "end_follow_up"
        | "stream_events" => (Needs(Basic, Some(Scope::Conversations)), none),
        "count_matching_conversations" | "read_bulk_action" | "undo_bulk_action" => {
            (Needs(Basic, Some(Scope::Conversations)), none)
        }
        "create_bulk_action" => {
            let on = json!({ "kind": "conversations", "conversation_ids": [Uuid::nil()] });
            let body = json!({ "change": { "kind": "archive" }, "on": on });
            (Needs(Basic, Some(Scope::Conversations)), body)
        }
        "put_off_conversation" => {
            let until = copperline_api::app::Clock::default().now() + chrono::TimeDelta::days(1);
            let body = json!({ "until": until });
            (Needs(Basic, Some(Scope::Conversations)), body)
        }
        "create_saved_filter" => {
            let filter = json!({ "unread": true });
            let body = json!({ "name": "New", "tab": "recents", "filter": filter, "shared": true });
            (Needs(Basic, Some(Scope::Conversations)), body)
        }
        "update_conversation" | "assign_conversation" | "update_saved_filter" => {
            (Needs(Basic, Some(Scope::Conversations)), json!({}))
        }
        "create_conversation" => (
            Needs(Basic, Some(Scope::Conversations)),
            json!({ "phone": "5125550101" }),
        ),
        "read_comment" | "delete_comment" | "list_presence" | "end_presence" => {
            (Needs(Basic, Some(Scope::Conversations)), none)
        }
        // Whose it is decides for each comment; see comments/changing.rs.
        "update_comment" => {
            let body = json!({ "text": "Hi", "revision": 0 });
            (Needs(Basic, Some(Scope::Conversations)), body)
        }
        "create_comment" => {
            let body = json!({ "conversation_id": Uuid::nil(), "text": "Hi" });
            (Needs(Basic, Some(Scope::Conversations)), body)
        }
        "put_presence" => {
            let body = json!({ "conversation_id": Uuid::nil(), "doing": "looking" });
            (Needs(Basic, Some(Scope::Conversations)), body)
        }
        "list_notifications" | "read_notification" => (Needs(Basic, None), none),
        "read_notifications" => {
            let body = json!({ "until": "2026-11-28T00:00:00Z" });
            (Needs(Basic, None), body)
        }
        _ => return None,
    })
}
