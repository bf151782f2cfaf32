//! Money.

use copperline_shared::api_tokens::Scope;
use copperline_shared::profile::Role::Owner;
use serde_json::{Value, json};

use crate::access::Access::{self, Needs};

pub fn access(operation: &str) -> Option<(Access, Value)> {
    let none = Value::Null;
    Some(match operation {
        "read_billing" | "make_card_primary" | "delete_card" | "list_payments"
        | "list_transactions" => (Needs(Owner, Some(Scope::Billing)), none),
        "add_card" => (
            Needs(Owner, Some(Scope::Billing)),
            json!({ "payment_method": "pm_x" }),
        ),
        "add_funds" => (
            Needs(Owner, Some(Scope::Billing)),
            json!({ "amount_micros": 5_000_000 }),
        ),
        "store_simulated_card" => {
            let card = json!({ "number": "4242424242424242", "expiry_month": 12, "expiry_year": 2040, "cvc": "123" });
            (Needs(Owner, Some(Scope::Billing)), card)
        }
        _ => return None,
    })
}
