//! Which events a token may follow.

use copperline_shared::api_tokens::Scope;

/// The scope with which a token may read what an event of this kind tells of; without one no token
/// hears of it. By the kind's name, because an event of a newer version is handed on unread.
#[must_use]
pub fn scope(kind: &str) -> Option<Scope> {
    match kind {
        "bulk_action_changed"
        | "contacts_merged"
        | "conversation_changed"
        | "message_changed"
        | "record_added"
        | "comment_added"
        | "comment_changed"
        | "comment_deleted"
        | "saved_filters_changed"
        | "profile_changed"
        | "group_changed"
        | "group_deleted"
        | "pipeline_card_changed"
        | "pipeline_card_removed"
        | "pipeline_stages_changed"
        | "workflows_changed"
        | "workflow_run_changed" => Some(Scope::Conversations),
        "contact_changed"
        | "contact_erased"
        | "contact_tags_changed"
        | "tag_changed"
        | "tag_removed"
        | "note_changed"
        | "review_changed"
        | "import_changed" => Some(Scope::Contacts),
        "number_changed" => Some(Scope::Numbers),
        "balance_changed" | "payment_changed" | "cards_changed" => Some(Scope::Billing),
        "templates_changed" | "workspace_changed" => Some(Scope::Settings),
        _ => None,
    }
}
