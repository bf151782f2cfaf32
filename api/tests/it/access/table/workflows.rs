//! Workflows and redrips.

use copperline_shared::api_tokens::Scope;
use copperline_shared::profile::Role::{Admin, Basic};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::Access::{self, Needs};

pub fn access(operation: &str) -> Option<(Access, Value)> {
    let none = Value::Null;
    Some(match operation {
        "list_workflows" | "read_workflow" | "list_contact_runs" | "list_runs"
        | "list_held_runs" | "stop_run" => (Needs(Basic, Some(Scope::Conversations)), none),
        "start_workflow" => (
            Needs(Basic, Some(Scope::Conversations)),
            json!({ "workflow_id": Uuid::nil() }),
        ),
        "dry_run_workflow" => (
            Needs(Basic, Some(Scope::Conversations)),
            json!({ "contact_id": Uuid::nil(), "steps": [{ "kind": "mark_hot" }] }),
        ),
        "create_workflow" => (
            Needs(Admin, Some(Scope::Settings)),
            json!({ "name": "Welcome", "steps": [{ "kind": "mark_hot" }] }),
        ),
        "save_workflow" => (
            Needs(Admin, Some(Scope::Settings)),
            json!({
                "revision": 1, "name": "Welcome", "steps": [{ "kind": "mark_hot" }],
                "ez": false, "ends_on_reply": true,
            }),
        ),
        "delete_workflow" => (Needs(Admin, Some(Scope::Settings)), none),
        _ => return None,
    })
}
