//! Who works on a conversation (C18).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Who is to work on a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignConversation {
    /// An agent of the workspace; nobody when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<Uuid>,
}
