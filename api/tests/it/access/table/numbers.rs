//! Numbers.

use copperline_shared::api_tokens::Scope;
use copperline_shared::profile::Role::{Admin, Basic};
use serde_json::{Value, json};

use crate::access::Access::{self, Needs};

pub fn access(operation: &str) -> Option<(Access, Value)> {
    let none = Value::Null;
    Some(match operation {
        "list_numbers" => (Needs(Basic, Some(Scope::Numbers)), none),
        "search_available_numbers" | "release_number" => (Needs(Admin, Some(Scope::Numbers)), none),
        "rent_number" => (
            Needs(Admin, Some(Scope::Numbers)),
            json!({ "phone": "+15125550104" }),
        ),
        "update_number" => (Needs(Admin, Some(Scope::Numbers)), json!({})),
        _ => return None,
    })
}
