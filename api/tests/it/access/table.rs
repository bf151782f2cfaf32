//! Who may call each operation, with a body it accepts.

mod billing;
mod contacts;
mod conversations;
mod messages;
mod numbers;
mod pipeline;
mod simulator;
mod workflows;
mod workspace;

use serde_json::Value;

use super::Access;

type OfNoun = fn(&str) -> Option<(Access, Value)>;

/// The answer for an operation.
pub fn access(operation: &str) -> (Access, Value) {
    let nouns: [OfNoun; 9] = [
        billing::access,
        contacts::access,
        conversations::access,
        messages::access,
        numbers::access,
        pipeline::access,
        simulator::access,
        workflows::access,
        workspace::access,
    ];
    let found = nouns.iter().find_map(|access| access(operation));
    found.unwrap_or_else(|| panic!("say in access/table/ who may call {operation}"))
}
