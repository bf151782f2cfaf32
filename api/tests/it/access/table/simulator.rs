//! The simulated carrier and its handsets.

use copperline_shared::api_tokens::Scope;
use copperline_shared::profile::Role::Basic;
use serde_json::{Value, json};

use crate::access::Access::{self, Needs};

pub fn access(operation: &str) -> Option<(Access, Value)> {
    let none = Value::Null;
    Some(match operation {
        "list_handsets"
        | "read_handset"
        | "upload_simulated_picture"
        | "read_simulated_picture" => (Needs(Basic, Some(Scope::Simulator)), none),
        "send_from_handset" => {
            let body = json!({ "number": "+15125550105", "body": "Hi" });
            (Needs(Basic, Some(Scope::Simulator)), body)
        }
        "set_next_delivery" => (
            Needs(Basic, Some(Scope::Simulator)),
            json!({ "kind": "deliver" }),
        ),
        _ => return None,
    })
}
