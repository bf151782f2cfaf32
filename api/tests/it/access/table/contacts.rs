//! Contacts and what is known of them, leads, and files of them.

use copperline_shared::api_tokens::Scope;
use copperline_shared::profile::Role::{Admin, Basic, Owner};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::Access::{self, Needs};

pub fn access(operation: &str) -> Option<(Access, Value)> {
    let none = Value::Null;
    Some(match operation {
        "create_contact" => (
            Needs(Basic, Some(Scope::Contacts)),
            json!({ "phone": "5125550102" }),
        ),
        "update_contact" => (Needs(Basic, Some(Scope::Contacts)), json!({})),
        "list_contacts" | "count_contacts" | "list_contact_sources" | "list_merged_contacts" => {
            (Needs(Basic, Some(Scope::Contacts)), none)
        }
        "list_imports"
        | "read_import"
        | "list_import_rows"
        | "list_import_problems"
        | "start_import"
        | "cancel_import"
        | "report_import"
        | "create_import" => (Needs(Admin, Some(Scope::Contacts)), none),
        "list_suppressions" => (Needs(Admin, Some(Scope::Contacts)), none),
        "create_suppression" => (
            Needs(Admin, Some(Scope::Contacts)),
            json!({ "phone": "5125550106" }),
        ),
        "check_import" => (
            Needs(Admin, Some(Scope::Contacts)),
            json!({ "mapping": ["phone"] }),
        ),
        "merge_contact" => (
            Needs(Admin, Some(Scope::Contacts)),
            json!({ "other": Uuid::nil() }),
        ),
        "export_contacts" => (Needs(Admin, Some(Scope::Contacts)), none),
        "read_contact" | "list_consent" | "opt_out_contact" | "export_consent" | "list_reviews"
        | "read_review" | "opt_out_review" | "dismiss_review" | "reopen_review" => {
            (Needs(Basic, Some(Scope::Contacts)), none)
        }
        "record_consent" => (
            Needs(Basic, Some(Scope::Contacts)),
            json!({ "how": "phone", "given_at": "2026-01-05T16:00:00Z" }),
        ),
        "list_tags" | "read_contact_tags" | "read_note" | "list_note_versions" => {
            (Needs(Basic, Some(Scope::Contacts)), none)
        }
        "change_contact_tags" => (Needs(Basic, Some(Scope::Contacts)), json!({})),
        "save_note" => (
            Needs(Basic, Some(Scope::Contacts)),
            json!({ "text": "", "revision": 0 }),
        ),
        "create_tag" => (
            Needs(Admin, Some(Scope::Contacts)),
            json!({ "name": "Hot quote", "colour": "copper" }),
        ),
        "update_tag" => (Needs(Admin, Some(Scope::Contacts)), json!({})),
        "merge_tag" => (
            Needs(Admin, Some(Scope::Contacts)),
            json!({ "into": Uuid::nil() }),
        ),
        "delete_tag" => (Needs(Admin, Some(Scope::Contacts)), none),
        "erase_contact" => (Needs(Admin, Some(Scope::Contacts)), none),
        // Leads belong to the token that posts them; nobody else may.
        "create_lead" => (
            Needs(Owner, Some(Scope::Leads)),
            json!({ "phone": "5125550103" }),
        ),
        _ => return None,
    })
}
