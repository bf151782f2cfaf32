//! Who looks at a conversation, and who writes in it, just now (C21).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What somebody does in a conversation. Ordered from least to most.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Doing {
    /// Has it open.
    #[default]
    Looking,
    /// Writes a comment.
    Commenting,
    /// Writes to the contact.
    Replying,
}

/// What the caller does in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PutPresence {
    pub conversation_id: Uuid,
    pub doing: Doing,
}

/// Somebody who is in a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Present {
    /// The agent; absent for a token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<Uuid>,
    /// The agent's or token's name.
    pub name: String,
    pub doing: Doing,
}

/// Everybody who is in one conversation, by name; nobody once all have left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConversationPresence {
    pub conversation_id: Uuid,
    pub present: Vec<Present>,
}
