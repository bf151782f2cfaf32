//! The pipeline.

use copperline_shared::api_tokens::Scope;
use copperline_shared::profile::Role::{Admin, Basic};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::Access::{self, Needs};

pub fn access(operation: &str) -> Option<(Access, Value)> {
    let none = Value::Null;
    Some(match operation {
        "read_pipeline"
        | "list_pipeline_stages"
        | "list_pipeline_cards"
        | "read_pipeline_card"
        | "remove_pipeline_card" => (Needs(Basic, Some(Scope::Conversations)), none),
        "put_pipeline_card" | "move_pipeline_card" => (
            Needs(Basic, Some(Scope::Conversations)),
            json!({ "stage_id": Uuid::nil() }),
        ),
        "create_pipeline_stage" => (
            Needs(Admin, Some(Scope::Settings)),
            json!({ "name": "Inspection", "colour": "teal" }),
        ),
        "update_pipeline_stage" => (Needs(Admin, Some(Scope::Settings)), json!({})),
        "delete_pipeline_stage" => (Needs(Admin, Some(Scope::Settings)), none),
        _ => return None,
    })
}
